"""Keeps TVmaze's index of all shows: a first pass, then each day what is new or has changed.

A page is requested only while the provider's bucket has calls to spare, so a person who asks for a
show goes first. If the process is killed at any page, the next one continues from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from ...answers.library import Library
from ...errors import StoreError
from ...facts.bulk_write import unwatched
from ...facts.queries import index_rows as store
from ...facts.queries.index_rows import IndexRow
from ...foundation.clock import Clock, has_passed
from ...foundation.database import Database, Transaction
from ...foundation.lease import Lease, LeaseLostError
from ..provider_health import BadAnswerError, NotFoundError, ProviderError
from .index import PAGE, IndexState, read_index_page, read_state, write_state

_LOG = logging.getLogger(__name__)

DAILY = timedelta(days=1)
MONTHLY = timedelta(days=30)

_BAD_IN_A_ROW = 3
_LATER = timedelta(minutes=10)
_AT_A_TIME = 10
"""How many rows are read between two turns of the event loop: a few milliseconds."""

_NEW = 40 * PAGE
"""How far behind the last known show new ones are looked for, at TVmaze's hundreds a month. The
page of an id beyond that would be requested without success day after day."""

_SUSPICIOUS = 0.2
"""If at least this share of a page's shows is gone at once, the page is not believed."""


class IndexProvider(Protocol):
    """What the sync needs of TVmaze."""

    name: str

    async def page(self, number: int) -> object:
        """A page of the index as it comes; NotFoundError behind the last."""
        ...

    async def updated(self, since: datetime, now: datetime) -> Mapping[str, datetime]:
        """The shows that changed since an instant, with some from shortly before: their keys, and
        when."""
        ...


@dataclass(slots=True)
class IndexReport:
    """What a run of the sync did."""

    pages: int = 0
    written: int = 0
    unread: int = 0
    failing: ProviderError | None = None


IndexProgress = Callable[[int, int | None], None]
"""Called with how many pages were read, and how many there are, if that is known."""


