"""An air date against the clock: has it come, is it past, how long until then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from .air_date import AirDate, Precision

_ABOUT = timedelta(days=30)
"""How far "about" reaches beyond what it names, at least."""


def has_started(when: AirDate, now: datetime) -> bool | None:
    """Whether that moment has come; None while its precision does not tell.

    An approximate date promises no edges: it has come for certain only when as much time as it
    spans, and a month at least, has passed since.
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
    """Whether that moment, taken as a last day, is behind us."""
    if when.instant is not None:
        return when.instant < now.astimezone(UTC)
    return when.latest() < now.date() and _past_doubt(when, now.date())


def _past_doubt(when: AirDate, today: date) -> bool:
    if not when.approximate:
        return True
    return today - when.latest() > max(when.latest() - when.earliest(), _ABOUT)


def same_moment(one: AirDate, other: AirDate) -> bool:
    """Whether two exact dates tell one moment, of which one may be told more coarsely."""
    return one == other or one.refines(other) or other.refines(one)


def countdown_to(when: AirDate, now: datetime) -> timedelta | None:
    """How long until then, where the precision allows a countdown: an exact day or an instant.

    For a bare date the answer is whole days on the calendar of `now`'s zone.
    """
    if when.precision is Precision.INSTANT and when.instant is not None:
        return when.instant - now.astimezone(UTC)
    if when.exact:
        return when.latest() - now.date()
    return None


def day_of(when: AirDate, now: datetime) -> date:
    """The calendar day an exact date falls on in the zone of `now`."""
    if when.instant is not None:
        return when.instant.astimezone(now.tzinfo).date()
    return when.earliest()
