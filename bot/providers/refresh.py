"""Fetches what the providers say of one show: now, or behind an answer, which never waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import timedelta

from cachetools import TTLCache

from ..answers.library import Library
from ..clock import Clock
from ..facts.projections import ensure_shows
from ..foundation.database import Database
from . import queries
from .errors import ProviderError
from .fetch import LOOKUP_AGAIN, Fetcher
from .models import Provider
from .provider_health import ProviderHealth
from .queries import ScheduledFetch

AGE = timedelta(hours=6)
"""A show is refreshed at most once in so long a time."""


class ShowRefresh:
    """Fetches a show's records at a provider; the show is read anew from then on."""

    def __init__(
        self, database: Database, library: Library, clock: Clock, fetcher: Fetcher
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._fetcher = fetcher

    async def admit(self, show_id: int) -> None:
        """Make a show of one that a row of the index alone knew, for records to hang on.

        Raises:
            StoreError: the database cannot be written.
        """
        async with self._database.write() as writing:
            await ensure_shows(writing, [show_id], now=self._clock())

    async def fetch_from(self, provider: Provider, show_id: int, *, at_once: bool = True) -> bool:
        """Fetch a show's records at one provider; whether there was any to fetch.

        Without `at_once` those that are old.

        Raises:
            ProviderError: as its docstring tells; what it said before stays.
            StoreError: the database cannot be used.
        """
        now = self._clock()
        async with self._database.read() as reading:
            (target,) = await queries.targets(reading, provider.name, [show_id])
            tried = await queries.tried(reading, provider.name)
            known = await queries.looked_up(reading, provider.name, now - LOOKUP_AGAIN, [show_id])
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


QUEUE = 50
"""So many shows wait at once; what comes beyond is asked for again another day."""

_REMEMBERED = 5000


class RefreshQueue:
    """A short queue of shows to refresh, worked off one at a time."""

    def __init__(
        self,
        library: Library,
        clock: Clock,
        providers: Sequence[Provider],
        health: ProviderHealth,
        show_refresh: ShowRefresh,
    ) -> None:
        self._library = library
        self._providers = providers
        self._health = health
        self._show_refresh = show_refresh
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
                await self._show_refresh.fetch_from(provider, show_id, at_once=at_once)
            except ProviderError as error:
                failed.append(error)
        await self._library.refresh()
        return failed