@dataclass(slots=True)
class IndexSync:
    """Reads pages one by one. `provider` is None where there is no index to keep."""

    database: Database
    library: Library
    clock: Clock
    provider: IndexProvider | None
    _lease: Lease = field(init=False)
    _failed_at: datetime | None = field(init=False, default=None)
    _told: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._lease = Lease(self.database, self.clock, "index")

    async def state(self) -> IndexState:
        """The state of the index, as it is stored.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self.database.read() as reading:
            return await read_state(reading)

    async def is_in_first_pass(self) -> bool:
        """Whether there is an index that was never read whole; False if that is unknown."""
        if self.provider is None:
            return False
        try:
            return not (await self.state()).passed_at
        except StoreError:
            return False

    async def run(self, *, whole: bool = False, progress: IndexProgress = unwatched) -> IndexReport:
        """Read the pages that are due, or with `whole` all pages, until done or until TVmaze fails.

        A failure is logged once, and so is its end; the next run continues from there.

        Raises:
            BusyError: another process is reading the index.
            StoreError: the database cannot be used.
        """
        report = IndexReport()
        if self.provider is None or not (whole or self._may_try()):
            return report
        state = await self.state()
        if not whole and not self._is_due(state):
            return report
        await self._lease.take()
        try:
            state = await self._planned(await self.state(), self.provider, whole=whole)
            while (page := state.current) is not None:
                state = await self._read(self.provider, page, state, report)
                progress(report.pages, state.total)
            self._recovered()
        except LeaseLostError:
            _LOG.info("another process took the index over")
        except ProviderError as error:
            report.failing = error
            self._failed(error)
        finally:
            await asyncio.shield(self._finish())
        return report

    async def _finish(self) -> None:
        try:
            await self._lease.release()
            await self.library.renew_titles(soon=True)
        except StoreError as error:
            _LOG.warning("the index of shows is not found by its titles yet: %s", error)

    def _may_try(self) -> bool:
        return has_passed(_LATER, self._failed_at, self.clock())

    def _is_due(self, state: IndexState) -> bool:
        now = self.clock()
        if state.next_page is not None or state.pages:
            return True
        return has_passed(DAILY, datetime.fromtimestamp(state.looked_at, UTC), now)

    async def _planned(
        self, state: IndexState, provider: IndexProvider, *, whole: bool
    ) -> IndexState:
        """The state with the pages that are to be read now."""
        now = self.clock()
        if state.next_page is not None:
            return state
        if whole or has_passed(MONTHLY, datetime.fromtimestamp(state.passed_at, UTC), now):
            return replace(state, next_page=0, pages=(), unread=())
        if state.pages:
            return state
        since = datetime.fromtimestamp(state.looked_at, UTC)
        changed = await provider.updated(max(since, now - MONTHLY), now)
        numbers = {int(key): at for key, at in changed.items()}
        async with self.database.read() as reading:
            known = await store.updates_of(reading, sorted(numbers))
            last = await store.last_number(reading)
        pages = {
            number // PAGE
            for number, at in numbers.items()
            if number < last + _NEW and (number not in known or known[number] < at)
        }
        pages |= {last // PAGE, *state.unread}
        return replace(state, pages=tuple(sorted(pages)), looked_at=int(now.timestamp()))

    async def _read(
        self, provider: IndexProvider, page: int, state: IndexState, report: IndexReport
    ) -> IndexState:
        """Read one page and store its rows together with the state after it."""
        now = self.clock()
        known = state.unread
        state = state.without(page)
        rows: Sequence[IndexRow] | None = None
        try:
            answer = await provider.page(page)
            rows, bad = await _rows_of(answer, page, now)
            report.unread += bad
        except NotFoundError as error:
            if await self._is_behind_the_last(provider, page, state):
                state = state.behind_the_last(page, now)
            else:
                state = self._given_up(state, page, error)
        except BadAnswerError as error:
            state = self._given_up(state, page, error)
            if state.unread_in_a_row() >= _BAD_IN_A_ROW:
                raise
        else:
            self._told.discard(page)
            state = state.after(page)
        report.pages += 1
        if rows == [] and page not in known:
            # That all 250 shows of a page were deleted is believed only the second time.
            rows, state = None, replace(state, unread=(*state.unread, page))
        written: list[int] = []
        gone: list[int] = []
        async with self.database.write() as writing:
            await self._lease.renew(writing)
            if rows is not None:
                written = await store.put_rows(writing, rows)
                gone = await self._drop_missing(writing, page, rows)
            await write_state(writing, state)
        report.written += len(written)
        await self.library.add_rows(written, gone)
        await self.library.renew_titles()
        return state

    def _given_up(self, state: IndexState, page: int, error: ProviderError) -> IndexState:
        """The state with a page that is to be read again another day; this is logged once."""
        if page not in self._told:
            self._told.add(page)
            _LOG.warning("page %d of the index cannot be read: %s", page, error.in_full())
        return replace(state.after(page), unread=(*state.unread, page))

    async def _is_behind_the_last(
        self, provider: IndexProvider, page: int, state: IndexState
    ) -> bool:
        """Whether a page that was not found lies after the last one, rather than failing just now.

        Raises:
            ProviderError: no page is found at all, or it cannot be told.
        """
        if any(number > page for number in state.pages):
            return False
        async with self.database.read() as reading:
            last = await store.last_number(reading)
        if last and page <= last // PAGE:
            return False
        if state.next_page is None:
            return True
        try:
            await provider.page(page + 1)
        except NotFoundError:
            if page:
                return True
            raise
        except BadAnswerError:
            return False
        return False

    async def _drop_missing(
        self, writing: Transaction, page: int, rows: Sequence[IndexRow]
    ) -> list[int]:
        """Delete the rows of shows that TVmaze deleted and nobody asked for; returns their
        numbers."""
        here = {row.number for row in rows}
        known = await store.numbers_between(writing, page * PAGE, (page + 1) * PAGE)
        gone = [number for number in known if number not in here]
        if len(gone) > max(1, len(known) * _SUSPICIOUS):
            return []
        return await store.drop_rows(writing, gone)

    def _failed(self, error: ProviderError) -> None:
        if self._failed_at is None:
            _LOG.warning("the index of shows waits: %s", error.in_full())
        self._failed_at = self.clock()

    def _recovered(self) -> None:
        if self._failed_at is not None:
            _LOG.info("the index of shows is kept up again")
        self._failed_at = None


async def _rows_of(answer: object, page: int, now: datetime) -> tuple[list[IndexRow], int]:
    """`read_index_page` in pieces, between which the event loop runs."""
    if not isinstance(answer, list) or len(answer) <= _AT_A_TIME:
        return read_index_page(answer, page, now)
    rows: dict[int, IndexRow] = {}
    bad = 0
    for start in range(0, len(answer), _AT_A_TIME):
        try:
            read, unread = read_index_page(answer[start : start + _AT_A_TIME], page, now)
        except BadAnswerError:
            read, unread = [], len(answer[start : start + _AT_A_TIME])
        rows.update((row.number, row) for row in read)
        bad += unread
        await asyncio.sleep(0)
    if not rows:
        raise BadAnswerError("tvmaze", "sent a page without any show of that page")
    return [rows[number] for number in sorted(rows)], bad
