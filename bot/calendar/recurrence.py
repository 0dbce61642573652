"""When a weekly or monthly recurrence is due in a time zone. Pure.

The calendar day is computed first and only then put into a zone: so each week or month has exactly
one, however the clocks or the zone change.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from ..errors import BadInputError
from ..facts.fields import folded
from ..facts.parse.date_parts import WEEKDAYS
from ..locale.messages import _


class Every(StrEnum):
    """The period of a recurrence."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A weekday from 1 (Monday) to 7, or a day of the month from 1 to 31, and an hour.

    In a month that is shorter than its day, the last one counts.
    """

    every: Every
    day: int
    hour: int

    def next_day(self, after: date) -> date:
        """The first day of the recurrence later than that one."""
        if self.every is Every.WEEK:
            return after + timedelta(days=(self.day - after.isoweekday() - 1) % 7 + 1)
        here = _day_of_month(after.year, after.month, self.day)
        if here > after:
            return here
        year, month = divmod(after.year * 12 + after.month, 12)
        return _day_of_month(year, month + 1, self.day)

    def moment(self, day: date, zone: tzinfo) -> datetime:
        """The hour of the recurrence on that day in a zone, in UTC.

        An hour that clocks skip becomes as much later; of an hour that comes twice it is the first
        (PEP 495, `fold=0`).
        """
        return datetime.combine(day, time(self.hour), zone).astimezone(UTC)

    def first_day(self, now: datetime) -> date:
        """The first day of the recurrence whose hour is still ahead, in the zone of the aware
        `now`."""
        assert now.tzinfo is not None
        day = self.next_day(now.date() - timedelta(days=1))
        return day if self.moment(day, now.tzinfo) > now else self.next_day(day)

    @property
    def length(self) -> timedelta:
        """The approximate upper bound of the time from one recurrence to the next."""
        return timedelta(days=7 if self.every is Every.WEEK else 31)


def _day_of_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _is_named(weekday: str, typed: str) -> bool:
    """Whether a weekday is typed: by its name, the beginning of the name, or as a card writes
    it."""
    weekly = f"on {weekday}s"
    told = [folded(phrase) for phrase in (weekly, _(weekly))]
    names = (folded(weekday), folded(_(weekday)))
    return (
        any(name.startswith(typed) for name in names)
        or typed in told
        or typed in [phrase.rpartition(" ")[2] for phrase in told]
    )


def read_recurrence(every: Every, day: str | None, hour: int) -> Recurrence:
    """The recurrence that somebody typed; without a day the first of the week or month.

    A weekday is read in English and in the spoken language, also abbreviated or as in "on Mondays".

    Raises:
        BadInputError: there is no such day or hour.
    """
    if not 0 <= hour <= 23:
        raise BadInputError("An hour is a number from 0 to 23.")
    typed = folded(day or "1").removesuffix(".")
    number = int(typed) if re.fullmatch(r"[0-9]{1,2}", typed) else 0
    if every is Every.MONTH:
        if not 1 <= number <= 31:
            raise BadInputError("A day of the month is a number from 1 to 31.")
        return Recurrence(every, number, hour)
    if not number and len(typed) >= 2:
        named = [at for at, name in enumerate(WEEKDAYS, 1) if _is_named(name, typed)]
        number = named[0] if len(named) == 1 else 0
    if not 1 <= number <= 7:
        raise BadInputError("A day of the week is a name like Monday, or 1 to 7 from Monday on.")
    return Recurrence(every, number, hour)
