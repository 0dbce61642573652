"""Fan-out: from an event to one outbox row for every channel that follows it, in chunks."""

from __future__ import annotations

from ..clock import Clock
from ..facts.queries.shows import with_merged_ids
from ..foundation.database import Database
from .kinds import bits
from .queries import deliveries, events, subscriptions

CHUNK = 10_000
"""So many deliveries are written under one lock; it takes a fraction of a second."""


class FanOut:
    """Writes deliveries. Killed at any moment, it goes on where the last chunk ended."""

    def __init__(self, database: Database, clock: Clock, chunk: int = CHUNK) -> None:
        self._database = database
        self._clock = clock
        self._chunk = chunk

    async def step(self) -> bool:
        """Write one chunk of the oldest event that needs it; True when there was one.

        Raises:
            StoreError: the database cannot be used; the chunk is written next time.
        """
        async with self._database.read() as reading:
            if not await events.unfanned(reading, 1):
                return False
        async with self._database.write() as writing:
            waiting = await events.unfanned(writing, 1)
            if not waiting:
                return False
            event = waiting[0]
            assert event.show_id is not None
            where = subscriptions.following(
                scope=event.scope,
                show_ids=await with_merged_ids(writing, event.show_id),
                network=event.network,
                kinds=event.mask,
            )
            last = await deliveries.fan_out(
                writing,
                event.id,
                where,
                bits(event.mask),
                now=self._clock(),
                after=event.cursor,
                size=self._chunk,
            )
            await events.fanned_to(writing, event.id, cursor=last or 0, done=last is None)
        return True
