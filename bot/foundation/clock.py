"""Time as something handed in, so that a test can say what day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC."""


def has_passed(length: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether that much time has gone by since an instant; always True for None.

    An instant in the future was noted by a clock that was ahead. When that was is unknown, and
    waiting for it could take years, so it counts as passed.
    """
    return since is None or not timedelta() <= now - since < length


def steady(clock: Clock) -> Callable[[], float]:
    """Seconds that go by on a clock, never fewer after it is set back.

    A cache that went by the clock itself would keep its entries for as long as the clock had been
    ahead. The time since the last look at a clock that was set back is unknown and counts as zero;
    if the clock is set ahead, entries only expire sooner.
    """
    last, passed = clock(), 0.0

    def seconds() -> float:
        nonlocal last, passed
        now = clock()
        passed += max(0.0, (now - last).total_seconds())
        last = now
        return passed

    return seconds


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)
