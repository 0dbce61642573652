"""The words of dates in all languages of articles, and the pattern of everything that is a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..article import aligned
from ..language import any_of, codes, date_words, phrases


def _grouped(key: str) -> Mapping[str, int]:
    """The words under a key of all languages, with the place of their group in its list."""
    return {
        aligned(word): at
        for table in date_words()
        for at, group in enumerate(table.get(key, ()))
        for word in group.split()
    }


def _table(key: str) -> Mapping[str, Any]:
    return {word: value for table in date_words() for word, value in table.get(key, {}).items()}


MONTH, SHORT_MONTH = _grouped("months"), _grouped("short_months")
WEEKDAY, PART = _grouped("weekdays"), _grouped("parts")

SUMMER = 1
"""Italian summer, "estate", only has a year: "the estate" is no part of one."""

DAYS_AWAY, HOLIDAYS = _table("days_away"), _table("holidays")
TURNS, VAGUE, UNITS = _table("turns"), _table("vague"), _table("units")
TURNS_BEHIND = _table("turns_behind")
YEAR_TURNS = _table("years")


@cache
def year_behind() -> re.Pattern[str]:
    """What tells the year of a day, behind it: "May 23 of last year"."""
    return re.compile(rf",? ({any_of(YEAR_TURNS)})(?!\w)")


@cache
def days_away(language: str) -> frozenset[str]:
    """What the days near its article are called in a language."""
    table = dict(zip(codes(), date_words(), strict=True)).get(language, {})
    return frozenset(map(aligned, table.get("days_away", ())))


@cache
def _vaguely_said(language: str) -> str:
    """What stands before a year or a month in a language: in French "début", a verb in English."""
    table = dict(zip(codes(), date_words(), strict=True)).get(language, {})
    return any_of(map(aligned, table.get("vague", ()))) or "(?!)"


def _before_month(language: str) -> Iterable[str]:
    """Words of a language that only stand before a month or a part of the year that is a day's."""
    table = dict(zip(codes(), date_words(), strict=True)).get(language, {})
    return map(aligned, table.get("before_month", ()))


