"""The sync: what the providers changed of tracked shows, taken over; resumable at any moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..clock import Clock
from ..errors import StoreError
from ..sources.errors import (
    BadAnswerError,
    NotFoundError,
    ProviderError,
    RateLimitedError,
    UnauthorizedError,
    UnreachableError,
)
from ..sources.providers import Provider
from ..store import tracking as tracked
from ..store import visits
from ..store.database import Database, Transaction
from ..store.tracking import Target
from ..store.visits import Visit
from .fetching import Fetching
from .lease import Lease, LeaseLostError
from .ledger import Ledger, Outcome
from .standing import ENOUGH, MANY
from .tracking import Tracking

_LOG = logging.getLogger(__name__)

STALE = timedelta(days=7)
"""After so long a tracked record is fetched though no list named it, or a bad one tried again."""

KEPT = timedelta(days=180)
"""TMDB's terms let nobody keep its data for more than six months without checking it."""

_LOOKUP_AGAIN = timedelta(days=30)
_PUT_OFF = timedelta(minutes=15)
_READ_AGAIN = timedelta(hours=6)
_EXPIRED_AT_ONCE = 100

Told = Callable[[str, int, int], None]
"""Told of each provider how many of how many records were fetched."""


@dataclass(slots=True)
class Report:
    """What a round did with one provider, in records. `failing` is why it could not go on."""

    provider: str
    fetched: int = 0
    changed: int = 0
    bad: int = 0
    waiting: int = 0
    failing: ProviderError | None = None


class BusyError(Exception):
    """Another process syncs just now."""


