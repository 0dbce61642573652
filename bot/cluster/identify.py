"""One IDENTIFY at a time a bucket, over all processes: a lease for each bucket, which runs out."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from ..clock import Clock
from ..errors import StoreError
from ..foundation.database import Database
from ..foundation.lease import acquire
from . import queries

_LOG = logging.getLogger(__name__)

EVERY = 6
"""Seconds between two in one bucket. Discord asks for five, and leases count whole seconds:
https://discord.com/developers/docs/events/gateway#sharding-max-concurrency"""

_PAUSE = 0.5


class IdentifyTurns:
    """Turns to identify. Nobody identifies while the store is away; a session that is resumed
    needs no turn."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sleep = sleep

    async def wait(self, shard: int, max_concurrency: int) -> None:
        """Return when that shard may identify."""
        bucket = f"identify/{shard % max(1, max_concurrency)}"
        told = False
        while True:
            try:
                if await self._taken(bucket):
                    return
            except StoreError as error:
                if not told:
                    _LOG.warning("shard %d waits for the store to identify: %s", shard, error)
                told = True
            await self._sleep(_PAUSE)

    async def _taken(self, bucket: str) -> bool:
        async with self._database.write(durable=False) as writing:
            now = await queries.now_of(writing, self._clock)
            # A holder of its own each time: nobody renews it, not even who had it last.
            holder = secrets.token_hex(8)
            return await acquire(writing, bucket, holder, now=now, until=now + EVERY)
