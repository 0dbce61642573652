"""Dates the way articles write them, with and without their year, in the languages of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from ...facts.air_date import YEARS, AirDate, Precision
from ..article import LINES_KEPT
from .date_patterns import (
    DAYS_AWAY,
    HOLIDAYS,
    MONTH,
    NUMBERED,
    PART,
    SHORT_MONTH,
    SUMMER,
    TURNS,
    TURNS_BEHIND,
    UNITS,
    VAGUE,
    WEEKDAY,
    YEAR_TURNS,
    date_pattern,
    day_before,
    days_away,
    year_behind,
)


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


_STEPS = {"this": 0, "later": 0, "next": 1, "last": -1}
"""How many years from that of the article."""


def date_mentions(plain: str, language: str = "en") -> Iterator[DateMention]:
    """Every date in a folded text (`article.aligned`) of a language, in order.

    In English 3/4/2026 is a day of March or of April, and no date is read of it.
    """
    yield from _dates(plain, language)


@lru_cache(maxsize=LINES_KEPT)
def _dates(plain: str, language: str) -> tuple[DateMention, ...]:
    found = (_read(match, language) for match in date_pattern(language).finditer(plain))
    return tuple(one for one in found if one is not None)


def _read(match: re.Match[str], language: str) -> DateMention | None:
    start, end = match.span()
    group = match.groupdict()
    if group["d5"]:
        return _on(start, end, int(group["d5"]), SHORT_MONTH[group["s5"]] + 1, int(group["y10"]))
    if group["n1"]:
        return _slashed(start, end, int(group["n1"]), int(group["n2"]), int(group["y11"]), language)
    if group["d12"]:
        day, month = int(group["d12"]), int(group["m12"])
        is_read = language != "en" and not _is_rating(match, day, month)
        return _on(start, end, day, month) if is_read else None
    if group["d13"]:
        is_read = language == "de" and not NUMBERED.search(_before(match))
        return _on(start, end, int(group["d13"]), int(group["m13"])) if is_read else None
    for at in ("1", "2"):
        if group[f"d{at}"]:
            year, day = group[f"y{at}"], int(group[f"d{at}"])
            if not 1 <= day <= 31:
                return None
            weekday = group[f"w{at}"]
            turned = None if year else year_behind().match(match.string, end)
            return DateMention(
                start,
                turned.end() if turned is not None else end,
                year_turn=YEAR_TURNS[turned[1]] if turned is not None else None,
                year=int(year) if year else None,
                month=MONTH[group[f"m{at}"]] + 1,
                day=day,
                weekday=WEEKDAY[weekday] if weekday else None,
            )
    for at in ("3", "4"):
        if group[f"y{at}"]:
            month, day = int(group[f"m{at}"]), int(group[f"d{at}"])
            if not (1 <= month <= 12 and 1 <= day <= 31):
                return None
            return DateMention(start, end, year=int(group[f"y{at}"]), month=month, day=day)
    if group["m5"]:
        return DateMention(start, end, year=int(group["y5"]), month=MONTH[group["m5"]] + 1)
    if group["p6"]:
        return DateMention(
            start, end, year=int(group["y6"]), part=PART.get(group["p6"], SUMMER) + 1
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
            month=MONTH[group["m9"]] + 1 if group["m9"] else None,
            weekday=WEEKDAY[group["w9"]] if group["w9"] else None,
            part=PART[group["p9"]] + 1 if group["p9"] else None,
            unit=UNITS[group["u9"]] if group["u9"] else None,
            turn=TURNS[group["t9"]],
            vague=VAGUE[group["v9"]] if group["v9"] else None,
        )
    if group["t15"]:
        return DateMention(
            start,
            end,
            month=MONTH[group["m15"]] + 1 if group["m15"] else None,
            weekday=WEEKDAY[group["w15"]] if group["w15"] else None,
            part=PART.get(group["p15"], SUMMER) + 1 if group["p15"] else None,
            unit=UNITS[group["u15"]] if group["u15"] else None,
            turn=TURNS_BEHIND[group["t15"]],
            vague=VAGUE[group["v15"]] if group["v15"] else None,
        )
    if group["days"]:
        # In French "hier" is yesterday, and in German it is here.
        is_read = group["days"] in days_away(language)
        return DateMention(start, end, days=DAYS_AWAY[group["days"]]) if is_read else None
    if group["holiday"]:
        month, day = map(int, HOLIDAYS[group["holiday"]].split("-"))
        year = group["y14"]
        return DateMention(start, end, year=int(year) if year else None, month=month, day=day)
    if group["t10"]:
        return DateMention(start, end, weekday=WEEKDAY[group["w10"]], turn="on")
    if group["w13"]:
        return DateMention(start, end, weekday=WEEKDAY[group["w13"]], turn="on")
    if group["m11"]:
        turned = year_behind().match(match.string, end)
        return DateMention(
            start,
            turned.end() if turned is not None else end,
            month=MONTH[group["m11"]] + 1,
            year_turn=YEAR_TURNS[turned[1]] if turned is not None else None,
        )
    if group["p11"]:
        return DateMention(start, end, part=PART[group["p11"]] + 1)
    vague = group["v12"]
    return DateMention(start, end, year=int(group["y12"]), vague=VAGUE[vague] if vague else None)


def _before(match: re.Match[str]) -> str:
    """The last words before a match."""
    return match.string[max(0, match.start() - 24) : match.start()]


def _is_rating(match: re.Match[str], day: int, month: int) -> bool:
    """Whether two figures are a mark out of ten, or one of so many, and no day."""
    before = _before(match)
    if NUMBERED.search(before):
        return True
    return day <= month == _MARKS and day_before().search(before) is None


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
