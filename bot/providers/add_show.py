"""Shows that the catalogue does not have yet: searched at the providers, picked, brought in."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from cachetools import LRUCache

from ..answers.library import Library
from ..clock import Clock
from ..errors import BadInputError, GoneError
from ..facts.fields import folded
from ..facts.models import Show
from ..facts.queries import external_ids as externals
from ..facts.queries.identifiers import identified_by
from ..foundation.database import Database
from ..questions.index.ranking import Fit
from ..questions.index.titles import Match
from .errors import ProviderError, UnreachableError
from .fetch import FetchedRecord, Fetcher
from .models import SearchHit
from .registry import Provider

_LOG = logging.getLogger(__name__)

T = TypeVar("T")

SHOWN = 25
"""A picker holds so many."""

DAILY_SEARCHES = 30
DAILY_SHOWS = 10
"""So many searches, and new shows, of one member in a day."""

_SEARCH_SECONDS = 10.0
PATIENCE = 10.0
"""Seconds that a person waits for a show, and for what the other providers say of it; what takes
longer goes on behind."""

_MEMBERS = 5000


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found: shows that are here already, hits that are not, and failures."""

    typed: str
    here: tuple[Match, ...] = ()
    hits: tuple[SearchHit, ...] = ()
    failed: tuple[ProviderError, ...] = ()


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
        self._searches = _Quota(DAILY_SEARCHES, "searches")
        self._additions = _Quota(DAILY_SHOWS, "new shows")
        self._behind: set[asyncio.Task[object]] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The providers that can be searched; none where all are switched off."""
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
        self._searches.take(user_id, self._clock())
        answers = await asyncio.gather(*(self._search_one(p, typed) for p in self._providers))
        failed = tuple(answer for answer in answers if isinstance(answer, ProviderError))
        found = _interleaved(
            [answer for answer in answers if not isinstance(answer, ProviderError)]
        )
        known = await self._known(found)
        shows = dict.fromkeys(known.values())
        namesakes = self._library.titles.exact(typed, scope=scope)
        here = {match.entry.show_id: match for match in namesakes}
        for show_id in shows:
            entry = self._library.titles.get(show_id, scope)
            if entry is not None:
                here.setdefault(show_id, Match(entry, 100.0, Fit.EXACT, entry.title))
        new = [one for one in found if (one.provider, one.key) not in known]
        matches = tuple(here.values())[:SHOWN]
        return Search(typed, matches, tuple(new[: SHOWN - len(matches)]), failed)

    async def add(
        self, provider_name: str, key: str, *, scope: int, user_id: int, limited: bool = True
    ) -> Show:
        """Bring a show in with all that the providers say of it within ten seconds.

        What comes later is written all the same. A show that is here already is only brought up to
        date. `limited` is who may have so many a day; a pick that fails does not count.

        Raises:
            BadInputError: that is enough for one day, or the provider is switched off.
            ProviderError: the provider does not hand it over; nothing was changed.
            GoneError: this server does not see it.
            StoreError: the database could not be written; nothing was changed.
        """
        provider = next((p for p in self._providers if p.name == provider_name), None)
        if provider is None:
            raise BadInputError("Looking shows up there is switched off here.")
        if limited:
            self._additions.take(user_id, self._clock())
        until = asyncio.get_running_loop().time() + PATIENCE
        try:
            record = await self._in_time(self._fetcher.fetch(provider, key), until)
            if record is None:
                raise UnreachableError(provider.name, "takes long; I go on fetching it")
        except ProviderError:
            if limited:
                self._additions.give_back(user_id)
            raise
        await self._in_time(self._complete(provider, record), until)
        self._library.forget(record.show_id)
        await self._library.refresh()
        show = await self._library.show(record.show_id, scope)
        if show is None:
            raise GoneError("That show is hidden here.")
        return show

    async def _in_time(self, work: Coroutine[None, None, T], until: float) -> T | None:
        """What the work brings by then; None where it goes on behind."""
        task = asyncio.create_task(work)
        self._behind.add(task)
        task.add_done_callback(self._let_go)
        await asyncio.wait({task}, timeout=until - asyncio.get_running_loop().time())
        return task.result() if task.done() else None

    def _let_go(self, task: asyncio.Task[object]) -> None:
        self._behind.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.info("a show that was picked did not come whole: %s", error)

    async def _complete(self, provider: Provider, record: FetchedRecord) -> None:
        """What the other providers say of a show, side by side."""
        others = (other for other in self._providers if other is not provider)
        await asyncio.gather(*(self._fetch_from_other(other, record) for other in others))
        self._library.forget(record.show_id)

    async def _search_one(self, provider: Provider, typed: str) -> list[SearchHit] | ProviderError:
        try:
            async with asyncio.timeout(_SEARCH_SECONDS):
                return await provider.search(typed)
        except ProviderError as error:
            return error
        except TimeoutError:
            return ProviderError(provider.name, "did not answer in time")

    async def _known(self, found: Sequence[SearchHit]) -> Mapping[tuple[str, str], int]:
        """Those hits that are shows of the catalogue, by their ids and never by title."""
        pairs = [pair for one in found for pair in ((one.provider, one.key), *one.ids.items())]
        async with self._database.read() as reading:
            shows = await externals.joined_by(reading, pairs)
            shows |= await identified_by(reading, pairs)
        return {
            (one.provider, one.key): shows[pair]
            for one in found
            for pair in ((one.provider, one.key), *one.ids.items())
            if pair in shows
        }

    async def _fetch_from_other(self, provider: Provider, record: FetchedRecord) -> None:
        """What another provider says of the same show, known by its ids; else nothing."""
        try:
            found = await provider.lookup(record.ids)
            if found is not None:
                await self._fetcher.fetch(provider, found.key, ids=list(record.ids.items()))
        except ProviderError as error:
            # The sync looks for it again.
            _LOG.info("a new show came without its second source: %s", error)


def _interleaved(lists: Sequence[Sequence[SearchHit]]) -> list[SearchHit]:
    """The best of each provider first; what is certainly one show of two is offered once.

    That is the only one of its name, year and country at each; a namesake stays to be picked.
    What is picked is fetched from both, so it does not matter which of the two is shown.
    """
    seen: dict[tuple[str, int | None, str | None], str] = {}
    alike = Counter((one.provider, _name_of(one)) for found in lists for one in found)
    merged = []
    longest = max((len(found) for found in lists), default=0)
    for rank in range(longest):
        for found in lists:
            if rank >= len(found):
                continue
            one = found[rank]
            name = (*_name_of(one), one.country)
            alone = all(count == 1 for (_, other), count in alike.items() if other == _name_of(one))
            known = alone and one.year is not None and one.country is not None
            if known and seen.setdefault(name, one.provider) != one.provider:
                continue
            merged.append(one)
    return merged


def _name_of(one: SearchHit) -> tuple[str, int | None]:
    return folded(one.title), one.year


class _Quota:
    """How often each member may do something in a day; forgotten at a restart."""

    def __init__(self, daily: int, what: str) -> None:
        self._daily = daily
        self._what = what
        self._done: LRUCache[int, deque[datetime]] = LRUCache(_MEMBERS)

    def take(self, user_id: int, now: datetime) -> None:
        """Count one.

        Raises:
            BadInputError: that is enough for today.
        """
        times = self._done.setdefault(user_id, deque())
        while times and now - times[0] >= timedelta(days=1):
            times.popleft()
        if len(times) >= self._daily:
            raise BadInputError(f"That is {self._daily} {self._what} today; more tomorrow.")
        times.append(now)

    def give_back(self, user_id: int) -> None:
        """The last one came to nothing."""
        if times := self._done.get(user_id):
            times.pop()
