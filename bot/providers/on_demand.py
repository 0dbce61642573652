"""A show that somebody reads an answer about is fetched at once, where too little is known of it.

The answer goes out with what is known; what comes is for one edit of it (stale-while-revalidate).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cachetools import TTLCache

from ..answers.freshness import SETTLED, Fetch, is_stale
from ..answers.library import Library
from ..clock import Clock
from ..errors import SentenceError, StoreError
from ..facts.models import Show
from ..facts.projections import ensure_shows
from ..foundation.database import Database
from .errors import ProviderError, UnreachableError
from .provider_health import ProviderHealth
from .refresh import AGE, RefreshQueue
from .registry import Provider

_LOG = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds after which a provider's word comes too late for the answer; it is stored anyway."""

TOGETHER = 2.5
"""Seconds in which a second provider's word goes into the same edit as the first one's."""

_AGAIN = timedelta(seconds=30)
"""A provider that fails is tried once in so long a time, by whoever asks."""

_FAILURE_KEPT = 60.0
_REMEMBERED = 5000

NO_PROVIDER = SentenceError("no provider can be reached here.")

_SLOW = SentenceError("what I asked for takes too long.")
_UNWRITABLE = SentenceError("my own database cannot be written just now.")
_NOTHING_MORE = SentenceError("no provider knows more.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is on its way for one answer: `fetch` is how it stands as the answer goes out."""

    fetch: Fetch = SETTLED
    task: asyncio.Task[Fetch] | None = None

    async def outcome(self, within: float | None = None) -> Fetch | None:
        """How it ended; None where nothing was on its way.

        `within` are seconds after which the answer goes without; what comes then is stored.
        """
        if self.task is None:
            return None
        done, _ = await asyncio.wait({self.task}, timeout=within)
        return self.task.result() if done else Fetch(failure=_SLOW)


class OnDemandFetch:
    """Asks all providers about one show at once, and once for all who read about it meanwhile."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        providers: Sequence[Provider],
        health: ProviderHealth,
        refresh_queue: RefreshQueue,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._providers = providers
        self._health = health
        self._refresh_queue = refresh_queue
        self._running: dict[int, asyncio.Task[Fetch]] = {}
        self._asking: set[asyncio.Task[bool | SentenceError]] = set()

        def seconds() -> float:
            return clock().timestamp()

        self._failed: TTLCache[int, Fetch] = TTLCache(_REMEMBERED, _FAILURE_KEPT, seconds)
        self._asked: TTLCache[int, None] = TTLCache(_REMEMBERED, AGE.total_seconds(), seconds)

    def begin(self, show: Show) -> Arrival:
        """Start asking for more of a show, where its answer should not rest on what is known."""
        if (running := self._running.get(show.id)) is not None:
            return Arrival(Fetch(pending=True), running)
        if not is_stale(show, self._clock()):
            return Arrival()
        if (failed := self._failed.get(show.id)) is not None:
            return Arrival(failed)
        if show.id in self._asked:
            return Arrival()
        if not self._providers:
            return Arrival(Fetch(failure=NO_PROVIDER)) if show.is_indexed_only else Arrival()
        away = {one.name: error for one in self._providers if (error := self._away(one))}
        providers = [one for one in self._providers if one.name not in away]
        failures = list(away.values())
        if not providers:
            return Arrival(Fetch(failure=failures[0]))
        fetch = self._fetch(show, providers, failures)
        task = asyncio.create_task(fetch, name=f"fetch show {show.id}")
        self._running[show.id] = task
        task.add_done_callback(lambda done: self._note(show.id, done))
        return Arrival(Fetch(pending=True), task)

    def is_running(self, show_id: int) -> bool:
        """Whether a show is being asked for just now."""
        return show_id in self._running

    async def close(self) -> None:
        """Give up what is still on its way."""
        tasks = [*self._running.values(), *self._asking]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _away(self, provider: Provider) -> ProviderError | None:
        """Why a provider is not worth asking just now."""
        state = self._health.of(provider.name)
        due = state.failed_at is None or self._clock() - state.failed_at >= _AGAIN
        return None if due else state.failing

    def _note(self, show_id: int, task: asyncio.Task[Fetch]) -> None:
        del self._running[show_id]
        if task.cancelled() or (error := task.exception()) is not None:
            if not task.cancelled():
                _LOG.error("fetching show %d failed", show_id, exc_info=error)
            return
        if task.result().failure:
            self._failed[show_id] = task.result()
        else:
            self._asked[show_id] = None

    async def _fetch(
        self, show: Show, providers: Sequence[Provider], away: Sequence[SentenceError]
    ) -> Fetch:
        """Ask them all; `away` is why others are not asked."""
        try:
            if show.is_indexed_only:
                async with self._database.write() as writing:
                    await ensure_shows(writing, [show.id], now=self._clock())
        except StoreError as error:
            _LOG.warning("a show cannot be fetched: %s", error)
            return Fetch(failure=_UNWRITABLE)
        loop = asyncio.get_running_loop()
        began = loop.time()
        pending = {asyncio.create_task(self._ask(one, show.id)): one.name for one in providers}
        for task in pending:
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        came, failures = False, list(away)
        while pending:
            left = (TOGETHER if came else PATIENCE) - (loop.time() - began)
            done, _ = await asyncio.wait(
                pending, timeout=max(left, 0.0), return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                break
            for task in done:
                del pending[task]
                outcome = task.result()
                if isinstance(outcome, SentenceError):
                    failures.append(outcome)
                else:
                    came = came or outcome
        failures += [UnreachableError(n, "did not answer in time") for n in pending.values()]
        if came:
            await self._library.refresh()
            return SETTLED
        if not failures and show.is_indexed_only:
            failures.append(_NOTHING_MORE)
        return Fetch(failure=failures[0]) if failures else SETTLED

    async def _ask(self, provider: Provider, show_id: int) -> bool | SentenceError:
        """Whether a provider had something to store, or why it did not."""
        try:
            return await self._refresh_queue.refresh_from(provider, show_id)
        except ProviderError as error:
            return error
        except StoreError as error:
            _LOG.warning("what a provider says was not stored: %s", error)
            return _UNWRITABLE
