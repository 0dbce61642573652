"""A token bucket: how many calls may leave, now or after waiting for a turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class HeldError(Exception):
    """The bucket is held for longer than the caller would wait; `seconds` tells how long."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"held for another {seconds:.0f} s")


class TokenBucket:
    """Lets calls through at `rate` a second, `burst` of them at once after a rest.

    Any stretch of T seconds sees at most `burst + rate * T` calls, so a documented limit of
    "L calls in T seconds" is kept by choosing the two with that sum in mind. Waiters go in the
    order they came; who cannot wait asks how many are `available` and says what was taken.
    `monotonic` is in seconds: no correction of the time of day can move it.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        *,
        monotonic: Monotonic = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        if rate <= 0 or burst < 1:
            raise ValueError("a token bucket lets at least one call through")
        self.rate = rate
        self.burst = burst
        self._monotonic = monotonic
        self._sleep = sleep
        self._tokens = float(burst)
        self._counted_at = monotonic()
        self._held_until = self._counted_at
        self._turn = asyncio.Lock()

    async def wait(self, patience: float, *, background: bool = False) -> None:
        """Return when the next call may leave.

        In the `background` it leaves only while there is one to spare and nobody waits, so that
        what people wait for goes first.

        Raises:
            HeldError: a hold lasts for more than `patience` seconds yet.
        """
        if background:
            while (pause := self._missing(patience, spare=1)) > 0 or self._turn.locked():
                await self._sleep(max(pause, 1 / self.rate / 4))
            self._tokens -= 1
            return
        async with self._turn:
            while (pause := self._missing(patience)) > 0:
                await self._sleep(pause)
            self._tokens -= 1

    def available(self) -> int:
        """How many calls may leave now without waiting; `take` them as they do."""
        now = self._refilled()
        return max(0, int(self._tokens)) if now >= self._held_until else 0

    def take(self) -> None:
        """A call left without having waited; one too many is made up for by those after it."""
        self._tokens -= 1

    def hold(self, seconds: float) -> None:
        """Let nothing through for that long, as a 429 asks; whatever was saved up is gone."""
        now = self._refilled()
        self._tokens = min(self._tokens, 0.0)
        self._held_until = max(self._held_until, now + seconds)

    def _missing(self, patience: float, spare: int = 0) -> float:
        now = self._refilled()
        held = self._held_until - now
        if held > patience:
            raise HeldError(held)
        # The margin keeps a rounding error from asking for ever smaller sleeps.
        wanted = min(1 + spare, self.burst)
        short = (wanted - self._tokens) / self.rate if self._tokens < wanted - 1e-9 else 0.0
        return max(short, held, 0.0)

    def _refilled(self) -> float:
        now = self._monotonic()
        gained = (now - self._counted_at) * self.rate
        self._tokens = min(float(self.burst), self._tokens + gained)
        self._counted_at = now
        return now
