"""What one provider says of one show, fetched by whichever of its records or ids are known."""

from __future__ import annotations

from datetime import timedelta

from ..answers.library import Library
from ..clock import Clock
from ..facts.projections import ensure_shows
from ..foundation.database import Database
from .fetch import LOOKUP_AGAIN, Fetcher
from .queries import schedule
from .queries import tracking as tracked
from .queries.schedule import ScheduledFetch
from .registry import Provider

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
