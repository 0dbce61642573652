"""The connection to the database: short reads, and writes one at a time in whole transactions."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Dialect, Select, SelectBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.compiler import SQLCompiler

from ..errors import StoreAwayError, StoreError
from . import postgres, sqlite
from .backend import Backend
from .database_url import parsed
from .driver_errors import AWAY, CROWDED
from .meta import write_meta
from .write_queue import WriteQueue

_LOG = logging.getLogger(__name__)

Transaction = AsyncConnection
"""A transaction as `Database.read` and `Database.write` give it, for layers that know no SQL."""

_PROMPT_SECONDS = 1.5
"""How many seconds `fetch` waits, and within which a transaction must begin, retries included:
people wait three."""

_SHORT_SECONDS = 0.5
"""How many seconds a caller waits for another that is finding out whether the database answers
again."""

_LEAVING_SECONDS = 1.0
"""How many seconds closing waits for reads and writes that are under way."""


def _backend(url: str, caches: Path | None) -> Backend:
    found = parsed(url)
    if found.drivername == postgres.DRIVER:
        return postgres.PostgreSQL(found, caches)
    return sqlite.SQLite(found)


class Database:
    """One store, opened with `async with`; reads run side by side, writes one after another."""

    def __init__(self, url: str, caches: Path | None = None) -> None:
        """`caches` is the folder for this machine's caches of a database on a server; None for the
        usual one.

        Caches of a SQLite file lie beside it.
        """
        self.url = url
        self._backend = _backend(url, caches)
        self._engine = self._backend.engine
        self._writes = WriteQueue()
        self._at_hand: AsyncConnection | None = None
        self._under_way = 0
        self.on_write: Callable[[float], None] | None = None
        """Called after each write with the seconds that it took, the wait for the lock included."""
        self._idle = asyncio.Event()
        self._idle.set()
        self._written = asyncio.Event()
        self._away = self._crowded = False
        self._reaching = asyncio.Lock()
        self._fetching = asyncio.Lock()
        self._fetch_failed_at = float("-inf")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A task that was just cancelled still has to give its connection back.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), _LEAVING_SECONDS)
        await self._backend.close()

    def beside(self, ending: str) -> Path:
        """The path of this machine's cache of the database, with that suffix."""
        return self._backend.beside(ending)

    def refuse_if_replaced(self) -> None:
        """Raise if the file at the path is no longer the one that was opened.

        Raises:
            StoreError: the file was deleted, moved away or replaced.
        """
        self._backend.refuse_if_replaced()

    async def refuse_shared_sessions(self) -> None:
        """Raise if a pooler gives one connection different sessions of the server.

        Raises:
            StoreError: it does, or the server does not answer.
        """
        with self._errors_in_sentences(), self._counted():
            await self._backend.refuse_shared_sessions()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    @contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            if self.on_write is not None:
                self.on_write(time.perf_counter() - began)

    async def probe(self) -> None:
        """Find out whether the database can be written, by writing the time of this probe.

        Raises:
            StoreError: it cannot.
        """
        async with self.write(durable=False) as connection:
            await write_meta(connection, "probed_at", str(int(time.time())))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements see one consistent state.

        Raises:
            StoreError: the database cannot be read.
        """
        self.refuse_if_replaced()
        with self._errors_in_sentences(), self._counted():
            async with AsyncExitStack() as stack:
                connection = await self._begin(stack)
                yield connection
                await self._backend.end_reading(connection)

    @asynccontextmanager
    async def write(
        self, *, durable: bool = True, queued: bool = True
    ) -> AsyncIterator[AsyncConnection]:
        """One transaction that holds the write lock from its first statement to its commit.

        Anything raised inside rolls all of it back. One that is not `durable` does not wait for the
        disk: it is consistent, but may be lost in a power failure. One that is not `queued` writes
        no revision and may be done twice: if the engine allows several writers, it runs beside the
        others and locks only its rows.

        Raises:
            StoreError: the database is locked, full, read-only, damaged, away, or not the file
                that was opened; nothing was changed, unless the sentence says otherwise.
        """
        self.refuse_if_replaced()
        queued = queued or self._backend.one_writer
        with self._errors_in_sentences(), self._counted(), self._timed():
            async with self._writes.turn() if queued else nullcontext(), AsyncExitStack() as stack:
                connection = await self._begin(
                    stack,
                    cliffhanger_writes=True,
                    cliffhanger_durable=durable,
                    cliffhanger_queued=queued,
                )
                yield connection
                self.refuse_if_replaced()
                await self._backend.commit(connection)

    async def _begin(self, stack: AsyncExitStack, **options: bool) -> AsyncConnection:
        """A connection on which a transaction has begun.

        While the server is away, one caller at a time finds out whether it answers again, which may
        take seconds. The others are refused at once (a circuit breaker), so a caller that can do
        without the database, or only reports the outage, does not wait.
        """
        if not self._away:
            return await self._begin_on_live_connection(
                stack, self._backend.connects_within, **options
            )
        try:
            async with asyncio.timeout(_SHORT_SECONDS):
                await self._reaching.acquire()
        except TimeoutError:
            raise StoreAwayError(AWAY) from None
        try:
            if not options:
                return await self._begin_on_live_connection(stack, None)
            # From here on a write may wait for others, which says nothing about the state of the
            # server.
            async with AsyncExitStack() as trying:
                await self._begin_on_live_connection(trying, None)
        finally:
            self._reaching.release()
        return await self._begin_on_live_connection(stack, self._backend.connects_within, **options)

    async def _begin_on_live_connection(
        self, stack: AsyncExitStack, patience: float | None, **options: bool
    ) -> AsyncConnection:
        """As `_begin`, but a lost connection is replaced.

        Nothing has been done yet, so beginning can be repeated. With the first lost connection the
        pool drops all of the same age.
        """
        until = time.monotonic() + _PROMPT_SECONDS
        for last in (False, True):
            try:
                async with asyncio.timeout(patience):
                    connection = await stack.enter_async_context(_connected(self._engine))
            except TimeoutError:
                if self._are_all_in_use():
                    raise PoolTimeoutError("no connection became free in time") from None
                self._away = True
                raise StoreAwayError(AWAY) from None
            if options:
                await connection.execution_options(**options)
            try:
                await connection.begin()
            except DBAPIError as error:
                if last or not error.connection_invalidated or time.monotonic() >= until:
                    raise
            else:
                break
        self._away = self._crowded = False
        return connection

    def _are_all_in_use(self) -> bool:
        """Whether the pool had no free connection, rather than the server being unable to open one.

        A connection whose opening was abandoned is no longer counted by the pool.
        """
        pool = self._engine.pool
        return isinstance(pool, QueuePool) and pool.checkedout() >= sqlite.CONNECTIONS

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[None]:
        """Keep one connection open for `fetch` inside the block, which saves most of its time.

        Raises:
            StoreError: the database cannot be opened.
        """
        self.refuse_if_replaced()
        with self._errors_in_sentences(), self._counted():
            async with _connected(self._engine) as connection:
                self._at_hand = connection
                try:
                    yield
                finally:
                    self._at_hand = None

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Inside the block `until_written` returns on writes, if the engine announces them."""
        task = asyncio.create_task(self._backend.listen(self._written.set), name="listening")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until_written(self) -> None:
        """Return once any process has written a revision; only inside `listening`.

        It may return without one, and may miss one: no engine promises to announce all.
        """
        await self._written.wait()
        self._written.clear()

    async def fetch(
        self, query: SelectBase, values: Mapping[str, int]
    ) -> Sequence[tuple[Any, ...]] | None:
        """The rows of one SELECT on the connection at hand; None if there is no such connection or
        it fails.

        `query` is a constant of a module, because its compiled form is kept. A single statement is
        consistent without a transaction, whose begin and rollback would each cost an exchange with
        the server or a change of thread. Errors are not reported here: the caller then reads by
        `read`, which reports what is still wrong.
        """
        connection = self._at_hand
        if connection is None or self._away:
            return None
        compiled = _compiled(query, connection.dialect)
        asked_at = time.monotonic()
        async with self._fetching:
            if self._fetch_failed_at > asked_at:
                return None  # What delayed another caller would delay this one for as long.
            try:
                async with asyncio.timeout(_PROMPT_SECONDS):
                    return await self._backend.fetch(
                        connection, compiled, compiled.construct_params(values)
                    )
            except (DBAPIError, PoolTimeoutError, self._backend.Error):
                pass
            except TimeoutError:
                self._away = True
            self._fetch_failed_at = time.monotonic()
        return None

    async def holds(self, query: Select[Any], values: Mapping[str, int]) -> bool:
        """The truth value that a SELECT returns; on the connection at hand, or else on another one.

        Raises:
            StoreError: the database cannot be read.
        """
        rows = await self.fetch(query, values)
        if rows is not None:
            return bool(rows[0][0])
        async with self.read() as reading:
            return bool(await reading.scalar(query, values))

    @contextmanager
    def _errors_in_sentences(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, self._backend.Error) as error:
            explained = self._backend.explained(error)
            if explained is None:
                raise
            if isinstance(explained, StoreAwayError):
                self._away = True
            raise explained from error
        except PoolTimeoutError as error:
            if not self._crowded:
                _LOG.warning(
                    "all connections to the database are in use: what is asked of it is refused "
                    "until some are free; look for a lock that another program holds there, or "
                    "for a disk that stands still"
                )
            self._crowded = True
            raise StoreError(CROWDED) from error
        except json.JSONDecodeError as error:
            raise StoreError("A row of the database is damaged; restore a backup.") from error


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection of the pool, returned to it by the task that took it.

    SQLAlchemy's own context manager returns it in a new task. A program that cancels all its tasks
    at its end may never run that task, and the connection would stay open with its transaction.
    """
    connection = await engine.connect()
    try:
        yield connection
    finally:
        await connection.close()


@lru_cache(maxsize=16)
def _compiled(query: SelectBase, dialect: Dialect) -> SQLCompiler:
    compiled = query.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled
