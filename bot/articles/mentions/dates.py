"""Dates the way articles write them, with and without their year, in the languages of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

from ...facts.air_date import YEARS, AirDate, Precision
from ..article import aligned
from ..language import any_of

_MONTHS = (
    "january|jan|januar|enero|janvier|janeiro|gennaio|जनवरी",
    "february|feb|februar|febrero|fevrier|fevereiro|febbraio|फरवरी|फ़रवरी",
    "march|mar|marz|marzo|mars|marco|मार्च",
    "april|apr|abril|avril|aprile|अप्रैल",
    "may|mai|mayo|maio|maggio|मई",
    "june|jun|juni|junio|juin|junho|giugno|जून",
    "july|jul|juli|julio|juillet|julho|luglio|जुलाई",
    "august|aug|agosto|aout|अगस्त",
    "september|sept|sep|septiembre|septembre|setembro|settembre|सितंबर|सितम्बर",
    "october|oct|oktober|okt|octubre|octobre|outubro|ottobre|अक्टूबर|अक्तूबर",
    "november|nov|noviembre|novembre|novembro|नवंबर|नवम्बर",
    "december|dec|dezember|dez|diciembre|decembre|dezembro|dicembre|दिसंबर|दिसम्बर",
)  # fmt: skip
_WEEKDAYS = (
    "monday|mon|montag|lunes|lundi|segunda-feira|lunedi",
    "tuesday|tues|tue|dienstag|martes|mardi|terca-feira|martedi",
    "wednesday|wed|mittwoch|miercoles|mercredi|quarta-feira|mercoledi",
    "thursday|thurs|thur|thu|donnerstag|jueves|jeudi|quinta-feira|giovedi",
    "friday|fri|freitag|viernes|vendredi|sexta-feira|venerdi",
    "saturday|sat|samstag|sonnabend|sabado|samedi|sabato",
    "sunday|sun|sonntag|domingo|dimanche|domenica",
)  # fmt: skip
_PARTS = (
    "spring|fruhling|fruhjahr|primavera|printemps", "summer|sommer|verano|ete",
    "fall|autumn|herbst|otono|automne|autunno", "winter|invierno|hiver",
)  # fmt: skip


class Side(Enum):
    """On which side of the day of publication a date without its year lies."""

    PAST = -1
    FUTURE = 1


@dataclass(frozen=True, slots=True)
class DateMention:
    """Characters that name a date. What is not said is None; `weekday` is 0 for Monday.

    `turn` is "this", "next", "last" or "on" for a date told by its weekday, month or part of
    the year alone; `days` is how many days after publication "today" and its like are.
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

    def resolved(self, published: date | None, side: Side) -> AirDate | None:
        """The air date, for an article of that day; None where it cannot be told."""
        if self.year is not None:
            return self._of_year(self.year)
        if published is None:
            return None
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
        step = {"this": 0, "later": 0, "next": 1, "last": -1}.get(self.turn or "", 0)
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


def _index(groups: tuple[str, ...]) -> Mapping[str, int]:
    return {aligned(word): at for at, words in enumerate(groups) for word in words.split("|")}


_MONTH, _WEEKDAY, _PART = _index(_MONTHS), _index(_WEEKDAYS), _index(_PARTS)
_SUMMER = 1
"""Italian summer, "estate", only has a year: "the estate" is no part of one."""

