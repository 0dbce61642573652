"""Fetching shows that people ask about: at once if too little is known, otherwise from a queue.

The answer is sent with what is known and edited once with what comes (stale-while-revalidate), and
once more if one provider answers long after the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cachetools import TTLCache

from ..answers.citations import SETTLED, Fetch, is_stale
from ..errors import SentenceError, StoreError
from ..facts.models import Show
from ..foundation.clock import has_passed, steady
from .fetch import AGE, ShowRefresh
from .models import Provider
from .provider_health import BadAnswerError, ProviderError, UnreachableError

_LOG = logging.getLogger(__name__)
PATIENCE = 20.0
"""Seconds within which something has to come before the answer says that nothing did."""

TOGETHER = 2.5
"""Seconds within which a second provider's facts go into the same edit as the first one's."""

_AGAIN = timedelta(seconds=30)
"""How long a provider that failed is not asked again, whoever asks."""

_FAILURE_KEPT_SECONDS = 60.0
_REMEMBERED = 5000

NO_PROVIDER = SentenceError("no provider can be reached here.")

_SLOW = SentenceError("what I asked for is taking too long.")
_UNWRITABLE = SentenceError("my own database cannot be written just now.")
_NOTHING_MORE = SentenceError("no provider knows more.")


@dataclass(frozen=True, slots=True)
class Landed:
    """The outcome of asking for more; `late` still runs if a provider takes longer than the rest.

    Its result is whether that provider had something to store.
    """

    fetch: Fetch
    late: asyncio.Task[bool] | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is on its way for one answer: `fetch` is its state when the answer is sent.

    `late` comes after an answer that has everything else already.
    """

    fetch: Fetch = SETTLED
    task: asyncio.Task[Landed] | None = None
    late: asyncio.Task[bool] | None = None

    async def outcome(self, within: float | None = None) -> Fetch | None:
        """The outcome; None if nothing was on its way.

        `within` is in seconds: after that the answer is edited without what is still missing, which
        is stored when it comes.
        """
        if self.task is None:
            return None
        done, _ = await asyncio.wait({self.task}, timeout=within)
        return self.task.result().fetch if done else Fetch(failure=_SLOW)

    async def completed(self) -> bool:
        """Wait for the late provider; returns whether it had something to add."""
        late = self.late
        if self.task is not None and self.task.done() and not self.task.cancelled():
            late = self.task.result().late
        if late is None:
            return False
        await asyncio.wait({late})
        return not late.cancelled() and late.result()


