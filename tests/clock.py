"""The day of the tests, and a clock that stands at it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

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
class TickingClock:
    """A clock that moves by `tick` each time it is looked at."""

    tick: timedelta
    now: datetime = TODAY

    def __call__(self) -> datetime:
        self.now += self.tick
        return self.now


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


def be_the_servers_clock(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """On PostgreSQL too that module goes by the clock it is given, not by the server's."""

    async def now_of(_connection: object, clock: Callable[[], datetime]) -> float:
        return clock().timestamp()

    monkeypatch.setattr(module, "now_of", now_of)
