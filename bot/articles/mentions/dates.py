"""Dates the way articles write them, with and without their year, in the languages of articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from ...facts.air_date import YEARS, AirDate, Precision
from ..article import LINES_KEPT, aligned
from ..language import any_of, codes, date_words


class Side(Enum):
    """On which side of the day of publication a date without its year lies."""

    PAST = -1
    FUTURE = 1


@dataclass(frozen=True, slots=True)
class DateMention:
    """Characters that name a date. What is not said is None; `weekday` is 0 for Monday.

    `turn` is "this", "next", "last" or "on" for a date told by its weekday, month or part of
    the year alone; `days` is how many days after publication "today" and its like are.
    `year_turn` is "this", "next" or "last" for a day of that year.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: int | None = None
    quarter: int | None = None
    turn: str | None = None
    days: int | None = None
    unit: str | None = None
    vague: str | None = None
    year_turn: str | None = None

    def resolved(self, published: date | None, side: Side) -> AirDate | None:
        """The air date, for an article of that day; None where it cannot be told."""
        if self.year is not None:
            return self._of_year(self.year)
        if published is None:
            return None
        if self.year_turn is not None:
            return self._of_year(published.year + _STEPS[self.year_turn])
        if self.days is not None:
            return AirDate.on(published + timedelta(days=self.days))
        if self.unit is not None:
            return self._unit(published)
        if self.month is not None and self.day is not None:
            return self._nearest_day(published, side)
        if self.month is not None:
            return self._nearest_month(published, side)
        if self.part is not None:
            return self._nearest_part(published, side)
        if self.weekday is not None:
            return self._nearest_weekday(published, side)
        return None

    def _of_year(self, year: int) -> AirDate | None:
        if year not in YEARS:
            return None
        if self.month is not None and self.day is not None:
            try:
                return AirDate.on(date(year, self.month, self.day))
            except ValueError:
                return None
        if self.month is not None:
            return AirDate(Precision.MONTH, year, self.month)
        if self.part is not None:
            return AirDate(Precision.SEASON, year, self.part)
        if self.quarter is not None:
            return AirDate(Precision.QUARTER, year, self.quarter)
        return _vaguely(year, self.vague)

    def _unit(self, published: date) -> AirDate | None:
        step = _STEPS.get(self.turn or "", 0)
        if self.unit == "year":
            return _vaguely(published.year + step, self.vague)
        if self.unit == "month":
            months = published.year * 12 + published.month - 1 + step
            return AirDate(Precision.MONTH, months // 12, months % 12 + 1)
        return None

    def _nearest_day(self, published: date, side: Side) -> AirDate | None:
        assert self.month is not None
        assert self.day is not None
        candidates: list[date] = []
        for year in range(published.year - 1, published.year + 2):
            try:
                candidates.append(date(year, self.month, self.day))
            except ValueError:
                continue
        if side is Side.PAST:
            found = [day for day in candidates if day <= published][-1:]
        else:
            found = [day for day in candidates if day >= published][:1]
        if self.weekday is not None and found and found[0].weekday() != self.weekday:
            # The named weekday knows better than a tense.
            found = [day for day in candidates if day.weekday() == self.weekday][:1]
        return AirDate.on(found[0]) if found else None

    def _nearest_month(self, published: date, side: Side) -> AirDate | None:
        assert self.month is not None
        year = published.year
        if self.turn == "last" or (side is Side.PAST and self.turn != "next"):
            year -= self.month > published.month
            year -= self.turn == "last" and self.month == published.month
        else:
            year += self.month < published.month
            year += self.turn == "next" and self.month == published.month
        return AirDate(Precision.MONTH, year, self.month)

    def _nearest_part(self, published: date, side: Side) -> AirDate | None:
        assert self.part is not None
        year = published.year
        over = AirDate(Precision.SEASON, year, self.part).latest() < published
        begun = AirDate(Precision.SEASON, year, self.part).earliest() <= published
        if self.turn == "last" or side is Side.PAST:
            year -= self.turn == "last" if begun else 1
            year += 1 if self.turn == "last" and over else 0
        elif self.turn == "next":
            year += 1 if begun or over else 0
        elif over:
            year += 1
        return AirDate(Precision.SEASON, year, self.part)

    def _nearest_weekday(self, published: date, side: Side) -> AirDate | None:
        assert self.weekday is not None
        if side is Side.PAST or self.turn == "last":
            back = (published.weekday() - self.weekday) % 7
            if self.turn == "last" and back == 0:
                back = 7
            return AirDate.on(published - timedelta(days=back))
        ahead = (self.weekday - published.weekday()) % 7
        if self.turn == "next" and ahead == 0:
            ahead = 7
        return AirDate.on(published + timedelta(days=ahead))


def _vaguely(year: int, vague: str | None) -> AirDate | None:
    if year not in YEARS:
        return None
    if vague == "early":
        return AirDate(Precision.QUARTER, year, 1, approximate=True)
    if vague == "mid":
        return AirDate(Precision.SEASON, year, 2, approximate=True)
    if vague == "late":
        return AirDate(Precision.QUARTER, year, 4, approximate=True)
    return AirDate(Precision.YEAR, year)


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


_MONTH, _SHORT_MONTH = _grouped("months"), _grouped("short_months")
_WEEKDAY, _PART = _grouped("weekdays"), _grouped("parts")
_SUMMER = 1
"""Italian summer, "estate", only has a year: "the estate" is no part of one."""

_DAYS_AWAY, _HOLIDAYS = _table("days_away"), _table("holidays")
_TURNS, _VAGUE, _UNITS = _table("turns"), _table("vague"), _table("units")
_TURNS_BEHIND = _table("turns_behind")


_YEARS = _table("years")
_STEPS = {"this": 0, "later": 0, "next": 1, "last": -1}
"""How many years from that of the article."""


@cache
def _year_behind() -> re.Pattern[str]:
    """What tells the year of a day, behind it: "May 23 of last year"."""
    return re.compile(rf",? ({any_of(_YEARS)})(?!\w)")


@cache
def _days_away(language: str) -> frozenset[str]:
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
def _pattern(language: str) -> re.Pattern[str]:
    month, weekday, part = any_of(_MONTH), any_of(_WEEKDAY), any_of(_PART)
    year = r"(?:19|20|21)\d\d(?![\w-]*\d)"
    day = r"\d{1,2}"
    on = rf"(?:(?P<w{{0}}>{weekday})\.?,? \(?(?:the |den |dem |le |el )?)?"
    vague = _vaguely_said(language)
    turn = any_of(_TURNS)
    behind = any_of(_TURNS_BEHIND)
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
        rf"|\b(?P<d5>{day})(?:[ .-]| de )(?P<s5>{any_of(_SHORT_MONTH)})\.?(?:[ .-]| de )?"
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
        rf"|(?P<p15>{part}|estate)|(?P<u15>{any_of(_UNITS)})) (?P<t15>{behind})(?!\w)"
        # next Friday, this fall, later this month, next year
        rf"|\b(?:the )?(?:(?P<v9>{vague})[ -])?(?P<t9>{turn}) (?:(?P<w9>{weekday})"
        # "el próximo miércoles 11 de noviembre"
        r"(?!,? (?:the |den |dem |der |le |el |il )?\d{1,2}\b)"
        rf"|(?P<m9>{month})(?!\.?,? (?:\d{{1,2}}(?:st|nd|rd|th)?\b|(?:of )?{year}))|(?P<p9>{part})"
        rf"|(?P<u9>{any_of(_UNITS)}))\b"
        # "por la mañana" and "la mañana siguiente" are the morning.
        rf"|(?<!la )(?<!una )(?<!esta )\b(?P<days>{any_of(_DAYS_AWAY)})\b"
        rf"|\b(?P<holiday>{any_of(_HOLIDAYS)})\b(?:,? (?P<y14>{year}))?"
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


def date_mentions(plain: str, language: str = "en") -> Iterator[DateMention]:
    """Every date in a folded text (`article.aligned`) of a language, in order.

    In English 3/4/2026 is a day of March or of April, and no date is read of it.
    """
    yield from _dates(plain, language)


@lru_cache(maxsize=LINES_KEPT)
def _dates(plain: str, language: str) -> tuple[DateMention, ...]:
    found = (_read(match, language) for match in _pattern(language).finditer(plain))
    return tuple(one for one in found if one is not None)


def _read(match: re.Match[str], language: str) -> DateMention | None:
    start, end = match.span()
    group = match.groupdict()
    if group["d5"]:
        return _on(start, end, int(group["d5"]), _SHORT_MONTH[group["s5"]] + 1, int(group["y10"]))
    if group["n1"]:
        return _slashed(start, end, int(group["n1"]), int(group["n2"]), int(group["y11"]), language)
    if group["d12"]:
        day, month = int(group["d12"]), int(group["m12"])
        is_read = language != "en" and not _is_rating(match, day, month)
        return _on(start, end, day, month) if is_read else None
    if group["d13"]:
        is_read = language == "de" and not _NUMBERED.search(_before(match))
        return _on(start, end, int(group["d13"]), int(group["m13"])) if is_read else None
    for at in ("1", "2"):
        if group[f"d{at}"]:
            year, day = group[f"y{at}"], int(group[f"d{at}"])
            if not 1 <= day <= 31:
                return None
            weekday = group[f"w{at}"]
            turned = None if year else _year_behind().match(match.string, end)
            return DateMention(
                start,
                turned.end() if turned is not None else end,
                year_turn=_YEARS[turned[1]] if turned is not None else None,
                year=int(year) if year else None,
                month=_MONTH[group[f"m{at}"]] + 1,
                day=day,
                weekday=_WEEKDAY[weekday] if weekday else None,
            )
    for at in ("3", "4"):
        if group[f"y{at}"]:
            month, day = int(group[f"m{at}"]), int(group[f"d{at}"])
            if not (1 <= month <= 12 and 1 <= day <= 31):
                return None
            return DateMention(start, end, year=int(group[f"y{at}"]), month=month, day=day)
    if group["m5"]:
        return DateMention(start, end, year=int(group["y5"]), month=_MONTH[group["m5"]] + 1)
    if group["p6"]:
        return DateMention(
            start, end, year=int(group["y6"]), part=_PART.get(group["p6"], _SUMMER) + 1
        )
    if group["q7"]:
        return DateMention(start, end, year=int(group["y7"]), quarter=int(group["q7"]))
    if group["y8"]:
        quarter = next(number for number in range(1, 5) if group[f"q8{number}"])
        return DateMention(start, end, year=int(group["y8"]), quarter=quarter)
    if group["t9"]:
        return DateMention(
            start,
            end,
            month=_MONTH[group["m9"]] + 1 if group["m9"] else None,
            weekday=_WEEKDAY[group["w9"]] if group["w9"] else None,
            part=_PART[group["p9"]] + 1 if group["p9"] else None,
            unit=_UNITS[group["u9"]] if group["u9"] else None,
            turn=_TURNS[group["t9"]],
            vague=_VAGUE[group["v9"]] if group["v9"] else None,
        )
    if group["t15"]:
        return DateMention(
            start,
            end,
            month=_MONTH[group["m15"]] + 1 if group["m15"] else None,
            weekday=_WEEKDAY[group["w15"]] if group["w15"] else None,
            part=_PART.get(group["p15"], _SUMMER) + 1 if group["p15"] else None,
            unit=_UNITS[group["u15"]] if group["u15"] else None,
            turn=_TURNS_BEHIND[group["t15"]],
            vague=_VAGUE[group["v15"]] if group["v15"] else None,
        )
    if group["days"]:
        # In French "hier" is yesterday, and in German it is here.
        is_read = group["days"] in _days_away(language)
        return DateMention(start, end, days=_DAYS_AWAY[group["days"]]) if is_read else None
    if group["holiday"]:
        month, day = map(int, _HOLIDAYS[group["holiday"]].split("-"))
        year = group["y14"]
        return DateMention(start, end, year=int(year) if year else None, month=month, day=day)
    if group["t10"]:
        return DateMention(start, end, weekday=_WEEKDAY[group["w10"]], turn="on")
    if group["w13"]:
        return DateMention(start, end, weekday=_WEEKDAY[group["w13"]], turn="on")
    if group["m11"]:
        turned = _year_behind().match(match.string, end)
        return DateMention(
            start,
            turned.end() if turned is not None else end,
            month=_MONTH[group["m11"]] + 1,
            year_turn=_YEARS[turned[1]] if turned is not None else None,
        )
    if group["p11"]:
        return DateMention(start, end, part=_PART[group["p11"]] + 1)
    vague = group["v12"]
    return DateMention(start, end, year=int(group["y12"]), vague=_VAGUE[vague] if vague else None)


# "nota 09/12", "capítulo 03/08", "Version 2.1."
_NUMBERED = re.compile(
    r"\b(?:nota|note|noten|voto|voti|puntuacion|punteggio|puntaje|avaliacao|wertung|version(?:en)?"
    r"|episodi[oe]s?|episode|capitulos?|puntat[ae]|folgen?|kapitel|partes?|partie|teil)"
    r" ?(?:[:(]|de|di|da|d'|una?|uma?)? ?$"
)


@cache
def _day_before() -> re.Pattern[str]:
    """What stands before a day in figures: "il 10/10", "nesta sexta (10/10)", "“X” – 10/10"."""
    words = "a partir de|al?|am|ab|au|dal?|del?|den|des|desde|dia|do|du|el|em|il|jour|le|no|vom"
    words += "|segunda|terca|quarta|quinta|sexta"  # Brazilian weekdays, as they are called there
    return re.compile(rf"(?:^\W*|[–-] |\b(?:{words}|{any_of(_WEEKDAY)}),? \(?)$")


def _before(match: re.Match[str]) -> str:
    """The last words before a match."""
    return match.string[max(0, match.start() - 24) : match.start()]


def _is_rating(match: re.Match[str], day: int, month: int) -> bool:
    """Whether two figures are a mark out of ten, or one of so many, and no day."""
    before = _before(match)
    if _NUMBERED.search(before):
        return True
    return day <= month == _MARKS and _day_before().search(before) is None


_MARKS = 10


def _slashed(
    start: int, end: int, first: int, second: int, year: int, language: str
) -> DateMention | None:
    """A date in figures: its day stands first but in America, where its month does."""
    is_month_first = language == "en" and second > 12
    if language == "en" and first <= 12 and second <= 12 and first != second:
        return None
    month, day = (first, second) if is_month_first else (second, first)
    return _on(start, end, day, month, year)


def _on(start: int, end: int, day: int, month: int, year: int | None = None) -> DateMention | None:
    if not (0 < month < 13 and 0 < day < 32):
        return None
    return DateMention(start, end, year=year, month=month, day=day)
