"""Adding shows that are not in the catalogue yet: search at the providers, pick, add."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from ..answers.library import Library
from ..errors import BadInputError, GoneError
from ..facts.models import Show
from ..facts.queries.identifiers import identified_by, shows_with_record_ids
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.quota import Quota
from ..questions.index.ranking import Fit
from ..questions.index.titles import Match
from .fetch import FetchedRecord, Fetcher
from .models import Provider, SearchHit
from .on_demand import TOGETHER, Arrival
from .provider_health import ProviderError, UnreachableError
from .search_results import RecordKey, interleaved, twins_of

_LOG = logging.getLogger(__name__)

T = TypeVar("T")

SHOWN = 25
"""How many hits a picker holds."""

DAILY_SEARCHES = 30
DAILY_SHOWS = 10
"""How many searches, and how many new shows, one member may have in a day."""

_SEARCH_SECONDS = 10.0
PATIENCE = 10.0
"""Seconds that a person waits for a show; slower work continues in the background."""


@dataclass(frozen=True, slots=True)
class Added:
    """A show that was added, the fields that could not be read, and what is still on its way."""

    show: Show
    unread: tuple[str, ...]
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class Search:
    """The result of a search: shows that are here already, hits that are not, and failures."""

    typed: str
    here: tuple[Match, ...]
    hits: tuple[SearchHit, ...]
    failed: tuple[ProviderError, ...]


class AddShow:
    """Searches the providers and brings in what a person picks."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        providers: Sequence[Provider],
        fetcher: Fetcher,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._providers = providers
        self._fetcher = fetcher
        self._searches = Quota(DAILY_SEARCHES, timedelta(days=1))
        self._additions = Quota(DAILY_SHOWS, timedelta(days=1))
        self._background: set[asyncio.Task[object]] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the providers that can be searched; none if all are switched off."""
        return tuple(provider.name for provider in self._providers)

    async def search(self, typed: str, *, scope: int, user_id: int) -> Search:
        """What the providers find for a title; shows of that name that are here come first.

        Raises:
            BadInputError: there is nothing to search for or with, or it is too much for one day.
            StoreError: the database cannot be read.
        """
        typed = " ".join(typed.split())[:200]
        if not typed:
            raise BadInputError("Which show? Type its title.")
        if not self._providers:
            raise BadInputError("Looking shows up elsewhere is switched off here.")
        if not self._searches.take(user_id, self._clock()):
            raise BadInputError(
                "You have used today's {daily} searches; more tomorrow.", daily=DAILY_SEARCHES
            )
        answers = await asyncio.gather(
            *(self._search_one(provider, typed) for provider in self._providers)
        )
        failed = tuple(answer for answer in answers if isinstance(answer, ProviderError))
        lists = [answer for answer in answers if not isinstance(answer, ProviderError)]
        twins = await twins_of(self._providers, lists)
        known = await self._known(lists, twins)
        found = interleaved(lists, twins)
        shows = dict.fromkeys(known.values())
        namesakes = self._library.titles.exact(typed, scope=scope)
        here = {match.entry.show_id: match for match in namesakes}
        for show_id in shows:
            entry = self._library.titles.get(show_id, scope)
            if entry is not None:
                here.setdefault(show_id, Match(entry, Fit.EXACT))
        new = [hit for hit in found if (hit.provider, hit.key) not in known]
        matches = tuple(here.values())[:SHOWN]
        return Search(typed, matches, tuple(new[: SHOWN - len(matches)]), failed)

    async def add(
        self, provider_name: str, key: str, *, scope: int, user_id: int, limited: bool = True
    ) -> Added:
        """Add a show with what the providers answer within ten seconds.

        What comes later is still written, and shown by editing the card. A show that is already
        here is only updated. `limited` is the person or server with a daily quota; a pick that
        fails does not count.

        Raises:
            BadInputError: that is enough for one day, or the provider is switched off.
            ProviderError: the provider does not answer with the show; nothing was changed.
            GoneError: this server does not see it.
            StoreError: the database could not be written; nothing was changed.
        """
        provider = next(
            (candidate for candidate in self._providers if candidate.name == provider_name), None
        )
        if provider is None:
            raise BadInputError("Looking shows up there is switched off here.")
        if limited and not self._additions.take(user_id, self._clock()):
            raise BadInputError(
                "You have used today's {daily} new shows; more tomorrow.", daily=DAILY_SHOWS
            )
        try:
            record = await self._in_time(self._fetcher.fetch(provider, key), PATIENCE)
            if record is None:
                raise UnreachableError(provider.name, "is taking long; I am still fetching it")
        except ProviderError:
            if limited:
                self._additions.give_back(user_id)
            raise
        others = self._in_background(self._complete(provider, record))
        await asyncio.wait({others}, timeout=TOGETHER)
        self._library.forget(record.show_id)
        await self._library.refresh()
        show = await self._library.show(record.show_id, scope)
        if show is None:
            raise GoneError("That show is hidden here.")
        return Added(show, record.unread, Arrival(late=None if others.done() else others))

    async def _in_time(self, work: Coroutine[None, None, T], seconds: float) -> T | None:
        """The result of the work if it comes in time; None if it continues in the background."""
        task = self._in_background(work)
        await asyncio.wait({task}, timeout=seconds)
        return task.result() if task.done() else None

    def _in_background(self, work: Coroutine[None, None, T]) -> asyncio.Task[T]:
        """Work that continues when nobody waits for it any more."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._let_go)
        return task

    def _let_go(self, task: asyncio.Task[object]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.info("a show that was picked did not come whole: %s", error)

    async def _complete(self, provider: Provider, record: FetchedRecord) -> bool:
        """Fetch what the other providers have on a show, side by side; returns whether they have
        anything."""
        others = (other for other in self._providers if other is not provider)
        came = await asyncio.gather(*(self._fetch_from_other(other, record) for other in others))
        self._library.forget(record.show_id)
        return any(came)

    async def _search_one(self, provider: Provider, typed: str) -> list[SearchHit] | ProviderError:
        try:
            async with asyncio.timeout(_SEARCH_SECONDS):
                return await provider.search(typed)
        except ProviderError as error:
            return error
        except TimeoutError:
            return ProviderError(provider.name, "did not answer in time")

    async def _known(
        self, lists: Sequence[Sequence[SearchHit]], twins: Mapping[RecordKey, RecordKey]
    ) -> Mapping[RecordKey, int]:
        """The hits that are shows of the catalogue, matched by id and never by title."""
        own: dict[RecordKey, list[RecordKey]] = {
            (hit.provider, hit.key): [(hit.provider, hit.key), *hit.ids.items()]
            for found in lists
            for hit in found
        }
        same = {**twins, **{key: twin for twin, key in twins.items()}}
        pairs = {
            key: [*ids, *own.get(same[key], [same[key]])] if key in same else ids
            for key, ids in own.items()
        }
        async with self._database.read() as reading:
            every = sorted({pair for ids in pairs.values() for pair in ids})
            shows = await shows_with_record_ids(reading, every)
            shows |= await identified_by(reading, every)
        return {
            key: next(shows[pair] for pair in ids if pair in shows)
            for key, ids in pairs.items()
            if any(pair in shows for pair in ids)
        }

    async def _fetch_from_other(self, provider: Provider, record: FetchedRecord) -> bool:
        """Fetch what another provider has on the same show, matched by ids; returns whether it has
        anything."""
        try:
            found = await provider.lookup(record.ids)
            if found is not None:
                await self._fetcher.fetch(provider, found.key, ids=list(record.ids.items()))
                return True
        except ProviderError as error:
            # The sync looks for it again.
            _LOG.info("a new show came without its second source: %s", error.in_full())
        return False
