"""Which shows are tracked, and which of their records are due: changed, new, or not checked for
long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cachetools import LRUCache

from ..facts.projections import ensure_shows
from ..foundation.clock import Clock, has_passed
from ..foundation.database import Database, Transaction
from ..foundation.lease import Lease
from . import queries
from .fetch import LOOKUP_AGAIN
from .models import Provider, ScheduledFetch, Target

STALE = timedelta(days=7)
"""After this long a tracked record is fetched even if no list named it, and an unreadable one is
tried again."""

BOUND = 2000
"""How many shows are kept up to date; the others are refreshed when somebody asks."""

_FORGOTTEN = timedelta(days=365)


class Tracking:
    """Notes in memory which shows are asked about; `flush` stores them."""

    def __init__(self, database: Database, clock: Clock, *, bound: int = BOUND) -> None:
        self._database = database
        self._clock = clock
        self._bound = bound
        self._asked: LRUCache[int, datetime] = LRUCache(bound)

    def note(self, show_id: int) -> None:
        """Note that somebody asked about a show."""
        self._asked[show_id] = self._clock()

    async def flush(self) -> None:
        """Store what was asked about since the last time.

        Raises:
            StoreError: the database cannot be written; nothing is forgotten.
        """
        if not self._asked:
            return
        asked = dict(self._asked)
        async with self._database.write() as writing:
            await ensure_shows(writing, sorted(asked), now=self._clock())
            await queries.note_asked(writing, asked)
            await queries.forget_asked(writing, self._clock() - _FORGOTTEN)
        for show_id, at in asked.items():
            if self._asked.get(show_id) == at:
                del self._asked[show_id]

    async def shows(self, reading: Transaction) -> list[int]:
        """The shows that are kept up to date, the most wanted first."""
        return await queries.tracked(reading, self._bound)


class FetchSchedule:
    """Turns each provider's list of updates into due records, and moves the cursor."""

    def __init__(
        self, database: Database, clock: Clock, tracking: Tracking, *, interval: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._tracking = tracking
        self._interval = interval

    async def is_anything_due(self, providers: Sequence[Provider]) -> bool:
        """Whether any record or list of updates is due.

        Raises:
            StoreError: the database cannot be read.
        """
        now = self._clock()
        async with self._database.read() as reading:
            for provider in providers:
                since = await queries.cursor(reading, provider.name)
                if self._is_due(since, now):
                    return True
                if await queries.count_due(reading, provider.name, now):
                    return True
        return False

    async def count(self, provider: Provider) -> int:
        """How many records are waiting to be fetched.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            return await queries.count_due(reading, provider.name, self._clock())

    async def take_over(self, provider: Provider, lease: Lease, *, at_once: bool) -> bool:
        """Schedule the tracked records that changed, that are new, or that are stale.

        False if the last list is less than an interval old, unless it is wanted `at_once`.

        Raises:
            ProviderError: see its docstring; nothing was taken over.
            LeaseLostError: `lease` was lost, and nothing was written.
            StoreError: the database cannot be used.
        """
        now = self._clock()
        async with self._database.read() as reading:
            since = await queries.cursor(reading, provider.name)
        if not at_once and not self._is_due(since, now):
            return False
        # The first time there is nothing to compare with, so every tracked record is new.
        listed = await provider.updated(since, now) if since is not None else {}
        async with self._database.read() as reading:
            shows = await self._tracking.shows(reading)
            targets = await queries.targets(reading, provider.name, shows)
            tried = await queries.tried(reading, provider.name)
        due: dict[ScheduledFetch, datetime] = {}
        for target in targets:
            for key, checked in target.keys.items():
                at = _due(listed.get(key), checked, tried.get(key), now, provider.cached)
                if at is not None:
                    due[ScheduledFetch(provider.name, key, target.show_id)] = at
        async with self._database.write() as writing:
            await lease.renew(writing)
            await queries.want(writing, due)
            await queries.move_cursor(writing, provider.name, now)
        return True

    async def bring_forward(self, provider: Provider) -> None:
        """Make records that failed and were put off due now.

        Raises:
            StoreError: the database cannot be written.
        """
        async with self._database.write() as writing:
            await queries.bring_forward(writing, provider.name, self._clock())

    async def unidentified(self, provider: Provider) -> list[Target]:
        """Tracked shows with ids but no record of this provider, that were not looked up yet.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            shows = await self._tracking.shows(reading)
            targets = await queries.targets(reading, provider.name, shows)
            now = self._clock()
            known = await queries.looked_up(reading, provider.name, now - LOOKUP_AGAIN, now)
        return [
            target
            for target in targets
            if target.ids.keys() & provider.known_by
            and not target.keys
            and target.show_id not in known
        ]

    def _is_due(self, since: datetime | None, now: datetime) -> bool:
        return has_passed(self._interval, since, now)


def _due(
    changed: datetime | None,
    checked: datetime | None,
    tried: datetime | None,
    now: datetime,
    cached: timedelta,
) -> datetime | None:
    """When a record last `checked`, or `tried` without success, is to be fetched; None: not now.

    A record that changed is fetched once, and once more when no cache can still have the old
    version.
    """
    lately = max((at for at in (checked, tried) if at is not None), default=None)
    if lately is None or has_passed(STALE, lately, now):
        return now
    if changed is None:
        return None
    if lately < changed:
        return now
    return max(now, changed + cached) if checked and checked < changed + cached else None