class Sync:
    """Keeps tracked shows up to date, one process at a time.

    A round takes over each provider's list of updates as records that are due, together with the
    cursor; a record leaves that list in the transaction that writes what it says. So a process
    may end at any moment: the next round goes on where it ended.
    """

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        providers: Sequence[Provider],
        fetching: Fetching,
        tracking: Tracking,
        *,
        interval: timedelta,
        again: timedelta,
    ) -> None:
        """`again` is how long after a change a record is fetched once more, to confirm it."""
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._providers = providers
        self._fetching = fetching
        self._tracking = tracking
        self._interval = interval
        self._again = again
        self._lease = Lease(database, clock, "sync")

    async def round(
        self, *, at_once: bool = False, told: Told = lambda provider, done, total: None
    ) -> list[Report]:
        """Take over what changed, and fetch what is due; a provider's failure ends its part alone.

        The lists of updates are asked for once in an interval, or `at_once`.

        Raises:
            BusyError: another process syncs just now.
            StoreError: the database cannot be used.
        """
        if not at_once and not await self._due():
            return []
        if not await self._lease.take():
            raise BusyError
        reports = []
        try:
            await self._expire()
            for provider in self._providers:
                report = Report(provider.name)
                reports.append(report)
                await self._keep_up(provider, report, told, at_once=at_once)
        except LeaseLostError:
            _LOG.warning("another process took the sync over")
        finally:
            await asyncio.shield(self._release())
        return reports

    async def _due(self) -> bool:
        """Whether there is anything to do."""
        now = self._clock()
        async with self._database.read() as reading:
            for provider in self._providers:
                since = await visits.cursor(reading, provider.name)
                if self._list_is_due(since, now):
                    return True
                if await visits.count_due(reading, provider.name, now):
                    return True
        return False

    def _list_is_due(self, since: datetime | None, now: datetime) -> bool:
        return since is None or not since <= now < since + self._interval

    async def _release(self) -> None:
        try:
            await self._lease.release()
        except StoreError as error:
            _LOG.warning("the sync could not be given up; it will be in a while: %s", error)

    async def _expire(self) -> None:
        """Drop what nobody checked for longer than it may be kept."""
        async with self._database.read() as reading:
            keys = await tracked.expired(reading, "tmdb", self._clock() - KEPT)
        for start in range(0, len(keys), _EXPIRED_AT_ONCE):
            gone = keys[start : start + _EXPIRED_AT_ONCE]
            await self._ledger.state("tmdb", [], gone=gone)
            _LOG.info("%d records of TMDB were dropped, unchecked for too long", len(gone))

    async def _keep_up(
        self, provider: Provider, report: Report, told: Told, *, at_once: bool
    ) -> None:
        try:
            listed = False
            try:
                listed = await self._take_over(provider, at_once=at_once)
            except BadAnswerError as error:
                # Its list cannot be read; what was due before can be fetched all the same.
                report.failing = error
            await self._fetch_due(provider, report, told)
            if listed:
                await self._look_up(provider)
                await self._fetch_due(provider, report, told)
        except ProviderError as error:
            report.failing = error
        async with self._database.read() as reading:
            report.waiting = await visits.count_due(reading, provider.name, self._clock())

    # -- what is due ---------------------------------------------------------------------------

    async def _take_over(self, provider: Provider, *, at_once: bool) -> bool:
        """Have those tracked records fetched that changed, that are new, or that are stale.

        False where the last list is not an interval old.
        """
        now = self._clock()
        async with self._database.read() as reading:
            since = await visits.cursor(reading, provider.name)
        if not at_once and not self._list_is_due(since, now):
            return False
        # Before the first time there is nothing to compare with: every tracked record is new.
        listed = await provider.updated(since, now) if since is not None else set()
        async with self._database.read() as reading:
            shows = await self._tracking.shows(reading)
            targets = await tracked.targets(reading, provider.name, shows)
            tried = await visits.tried(reading, provider.name)
        due = [
            Visit(provider.name, key, target.show_id)
            for target in targets
            for key, checked in target.keys.items()
            if key in listed or _stale(checked, tried.get(key), now)
        ]
        async with self._database.write() as writing:
            await self._lease.hold(writing)
            await visits.want(writing, due, now)
            await visits.move_cursor(writing, provider.name, now)
        return True

    async def _look_up(self, provider: Provider) -> None:
        """Find tracked shows by their ids where no record of this provider is known."""
        now = self._clock()
        async with self._database.read() as reading:
            shows = await self._tracking.shows(reading)
            targets = await tracked.targets(reading, provider.name, shows)
            known = await visits.looked_up(reading, provider.name, now - _LOOKUP_AGAIN)
        unread = 0
        for target in targets:
            if target.keys or not target.ids or target.show_id in known:
                continue
            try:
                await self.look_up(provider, target, held=True)
            except BadAnswerError:
                unread += 1
                if unread >= MANY:
                    raise

    async def look_up(
        self, provider: Provider, target: Target, *, held: bool = False
    ) -> Visit | None:
        """Ask a provider for a show by its ids, and have what it names fetched.

        Raises:
            ProviderError: as its docstring tells.
            LeaseLostError: it is `held` as part of a round that another process took over.
            StoreError: the database cannot be written.
        """
        now = self._clock()
        found = await provider.lookup(target.ids)
        async with self._database.write() as writing:
            if held:
                await self._lease.hold(writing)
            if found is None:
                await visits.note_lookup(writing, provider.name, target.show_id, now)
                return None
            visit = Visit(provider.name, found.key, target.show_id)
            await visits.want(writing, [visit], now)
            # Whatever the record turns out to be, it is not looked for again in an hour.
            await visits.note_lookup(writing, provider.name, target.show_id, now)
        return visit

    # -- fetching ------------------------------------------------------------------------------

    async def _fetch_due(self, provider: Provider, report: Report, told: Told) -> None:
        async with self._database.read() as reading:
            total = await visits.count_due(reading, provider.name, self._clock())
        done = misses = unread = 0
        while True:
            async with self._database.read() as reading:
                visit = await visits.next_due(reading, provider.name, self._clock())
            if visit is None:
                return
            try:
                outcome = await self.fetch(provider, visit, held=True)
            except UnauthorizedError:
                raise
            except (UnreachableError, RateLimitedError) as error:
                misses += 1
                if misses >= ENOUGH or isinstance(error, RateLimitedError):
                    raise
            except ProviderError as error:
                report.bad += 1
                misses = 0
                unread = unread + 1 if isinstance(error, BadAnswerError) else 0
                if unread >= MANY:
                    raise
            else:
                report.fetched += 1
                report.changed += bool(outcome.added or outcome.changes)
                misses = unread = 0
            done += 1
            told(provider.name, done, max(total, done))

    async def fetch(self, provider: Provider, visit: Visit, *, held: bool = False) -> Outcome:
        """Fetch one record and write what it says; one that fails is put off.

        `held` says that it is part of a round, and rests on the lease.

        Raises:
            ProviderError: as its docstring tells; what it said before stays.
            LeaseLostError: another process took the round over.
            StoreError: the database could not be written; nothing was changed.
        """

        async def then(writing: Transaction, outcome: Outcome) -> None:
            if held:
                await self._lease.hold(writing)
            await visits.done(writing, provider.name, visit.key)
            if outcome.changes:
                confirmed = Visit(provider.name, visit.key, visit.show_id)
                await visits.want(writing, [confirmed], self._clock() + self._again)

        async with self._database.read() as reading:
            (target,) = await tracked.targets(reading, provider.name, [visit.show_id])
        try:
            brought = await self._fetching.bring(
                provider, visit.key, ids=list(target.ids.items()), then=then
            )
        except NotFoundError:
            return await self._moved(provider, visit, target)
        except (UnreachableError, RateLimitedError):
            await self._put_off(visit, self._clock() + _PUT_OFF)
            raise
        except BadAnswerError as error:
            _LOG.info("%s:%s is left as it was: %s", provider.name, visit.key, error)
            await self._put_off(visit, self._clock() + _READ_AGAIN)
            raise
        return brought.outcome

    async def _moved(self, provider: Provider, visit: Visit, target: Target) -> Outcome:
        """A record is gone: where the show has another one now, that takes its place.

        Raises:
            ProviderError: NotFoundError where it has none; what it said before stays.
        """
        ids = {name: value for name, value in target.ids.items() if name != provider.name}
        try:
            found = await provider.lookup(ids) if ids else None
        except ProviderError:
            await self._put_off(visit, self._clock() + _PUT_OFF)
            raise
        if found is None or found.key == visit.key:
            await self._put_off(visit, None)
            raise NotFoundError(provider.name, "has no such record")

        async def then(writing: Transaction, outcome: Outcome) -> None:
            await visits.done(writing, provider.name, visit.key)
            await visits.done(writing, provider.name, found.key)

        try:
            brought = await self._fetching.bring(
                provider, found.key, ids=list(ids.items()), gone=[visit.key], then=then
            )
        except ProviderError as error:
            lasting = isinstance(error, (NotFoundError, BadAnswerError))
            await self._put_off(visit, self._clock() + (_READ_AGAIN if lasting else _PUT_OFF))
            raise
        _LOG.info("%s:%s is %s now", provider.name, visit.key, found.key)
        return brought.outcome

    async def _put_off(self, visit: Visit, due_at: datetime | None) -> None:
        async with self._database.write() as writing:
            await visits.put_off(writing, visit, tried_at=self._clock(), due_at=due_at)


def _stale(checked: datetime | None, tried: datetime | None, now: datetime) -> bool:
    """Whether a record is due by itself: never read or long ago, and not tried lately in vain."""
    lately = max((at for at in (checked, tried) if at is not None), default=None)
    return lately is None or now - lately >= STALE
