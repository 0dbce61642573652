"""The connection to the database: short reads, and writes one at a time in whole transactions."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import BigInteger, Dialect, Select, SelectBase, Text, cast, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.compiler import SQLCompiler

from ..errors import SettingsError, StoreAwayError, StoreError
from . import postgres, sqlite
from .sql import epoch, meta, moment, upsert

_LOG = logging.getLogger(__name__)

Transaction = AsyncConnection
"""What `Database.read` and `Database.write` hand out, for layers that know no SQL."""

_PROMPT_SECONDS = 1.5
"""How long `fetch` waits, and the longest a transaction may take to begin and be tried again:
people wait three."""

_SHORT_SECONDS = 0.5
"""How long it is waited for another who finds out whether the database answers again."""

_TURN_SECONDS = 4.5
"""How long one write may keep those behind it waiting before they are told: a little less than it
may itself wait for another program's, so that of those who stand in line each does not wait for
the ones before it in turn."""

_LAST_PORT = 65_535

_LEAVING_SECONDS = 1.0
"""How long closing waits for reads and writes that are under way."""


def parsed(url: str) -> URL:
    """A database URL taken apart.

    Raises:
        SettingsError: the text is not a database URL that this program can open.
    """
    try:
        url_parts = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "DATABASE_URL must look like sqlite+aiosqlite:///data/cliffhanger.db "
            "or postgresql+psycopg://user:password@host/cliffhanger."
        ) from None
    if url_parts.drivername not in (sqlite.DRIVER, postgres.DRIVER):
        raise SettingsError(
            "DATABASE_URL must start with sqlite+aiosqlite:// or postgresql+psycopg://."
        )
    # A server that is away is waited for, and at such a port there never is one.
    if url_parts.port is not None and not 1 <= url_parts.port <= _LAST_PORT:
        raise SettingsError(
            f"DATABASE_URL names the port {url_parts.port}; ports are 1 to {_LAST_PORT}."
        )
    return url_parts


def file_of(url: str) -> Path | None:
    """The file behind a database URL; None where a server has it.

    Raises:
        SettingsError: the text is not a database URL that this program can open.
    """
    found = parsed(url)
    return sqlite.path_of(found) if found.drivername == sqlite.DRIVER else None


class Backend(Protocol):
    """What is particular to an engine: how its transactions begin, and what its errors mean."""

    engine: AsyncEngine
    one_writer: bool
    connects_within: float | None

    @property
    def Error(self) -> type[Exception]:  # noqa: N802 - the name that drivers give it (PEP 249)
        """The base of the driver's own errors."""

    def beside(self, ending: str) -> Path: ...
    def refuse_if_replaced(self) -> None: ...
    async def commit(self, connection: AsyncConnection) -> None: ...
    async def end_reading(self, connection: AsyncConnection) -> None: ...
    async def fetch(
        self, connection: AsyncConnection, query: SQLCompiler, values: Mapping[str, Any]
    ) -> Sequence[tuple[Any, ...]]: ...
    async def listen(self, told: Callable[[], None]) -> None: ...
    def explained(self, error: BaseException) -> StoreError | None: ...
    async def close(self) -> None: ...


def _backend(url: str, caches: Path | None) -> Backend:
    found = parsed(url)
    if found.drivername == postgres.DRIVER:
        return postgres.PostgreSQL(found, caches)
    return sqlite.SQLite(found)


