"""Keeps TVmaze's index of all shows: a first pass, then each day what is new or has changed.

It has a lane of its own: a page leaves only while the provider's bucket has calls to spare, so
whoever asks for a show goes first. Killed at any page, it goes on with the next one.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from ..answers.library import Library
from ..clock import Clock
from ..errors import StoreError
from ..facts.queries import index_rows as store
from ..facts.queries.index_rows import IndexRow
from ..foundation.database import Database, Transaction, read_meta, write_meta
from ..foundation.lease import Lease, LeaseLostError
from ..locale.cldr import number_text
from ..locale.messages import ngettext
from .errors import BadAnswerError, NotFoundError, ProviderError
from .tvmaze.index import PAGE, read_page

_LOG = logging.getLogger(__name__)

DAILY = timedelta(days=1)
MONTHLY = timedelta(days=30)

_STATE = "index"
_BAD_IN_A_ROW = 3
_LATER = timedelta(minutes=10)
_AT_A_TIME = 10
"""So many rows are read between two turns of the event loop: a few milliseconds."""

_SUSPICIOUS = 0.2
"""Where so large a part of a page's shows is gone at once, the page is not believed."""


class IndexProvider(Protocol):
    """What the sync needs of TVmaze."""

    name: str

    async def page(self, number: int) -> object:
        """A page of the index as it comes; NotFoundError behind the last."""
        ...

    async def updated(self, since: datetime, now: datetime) -> Mapping[str, datetime]:
        """The shows that changed since an instant and some before it: their keys, and when."""
        ...


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index is; instants are epoch seconds, 0 for never.

    `next_page` is that of a whole pass that is under way, `pages` are single ones to be read again,
    `unread` those that could not be read.
    """

    next_page: int | None = 0
    pages: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    passed_at: int = 0
    looked_at: int = 0

    def summary(self, rows: int) -> str:
        """How far it is, with so many rows, in a few words."""
        if self.passed_at:
            told = ngettext("{number} show by name", "{number} shows by name", rows)
            if not self.unread:
                return told
            unread = ngettext(
                "{number} page of it unread", "{number} pages of it unread", len(self.unread)
            )
            return f"{told}, {unread}"
        return ngettext(
            "{number} show by name so far, still reading (page {page} next)",
            "{number} shows by name so far, still reading (page {page} next)",
            rows,
            page=number_text(self.next_page or 0),
        )


@dataclass(slots=True)
class IndexReport:
    """What a run of the sync did."""

    pages: int = 0
    written: int = 0
    unread: int = 0
    failing: ProviderError | None = None


Progress = Callable[[int, int | None], None]
"""Told how many pages were read, and of how many where that is known."""


@dataclass(slots=True)
class IndexSync:
    """Reads pages one by one. `provider` is None where there is no index to keep."""

    database: Database
    library: Library
    clock: Clock
    provider: IndexProvider | None
    _lease: Lease = field(init=False)
    _waits_until: datetime = field(init=False, default=datetime.min.replace(tzinfo=UTC))
    _failing: bool = field(init=False, default=False)
    _told: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._lease = Lease(self.database, self.clock, "index")

    async def state(self) -> IndexState:
        """How far it is.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self.database.read() as reading:
            return await index_state(reading)

    async def run(
        self, *, whole: bool = False, progress: Progress = lambda done, total: None
    ) -> IndexReport:
        """Read what is due, or with `whole` every page; until it is done or TVmaze fails.

        What fails is told once in the log, and its end too; the next run goes on from there.

        Raises:
            BusyError: another process does it.
            StoreError: the database cannot be used.
        """
        report = IndexReport()
        if self.provider is None or (not whole and self.clock() < self._waits_until):
            return report
        state = await self.state()
        if not whole and not self._is_due(state):
            return report
        await self._lease.take()
        try:
            state = await self._planned(await self.state(), self.provider, whole=whole)
            while (page := _next(state)) is not None:
                state = await self._read(self.provider, page, state, report)
                progress(report.pages, _total(state))
            self._recovered()
        except LeaseLostError:
            _LOG.info("another process took the index over")
        except ProviderError as error:
            report.failing = error
            self._failed(error)
        finally:
            await asyncio.shield(self._finish(report))
        return report

    async def _finish(self, report: IndexReport) -> None:
        try:
            await self._lease.release()
            await self.library.renew_titles(soon=True)
        except StoreError as error:
            _LOG.warning("the index of shows is not found by its titles yet: %s", error)

    def _is_due(self, state: IndexState) -> bool:
        now = self.clock()
        if state.next_page is not None or state.pages:
            return True
        return now.timestamp() - state.looked_at >= DAILY.total_seconds()

    async def _planned(
        self, state: IndexState, provider: IndexProvider, *, whole: bool
    ) -> IndexState:
        """The state with what is to be read now."""
        now = self.clock()
        if state.next_page is not None:
            return state
        if whole or now.timestamp() - state.passed_at >= MONTHLY.total_seconds():
            return replace(state, next_page=0, pages=(), unread=())
        if state.pages:
            return state
        since = datetime.fromtimestamp(state.looked_at, UTC)
        changed = await provider.updated(max(since, now - MONTHLY), now)
        numbers = {int(key): at for key, at in changed.items()}
        async with self.database.read() as reading:
            known = await store.updates_of(reading, sorted(numbers))
            last = await store.last_number(reading)
        pages = {n // PAGE for n, at in numbers.items() if n not in known or known[n] < at}
        pages |= {last // PAGE, *state.unread}
        return replace(state, pages=tuple(sorted(pages)), looked_at=int(now.timestamp()))

    async def _read(
        self, provider: IndexProvider, page: int, state: IndexState, report: IndexReport
    ) -> IndexState:
        """Read one page and store its rows together with the state behind it."""
        now = self.clock()
        report.pages += 1
        unread = tuple(number for number in state.unread if number != page)
        rows: Sequence[IndexRow] | None = None
        try:
            answer = await provider.page(page)
            rows, bad = await _rows_of(answer, page, now)
            report.unread += bad
        except NotFoundError:
            state = _behind_the_last(state, page, now)
        except BadAnswerError as error:
            if page not in self._told:
                self._told.add(page)
                _LOG.warning("page %d of the index cannot be read: %s", page, error)
            unread = (*unread, page)
            if _in_a_row(unread) >= _BAD_IN_A_ROW:
                raise
            state = _after(state, page)
        else:
            self._told.discard(page)
            state = _after(state, page)
        state = replace(state, unread=unread)
        written: list[int] = []
        gone: list[int] = []
        async with self.database.write() as writing:
            await self._lease.renew(writing)
            if rows is not None:
                written = await store.put_rows(writing, rows)
                gone = await self._drop_missing(writing, page, rows)
            await write_meta(writing, _STATE, json.dumps(asdict(state)))
        report.written += len(written)
        await self.library.add_rows(written, gone)
        await self.library.renew_titles()
        return state

    async def _drop_missing(
        self, writing: Transaction, page: int, rows: Sequence[IndexRow]
    ) -> list[int]:
        """Forget shows that TVmaze deleted, as long as nobody asked for them; their numbers."""
        here = {row.number for row in rows}
        known = await store.numbers_between(writing, page * PAGE, (page + 1) * PAGE)
        gone = [number for number in known if number not in here]
        if len(gone) > max(1, len(known) * _SUSPICIOUS):
            return []
        return await store.drop_rows(writing, gone)

    def _failed(self, error: ProviderError) -> None:
        self._waits_until = self.clock() + _LATER
        if not self._failing:
            _LOG.warning("the index of shows waits: %s", error)
        self._failing = True

    def _recovered(self) -> None:
        if self._failing:
            _LOG.info("the index of shows is kept up again")
        self._failing = False


async def _rows_of(answer: object, page: int, now: datetime) -> tuple[list[IndexRow], int]:
    """`read_page` in pieces, between which the event loop turns."""
    if not isinstance(answer, list) or len(answer) <= _AT_A_TIME:
        return read_page(answer, page, now)
    rows: dict[int, IndexRow] = {}
    bad = 0
    for start in range(0, len(answer), _AT_A_TIME):
        try:
            some, unread = read_page(answer[start : start + _AT_A_TIME], page, now)
        except BadAnswerError:
            some, unread = [], len(answer[start : start + _AT_A_TIME])
        rows.update((row.number, row) for row in some)
        bad += unread
        await asyncio.sleep(0)
    if not rows:
        raise BadAnswerError("tvmaze", "sent a page without any show of that page")
    return [rows[number] for number in sorted(rows)], bad


async def index_state(reading: Transaction) -> IndexState:
    """How far the index is, as it is stored."""
    text = await read_meta(reading, _STATE)
    if text is None:
        return IndexState()
    stored: dict[str, Any] = json.loads(text)
    stored["pages"], stored["unread"] = tuple(stored["pages"]), tuple(stored["unread"])
    return IndexState(**stored)


def _next(state: IndexState) -> int | None:
    if state.next_page is not None:
        return state.next_page
    return state.pages[0] if state.pages else None


def _total(state: IndexState) -> int | None:
    return None if state.next_page is not None else len(state.pages)


def _after(state: IndexState, page: int) -> IndexState:
    if state.next_page is not None:
        return replace(state, next_page=page + 1)
    rest = tuple(number for number in state.pages if number != page)
    # Behind the last page that was known there may be another one by now.
    if not rest and page == max(state.pages):
        rest = (page + 1,)
    return replace(state, pages=rest)


def _behind_the_last(state: IndexState, page: int, now: datetime) -> IndexState:
    if state.next_page is not None:
        done = int(now.timestamp())
        return replace(state, next_page=None, passed_at=done, looked_at=done)
    return replace(state, pages=tuple(number for number in state.pages if number < page))


def _in_a_row(pages: Sequence[int]) -> int:
    """How many pages, up to the last one added, follow each other."""
    count = 1
    while count < len(pages) and pages[-count - 1] == pages[-count] - 1:
        count += 1
    return count
