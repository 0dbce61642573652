"""Fetching a provider's record and writing it in one unit of work, on demand or when it is due."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..answers.library import Library
from ..facts.projections import ensure_shows
from ..facts.queries.records import stored_records
from ..facts.writes import Outcome, StatementWrite
from ..foundation.clock import Clock, has_passed
from ..foundation.database import Database
from ..foundation.lease import Lease
from . import queries
from .models import Fetched, Provider, ScheduledFetch, Target
from .provider_health import (
    BadAnswerError,
    MovedError,
    NotFoundError,
    ProviderError,
    ProviderHealth,
    RateLimitedError,
    UnreachableError,
)
from .record_writer import RecordWriter

_LOG = logging.getLogger(__name__)
LOOKUP_AGAIN = timedelta(days=30)
"""After this long a provider is asked again for a show that it did not know."""

_PUT_OFF = timedelta(minutes=15)
_READ_AGAIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class FetchedRecord:
    """A record as it was written.

    `ids` are all the ids it states, to ask other providers by; `unread` are the fields that could
    not be read, "seasons" among them if it is not known which.
    """

    show_id: int
    ids: Mapping[str, str]
    outcome: Outcome
    unread: tuple[str, ...]


class Fetcher:
    """Fetches records and writes what they say, each in one transaction.

    The show's other facts stay as they are. A due record leaves the schedule in the transaction of
    its claims.
    """

    def __init__(
        self,
        database: Database,
        writer: RecordWriter,
        clock: Clock,
        *,
        confirm_after: timedelta,
    ) -> None:
        """A change is confirmed by one more fetch, `confirm_after` that time."""
        self._database = database
        self._writer = writer
        self._clock = clock
        self._confirm_after = confirm_after

    async def fetch(
        self,
        provider: Provider,
        key: str,
        *,
        ids: Sequence[tuple[str, str]] = (),
    ) -> FetchedRecord:
        """Fetch one record and write it, whether or not it is due; a failure postpones nothing.

        `ids` are (provider, value) pairs of the show that it is for.

        Raises:
            ProviderError: see its docstring; nothing was changed.
            StoreError: the database could not be written; nothing was changed.
        """
        try:
            fetched = await self._request(provider, key)
        except MovedError as moved:
            fetched = await self._request(provider, moved.key)
        async with self._writer.begin(fetched, ids) as write:
            show_id = write.outcome.show_ids[0]
            written = ScheduledFetch(provider.name, fetched.statement.key, show_id)
            if fetched.unread:
                await queries.want(write.transaction, {written: self._clock() + _READ_AGAIN})
            await self._want_confirmed(write, written)
            return FetchedRecord(show_id, fetched.ids, write.outcome, fetched.unread)

    async def look_up(
        self, provider: Provider, target: Target, lease: Lease | None = None
    ) -> ScheduledFetch | None:
        """Ask a provider for a show by its ids, and schedule a fetch of the record it names.

        Raises:
            ProviderError: see its docstring.
            LeaseLostError: `lease` was lost, and nothing was written.
            StoreError: the database cannot be written.
        """
        now = self._clock()
        found = await provider.lookup(target.ids)
        due = None if found is None else ScheduledFetch(provider.name, found.key, target.show_id)
        async with self._database.write() as writing:
            if lease is not None:
                await lease.renew(writing)
            if due is not None:
                await queries.want(writing, {due: now})
            # Whatever the record turns out to be, it is not looked up again within the hour.
            await queries.note_lookup(writing, provider.name, target.show_id, now)
        return due

    async def fetch_due(
        self, provider: Provider, due: ScheduledFetch, lease: Lease | None = None
    ) -> Outcome:
        """Fetch one record and write what it says; one that fails is put off.

        Raises:
            ProviderError: see its docstring; what it said before stays.
            LeaseLostError: `lease` was lost, and nothing was written.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.read() as reading:
            (target,) = await queries.targets(reading, provider.name, [due.show_id])
        try:
            fetched = await self._request(provider, due.key)
            async with self._writer.begin(fetched, list(target.ids.items())) as write:
                if lease is not None:
                    await lease.renew(write.transaction)
                await queries.done(write.transaction, provider.name, due.key)
                await self._want_confirmed(write, due)
        except MovedError as moved:
            return await self._take_over(provider, due, moved.key, target.ids, lease)
        except NotFoundError:
            return await self._look_for(provider, due, target, lease)
        except (UnreachableError, RateLimitedError):
            await self._postpone(due, self._clock() + _PUT_OFF)
            raise
        except BadAnswerError as error:
            _LOG.info("%s:%s is left as it was: %s", provider.name, due.key, error)
            await self._postpone(due, self._clock() + _READ_AGAIN)
            raise
        return write.outcome

    async def _look_for(
        self, provider: Provider, due: ScheduledFetch, target: Target, lease: Lease | None
    ) -> Outcome:
        """Replace a record that is gone by the one to which the show's other ids lead.

        Raises:
            ProviderError: NotFoundError where it has none; what it said before stays.
        """
        ids = {name: value for name, value in target.ids.items() if name != provider.name}
        try:
            found = await provider.lookup(ids) if ids else None
        except ProviderError:
            await self._postpone(due, self._clock() + _PUT_OFF)
            raise
        if found is None or found.key == due.key:
            await self._postpone(due, None)
            raise NotFoundError(provider.name, "has no such record")
        return await self._take_over(provider, due, found.key, ids, lease)

    async def _take_over(
        self,
        provider: Provider,
        due: ScheduledFetch,
        key: str,
        ids: Mapping[str, str],
        lease: Lease | None,
    ) -> Outcome:
        """Put the record of that key in the place of the one that was due, at the same show.

        Raises:
            ProviderError: NotFoundError also where it is another show's here, for a person to
                merge the two; what it said before stays.
        """
        async with self._database.read() as reading:
            held = await stored_records(reading, source=provider.name, keys=[due.key, key])
        if len({record.show_id for record in held}) > 1:
            _LOG.warning("%s:%s is %s now, another show here", provider.name, due.key, key)
            await self._postpone(due, None)
            raise NotFoundError(provider.name, "has made one show of two that are here")
        others = [pair for pair in ids.items() if pair[0] != provider.name]
        try:
            fetched = await self._request(provider, key)
            async with self._writer.begin(fetched, others, gone=[due.key]) as write:
                if lease is not None:
                    await lease.renew(write.transaction)
                await queries.done(write.transaction, provider.name, due.key)
                await queries.done(write.transaction, provider.name, key)
                moved = ScheduledFetch(provider.name, key, due.show_id)
                await self._want_confirmed(write, moved)
        except ProviderError as error:
            lasting = isinstance(error, (NotFoundError, BadAnswerError))
            await self._postpone(due, self._clock() + (_READ_AGAIN if lasting else _PUT_OFF))
            raise
        _LOG.info("%s:%s is %s now", provider.name, due.key, key)
        return write.outcome

    async def _want_confirmed(self, write: StatementWrite, written: ScheduledFetch) -> None:
        """Schedule one more fetch of a changed record: a change is announced once confirmed."""
        # The next episode changes every week, and no alert reports it.
        if any(change.field != "next_episode" for change in write.outcome.changes):
            again = self._clock() + self._confirm_after
            await queries.want(write.transaction, {written: again})

    async def _postpone(self, due: ScheduledFetch, due_at: datetime | None) -> None:
        async with self._database.write() as writing:
            await queries.put_off(writing, due, tried_at=self._clock(), due_at=due_at)

    async def _request(self, provider: Provider, key: str) -> Fetched:
        fetched = await provider.fetch(key, as_of=self._clock().date())
        if (fetched.statement.source, fetched.statement.key) != (provider.name, key):
            raise BadAnswerError(provider.name, "answered about another record")
        return fetched


