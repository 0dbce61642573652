"""The reading side: the title index and a bounded cache of resolved shows, kept fresh."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping

from ..catalog.facts import resolve, show_of
from ..catalog.models import Show
from ..search.titles import TitleIndex
from ..store import catalog as store
from ..store.database import Database, current_revision, seen_revision

_CHUNK = 500
"""So many titles are taken into the index at a time, so that nobody waits for the rest."""


class Library:
    """Answers "what is known of this show" from memory; a cold show costs one SELECT.

    Every write to the store, by this process or another, bumps a revision; `refresh` sees it and
    drops what it made stale.
    """

    def __init__(self, database: Database, *, capacity: int = 2048) -> None:
        self._database = database
        self._capacity = capacity
        self._shows: OrderedDict[tuple[int, int], Show | None] = OrderedDict()
        self._redirects: Mapping[int, int] = {}
        self._refreshing = asyncio.Lock()
        self.revision = 0
        self.titles = TitleIndex()

    async def load(self) -> None:
        """Read every title once, at the start.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            self.revision = await current_revision(connection)
            entries = await store.titles(connection)
            self._redirects = await store.redirects(connection)
        self.titles = TitleIndex(entries)

    async def refresh(self) -> bool:
        """Drop what was written since, by whomever; True when there was anything.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._refreshing:
            if await seen_revision(self._database) == self.revision:
                return False
            async with self._database.read() as connection:
                revision = await current_revision(connection)
                touched = await store.touched_since(connection, self.revision)
                entries = await store.titles(connection, touched)
                self._redirects = await store.redirects(connection)
            self.revision = revision
            stale = set(touched)
            for key in [key for key in self._shows if key[1] in stale]:
                del self._shows[key]
            standing = {(entry.scope, entry.show_id) for entry in entries}
            self.titles.discard(key for key in self.titles.keys_of(stale) if key not in standing)
            for start in range(0, len(entries), _CHUNK):
                self.titles.replace(entries[start : start + _CHUNK])
                await asyncio.sleep(0)
            return True

    async def show(self, show_id: int, scope: int = 0) -> Show | None:
        """The show as that server sees it (0: everybody); None where there is none to see.

        An old id of a merged show leads to the show it was merged into.

        Raises:
            StoreError: the database cannot be read.
        """
        show_id = self._redirects.get(show_id, show_id)
        key = (scope, show_id)
        if key in self._shows:
            self._shows.move_to_end(key)
            return self._shows[key]
        revision = self.revision
        claims = await store.claims_seen(self._database, show_id, scope)
        show = show_of(show_id, resolve(claims), scope=scope)
        if revision == self.revision:
            self._shows[key] = show
            while len(self._shows) > self._capacity:
                self._shows.popitem(last=False)
        return show

    async def every(self, scope: int = 0) -> AsyncIterator[Show]:
        """All shows that a server sees, by id, without filling the cache.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            ids = sorted({entry.show_id for entry in await store.titles(connection)})
            for start in range(0, len(ids), _CHUNK):
                some = ids[start : start + _CHUNK]
                claims = await store.claims_about(connection, some, scope)
                for show_id in some:
                    show = show_of(show_id, resolve(claims[show_id]), scope=scope)
                    if show is not None:
                        yield show
