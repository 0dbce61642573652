"""The order in which the cluster's shards identify at Discord, one at a time in each bucket."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable

from ..errors import StoreError
from ..foundation import lease
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.lease import acquire
from .cluster_clock import ms, now_in_ms

_LOG = logging.getLogger(__name__)

IDENTIFY_EVERY = 5.25
"""Seconds between two IDENTIFYs in one bucket, as they arrive at Discord, which asks for five:
https://discord.com/developers/docs/events/gateway#sharding-max-concurrency"""

_PROMPT = 0.25
"""Seconds within which the store must confirm a turn: later the IDENTIFY would leave late."""

_PAUSE_SECONDS = 0.5
"""Seconds between two attempts while the store does not answer."""

_SHORTEST_WAIT = 0.2
"""Seconds before a turn is asked for again, however soon it should be free."""


class IdentifyTurns:
    """Gives turns to identify. While the store does not answer, nobody identifies; resuming a
    session needs no turn."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sleep = sleep
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def wait(
        self,
        shard: int,
        max_concurrency: int,
        ready: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Return when that shard may identify; in each bucket first come, first served.

        `ready` is awaited before each try, so that nothing is left to wait for after the turn.
        """
        bucket = f"identify/{shard % max(1, max_concurrency)}"
        async with self._asking[bucket]:
            await self._wait(bucket, shard, ready)

    async def _wait(
        self, bucket: str, shard: int, ready: Callable[[], Awaitable[object]] | None
    ) -> None:
        # A new holder for each turn: nobody renews a turn, not even the process that had it last.
        holder, prompt, told = secrets.token_hex(8), _PROMPT, False
        now = asyncio.get_running_loop().time
        while True:
            if ready is not None:
                await ready()
            began = now()
            try:
                seconds = await self._seconds_to(bucket, holder, IDENTIFY_EVERY + prompt)
            except StoreError as error:
                if not told:
                    _LOG.warning("shard %d waits for the store to identify: %s", shard, error)
                told, seconds = True, _PAUSE_SECONDS
            if seconds > 0:
                await self._sleep(seconds)
            elif now() - began <= prompt:
                return
            else:
                # The interval to the next turn began when this one was taken, which is too long
                # ago.
                prompt *= 2

    async def _seconds_to(self, bucket: str, holder: str, length: float) -> float:
        """Seconds until the bucket's next turn; 0 if it is the holder's now, for `length`
        seconds."""
        async with self._database.write(durable=False, queued=False) as writing:
            await lease.wait_for(writing, bucket)
            now = await now_in_ms(writing, self._clock)
            if await acquire(writing, bucket, holder, now=now, until=now + ms(length)):
                return 0.0
            taken = [row for row in await lease.held(writing, (bucket,)) if row.name == bucket]
        return max(ms(_SHORTEST_WAIT), *(row.until - now for row in taken)) / 1000
