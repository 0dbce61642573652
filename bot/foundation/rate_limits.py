"""Rate limits in a process: a token bucket for calls that wait, a shaper for planned departures."""

from __future__ import annotations

import asyncio
import time
from collections import deque
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
    order they came. `monotonic` is in seconds: no correction of the time of day can move it.
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

        In the `background` it leaves only if there is one to spare and nobody waits, so that what
        people wait for goes first.

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

    def hold(self, seconds: float) -> None:
        """Let no call through for that many seconds, as a 429 asks; saved-up calls are lost."""
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


class Shaper:
    """Departures at `rate` a second, evenly spaced and reserved ahead; a missed one is lost.

    Nothing leaves more than `tolerance` seconds after its departure, so any stretch of T seconds
    sees at most `rate * (T + tolerance) + 1` calls whatever stalls meanwhile: missed departures are
    not made up for (a shaper, https://www.rfc-editor.org/rfc/rfc2475#section-2.3.3.3).
    """

    def __init__(
        self,
        rate: float,
        tolerance: float,
        *,
        monotonic: Monotonic = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.rate = rate
        self._tolerance = tolerance
        self._monotonic = monotonic
        self._sleep = sleep
        self._next = self._held_until = monotonic()
        self._reserved: deque[float] = deque()

    def now(self) -> float:
        """The present instant of the clock by which departures are counted, in seconds."""
        return self._monotonic()

    @property
    def held(self) -> float:
        """How many seconds it still lets nothing through."""
        return max(0.0, self._held_until - self._monotonic())

    @property
    def ahead(self) -> int:
        """How many departures are still to come."""
        now = self._monotonic()
        while self._reserved and self._reserved[0] <= now:
            self._reserved.popleft()
        return len(self._reserved)

    def seconds_until(self, ahead: int) -> float:
        """Seconds until at most that many reserved departures are still to come."""
        passing = self.ahead - ahead
        return max(0.0, self._reserved[passing - 1] - self._monotonic()) if passing > 0 else 0.0

    def reserve(self, number: int, first: float | None = None) -> list[float]:
        """Reserve the next departures and return their instants, from `first` on if others share
        the rate."""
        if first is None:
            first = max(self._next, self._monotonic())
        made = [first + place / self.rate for place in range(number)]
        self._next = first + number / self.rate
        self._reserved.extend(made)
        return made

    async def depart(self, at: float) -> None:
        """Return at a reserved instant.

        Raises:
            HeldError: it was missed, or all departures are held by now; its `seconds` may be 0.
        """
        if (pause := at - self._monotonic()) > 0:
            await self._sleep(pause)
        now = self._monotonic()
        if now < self._held_until or now - at > self._tolerance:
            raise HeldError(max(0.0, self._held_until - now))

    def hold(self, seconds: float) -> None:
        """Let nothing through for that many seconds, as a 429 asks."""
        self._held_until = max(self._held_until, self._monotonic() + seconds)
        self._next = max(self._next, self._held_until)
