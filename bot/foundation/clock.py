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


def steady(clock: Clock) -> Callable[[], float]:
    """Seconds that go by on a clock, of which none are taken back where it is set back.

    What is kept for a while by the clock itself would be kept for as long as that was ahead. What
    went by since the last look at one that was set back nobody knows, and it counts as nothing;
    where it is set ahead, what is kept only ends sooner.
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
