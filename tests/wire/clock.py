"""The server's clock, and the snowflakes drawn from it."""

from __future__ import annotations

import datetime
import time

DISCORD_EPOCH_MS = 1_420_070_400_000
"""2015-01-01T00:00:00Z in Unix milliseconds: where snowflakes start."""


class Clock:
    """Wall time in Unix seconds, UTC, with an offset that a test may move.

    Latencies are never taken from it: those come from ``time.perf_counter``.
    """

    def __init__(self) -> None:
        self.offset = 0.0
        self._last_ms = 0
        self._increment = 0

    def now(self) -> float:
        """Unix seconds, UTC, shifted by ``offset``."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move the clock on (a negative number moves it back): windows and tokens age with it."""
        self.offset += seconds

    def snowflake(self) -> int:
        """A new id, strictly larger than every earlier one.

        The low 22 bits count within a millisecond, as Discord's do.
        """
        ms = max(int(self.now() * 1000) - DISCORD_EPOCH_MS, self._last_ms)
        self._increment = self._increment + 1 if ms == self._last_ms else 0
        self._last_ms = ms
        return (ms << 22) | self._increment


def snowflake_time(snowflake: int) -> float:
    """Unix seconds, UTC, at which an id was made."""
    return ((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000


def timestamp(unix_seconds: float) -> str:
    """ISO 8601 with a UTC offset, as Discord writes it."""
    return datetime.datetime.fromtimestamp(unix_seconds, datetime.UTC).isoformat()
