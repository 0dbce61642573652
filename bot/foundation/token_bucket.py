"""Token buckets: how many calls may leave of one process, and of all that share a store."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from ..clock import Clock
from ..errors import StoreError
from .database import Database, Transaction
from .sql import meta

_LOG = logging.getLogger(__name__)

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


_LONGEST = 2 * 86_400.0
"""Seconds; what is stored further ahead was stored before the clock was set back."""

_ROUNDING = 1e-5


class SharedPace:
    """Counts calls in the store by the generic cell rate algorithm (ITU-T I.371).

    One instant a name is stored, the *theoretical arrival time* of the next call: it moves on by
    1/rate with each call, and a call may leave while it is less than the burst ahead. It allows
    what a `TokenBucket` of that rate and burst does. A process has a bucket of its own in front,
    for order and for people first, so that one alone never waits here.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        name: str,
        bucket: TokenBucket,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`name` is that of whatever is called; its rate and burst are those of `bucket`."""
        self._database = database
        self._clock = clock
        self._name = f"pace:{name}"
        self._interval = 1 / bucket.rate
        self._ahead = (bucket.burst - 1) * self._interval
        self._sleep = sleep

    async def wait(self, patience: float) -> None:
        """Return when the next call may leave; at once where the store cannot be used.

        Raises:
            HeldError: a hold lasts for more than `patience` seconds yet.
        """
        while (pause := await self._count()) > 0:
            if pause > patience:
                raise HeldError(pause)
            await self._sleep(pause)

    async def hold(self, seconds: float) -> None:
        """Let no process through for that long; whatever was saved up is gone."""
        try:
            async with self._database.write(durable=False) as writing:
                now = self._clock().timestamp()
                until = max(await self._arrival(writing, now) or now, now + seconds + self._ahead)
                await self._store(writing, until)
        except StoreError as error:
            _LOG.warning("other processes do not hear that %s is held: %s", self._name, error)

    async def _count(self) -> float:
        """Count a call that leaves now, or the seconds until one may."""
        try:
            async with self._database.write(durable=False) as writing:
                now = self._clock().timestamp()
                arrival = max(await self._arrival(writing, now) or now, now)
                if (pause := arrival - now - self._ahead) > _ROUNDING:
                    return pause
                await self._store(writing, arrival + self._interval)
        except StoreError as error:
            # The bucket of this process still keeps the pace; a call is worth more than the count.
            _LOG.debug("a call is not counted in the store: %s", error)
        return 0.0

    async def _arrival(self, writing: Transaction, now: float) -> float | None:
        stored = await writing.scalar(select(meta.c.value).where(meta.c.name == self._name))
        if stored is None:
            return None
        arrival = datetime.fromisoformat(stored).timestamp()
        return arrival if arrival < now + _LONGEST else now

    async def _store(self, writing: Transaction, arrival: float) -> None:
        value = datetime.fromtimestamp(arrival, UTC).isoformat()
        done = await writing.execute(
            update(meta).where(meta.c.name == self._name).values(value=value)
        )
        if not done.rowcount:
            await writing.execute(insert(meta).values(name=self._name, value=value))
