"""Air dates that carry their own precision, written as EDTF (ISO 8601-2) or an ISO instant.

The functions below compare a date with the clock: has it come, is it past, how long until then.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import IntEnum

from ..errors import SentenceError

YEARS = range(1900, 2201)
"""The years in which dates of shows can lie; anything beyond is a mistake or a filled-in blank."""

_YEAR = re.compile(r"([0-9]{4})")
_YEAR_PART = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

_UNKNOWN = "XXXX"
"""EDTF's unspecified year: somebody said that it is not known yet ("TBA")."""


class Precision(IntEnum):
    """How exactly a date is known; a larger value is more exact."""

    UNKNOWN = 0
    YEAR = 1
    HALF = 2
    SEASON = 3
    QUARTER = 4
    MONTH = 5
    DAY = 6
    INSTANT = 7


class BadDateError(SentenceError, ValueError):
    """The text is neither an EDTF date of the kinds used here nor an ISO instant with a zone."""


@dataclass(frozen=True, slots=True)
class AirDate:
    """A point or period of calendar time at which something airs.

    `part` is the month (1-12), the quarter (1-4), the half (1-2) or the season of the year (1
    spring, 2 summer, 3 autumn, 4 winter), whichever `precision` says. `instant` is in UTC and is
    set for `Precision.INSTANT` alone: a bare date belongs to no zone. Seasons of the year are the
    northern meteorological ones. Winter *starts* in the year that it names, but also covers January
    and February of that year: announcements use it both ways, so the period is kept wide.
    """

    precision: Precision
    year: int = 0
    part: int = 0
    day: int = 0
    approximate: bool = False
    instant: datetime | None = None

    @classmethod
    def parse(cls, text: str) -> AirDate:
        """Read EDTF (`2026`, `2026-22`, `2026-34`, `2026-40`, `2026-10`, `2026-10-05`, `2026~`,
        `XXXX`) or an ISO 8601 instant with an offset.

        Raises:
            BadDateError: the text is none of these, or names a day that does not exist.
        """
        text = text.strip()
        if text == _UNKNOWN:
            return TBA
        if "T" in text:
            return cls._parse_instant(text)
        approximate = text.endswith("~")
        body = text.removesuffix("~")
        try:
            if match := _DAY.fullmatch(body):
                year, month, day = map(int, match.groups())
                date(year, month, day)
                return cls(Precision.DAY, year, month, day, approximate)
            if match := _YEAR_PART.fullmatch(body):
                return cls._parse_part(int(match[1]), int(match[2]), approximate)
            if match := _YEAR.fullmatch(body):
                date(int(match[1]), 1, 1)
                return cls(Precision.YEAR, int(match[1]), approximate=approximate)
        except ValueError as error:
            raise BadDateError(f"{text!r} is not a date: {error}") from None
        raise BadDateError(
            f"{text!r} is not a date like 2026, 2026-10, 2026-10-05 or an instant with a zone"
        )

    @classmethod
    def _parse_part(cls, year: int, code: int, approximate: bool) -> AirDate:
        date(year, 1, 1)
        if 1 <= code <= 12:
            return cls(Precision.MONTH, year, code, approximate=approximate)
        if 21 <= code <= 24:
            return cls(Precision.SEASON, year, code - 20, approximate=approximate)
        if 33 <= code <= 36:
            return cls(Precision.QUARTER, year, code - 32, approximate=approximate)
        if 40 <= code <= 41:
            return cls(Precision.HALF, year, code - 39, approximate=approximate)
        raise BadDateError(
            f"{year}-{code:02} is no month, season (21-24), quarter (33-36) or half (40-41)"
        )

    @classmethod
    def _parse_instant(cls, text: str) -> AirDate:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise BadDateError(f"{text!r} is not an instant: {error}") from None
        if moment.tzinfo is None:
            raise BadDateError(f"{text!r} has an hour but no zone, so it is not an instant")
        try:
            return cls.at(moment)
        except OverflowError:
            raise BadDateError(f"{text!r} lies outside the years 1 to 9999") from None

    @classmethod
    def on(cls, day: date) -> AirDate:
        """A bare calendar date, without a zone."""
        return cls(Precision.DAY, day.year, day.month, day.day)

    @classmethod
    def at(cls, moment: datetime) -> AirDate:
        """An instant. `moment` must be aware; it is kept in UTC to the second."""
        moment = moment.astimezone(UTC).replace(microsecond=0)
        return cls(Precision.INSTANT, moment.year, moment.month, moment.day, instant=moment)

    def __str__(self) -> str:
        """The canonical EDTF or ISO text; `parse(str(x)) == x`."""
        if self.precision is Precision.UNKNOWN:
            return _UNKNOWN
        if self.instant is not None:
            return self.instant.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
        tail = "~" if self.approximate else ""
        head = f"{self.year:04}"
        match self.precision:
            case Precision.YEAR:
                return f"{head}{tail}"
            case Precision.HALF:
                return f"{head}-{self.part + 39}{tail}"
            case Precision.SEASON:
                return f"{head}-{self.part + 20}{tail}"
            case Precision.QUARTER:
                return f"{head}-{self.part + 32}{tail}"
            case Precision.MONTH:
                return f"{head}-{self.part:02}{tail}"
            case _:
                return f"{head}-{self.part:02}-{self.day:02}{tail}"

    @property
    def known(self) -> bool:
        """Whether it says at all when something airs."""
        return self.precision is not Precision.UNKNOWN

    @property
    def exact(self) -> bool:
        """Whether it names a single calendar day or instant, without "about"."""
        return self.precision >= Precision.DAY and not self.approximate

    def earliest(self) -> date:
        """The first day it can mean (an instant: its day in UTC). `date.min` when unknown."""
        match self.precision:
            case Precision.UNKNOWN:
                return date.min
            case Precision.YEAR:
                return date(self.year, 1, 1)
            case Precision.HALF:
                return date(self.year, 6 * self.part - 5, 1)
            case Precision.SEASON:
                return date(self.year, (3, 6, 9, 1)[self.part - 1], 1)
            case Precision.QUARTER:
                return date(self.year, 3 * self.part - 2, 1)
            case Precision.MONTH:
                return date(self.year, self.part, 1)
            case _:
                return date(self.year, self.part, self.day)

    def latest(self) -> date:
        """The last day it can mean (an instant: its day in UTC). `date.max` when unknown."""
        match self.precision:
            case Precision.UNKNOWN:
                return date.max
            case Precision.YEAR:
                return date(self.year, 12, 31)
            case Precision.HALF:
                return self._month_end(6 * self.part)
            case Precision.SEASON:
                return self._winter_end() if self.part == 4 else self._month_end(3 * self.part + 2)
            case Precision.QUARTER:
                return self._month_end(3 * self.part)
            case Precision.MONTH:
                return self._month_end(self.part)
            case _:
                return date(self.year, self.part, self.day)

    def _month_end(self, month: int) -> date:
        return date(self.year, month, monthrange(self.year, month)[1])

    def _winter_end(self) -> date:
        if self.year == date.max.year:
            return date.max
        return date(self.year + 1, 2, monthrange(self.year + 1, 2)[1])

    def refines(self, other: AirDate) -> bool:
        """Whether this says the same as `other`, only more exactly.

        The ends of an approximate date are open, so only a date inside the period that its text
        names refines it. An instant is inside a bare date if it is that day somewhere on Earth.
        """
        if not self.known or self.precision <= other.precision:
            return False
        if not other.known:
            return True
        if self.instant is not None:
            first, last = self._days_somewhere(self.instant)
            return first <= other.latest() and other.earliest() <= last
        return other.earliest() <= self.earliest() and self.latest() <= other.latest()

    def _days_somewhere(self, moment: datetime) -> tuple[date, date]:
        """The first and the last calendar day that this instant is, from UTC-12 to UTC+14.

        A bare date belongs to no zone: 8 pm in New York is that evening's date there, and the
        next day's in UTC.
        """
        try:
            return (moment - timedelta(hours=12)).date(), (moment + timedelta(hours=14)).date()
        except OverflowError:
            return moment.date(), moment.date()