AGE = timedelta(hours=6)
"""For how long a show is not refreshed again."""


@dataclass(frozen=True, slots=True)
class ShowRefresh:
    """Fetches a show's records from its providers; the show is read anew afterwards."""

    database: Database
    library: Library
    clock: Clock
    fetcher: Fetcher
    providers: Sequence[Provider]
    health: ProviderHealth

    async def admit(self, show_id: int) -> None:
        """Turn a show known only by a row of the index into one that records can belong to.

        Raises:
            StoreError: the database cannot be written.
        """
        async with self.database.write() as writing:
            await ensure_shows(writing, [show_id], now=self.clock())

    async def fetch_from(self, provider: Provider, show_id: int, *, at_once: bool = True) -> bool:
        """Fetch a show's records from one provider; returns whether there were any to fetch.

        Without `at_once` only those that are old.

        Raises:
            ProviderError: see its docstring; what it said before stays.
            StoreError: the database cannot be used.
        """
        now = self.clock()
        async with self.database.read() as reading:
            (target,) = await queries.targets(reading, provider.name, [show_id])
            tried = await queries.tried(reading, provider.name)
            since = now - LOOKUP_AGAIN
            known = await queries.looked_up(reading, provider.name, since, now, [show_id])
        due = [
            ScheduledFetch(provider.name, key, show_id)
            for key, checked in target.keys.items()
            if at_once or all(has_passed(AGE, at, now) for at in (checked, tried.get(key)))
        ]
        askable = not target.keys and bool(target.ids.keys() & provider.known_by)
        if askable and (at_once or show_id not in known):
            found = await self.fetcher.look_up(provider, target)
            due = [found] if found is not None else []
        for record in due:
            await self.fetcher.fetch_due(provider, record)
            self.library.forget(show_id)
        return bool(due)