class OnDemandFetch:
    """Asks all providers about one show side by side, once for everybody who asks at that time."""

    def __init__(self, show_refresh: ShowRefresh) -> None:
        self._show_refresh = show_refresh
        self._library = show_refresh.library
        self._clock = show_refresh.clock
        self._health = show_refresh.health
        self._running: dict[int, asyncio.Task[Landed]] = {}
        self._asking: set[asyncio.Task[bool | SentenceError]] = set()
        self._late: set[asyncio.Task[bool]] = set()
        seconds = steady(show_refresh.clock)
        self._failed: TTLCache[int, Fetch] = TTLCache(_REMEMBERED, _FAILURE_KEPT_SECONDS, seconds)
        self._asked: TTLCache[int, None] = TTLCache(_REMEMBERED, AGE.total_seconds(), seconds)

    def begin(self, show: Show) -> Arrival:
        """Start asking for more about a show, if what is known is too little or too old."""
        if (running := self._running.get(show.id)) is not None:
            return Arrival(Fetch(pending=True), running)
        if not is_stale(show, self._clock()):
            return Arrival()
        if (failed := self._failed.get(show.id)) is not None:
            return Arrival(failed)
        if show.id in self._asked:
            return Arrival()
        if not self._show_refresh.providers:
            return Arrival(Fetch(failure=NO_PROVIDER)) if show.is_indexed_only else Arrival()
        away = {
            provider.name: error
            for provider in self._show_refresh.providers
            if (error := self._away(provider))
        }
        providers = [
            provider for provider in self._show_refresh.providers if provider.name not in away
        ]
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
        """Cancel all fetches that are under way."""
        tasks: list[asyncio.Task[object]] = [*self._running.values(), *self._asking, *self._late]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _away(self, provider: Provider) -> ProviderError | None:
        """Why a provider is not asked now: its last failure, if recent; else None."""
        state = self._health.of(provider.name)
        return None if has_passed(_AGAIN, state.failed_at, self._clock()) else state.failing

    def _note(self, show_id: int, task: asyncio.Task[Landed]) -> None:
        del self._running[show_id]
        if task.cancelled() or (error := task.exception()) is not None:
            if not task.cancelled():
                _LOG.error("fetching show %d failed", show_id, exc_info=error)
            return
        if task.result().fetch.failure:
            self._failed[show_id] = task.result().fetch
        else:
            self._asked[show_id] = None

    async def _fetch(
        self, show: Show, providers: Sequence[Provider], away: Sequence[SentenceError]
    ) -> Landed:
        """Ask these providers; `away` says why others are not asked."""
        try:
            if show.is_indexed_only:
                await self._show_refresh.admit(show.id)
        except StoreError as error:
            _LOG.warning("a show cannot be fetched: %s", error)
            return Landed(Fetch(failure=_UNWRITABLE))
        loop = asyncio.get_running_loop()
        began = loop.time()
        pending = {
            asyncio.create_task(self._ask(provider, show.id)): provider.name
            for provider in providers
        }
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
        failures += [UnreachableError(name, "did not answer in time") for name in pending.values()]
        late = None
        if pending:
            late = asyncio.create_task(self._late_outcome(show.id, list(pending)))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
        if came:
            await self._library.refresh()
            return Landed(SETTLED, late)
        if not failures and show.is_indexed_only:
            failures.append(_NOTHING_MORE)
        return Landed(Fetch(failure=failures[0]) if failures else SETTLED, late)

    async def _late_outcome(
        self, show_id: int, asking: Sequence[asyncio.Task[bool | SentenceError]]
    ) -> bool:
        """Whether one of the late providers had something to store."""
        came = [outcome is True for outcome in await asyncio.gather(*asking)]
        if not any(came):
            return False
        self._failed.pop(show_id, None)
        await self._library.refresh()
        return True

    async def _ask(self, provider: Provider, show_id: int) -> bool | SentenceError:
        """Ask one provider: whether it had something to store, or why it did not."""
        try:
            return await self._show_refresh.fetch_from(provider, show_id)
        except BadAnswerError:
            # The log has the details; a reader of the card need not know what JSON is.
            return BadAnswerError(provider.name, "sent something that I cannot read")
        except ProviderError as error:
            return error
        except StoreError as error:
            _LOG.warning("what a provider says was not stored: %s", error)
            return _UNWRITABLE


QUEUE = 50
"""How many shows may wait at once; further ones are dropped until somebody asks about them
again."""


class RefreshQueue:
    """A short queue of shows to refresh, one at a time."""

    def __init__(self, show_refresh: ShowRefresh) -> None:
        self._show_refresh = show_refresh
        self._queue: deque[int] = deque()
        self._offered: TTLCache[int, None] = TTLCache(
            _REMEMBERED, ttl=AGE.total_seconds(), timer=steady(show_refresh.clock)
        )

    def offer(self, show_id: int) -> None:
        """Have a show refreshed soon, unless it was refreshed recently or the queue is full."""
        if not self._show_refresh.providers or len(self._queue) >= QUEUE:
            return
        if show_id in self._offered:
            return
        self._offered[show_id] = None
        self._queue.append(show_id)

    @property
    def waiting(self) -> int:
        """How many shows are in the queue."""
        return len(self._queue)

    async def work(self) -> None:
        """Refresh the shows in the queue until it is empty.

        Raises:
            StoreError: the database cannot be used; the show that was being refreshed is dropped.
        """
        while self._queue:
            await self.refresh(self._queue.popleft())

    async def refresh(self, show_id: int, *, at_once: bool = False) -> list[ProviderError]:
        """Fetch a show's old records, or all of them `at_once`; returns the failures by provider.

        Raises:
            StoreError: the database cannot be used.
        """
        show = await self._show_refresh.library.show(show_id)
        if show is not None and show.is_indexed_only:
            await self._show_refresh.admit(show_id)
        failed = []
        for provider in self._show_refresh.providers:
            if not at_once and self._show_refresh.health.of(provider.name).failing is not None:
                # The sync notices when the provider answers again.
                continue
            try:
                await self._show_refresh.fetch_from(provider, show_id, at_once=at_once)
            except ProviderError as error:
                failed.append(error)
        await self._show_refresh.library.refresh()
        return failed
