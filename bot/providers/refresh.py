"""Shows that somebody asks about are refreshed behind the answer, which never waits for it."""

from __future__ import annotations

import logging
from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from ..answers.library import Library
from ..clock import Clock
from ..foundation.database import Database
from .errors import ProviderError
from .provider_health import Standing
from .queries import schedule as visits
from .queries import tracking as tracked
from .queries.schedule import Visit
from .registry import Provider
from .visit import LOOKUP_AGAIN, Visiting

_LOG = logging.getLogger(__name__)

AGE = timedelta(hours=6)
"""A show is refreshed at most once in so long a time."""

QUEUE = 50
"""So many shows wait at once; what comes beyond is asked for again another day."""

_REMEMBERED = 5000


class Refreshing:
    """A short queue of shows to refresh, worked off one at a time."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        providers: Sequence[Provider],
        standing: Standing,
        visiting: Visiting,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._providers = providers
        self._standing = standing
        self._visiting = visiting
        self._queue: deque[int] = deque()
        self._offered: OrderedDict[int, datetime] = OrderedDict()

    def offer(self, show_id: int) -> None:
        """Have a show refreshed soon, unless it was lately or the queue is full."""
        if not self._providers or len(self._queue) >= QUEUE:
            return
        now = self._clock()
        last = self._offered.get(show_id)
        if last is not None and now - last < AGE:
            return
        self._offered[show_id] = now
        self._offered.move_to_end(show_id)
        while len(self._offered) > _REMEMBERED:
            self._offered.popitem(last=False)
        self._queue.append(show_id)

    @property
    def waiting(self) -> int:
        """How many shows wait."""
        return len(self._queue)

    async def work(self) -> None:
        """Refresh what waits.

        Raises:
            StoreError: the database cannot be used; the show that was being refreshed is dropped.
        """
        while self._queue:
            await self.refresh(self._queue.popleft())

    async def refresh(self, show_id: int, *, at_once: bool = False) -> list[ProviderError]:
        """Fetch a show's records where they are old, or `at_once`; what failed and why.

        Raises:
            StoreError: the database cannot be used.
        """
        failed = []
        for provider in self._providers:
            if not at_once and self._standing.of(provider.name).failing is not None:
                # The sync finds out when it answers again.
                continue
            try:
                await self._refresh(provider, show_id, at_once=at_once)
            except ProviderError as error:
                failed.append(error)
        await self._library.refresh()
        return failed

    async def _refresh(self, provider: Provider, show_id: int, *, at_once: bool) -> None:
        now = self._clock()
        async with self._database.read() as reading:
            (target,) = await tracked.targets(reading, provider.name, [show_id])
            tried = await visits.tried(reading, provider.name)
            known = await visits.looked_up(reading, provider.name, now - LOOKUP_AGAIN, [show_id])
        due = [
            Visit(provider.name, key, show_id)
            for key, checked in target.keys.items()
            if at_once or all(at is None or now - at >= AGE for at in (checked, tried.get(key)))
        ]
        if not target.keys and target.ids and (at_once or show_id not in known):
            found = await self._visiting.look_up(provider, target)
            due = [found] if found is not None else []
        for visit in due:
            await self._visiting.fetch(provider, visit)
            self._library.forget(show_id)
