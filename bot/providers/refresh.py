"""Shows that somebody asks about are refreshed behind the answer, which never waits for it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from datetime import timedelta

from cachetools import TTLCache

from ..answers.library import Library
from ..clock import Clock
from ..foundation.database import Database
from .errors import ProviderError
from .fetch import LOOKUP_AGAIN, Fetcher
from .provider_health import ProviderHealth
from .queries import schedule
from .queries import tracking as tracked
from .queries.schedule import ScheduledFetch
from .registry import Provider

_LOG = logging.getLogger(__name__)

AGE = timedelta(hours=6)
"""A show is refreshed at most once in so long a time."""

QUEUE = 50
"""So many shows wait at once; what comes beyond is asked for again another day."""

_REMEMBERED = 5000


class RefreshQueue:
    """A short queue of shows to refresh, worked off one at a time."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        providers: Sequence[Provider],
        health: ProviderHealth,
        fetcher: Fetcher,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._providers = providers
        self._health = health
        self._fetcher = fetcher
        self._queue: deque[int] = deque()
        self._offered: TTLCache[int, None] = TTLCache(
            _REMEMBERED, ttl=AGE.total_seconds(), timer=lambda: clock().timestamp()
        )

    def offer(self, show_id: int) -> None:
        """Have a show refreshed soon, unless it was lately or the queue is full."""
        if not self._providers or len(self._queue) >= QUEUE:
            return
        if show_id in self._offered:
            return
        self._offered[show_id] = None
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
            if not at_once and self._health.of(provider.name).failing is not None:
                # The sync finds out when it answers again.
                continue
            try:
                await self.refresh_from(provider, show_id, at_once=at_once)
            except ProviderError as error:
                failed.append(error)
        await self._library.refresh()
        return failed

    async def refresh_from(self, provider: Provider, show_id: int, *, at_once: bool = True) -> bool:
        """Fetch a show's records at one provider; whether there was any to fetch.

        Raises:
            ProviderError: as its docstring tells; what it said before stays.
            StoreError: the database cannot be used.
        """
        now = self._clock()
        async with self._database.read() as reading:
            (target,) = await tracked.targets(reading, provider.name, [show_id])
            tried = await schedule.tried(reading, provider.name)
            known = await schedule.looked_up(reading, provider.name, now - LOOKUP_AGAIN, [show_id])
        due = [
            ScheduledFetch(provider.name, key, show_id)
            for key, checked in target.keys.items()
            if at_once or all(at is None or now - at >= AGE for at in (checked, tried.get(key)))
        ]
        askable = not target.keys and bool(target.ids.keys() & provider.known_by)
        if askable and (at_once or show_id not in known):
            found = await self._fetcher.look_up(provider, target)
            due = [found] if found is not None else []
        for record in due:
            await self._fetcher.fetch_due(provider, record)
            self._library.forget(show_id)
        return bool(due)
