"""Which records of tracked shows are due: changed, new, or not looked at for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..clock import Clock
from ..foundation.database import Database
from ..foundation.lease import Lease
from .queries import schedule as visits
from .queries import tracking as tracked
from .queries.schedule import Visit
from .queries.tracking import Target
from .registry import Provider
from .tracking import Tracking
from .visit import LOOKUP_AGAIN

STALE = timedelta(days=7)
"""After so long a tracked record is fetched though no list named it, or a bad one tried again."""


class Due:
    """Takes each provider's list of updates over as records that are due, with the cursor."""

    def __init__(
        self, database: Database, clock: Clock, tracking: Tracking, *, interval: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._tracking = tracking
        self._interval = interval

    async def anything(self, providers: Sequence[Provider]) -> bool:
        """Whether there is anything to ask them.

        Raises:
            StoreError: the database cannot be read.
        """
        now = self._clock()
        async with self._database.read() as reading:
            for provider in providers:
                since = await visits.cursor(reading, provider.name)
                if self._is_due(since, now):
                    return True
                if await visits.count_due(reading, provider.name, now):
                    return True
        return False

    async def count(self, provider: Provider) -> int:
        """How many records wait.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            return await visits.count_due(reading, provider.name, self._clock())

    async def take_over(self, provider: Provider, lease: Lease, *, at_once: bool) -> bool:
        """Have those tracked records fetched that changed, that are new, or that are stale.

        False where the last list is not an interval old, unless it is wanted `at_once`.

        Raises:
            ProviderError: as its docstring tells; nothing was taken over.
            LeaseLostError: `lease` was lost, and nothing was written.
            StoreError: the database cannot be used.
        """
        now = self._clock()
        async with self._database.read() as reading:
            since = await visits.cursor(reading, provider.name)
        if not at_once and not self._is_due(since, now):
            return False
        # Before the first time there is nothing to compare with: every tracked record is new.
        listed = await provider.updated(since, now) if since is not None else {}
        async with self._database.read() as reading:
            shows = await self._tracking.shows(reading)
            targets = await tracked.targets(reading, provider.name, shows)
            tried = await visits.tried(reading, provider.name)
        due: dict[Visit, datetime] = {}
        for target in targets:
            for key, checked in target.keys.items():
                at = _due(listed.get(key), checked, tried.get(key), now, provider.cached)
                if at is not None:
                    due[Visit(provider.name, key, target.show_id)] = at
        async with self._database.write() as writing:
            await lease.renew(writing)
            await visits.want(writing, due)
            await visits.move_cursor(writing, provider.name, now)
        return True

    async def unknown(self, provider: Provider) -> list[Target]:
        """Tracked shows that have ids but no record of this provider, and were not looked for.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            shows = await self._tracking.shows(reading)
            targets = await tracked.targets(reading, provider.name, shows)
            since = self._clock() - LOOKUP_AGAIN
            known = await visits.looked_up(reading, provider.name, since)
        return [t for t in targets if t.ids and not t.keys and t.show_id not in known]

    def _is_due(self, since: datetime | None, now: datetime) -> bool:
        return since is None or not since <= now < since + self._interval


def _due(
    changed: datetime | None,
    checked: datetime | None,
    tried: datetime | None,
    now: datetime,
    cached: timedelta,
) -> datetime | None:
    """When a record is to be fetched that was `checked`, or `tried` in vain, last; None: not now.

    It is fetched once for a change, and once more when no cache can hold what was before.
    """
    lately = max((at for at in (checked, tried) if at is not None), default=None)
    if lately is None or now - lately >= STALE:
        return now
    if changed is None:
        return None
    if lately < changed:
        return now
    return max(now, changed + cached) if checked and checked < changed + cached else None
