"""The day of the tests, and a clock that stands at it."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The day on which the starter catalogue is looked at."""


@dataclass
class StoppedClock:
    """A clock that moves only when told."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class SteadyClock:
    """Seconds that pass only where all who look at them sleep; whoever is to wake first does."""

    now: float = 0.0
    _waking: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        at = self.now + seconds
        heapq.heappush(self._waking, at)
        try:
            await asyncio.sleep(0)
            while self._waking[0] < at:  # noqa: ASYNC110 - others move the time on
                await asyncio.sleep(0)
        finally:
            self._waking.remove(at)
            heapq.heapify(self._waking)
        self.now = max(self.now, at)
