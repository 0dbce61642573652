"""Keeps the index of related shows up with what is written, a little at a time."""

from __future__ import annotations

import asyncio

from cachetools import LRUCache

from ..facts.models import Show
from ..facts.queries.claims import claims_about
from ..facts.queries.shows import describing, next_written
from ..facts.resolve import resolve, show_of
from ..foundation.database import Database
from .library import Library
from .related import Related, RelatedIndex, features_of

_BATCH = 500
_AT_ONCE = 10
"""So many shows are resolved without a pause: some milliseconds, for which all wait."""

_KEPT = 25
_CACHED = 2048


class RelatedShows:
    """Which shows are related, by what everybody sees of them: no server's own facts count."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._index = RelatedIndex()
        self._reached = 0
        self._seen = -1
        self._complete = False
        self._cached: LRUCache[tuple[int, int, int], list[Related]] = LRUCache(_CACHED)

    async def catch_up(self) -> bool:
        """Take up some of the shows written since the last time; True where there are more.

        Raises:
            StoreError: the database cannot be read.
        """
        seen = self._library.revision
        if seen == self._seen:
            return False
        async with self._database.read() as reading:
            following = await next_written(reading, self._reached, _BATCH)
            if following is None:
                self._seen = seen
                self._complete = True
                return False
            ids, reached = following
            told = await describing(reading, ids)
            for start in range(0, len(told), _AT_ONCE):
                some = told[start : start + _AT_ONCE]
                for show_id, claims in (await claims_about(reading, some, 0)).items():
                    show = show_of(show_id, resolve(claims))
                    self._index.put(show_id, features_of(show) if show is not None else ())
                await asyncio.sleep(0)
        for show_id in set(ids) - set(told):
            self._index.put(show_id, ())
        self._reached = reached
        return True

    def of(self, show: Show, limit: int) -> list[Related]:
        """The shows related to that one, the nearest first; at most 25.

        None before all that was known at the start is taken up: part of it would name others.
        """
        if not self._complete:
            return []
        key = (show.id, show.scope, self._index.edition)
        found = self._cached.get(key)
        if found is None:
            found = self._index.related(show.id, features_of(show), _KEPT)
            self._cached[key] = found
        return found[:limit]
