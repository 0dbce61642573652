"""The connection to the database: short reads, and writes one at a time in whole transactions."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

import aiosqlite
from sqlalchemy import event, insert, select, update
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ..errors import SettingsError, StoreError
from .tables import meta

Transaction = AsyncConnection
"""What `Database.read` and `Database.write` hand out, for layers that know no SQL."""

_BUSY_SECONDS = 5
"""How long a writer waits for another process before it gives up with a clear sentence."""

_LEAVING_SECONDS = 1.0
"""How long closing waits for reads and writes that are under way."""


def file_of(url: str) -> Path:
    """The file behind a database URL.

    Raises:
        SettingsError: the text is not a database URL that this program can open.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "DATABASE_URL must look like sqlite+aiosqlite:///data/cliffhanger.db."
        ) from None
    if parsed.drivername != "sqlite+aiosqlite":
        raise SettingsError("DATABASE_URL must start with sqlite+aiosqlite:// for now.")
    name = parsed.database
    if not name or name == ":memory:" or name.startswith("file:") or parsed.host:
        raise SettingsError(
            "DATABASE_URL must name a file, like sqlite+aiosqlite:///data/cliffhanger.db; "
            "an absolute path has four slashes."
        )
    return Path(name)


class Database:
    """One engine. Open it with `async with`; reads run side by side, writes one after another."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.file = file_of(url)
        self._engine: AsyncEngine = create_async_engine(url, async_creator=self._connect)
        self._writing = asyncio.Lock()
        self._opened: WeakSet[_Connection] = WeakSet()
        self._under_way = 0
        self._identity: tuple[int, int] | None = None
        self.on_write: Callable[[float], None] | None = None
        """Told the seconds that each write took, the wait for the lock included."""
        self._idle = asyncio.Event()
        self._idle.set()
        event.listen(self._engine.sync_engine, "connect", _configure)
        event.listen(self._engine.sync_engine, "begin", _begin)
        event.listen(self._engine.sync_engine, "invalidate", _roll_back)

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
        await self._engine.dispose()
        for connection in list(self._opened):
            await connection.until_stopped()

    def refuse_if_replaced(self) -> None:
        """Say so where the file is not the one that was opened: what is written to it is lost.

        Raises:
            StoreError: it was deleted, moved away or replaced.
        """
        try:
            found = self.file.stat()
            identity = (found.st_dev, found.st_ino)
        except OSError:
            identity = None
        if self._identity is None:
            self._identity = identity
        elif identity != self._identity:
            raise StoreError(
                "The database file was deleted or replaced while I run; nothing was changed. "
                "Whoever runs me has to put it back, or to start me again."
            )

    async def _connect(self) -> aiosqlite.Connection:
        self.refuse_if_replaced()
        connection = _Connection(
            lambda: sqlite3.connect(self.file, check_same_thread=False), iter_chunk_size=64
        )
        self._opened.add(connection)
        return await connection

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
        with _errors_in_sentences(), self._counted():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, *, durable: bool = True) -> AsyncIterator[AsyncConnection]:
        """One transaction that holds the write lock from its first statement to its commit.

        Anything raised inside rolls all of it back. One that is not `durable` does not wait for
        the disk: it is consistent, but may be gone after a power failure.

        Raises:
            StoreError: the database is locked, full, read-only, damaged, or not the file that was
                opened; nothing was changed.
        """
        self.refuse_if_replaced()
        with _errors_in_sentences(), self._counted(), self._timed():
            async with self._writing, self._engine.connect() as connection:
                await connection.execution_options(
                    cliffhanger_writes=True, cliffhanger_durable=durable
                )
                async with connection.begin():
                    yield connection
                    self.refuse_if_replaced()


class _Connection(aiosqlite.Connection):
    """A connection that can be stopped twice.

    When a task and the closing of its connection are cancelled together, as at the loop's end,
    SQLAlchemy stops the connection, and so does its own closing: the second would wait for ever
    for a thread that has ended, and the process would never exit.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        # A connection nobody could close must not keep the process from ending either.
        self._thread.daemon = True
        self._stopped = False

    def stop(self) -> asyncio.Future[Any] | None:
        if self._stopped:
            return None
        self._stopped = True
        return super().stop()

    async def until_stopped(self) -> None:
        """Where `stop` was called, wait for its thread: that one still speaks to the loop."""
        if self._stopped:
            await asyncio.to_thread(self._thread.join, _LEAVING_SECONDS)


def _configure(connection: Any, _record: object) -> None:
    """Leave transactions to `_begin`: the driver's own would begin late, and lose updates."""
    try:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {_BUSY_SECONDS * 1000}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "cache_size = -8000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        # The pool forgets a connection that fails here, and its thread would outlive the loop.
        connection.close()
        raise


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """End the transaction of a cancelled task before its connection is thrown away.

    SQLite keeps a closed connection, and with it the write lock, for as long as a cursor of it is
    referred to, and the cancellation's traceback does refer to one.
    """
    with suppress(DBAPIError, sqlite3.Error):
        connection.rollback()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get("cliffhanger_writes", False)
    if writes:
        level = "FULL" if options.get("cliffhanger_durable", True) else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_SENTENCES = (
    ("locked", "The database is busy with another program just now; nothing was changed."),
    ("readonly", "The database cannot be written to; nothing was changed."),
    ("full", "The disk is full; nothing was changed."),
    ("malformed", "The database file is damaged; restore a backup."),
    ("not a database", "The database file is damaged or is not a database; restore a backup."),
    ("unable to open", "The database file cannot be opened."),
    ("disk i/o", "The disk failed while reading or writing; nothing was changed."),
    ("no such table", "The database is not set up; start the bot once or restore a backup."),
)


@contextmanager
def _errors_in_sentences() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        # The driver's own words alone: the statement's values may hold any of these signs.
        text = str(getattr(error, "orig", error)).lower()
        for sign, sentence in _SENTENCES:
            if sign in text:
                raise StoreError(sentence) from error
        raise


async def next_revision(connection: AsyncConnection) -> int:
    """Count one write: the number that tells every process what is stale."""
    table = meta
    revision = await current_revision(connection) + 1
    done = await connection.execute(
        update(table).where(table.c.name == "revision").values(value=str(revision))
    )
    if done.rowcount == 0:
        await connection.execute(insert(table).values(name="revision", value=str(revision)))
    return revision


async def current_revision(connection: AsyncConnection) -> int:
    """The number of the last write; 0 for an empty store."""
    return int(await read_meta(connection, "revision") or 0)


async def read_meta(connection: AsyncConnection, name: str) -> str | None:
    """A single value by name."""
    table = meta
    value = await connection.scalar(select(table.c.value).where(table.c.name == name))
    return None if value is None else str(value)


async def write_meta(connection: AsyncConnection, name: str, value: str) -> None:
    """Set a single value."""
    table = meta
    done = await connection.execute(update(table).where(table.c.name == name).values(value=value))
    if done.rowcount == 0:
        await connection.execute(insert(table).values(name=name, value=value))
