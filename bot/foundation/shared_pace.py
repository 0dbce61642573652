"""A pace that all processes on one store keep together, however many of them run."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from ..clock import Clock
from ..errors import StoreError
from .database import Database, Transaction
from .tables import meta
from .token_bucket import HeldError, Sleep, TokenBucket

_LOG = logging.getLogger(__name__)

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
