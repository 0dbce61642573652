"""The clock as an argument, so that a test can choose the time."""

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
    """The present instant by this machine's clock, aware and in UTC."""
    return datetime.now(UTC)


_NEAR = timedelta(milliseconds=50)
"""Two clocks that differ by less than this count as equal: reading them takes time."""


class SharedClock:
    """This machine's clock, corrected by the clock that all machines of a cluster share."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self._clock = clock
        self.ahead = timedelta()
        """By how much the machine's clock is ahead of the shared one, as far as that is known."""

    def __call__(self) -> datetime:
        """The present instant, aware and in UTC."""
        return self._clock() - self.ahead

    def compare(self, asked: datetime, shared: datetime, answered: datetime) -> None:
        """Correct this clock by a reading of the shared one.

        The shared clock showed `shared` at some moment between `asked` and `answered`, both read
        from this clock. The correction is the least that is certain, so a stall between the two
        adds no error.
        """
        if asked - shared >= _NEAR:
            self.ahead += asked - shared
        elif shared - answered >= _NEAR:
            self.ahead -= shared - answered
