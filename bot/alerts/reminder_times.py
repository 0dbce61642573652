"""When reminders are due, in a zone: pure arithmetic on air dates."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from ..facts.air_date import AirDate

MORNING = time(9)
"""The hour at which a bare date is spoken of: it has none of its own, and midnight wakes people."""

EARLIEST = timezone(timedelta(hours=14))
LATEST = timezone(timedelta(hours=-12))
"""The zones on Earth in which a day begins first and last."""

_LATE = timedelta(days=2)


class Which(StrEnum):
    """The three reminders of a premiere."""

    WEEK = "week"
    DAY = "day"
    OUT = "out"


_AHEAD = {Which.WEEK: 7, Which.DAY: 1, Which.OUT: 0}


def due(airs: AirDate, which: Which, zone: tzinfo) -> datetime:
    """When a reminder is due there, in UTC. `airs` must be exact.

    For an instant it is that instant, whole days earlier; for a bare date, nine in the morning.
    """
    ahead = timedelta(days=_AHEAD[which])
    if airs.instant is not None:
        return airs.instant - ahead
    morning = datetime.combine(airs.earliest() - ahead, MORNING, zone)
    return morning.astimezone(UTC)


def expires(airs: AirDate, which: Which, zone: tzinfo) -> datetime:
    """From when on a reminder that was slept through is not sent any more, in UTC."""
    match which:
        case Which.WEEK:
            return due(airs, Which.DAY, zone)
        case Which.DAY:
            return due(airs, Which.OUT, zone)
        case Which.OUT:
            return due(airs, Which.OUT, zone) + _LATE
