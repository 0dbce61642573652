"""Rate limits: a token bucket for callers that wait, a shaper for departures that are planned, both
shared by several processes through a row of the store; and a quota for what people ask."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from cachetools import LRUCache
from sqlalchemy import insert, select, update

from ..errors import StoreError
from .clock import Clock
from .database import Database, Transaction
from .sql import meta, now_of

_LOG = logging.getLogger(__name__)

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

_REMEMBERED = 5000
"""How many keys of a quota are remembered, the ones used last."""


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


class Shaper:
    """Departures at `rate` a second, evenly spaced and reserved ahead; one not kept is lost.

    Nothing leaves more than `tolerance` seconds after its departure, so that any stretch of T
    seconds sees at most `rate * (T + tolerance) + 1` calls whatever stalls meanwhile: what was
    missed is not made up for (a shaper, https://www.rfc-editor.org/rfc/rfc2475#section-2.3.3.3).
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
        """The instant that departures are counted by."""
        return self._monotonic()

    @property
    def held(self) -> float:
        """Seconds for which nothing leaves."""
        return max(0.0, self._held_until - self._monotonic())

    @property
    def ahead(self) -> int:
        """How many departures are still to come."""
        now = self._monotonic()
        while self._reserved and self._reserved[0] <= now:
            self._reserved.popleft()
        return len(self._reserved)

    def seconds_until(self, ahead: int) -> float:
        """Seconds until no more departures than that are to come."""
        passing = self.ahead - ahead
        return max(0.0, self._reserved[passing - 1] - self._monotonic()) if passing > 0 else 0.0

    def reserve(self, number: int, first: float | None = None) -> list[float]:
        """The instants of the next departures, from `first` on where others share the pace."""
        if first is None:
            first = max(self._next, self._monotonic())
        made = [first + each / self.rate for each in range(number)]
        self._next = first + number / self.rate
        self._reserved.extend(made)
        return made

    async def depart(self, at: float) -> None:
        """Return at a reserved instant.

        Raises:
            HeldError: it was missed, or all are held by now; its seconds may be 0.
        """
        if (pause := at - self._monotonic()) > 0:
            await self._sleep(pause)
        now = self._monotonic()
        if now < self._held_until or now - at > self._tolerance:
            raise HeldError(max(0.0, self._held_until - now))

    def hold(self, seconds: float) -> None:
        """Let nothing through for that long, as a 429 asks."""
        self._held_until = max(self._held_until, self._monotonic() + seconds)
        self._next = max(self._next, self._held_until)


_LONGEST = 2 * 86_400.0
"""Seconds; what is stored further ahead was stored before the clock was set back."""

_ROUNDING = 1e-5


class SharedPace:
    """Counts calls in the store by the generic cell rate algorithm (ITU-T I.371).

    One instant a name is stored, the *theoretical arrival time* of the next call: it moves on by
    1/rate with each call, and a call may leave while it is less than the burst ahead. It allows
    what a `TokenBucket` of that rate and burst does. On PostgreSQL the server's clock counts alone:
    those of the machines may differ. A process has a bucket of its own in front,
    for order and for people first, so that one alone never waits here. Who plans calls ahead
    reserves them instead, inside a transaction of its own.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        name: str,
        *,
        rate: float,
        burst: int = 1,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`name` is that of whatever is called."""
        self._database = database
        self._clock = clock
        self._name = f"pace:{name}"
        self._interval = 1 / rate
        self._ahead = (burst - 1) * self._interval
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
                now = await now_of(writing, self._clock)
                until = max(await self._arrival(writing, now) or now, now + seconds + self._ahead)
                await self._store(writing, until)
        except StoreError as error:
            _LOG.warning("other processes do not hear that %s is held: %s", self._name, error)

    async def reserve(
        self, writing: Transaction, number: int, *, held: float = 0.0, patience: float
    ) -> float:
        """Seconds from now until the first of `number` calls, which follow one another evenly.

        Nobody's calls leave in the next `held` seconds. Where it is more than `patience` seconds,
        none is reserved.
        """
        now = await now_of(writing, self._clock)
        stored = await self._arrival(writing, now)
        arrival = max(stored or now, now + held)
        late = arrival - now > patience
        if not late or (held and arrival != stored):
            await self._store(writing, arrival + (0 if late else number * self._interval))
        return arrival - now

    async def _count(self) -> float:
        """Count a call that leaves now, or the seconds until one may."""
        try:
            async with self._database.write(durable=False) as writing:
                now = await now_of(writing, self._clock)
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


class Quota:
    """How often each may do something in a stretch of time, by a sliding log; it starts empty."""

    def __init__(self, limit: int, per: timedelta) -> None:
        self.limit = limit
        self._per = per
        self._taken: LRUCache[int, deque[datetime]] = LRUCache(_REMEMBERED)

    def take(self, key: int, now: datetime) -> bool:
        """Count one; False where that would be too many."""
        taken = self._taken.setdefault(key, deque())
        while taken and now - taken[0] >= self._per:
            taken.popleft()
        if len(taken) >= self.limit:
            return False
        taken.append(now)
        return True

    def give_back(self, key: int) -> None:
        """Take the last count back: what it was for came to nothing."""
        if taken := self._taken.get(key):
            taken.pop()
