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


_NEAR = timedelta(milliseconds=50)
"""Clocks that are as near to each other as this are the same: none is read to the microsecond."""


class SharedClock:
    """A machine's clock, put right by the one that all machines of a cluster share."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self._clock = clock
        self.ahead = timedelta()
        """How far the machine's clock is ahead of the shared one, as far as that is known."""

    def __call__(self) -> datetime:
        """The present instant, aware and in UTC."""
        return self._clock() - self.ahead

    def compare(self, asked: datetime, shared: datetime, answered: datetime) -> None:
        """Go by the shared clock from now on.

        That said `shared` at some time between `asked` and `answered`, which this one said; a
        stall in between makes it no wronger than it is known to be.
        """
        if asked - shared >= _NEAR:
            self.ahead += asked - shared
        elif shared - answered >= _NEAR:
            self.ahead -= shared - answered