TBA = AirDate(Precision.UNKNOWN)
"""A date that somebody said is not announced yet, which is not the same as silence."""


_ABOUT = timedelta(days=30)
"""How far "about" reaches beyond the period that it names, at least."""


def known_date(value: object) -> AirDate | None:
    """The date, if it says when; None for silence and for "to be announced"."""
    return value if isinstance(value, AirDate) and value.known else None


def has_started(when: AirDate, now: datetime) -> bool | None:
    """Whether that date has come at `now`; None if its precision does not tell.

    An approximate date has open ends: it has certainly come only when as much time as it spans, and
    at least a month, has passed since.
    """
    if when.instant is not None:
        return when.instant <= now.astimezone(UTC)
    today = now.date()
    if when.earliest() > today:
        return False
    if when.latest() < today:
        return True if _past_doubt(when, today) else None
    return True if when.exact else None


def has_passed(when: AirDate, now: datetime) -> bool:
    """Whether that date, taken as a last day, is past at `now`."""
    if when.instant is not None:
        return when.instant < now.astimezone(UTC)
    return when.latest() < now.date() and _past_doubt(when, now.date())


def _past_doubt(when: AirDate, today: date) -> bool:
    if not when.approximate:
        return True
    return today - when.latest() > max(when.latest() - when.earliest(), _ABOUT)


def same_moment(one: AirDate, other: AirDate) -> bool:
    """Whether two exact dates mean one moment, though one may be less exact."""
    return one == other or one.refines(other) or other.refines(one)


def countdown_to(when: AirDate, now: datetime) -> timedelta | None:
    """How long until then, where the precision allows a countdown: an exact day or an instant.

    For a bare date the answer is whole days on the calendar of `now`'s zone.
    """
    if when.instant is not None:
        return when.instant - now.astimezone(UTC)
    if when.exact:
        return when.latest() - now.date()
    return None


def day_of(when: AirDate, zone: tzinfo | None) -> date:
    """The calendar day an exact date falls on in that zone."""
    if when.instant is not None:
        return when.instant.astimezone(zone).date()
    return when.earliest()
