"""The day of the tests, and a clock that stands at it."""

from __future__ import annotations

from dataclasses import dataclass
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
