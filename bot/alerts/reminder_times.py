"""When a reminder of a date is due in a time zone, and until when it is still worth sending."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from ..facts.air_date import AirDate

MORNING = time(9)
"""The hour at which a reminder of a bare date is sent: the date has none, and midnight wakes
people."""

EARLIEST = timezone(timedelta(hours=14))
LATEST = timezone(timedelta(hours=-12))
"""The zones in which a day begins first and last on Earth."""

_LATE = timedelta(days=2)


class ReminderKind(StrEnum):
    """The three reminders of a date."""

    WEEK = "week"
    DAY = "day"
    OUT = "out"


_DAYS_AHEAD = {ReminderKind.WEEK: 7, ReminderKind.DAY: 1, ReminderKind.OUT: 0}


def due(airs: AirDate, which: ReminderKind, zone: tzinfo, home: tzinfo | None = None) -> datetime:
    """When a reminder is due in a zone, in UTC. `airs` must be exact.

    For an instant it is that instant, whole days earlier. For a bare date it is the first nine in
    the morning there after that day began at `home`, where the show comes out: in Sydney an
    American day begins in the afternoon. Without a home the day is the zone's own.
    """
    ahead = timedelta(days=_DAYS_AHEAD[which])
    if airs.instant is not None:
        return airs.instant - ahead
    day = airs.earliest() - ahead
    if home is None:
        return datetime.combine(day, MORNING, zone).astimezone(UTC)
    begins = datetime.combine(day, time(), home).astimezone(UTC)
    local = begins.astimezone(zone).date()
    mornings = (
        datetime.combine(local + timedelta(days=later), MORNING, zone).astimezone(UTC)
        for later in range(3)
    )
    return next(morning for morning in mornings if morning >= begins)


def expires(
    airs: AirDate, which: ReminderKind, zone: tzinfo, home: tzinfo | None = None
) -> datetime:
    """From when on a reminder that was missed is no longer sent, in UTC."""
    match which:
        case ReminderKind.WEEK:
            return due(airs, ReminderKind.DAY, zone, home)
        case ReminderKind.DAY:
            return due(airs, ReminderKind.OUT, zone, home)
        case ReminderKind.OUT:
            return due(airs, ReminderKind.OUT, zone, home) + _LATE


def due_first(airs: AirDate, which: ReminderKind) -> datetime:
    """The earliest instant at which a reminder can be due, anywhere and wherever the show comes
    out."""
    return due(airs, which, EARLIEST, EARLIEST)


def due_last(airs: AirDate, which: ReminderKind) -> datetime:
    """The instant by which a reminder is due everywhere on Earth."""
    last = due(airs, which, LATEST, LATEST)
    return last if airs.instant is not None else last + timedelta(days=1)


def expires_last(airs: AirDate, which: ReminderKind) -> datetime:
    """From when on a reminder is sent nowhere any more."""
    match which:
        case ReminderKind.WEEK:
            return due_last(airs, ReminderKind.DAY)
        case ReminderKind.DAY:
            return due_last(airs, ReminderKind.OUT)
        case ReminderKind.OUT:
            return due_last(airs, ReminderKind.OUT) + _LATE
