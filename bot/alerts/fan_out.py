"""The fan-out: writes a delivery of an event for each channel that follows its subject."""

from __future__ import annotations

from ..foundation.clock import Clock
from ..foundation.database import Database
from .change_kinds import bits
from .queries import deliveries, events, subscriptions

CHUNK = 10_000
"""How many deliveries are written under one lock, which takes a fraction of a second."""


class FanOut:
    """Writes the deliveries of events. If it is killed, the next process continues after the last
    chunk."""

    def __init__(self, database: Database, clock: Clock, chunk: int = CHUNK) -> None:
        self._database = database
        self._clock = clock
        self._chunk = chunk

    async def step(self) -> bool:
        """Write one chunk of deliveries for the oldest event that is not fanned out; True if there
        was one.

        Raises:
            StoreError: the database cannot be used; the chunk is written next time.
        """
        if not await events.any_unfanned(self._database):
            return False
        async with self._database.write() as writing:
            waiting = await events.unfanned(writing, 1)
            if not waiting:
                return False
            event = waiting[0]
            assert event.show_id is not None
            where = await subscriptions.following_show(
                writing,
                event.show_id,
                scope=event.scope,
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