class Database:
    """One store. Open it with `async with`; reads run side by side, writes one after another."""

    def __init__(self, url: str, caches: Path | None = None) -> None:
        """`caches` is the folder for what this machine keeps of a server's database.

        What it keeps of a file lies beside that.
        """
        self.url = url
        self._backend = _backend(url, caches)
        self._engine = self._backend.engine
        self._writing = asyncio.Lock()
        self._in_line: set[asyncio.Timeout] = set()
        self._is_held_up = False
        self._at_hand: AsyncConnection | None = None
        self._under_way = 0
        self.on_write: Callable[[float], None] | None = None
        """Told the seconds that each write took, the wait for the lock included."""
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
        """The file for what this machine keeps of the database outside of it."""
        return self._backend.beside(ending)

    def refuse_if_replaced(self) -> None:
        """Say so where what is there now is not what was opened.

        Raises:
            StoreError: the file was deleted, moved away or replaced.
        """
        self._backend.refuse_if_replaced()

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
        """Find out whether the database can be written, by writing when that was.

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

        Anything raised inside rolls all of it back. One that is not `durable` does not wait for
        the disk: it is consistent, but may be gone after a power failure. One that is not `queued`
        writes no revision and may be done twice: it goes beside the others, and locks only its
        rows, where the engine knows more than one writer.

        Raises:
            StoreError: the database is locked, full, read-only, damaged, away, or not the file
                that was opened; nothing was changed, unless the sentence says otherwise.
        """
        self.refuse_if_replaced()
        queued = queued or self._backend.one_writer
        with self._errors_in_sentences(), self._counted(), self._timed():
            async with self._turn() if queued else nullcontext(), AsyncExitStack() as stack:
                connection = await self._begin(
                    stack,
                    cliffhanger_writes=True,
                    cliffhanger_durable=durable,
                    cliffhanger_queued=queued,
                )
                yield connection
                self.refuse_if_replaced()
                await self._backend.commit(connection)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Be the one of this process that writes, in the order of those who came.

        However many are in line, they wait on as long as it moves: only a single write that takes
        too long, for a lock of another program or a disk that stands still, is not waited for.

        Raises:
            StoreError: one does.
        """
        try:
            async with asyncio.timeout(_TURN_SECONDS) as patience:
                self._in_line.add(patience)
                try:
                    await self._writing.acquire()
                finally:
                    self._in_line.discard(patience)
        except TimeoutError:
            if not self._is_held_up:
                _LOG.warning(
                    "a write takes long, and those behind it are refused: look for a lock that "
                    "another program holds in the database, or for a disk that stands still"
                )
            self._is_held_up = True
            raise StoreError(postgres.LATE) from None
        try:
            until = asyncio.get_running_loop().time() + _TURN_SECONDS
            for each in self._in_line:
                if not each.expired():
                    each.reschedule(until)
            yield
            self._is_held_up = False
        finally:
            self._writing.release()

    async def _begin(self, stack: AsyncExitStack, **options: bool) -> AsyncConnection:
        """A connection on which a transaction has begun.

        While the server is away one at a time finds out whether it answers again, which may take
        seconds; the others are refused before that, so that whoever needs no answer of it, or
        only to be told, has that at once.
        """
        if not self._away:
            return await self._begun(stack, self._backend.connects_within, **options)
        try:
            async with asyncio.timeout(_SHORT_SECONDS):
                await self._reaching.acquire()
        except TimeoutError:
            raise StoreAwayError(postgres.AWAY) from None
        try:
            if not options:
                return await self._begun(stack, None)
            # A write may then wait for others', which says nothing of the server.
            async with AsyncExitStack() as trying:
                await self._begun(trying, None)
        finally:
            self._reaching.release()
        return await self._begun(stack, self._backend.connects_within, **options)

    async def _begun(
        self, stack: AsyncExitStack, patience: float | None, **options: bool
    ) -> AsyncConnection:
        """As `_begin`; a connection that was lost meanwhile is replaced.

        Nothing has been done yet, so it may be tried again. The first that is found lost takes
        all those with it that are as old.
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
                raise StoreAwayError(postgres.AWAY) from None
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
        """Whether a connection that did not come had to be waited for here, and not at the server.

        One that was being made is none of the pool's any more once that is given up.
        """
        pool = self._engine.pool
        return isinstance(pool, QueuePool) and pool.checkedout() >= sqlite.CONNECTIONS

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[None]:
        """Keep a connection open meanwhile, on which `fetch` costs a fifth of the time.

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
        """Have `until_written` return meanwhile, where the engine tells of writes."""
        task = asyncio.create_task(self._backend.listen(self._written.set), name="listening")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until_written(self) -> None:
        """Return once a revision is written, by any process, that `listening` is told of.

        It may return for nothing, and no engine promises to tell.
        """
        await self._written.wait()
        self._written.clear()

    async def fetch(
        self, query: SelectBase, values: Mapping[str, int]
    ) -> Sequence[tuple[Any, ...]] | None:
        """The rows of one SELECT on the connection at hand; None where there is none or it fails.

        `query` is a constant of a module: what it compiles to is kept. Begin, execute and rollback
        are an exchange with the server each, and the last two a change of thread; a statement by
        itself is consistent without the others. What is wrong is told by the ordinary way, if it
        still is.
        """
        connection = self._at_hand
        if connection is None or self._away:
            return None
        compiled = _compiled(query, connection.dialect)
        asked_at = time.monotonic()
        async with self._fetching:
            if self._fetch_failed_at > asked_at:
                return None  # whatever hindered another would cost this one as long again
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
        """What one truth is, by the connection at hand where that serves, or else by another.

        `query` is a constant of a module, as for `fetch`.

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
            raise StoreError(postgres.CROWDED) from error
        except json.JSONDecodeError as error:
            raise StoreError("A row of the database is damaged; restore a backup.") from error


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection of the pool's, which is given back by whoever had it.

    SQLAlchemy's own way has a task for that, and where a program cancels all of its tasks at its
    end, that one may never begin: the connection would stay open, and its transaction with it.
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


async def next_revision(connection: AsyncConnection) -> int:
    """Count one write: the number that tells every process what is stale.

    PostgreSQL tells those that listen, once it is committed.
    """
    counted = cast(cast(meta.c.value, BigInteger) + 1, Text)
    telling = () if connection.dialect.name != "postgresql" else (postgres.telling,)
    written = await connection.execute(
        upsert(connection, meta)
        .values(name="revision", value="1")
        .on_conflict_do_update(index_elements=[meta.c.name], set_={"value": counted})
        .returning(meta.c.value, *telling)
    )
    return int(written.one().value)


async def current_revision(connection: AsyncConnection) -> int:
    """The number of the last write; 0 for an empty store."""
    return int(await read_meta(connection, "revision") or 0)


REGISTERED_COMMANDS = "commands_digest"
"""The name in `meta` of the commands that Discord has, as far as this database knows."""

RESTORED = "restored"
"""The name in `meta` of that this database was put back from a copy: when it was first used since,
in seconds since 1970, and empty until then."""

_IN_DOUBT = timedelta(hours=1)
"""What waited to be undone or confirmed as a copy was made has settled by then."""


async def read_meta(connection: AsyncConnection, name: str) -> str | None:
    """A single value by name."""
    table = meta
    value = await connection.scalar(select(table.c.value).where(table.c.name == name))
    return None if value is None else str(value)


async def in_doubt_until(writing: Transaction, now: datetime) -> datetime | None:
    """Until when there may be messages and events that a copy which was put back knows nothing of.

    They were made after the copy was. The hour begins with the first who asks; None: no doubt.
    """
    stored = await read_meta(writing, RESTORED)
    if stored is None:
        return None
    if not stored:
        await write_meta(writing, RESTORED, stored := str(epoch(now)))
    # A clock that was ahead noted a time that is yet to come.
    return min(moment(int(stored)), now) + _IN_DOUBT


async def write_meta(connection: AsyncConnection, name: str, value: str) -> None:
    """Set a single value."""
    await connection.execute(
        upsert(connection, meta)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=[meta.c.name], set_={"value": value})
    )
