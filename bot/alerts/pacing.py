"""How many requests may leave now: a bucket that fills at the configured rate."""

from __future__ import annotations

from collections.abc import Callable


class Pacer:
    """Hands out requests by a clock that no correction of the time of day can move.

    At most `burst` leave at once, so in any second at most rate + burst.
    """

    def __init__(self, rate: float, monotonic: Callable[[], float], burst: int = 5) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._burst = float(burst)
        self._held = float(burst)
        self._at = monotonic()
        self._closed_until = 0.0

    def allowance(self) -> int:
        """How many may leave now."""
        now = self._monotonic()
        # What gathers while the loop is held up may leave late, but not all at once.
        self._held = min(self._burst, self._held + (now - self._at) * self._rate)
        self._at = now
        return int(self._held) if now >= self._closed_until else 0

    def take(self, number: int = 1) -> None:
        """So many left."""
        self._held -= number

    def close_for(self, seconds: float) -> None:
        """Let nothing leave for a while."""
        self._closed_until = max(self._closed_until, self._monotonic() + seconds)