_DAYS_AWAY = {
    "today": 0, "tonight": 0, "this evening": 0, "tomorrow": 1, "yesterday": -1,
    "hoje": 0, "amanha": 1, "ontem": -1, "oggi": 0, "stasera": 0, "domani": 1, "ieri": -1,
    "esta noche": 0, "ce soir": 0, "heute abend": 0,
    "heute": 0, "morgen": 1, "gestern": -1, "hoy": 0, "ayer": -1, "aujourd'hui": 0, "hier": -1,
}  # fmt: skip
_HOLIDAYS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31),
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "heiligabend": (12, 24), "silvester": (12, 31),
    "neujahr": (1, 1), "nochebuena": (12, 24), "nochevieja": (12, 31),
    "capodanno": (1, 1),
}  # fmt: skip
_TURNS = {
    "this": "this", "this past": "last", "this coming": "this", "next": "next", "last": "last",
    "later this": "later", "dieses": "this", "diesen": "this", "diesem": "this", "nachsten": "next",
    "nachstes": "next", "nachster": "next", "kommenden": "next", "letzten": "last", "este": "this",
    "proximo": "next", "cet": "this", "cette": "this", "ce": "this",
    "coming": "next", "upcoming": "next", "esta": "this", "pasado": "last", "vergangenen": "last",
    "neste": "this", "nesta": "this", "proxima": "next", "questo": "this", "questa": "this",
    "prossimo": "next", "prossima": "next", "scorso": "last", "scorsa": "last",
}  # fmt: skip
_VAGUE = {
    "early": "early", "early in": "early", "the beginning of": "early", "beginning of": "early",
    "the start of": "early", "mid": "mid", "the middle of": "mid", "late": "late",
    "the end of": "late", "end of": "late", "anfang": "early", "mitte": "mid", "ende": "late",
    "principios de": "early", "mediados de": "mid", "finales de": "late", "debut": "early",
    "fin": "late", "mi": "mid", "inicio de": "early", "comeco de": "early", "meados de": "mid",
    "final de": "late", "fim de": "late", "inizio": "early", "inizio del": "early",
    "meta": "mid", "meta del": "mid", "fine": "late", "fine del": "late",
}  # fmt: skip
_UNITS = {
    "year": "year", "month": "month", "jahr": "year", "jahres": "year", "monat": "month",
    "ano": "year", "mes": "month", "annee": "year", "mois": "month",
    "anno": "year", "mese": "month",
}  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    month, weekday, part = any_of(_MONTH), any_of(_WEEKDAY), any_of(_PART)
    year = r"(?:19|20|21)\d\d(?![\w-]*\d)"
    day = r"\d{1,2}"
    on = rf"(?:(?P<w{{0}}>{weekday})\.?,? (?:the |den |dem |le |el )?)?"
    vague = any_of(_VAGUE)
    turn = any_of(_TURNS)
    return re.compile(
        # October 8, 2024
        rf"\b{on.format(1)}(?P<m1>{month})\.? (?P<d1>{day})(?:st|nd|rd|th)?\b(?![:%])"
        rf"(?:,? (?:(?:of|de|at \d+ ?[ap]\.?m\.?,?) )?(?P<y1>{year}))?"
        # 8 October 2024, 24. September, 24 de septiembre de 2025, le 3 mars
        rf"|\b{on.format(2)}(?P<d2>{day})(?:st|nd|rd|th|\.|er|o|°)?(?: of"
        rf"| de)? (?P<m2>{month})\b\.?"
        rf"(?:,? (?:(?:de|del) )?(?P<y2>{year}))?"
        # 2025-10-05, 05.10.2025
        r"|(?<![\d-])(?P<y3>20\d\d|19\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?![\d-])"
        r"|(?<![\d.])(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>(?:19|20)\d\d)(?!\d)"
        # October 2024, early 2026, fall 2025, Q1 2026, summer of 2026
        rf"|\b(?:(?:{any_of(_VAGUE)})[ -])?(?P<m5>{month})\.?(?:,? of|,| de| del"
        rf"| do)? (?P<y5>{year})"
        rf"|\b(?:(?:{any_of(_VAGUE)})[ -])?(?P<p6>{part}|estate)(?: season)?(?: of| de| del"
        rf"| des jahres)?"
        rf" (?P<y6>{year})(?:[-/–]\d\d)?"
        rf"|\bq(?P<q7>[1-4]) (?:of )?(?P<y7>{year})"
        rf"|\b(?:the )?(?P<q8>first|second|third|fourth) quarter of (?P<y8>{year})"
        # next Friday, this fall, later this month, next year
        rf"|\b(?:the )?(?:(?P<v9>{vague})[ -])?(?P<t9>{turn}) (?:(?P<w9>{weekday})"
        rf"|(?P<m9>{month})(?!\.?,? (?:\d{{1,2}}(?:st|nd|rd|th)?\b|(?:of )?{year}))|(?P<p9>{part})"
        rf"|(?P<u9>{any_of(_UNITS)}))\b"
        rf"|\b(?P<days>{any_of(_DAYS_AWAY)})\b"
        rf"|\b(?P<holiday>{any_of(_HOLIDAYS)})\b(?:,? (?P<y14>{year}))?"
        # on Friday, in October, in the fall, am Freitag
        rf"|\b(?P<t10>on|am|el|le|ce|na|no) (?P<w10>{weekday})\b(?! (?:nights?|evenings?"
        rf"|mornings?)\b)"
        rf"(?!,? (?:the |den |le )?(?:\d|(?:{month})\.? \d))"
        rf"|(?<!every )(?<!each )(?<!this )(?<!ogni )(?<!toda )"
        r"\b(?P<w13>(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:segunda|terca|quarta|quinta|sexta)"
        r"-feira|(?:lune|marte|mercole|giove|vener)di|sabato|domenica)\b(?! \d)"
        r"(?!'s| (?:nights|mornings|evenings)\b| (?:night|morning|evening)(?:'s)? [a-z]+(?:s|e|k"
        r"|y)\b)"
        rf"|\b(?:in|im|en|em|by|since|until|for|this|to|from|ab|early|late|mid"
        r"|(?:ad?|nel|dal|da|per)(?= (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto"
        rf"|settembre|ottobre|novembre|dicembre)\b))[ -]?(?:the |early |late |mid-|el |l')?"
        # "By Marco" is a name; "em março" is the month.
        rf"(?:(?P<m11>(?!(?<!em )marco\b)(?:{month}))|(?P<p11>{part}))\b"
        rf"(?!\.?,? (?:\d{{1,2}}\b|(?:of |de |del )?{year}))"
        rf"|\b(?:(?P<v12>{vague})[ -])?(?P<y12>{year})\b"
    )


