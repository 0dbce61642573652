"""One due record of a provider: fetched and taken off the list, found elsewhere, or put off."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from ..clock import Clock
from ..facts.ledger import Outcome
from ..foundation.database import Database
from ..foundation.lease import Lease
from .errors import BadAnswerError, NotFoundError, ProviderError, RateLimitedError, UnreachableError
from .fetch import Fetching
from .queries import schedule as visits
from .queries import tracking as tracked
from .queries.schedule import Visit
from .queries.tracking import Target
from .registry import Provider

_LOG = logging.getLogger(__name__)

LOOKUP_AGAIN = timedelta(days=30)
"""After so long a provider is asked again for a show that it did not know."""

_PUT_OFF = timedelta(minutes=15)
_READ_AGAIN = timedelta(hours=6)


class Visiting:
    """Fetches records that are due. What is done leaves the list in the write of what it says."""

    def __init__(
        self, database: Database, clock: Clock, fetching: Fetching, *, again: timedelta
    ) -> None:
        """`again` is how long after a change a record is fetched once more, to confirm it."""
        self._database = database
        self._clock = clock
        self._fetching = fetching
        self._again = again

    async def look_up(
        self, provider: Provider, target: Target, lease: Lease | None = None
    ) -> Visit | None:
        """Ask a provider for a show by its ids, and have what it names fetched.

        Raises:
            ProviderError: as its docstring tells.
            LeaseLostError: `lease` was lost, and nothing was written.
            StoreError: the database cannot be written.
        """
        now = self._clock()
        found = await provider.lookup(target.ids)
        visit = None if found is None else Visit(provider.name, found.key, target.show_id)
        async with self._database.write() as writing:
            if lease is not None:
                await lease.renew(writing)
            if visit is not None:
                await visits.want(writing, {visit: now})
            # Whatever the record turns out to be, it is not looked for again in an hour.
            await visits.note_lookup(writing, provider.name, target.show_id, now)
        return visit

    async def fetch(self, provider: Provider, visit: Visit, lease: Lease | None = None) -> Outcome:
        """Fetch one record and write what it says; one that fails is put off.

        Raises:
            ProviderError: as its docstring tells; what it said before stays.
            LeaseLostError: `lease` was lost, and nothing was written.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.read() as reading:
            (target,) = await tracked.targets(reading, provider.name, [visit.show_id])
        try:
            ids = list(target.ids.items())
            async with self._fetching.begin(provider, visit.key, ids=ids) as write:
                if lease is not None:
                    await lease.renew(write.transaction)
                await visits.done(write.transaction, provider.name, visit.key)
                if write.outcome.changes:
                    confirmed = Visit(provider.name, visit.key, visit.show_id)
                    again = self._clock() + self._again
                    await visits.want(write.transaction, {confirmed: again})
        except NotFoundError:
            return await self._moved(provider, visit, target, lease)
        except (UnreachableError, RateLimitedError):
            await self._put_off(visit, self._clock() + _PUT_OFF)
            raise
        except BadAnswerError as error:
            _LOG.info("%s:%s is left as it was: %s", provider.name, visit.key, error)
            await self._put_off(visit, self._clock() + _READ_AGAIN)
            raise
        return write.outcome

    async def _moved(
        self, provider: Provider, visit: Visit, target: Target, lease: Lease | None
    ) -> Outcome:
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
        try:
            async with self._fetching.begin(
                provider, found.key, ids=list(ids.items()), gone=[visit.key]
            ) as write:
                if lease is not None:
                    await lease.renew(write.transaction)
                await visits.done(write.transaction, provider.name, visit.key)
                await visits.done(write.transaction, provider.name, found.key)
        except ProviderError as error:
            lasting = isinstance(error, (NotFoundError, BadAnswerError))
            await self._put_off(visit, self._clock() + (_READ_AGAIN if lasting else _PUT_OFF))
            raise
        _LOG.info("%s:%s is %s now", provider.name, visit.key, found.key)
        return write.outcome

    async def _put_off(self, visit: Visit, due_at: datetime | None) -> None:
        async with self._database.write() as writing:
            await visits.put_off(writing, visit, tried_at=self._clock(), due_at=due_at)
