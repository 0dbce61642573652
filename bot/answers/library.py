"""The read side: the title index and a bounded cache of resolved shows, kept up to date."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from cachetools import LRUCache

from ..facts.models import Claim, Show, reserved_id
from ..facts.queries.claims import claims_about, claims_at_hand
from ..facts.queries.index_rows import row_entries
from ..facts.queries.shows import redirects, revision_at_hand, title_entries, touched_since
from ..facts.resolve import resolve, show_of
from ..foundation.database import Database, Transaction
from ..foundation.loops import TimeSlice
from ..foundation.meta import current_revision
from ..foundation.sql import chunks
from ..locale.messages import ENGLISH, language
from ..questions.index.titles import TitleIndex
from .title_index_snapshot import TitleSnapshot

_LOG = logging.getLogger(__name__)

"""How many shows are read at a time."""

_TITLES = 50
"""How many titles are added to the index before others get a turn: a few milliseconds."""


class Library:
    """Answers "what is known of this show" from memory; a cold show costs one SELECT.

    Every write to the store, by this process or another, bumps a revision; `refresh` sees it and
    drops what it made stale.
    """

    def __init__(self, database: Database, *, capacity: int = 2048) -> None:
        self._database = database
        self._shows: LRUCache[tuple[int, int], Show | None] = LRUCache(capacity)
        self._redirects: Mapping[int, int] = {}
        self._refreshing = asyncio.Lock()
        self.revision = 0
        self.hits = self.misses = 0
        self._snapshot = TitleSnapshot(database)
        self.titles = TitleIndex()

    async def load(self) -> None:
        """Read every title once, at the start.

        Raises:
            StoreError: the database cannot be read.
        """
        await self.reload_titles()

    async def renew_titles(self, *, soon: bool = False) -> None:
        """Have another process rebuild the index, if enough of it has changed.

        `soon` lowers the threshold, because nothing more will come for a while.

        Raises:
            StoreError: the database cannot be read.
        """
        if (
            self._snapshot.is_worth_renewing(self.titles, soon=soon)
            and await self._snapshot.renew()
        ):
            await self.reload_titles()

    async def write_titles(self, changed: int) -> None:
        """At the end of a process, leave the next start an index, if enough has changed.

        Raises:
            StoreError: the database cannot be read or written.
        """
        if self._snapshot.is_worth_renewing(self.titles, more=changed):
            try:
                await self._snapshot.write()
            except OSError as error:
                _LOG.warning("the index of titles was not written: %s", error)

    async def add_rows(self, written: Sequence[int], dropped: Sequence[int]) -> None:
        """Add to the index what TVmaze's index says about shows with those numbers.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            entries = await row_entries(connection, numbers=written)
        for start in range(0, len(entries), _TITLES):
            self.titles.replace(entries[start : start + _TITLES])
            await asyncio.sleep(0)
        if dropped:
            self.titles.discard((0, reserved_id(number)) for number in dropped)
        for number in (*written, *dropped):
            self.forget(reserved_id(number))

    async def reload_titles(self) -> None:
        """Read every title again, from a new snapshot where there is one.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._refreshing, self._database.read() as connection:
            await self._reload(connection)

    async def _reload(self, connection: Transaction) -> None:
        revision = await current_revision(connection)
        self._redirects = await redirects(connection)
        self.titles = await self._snapshot.index(connection)
        self.revision = revision
        self._shows.clear()

    async def refresh(self) -> bool:
        """Drop from memory the shows that any process has written since; True if there were any.

        A lower revision than before means that a backup was restored: then everything in memory is
        dropped.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._refreshing:
            if await revision_at_hand(self._database) == self.revision:
                return False
            async with self._database.read() as connection:
                revision = await current_revision(connection)
                if revision == self.revision:
                    return False
                if revision < self.revision:
                    await self._reload(connection)
                    return True
                touched = await touched_since(connection, self.revision)
                entries = await title_entries(connection, touched)
                self._redirects = await redirects(connection)
            self.revision = revision
            stale = set(touched)
            for key in [key for key in self._shows if key[1] in stale]:
                del self._shows[key]
            standing = {(entry.scope, entry.show_id) for entry in entries}
            self.titles.discard(key for key in self.titles.keys_of(stale) if key not in standing)
            for start in range(0, len(entries), _TITLES):
                self.titles.replace(entries[start : start + _TITLES])
                await asyncio.sleep(0)
            return True

    def forget(self, show_id: int) -> None:
        """Read a show anew next time, even if only the time of its last check has changed."""
        for key in [key for key in self._shows if key[1] == show_id]:
            del self._shows[key]

    def leads_to(self, show_id: int) -> int | None:
        """The show that an id leads to, through merges; None if everybody sees no such show."""
        show_id = self._redirects.get(show_id, show_id)
        return None if self.titles.get(show_id, 0) is None else show_id

    async def show(self, show_id: int, scope: int = 0) -> Show | None:
        """The show as that server sees it (0: everybody); None if it sees none.

        An old id of a merged show leads to the show it was merged into.

        Raises:
            StoreError: the database cannot be read.
        """
        return (await self.shows((show_id,), scope)).get(show_id)

    async def shows(self, show_ids: Iterable[int], scope: int = 0) -> dict[int, Show]:
        """Those shows by the ids asked for, without those that are not there.

        One SELECT brings all that are not in memory.

        Raises:
            StoreError: the database cannot be read.
        """
        wanted = {show_id: (scope, self._redirects.get(show_id, show_id)) for show_id in show_ids}
        found = {key: self._shows[key] for key in set(wanted.values()) if key in self._shows}
        cold = sorted(
            {show_id for key in wanted.values() if key not in found for show_id in key[1:]}
        )
        self.hits += len(found)
        self.misses += len(cold)
        if cold:
            revision = self.revision
            claims = await self._claims(cold, scope)
            time_slice = TimeSlice()
            for show_id in cold:
                show = found[scope, show_id] = show_of(
                    show_id, resolve(claims[show_id]), scope=scope
                )
                if revision == self.revision:
                    self._shows[scope, show_id] = show
                await time_slice.pause()
        return {
            show_id: show for show_id, key in wanted.items() if (show := found[key]) is not None
        }

    async def called(self, show_ids: Iterable[int], scope: int) -> Mapping[int, str]:
        """Titles in the spoken language; in English this reads nothing.

        Raises:
            StoreError: the database cannot be read.
        """
        spoken = language()
        if spoken == ENGLISH:
            return {}
        shows = await self.shows(show_ids, scope)
        return {show_id: show.title_in(spoken) for show_id, show in shows.items()}

    def called_at_hand(self, show_ids: Iterable[int], scope: int) -> Mapping[int, str]:
        """The titles of shows that are in memory; the database is not read."""
        spoken = language()
        if spoken == ENGLISH:
            return {}
        shows = {show_id: self._shows.get((scope, show_id)) for show_id in show_ids}
        return {show_id: show.title_in(spoken) for show_id, show in shows.items() if show}

    async def _claims(self, show_ids: Sequence[int], scope: int) -> Mapping[int, Sequence[Claim]]:
        if len(show_ids) == 1:
            claims = await claims_at_hand(self._database, show_ids[0], scope)
            if claims is not None:
                return {show_ids[0]: claims}
        async with self._database.read() as connection:
            return await claims_about(connection, show_ids, scope)

    async def every(self, scope: int = 0) -> AsyncIterator[Show]:
        """All shows that a server sees, by id, without filling the cache.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            ids = sorted({entry.show_id for entry in await title_entries(connection)})
            for chunk in chunks(ids):
                claims = await claims_about(connection, chunk, scope)
                for show_id in chunk:
                    show = show_of(show_id, resolve(claims[show_id]), scope=scope)
                    if show is not None:
                        yield show
