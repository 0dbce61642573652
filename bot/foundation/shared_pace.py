"""A rate limit that several processes keep together, by means of a row in the store."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from ..errors import StoreError
from .clock import Clock
from .database import Database, Transaction
from .rate_limits import HeldError, Sleep
from .sql import meta, now_of

_LOG = logging.getLogger(__name__)

_LONGEST = 2 * 86_400.0
"""Seconds; an instant stored further ahead than this was stored before the clock was set back."""

_ROUNDING = 1e-5


class SharedPace:
    """Counts calls in the store by the generic cell rate algorithm (ITU-T I.371).

    One instant is stored per name, the *theoretical arrival time* of the next call: each call moves
    it on by 1/rate, and a call may leave while it is less than the burst ahead. This allows what a
    `TokenBucket` of that rate and burst does. On PostgreSQL the server's clock counts, since those
    of the machines may differ. Each process has a bucket of its own in front, for order and so that
    people go first; a single process therefore never waits here. Calls planned ahead are reserved
    instead, inside the caller's transaction.
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
        """`name` is the name of the service that is called; all processes use the same."""
        self._database = database
        self._clock = clock
        self._name = f"pace:{name}"
        self._interval = 1 / rate
        self._ahead = (burst - 1) * self._interval
        self._sleep = sleep

    async def wait(self, patience: float) -> None:
        """Return when the next call may leave; at once if the store cannot be used.

        Raises:
            HeldError: a hold lasts for more than `patience` seconds yet.
        """
        while (pause := await self._count()) > 0:
            if pause > patience:
                raise HeldError(pause)
            await self._sleep(pause)

    async def hold(self, seconds: float) -> None:
        """Let no call of any process through for that many seconds; saved-up calls are lost."""
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

        No call of any process leaves in the next `held` seconds. If it is more than `patience`
        seconds, none is reserved.
        """
        now = await now_of(writing, self._clock)
        stored = await self._arrival(writing, now)
        arrival = max(stored or now, now + held)
        late = arrival - now > patience
        if not late or (held and arrival != stored):
            await self._store(writing, arrival + (0 if late else number * self._interval))
        return arrival - now

    async def _count(self) -> float:
        """Count a call that leaves now, or return the seconds until one may leave."""
        try:
            async with self._database.write(durable=False) as writing:
                now = await now_of(writing, self._clock)
                arrival = max(await self._arrival(writing, now) or now, now)
                if (pause := arrival - now - self._ahead) > _ROUNDING:
                    return pause
                await self._store(writing, arrival + self._interval)
        except StoreError as error:
            # The bucket of this process still keeps the rate; making the call matters more than
            # counting it.
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