def date_mentions(plain: str) -> Iterator[DateMention]:
    """Every date in a folded text (`article.aligned`), in order."""
    for match in _pattern().finditer(plain):
        found = _read(match)
        if found is not None:
            yield found


def _read(match: re.Match[str]) -> DateMention | None:
    start, end = match.span()
    group = match.groupdict()
    for at in ("1", "2"):
        if group[f"d{at}"]:
            year, day = group[f"y{at}"], int(group[f"d{at}"])
            if not 1 <= day <= 31:
                return None
            weekday = group[f"w{at}"]
            return DateMention(
                start,
                end,
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
    if group["q8"]:
        quarter = ("first", "second", "third", "fourth").index(group["q8"]) + 1
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
    if group["days"]:
        return DateMention(start, end, days=_DAYS_AWAY[group["days"]])
    if group["holiday"]:
        month, day = _HOLIDAYS[group["holiday"]]
        year = group["y14"]
        return DateMention(start, end, year=int(year) if year else None, month=month, day=day)
    if group["t10"]:
        return DateMention(start, end, weekday=_WEEKDAY[group["w10"]], turn="on")
    if group["w13"]:
        return DateMention(start, end, weekday=_WEEKDAY[group["w13"]], turn="on")
    if group["m11"]:
        return DateMention(start, end, month=_MONTH[group["m11"]] + 1)
    if group["p11"]:
        return DateMention(start, end, part=_PART[group["p11"]] + 1)
    vague = group["v12"]
    return DateMention(start, end, year=int(group["y12"]), vague=_VAGUE[vague] if vague else None)
