"""Fetches what the providers say of one show: now, or behind an answer, which never waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from cachetools import TTLCache

from ..answers.library import Library
from ..clock import Clock
from .errors import ProviderError
from .fetch import AGE, ShowRefresh
from .models import Provider
from .provider_health import ProviderHealth

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