@cache
def date_pattern(language: str) -> re.Pattern[str]:
    """What is a date in a folded text of a language; `dates` reads its groups."""
    month, weekday, part = any_of(MONTH), any_of(WEEKDAY), any_of(PART)
    year = r"(?:19|20|21)\d\d(?![\w-]*\d)"
    day = r"\d{1,2}"
    on = rf"(?:(?P<w{{0}}>{weekday})\.?,? \(?(?:the |den |dem |le |el )?)?"
    vague = _vaguely_said(language)
    turn = any_of(TURNS)
    behind = any_of(TURNS_BEHIND)
    before = any_of(_before_month(language)) or "(?!)"
    tables = [table["quarters"] for table in date_words() if "quarters" in table]
    quarters = ["|".join(one[at] for one in tables) for at in range(4)]
    return re.compile(
        # Nothing else begins a date: without this, all that follows is tried at every letter.
        r"(?=\w)(?:\b|(?=\d))(?:"
        # October 8, 2024
        rf"\b{on.format(1)}(?P<m1>{month})\.? (?P<d1>{day})(?:st|nd|rd|th)?\b(?!:\d|%)"
        rf"(?:,? (?:(?:of|de|at \d+ ?[ap]\.?m\.?,?) )?(?P<y1>{year}))?"
        # 8 October 2024, 24. September, 24 de septiembre de 2025, le 3 mars
        rf"|\b{on.format(2)}(?P<d2>{day})(?:st|nd|rd|th|\.|er|o|°)?(?: of"
        rf"| de)? (?P<m2>{month})\b\.?"
        rf"(?:,? (?:(?:de|del) )?(?P<y2>{year}))?"
        # 2025-10-05, 05.10.2025
        r"|(?<![\d-])(?P<y3>20\d\d|19\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?![\d-])"
        r"|(?<![\d.])(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>(?:19|20)\d\d)(?!\d)"
        # 5 out 2026, 25.mar.2026, 17 sept. 2026, 12 dic. de 2026
        rf"|\b(?P<d5>{day})(?:[ .-]| de )(?P<s5>{any_of(SHORT_MONTH)})\.?(?:[ .-]| de )?"
        rf"(?P<y10>{year})"
        # 15/04/2026 and 15/04, and in German 15.04.
        r"|(?<![\d/.])(?P<n1>\d{1,2})/(?P<n2>\d{1,2})/(?P<y11>(?:19|20)\d\d)(?![\d/])"
        r"|(?<![\d/.,])(?P<d12>[0-3]\d)/(?P<m12>[01]\d)(?![\d/%])"
        r"|(?<![\d.,])(?P<d13>[0-3]?\d)\.(?P<m13>[01]?\d)\.(?!\d)"
        # October 2024, early 2026, fall 2025, Q1 2026, summer of 2026
        rf"|\b(?:(?:{vague})[ -])?(?P<m5>{month})\.?(?:,? of|,| de| del"
        rf"| do)? (?P<y5>{year})"
        rf"|\b(?:(?:{vague})[ -])?(?P<p6>{part}|estate)(?: season)?(?: of| de| del"
        rf"| des jahres)?"
        rf" (?P<y6>{year})(?:[-/–]\d\d)?"
        rf"|\bq(?P<q7>[1-4]) (?:of )?(?P<y7>{year})"
        rf"|\b(?:(?P<q81>{quarters[0]})|(?P<q82>{quarters[1]})|(?P<q83>{quarters[2]})"
        rf"|(?P<q84>{quarters[3]}))(?: of| del?| do)? (?P<y8>{year})"
        # l'année prochaine, el año que viene, vendredi dernier
        rf"|\b(?:(?P<v15>{vague})[lo]? ?(?:(?:del?|do) |(?:del|de )?l')?)?"
        rf"(?:(?:en|em|in|el|le|la|il|o|no|na) |(?:nel)?l')?(?:(?P<w15>{weekday})|(?P<m15>{month})"
        rf"|(?P<p15>{part}|estate)|(?P<u15>{any_of(UNITS)})) (?P<t15>{behind})(?!\w)"
        # next Friday, this fall, later this month, next year
        rf"|\b(?:the )?(?:(?P<v9>{vague})[ -])?(?P<t9>{turn}) (?:(?P<w9>{weekday})"
        # "el próximo miércoles 11 de noviembre"
        r"(?!,? (?:the |den |dem |der |le |el |il )?\d{1,2}\b)"
        rf"|(?P<m9>{month})(?!\.?,? (?:\d{{1,2}}(?:st|nd|rd|th)?\b|(?:of )?{year}))|(?P<p9>{part})"
        rf"|(?P<u9>{any_of(UNITS)}))\b"
        # "por la mañana" and "la mañana siguiente" are the morning.
        rf"|(?<!la )(?<!una )(?<!esta )\b(?P<days>{any_of(DAYS_AWAY)})\b"
        rf"|\b(?P<holiday>{any_of(HOLIDAYS)})\b(?:,? (?P<y14>{year}))?"
        # on Friday, in October, in the fall, am Freitag
        rf"|\b(?P<t10>on|am|el|ce|na|no) (?P<w10>{weekday})\b(?! (?:nights?|evenings?"
        rf"|mornings?)\b)"
        rf"(?!,? \(?(?:the |den |le )?(?:\d|(?:{month})\.? \d))"
        rf"|(?<!every )(?<!each )(?<!this )(?<!ogni )(?<!toda )(?<!cada )(?<!\bil )"
        # "il venerdì": each
        r"\b(?P<w13>(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:segunda|terca|quarta|quinta|sexta)"
        r"-feira|(?:lune|marte|mercole|giove|vener)di|sabato|domenica)\b(?! \d)"
        r"(?!'s(?! (?:season |series )?(?:finale|premiere)\b)"
        r"| (?:nights|mornings|evenings)\b| (?:night|morning|evening)(?:'s)? [a-z]+(?:s|e|k"
        r"|y)\b)"
        rf"|\b(?:(?:{before})(?= )"
        r"|(?:its|their|an?)(?= \w+ (?:premiere|debut|launch|return|finale)\b)"
        r"|in|im|en|em|by|since|until|for|this|to|from|ab|early|late|mid"
        r"|(?:ad?|nel|dal|da|per)(?= (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto"
        rf"|settembre|ottobre|novembre|dicembre)\b))[ -]?(?:the |early |late |mid-|el |l')?"
        # "By Marco" is a name; "em março" is the month.
        rf"(?:(?P<m11>(?!(?<!em )marco\b)(?:{month}))|(?P<p11>{part}))\b"
        rf"(?!\.?,? (?:\d{{1,2}}\b|(?:of |de |del )?{year}))"
        rf"|\b(?:(?P<v12>{vague})[ -])?(?P<y12>{year})\b)"
    )


# "nota 09/12", "capítulo 03/08", "Version 2.1."
NUMBERED = re.compile(
    r"\b(?:nota|note|noten|voto|voti|puntuacion|punteggio|puntaje|avaliacao|wertung|version(?:en)?"
    r"|episodi[oe]s?|episode|capitulos?|puntat[ae]|folgen?|kapitel|partes?|partie|teil)"
    r" ?(?:[:(]|de|di|da|d'|una?|uma?)? ?$"
)


@cache
def day_before() -> re.Pattern[str]:
    """What stands before a day in figures: "il 10/10", "nesta sexta (10/10)", "“X” – 10/10"."""
    words = "a partir de|al?|am|ab|au|dal?|del?|den|des|desde|dia|do|du|el|em|il|jour|le|no|vom"
    short = "|".join(phrases(code)["short_weekday"].pattern for code in codes())
    return re.compile(rf"(?:^\W*|[–-] |\b(?:{words}|{short}|{any_of(WEEKDAY)}),? \(?)$")
