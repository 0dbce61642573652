"""Time as something handed in, so that a test can say what day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC."""


def has_passed(length: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether so much time has gone by since an instant, or since none.

    One that is yet to come was noted by a clock that was ahead. When that was nobody knows, and to
    wait for it could take years.
    """
    return since is None or not timedelta() <= now - since < length


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)
