"""SQLite as the engine of the store: a file, a thread per connection, BEGIN IMMEDIATE to write."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

import aiosqlite
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.sql.compiler import SQLCompiler

from ..errors import SettingsError, StoreError
from .driver_errors import sqlite_error
from .sqlite_connection import DriverConnection

DRIVER = "sqlite+aiosqlite"

_BUSY_SECONDS = 5
"""How many seconds a writer waits for another process before it gives up with a clear error."""

FREE_SECONDS = 2.0
"""How many seconds a caller waits for a connection when all are in use; people wait three."""

KEPT, CONNECTIONS = 5, 15
"""How many connections stay open when idle, and how many there may be at once."""

_DURABLE, _HURRIED = "FULL", "NORMAL"
"""The values of PRAGMA synchronous: a write reaches the disk before it is confirmed, or with the
next checkpoint."""


def path_of(url: URL) -> Path:
    """The file behind a URL.

    Raises:
        SettingsError: it names none, or options beside it.
    """
    name = url.database
    if not name or name == ":memory:" or name.startswith("file:") or url.host:
        raise SettingsError(
            "DATABASE_URL must name a file, like sqlite+aiosqlite:///data/cliffhanger.db; "
            "an absolute path has four slashes."
        )
    if url.query:
        # Options would be ignored: this program decides how the file is opened.
        raise SettingsError(
            "DATABASE_URL takes nothing after the file's name; leave ? and the rest out."
        )
    return Path(name)


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite file, also while others write to it.

    The copy is one file: it needs no write-ahead log beside it.

    Raises:
        sqlite3.Error: one of the two cannot be read or written, or is locked for seconds.
        StoreError: the source cannot be opened.
    """
    with opened_to_read(source) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, progress=_not_locked)
        new.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def opened_to_read(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file as a database, on a read-only disk too, where SQLite needs to be told that nobody
    writes to it: to read beside a writer, it has to write the index of the write-ahead log.

    https://sqlite.org/wal.html#read_only_databases

    Raises:
        sqlite3.Error: it cannot be read.
        StoreError: it cannot be opened, or somebody wrote to it in the end.
    """
    left = [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    with ExitStack() as stack:
        connection = stack.enter_context(closing(sqlite3.connect(path)))
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.OperationalError as error:
            is_read_only = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY
            if not (is_read_only or _is_unopened(path, error)):
                raise
            if closed(path.parent) is None or not os.access(path, os.R_OK):
                raise _unopened(path, error) from error
            if _filled(left):
                raise StoreError(
                    f"{path} cannot be read where nothing can be written: "
                    f"{' and '.join(_filled(left))} has writes that are not in it yet. Copy both "
                    "into a folder that can be written to, and name the copy."
                ) from error
            unchanging = f"{path.absolute().as_uri()}?immutable=1"
            yield stack.enter_context(closing(sqlite3.connect(unchanging, uri=True)))
            if _filled(left):
                raise StoreError(f"{path} was written to while it was read; try again.") from None
            return
        yield connection


def _filled(files: Iterable[Path]) -> list[str]:
    return [file.name for file in files if file.exists() and file.stat().st_size]


def _not_locked(status: int, _remaining: int, _total: int) -> None:
    """A progress callback that gives up on a lock, for which `Connection.backup` would wait for
    ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("database is locked")


_LEAST_ROOM = 64 * 1024
"""Bytes; the files that SQLite creates beside a database take half of them."""


def is_full(folder: Path) -> bool:
    """Whether the disk of a folder has no room left.

    SQLite reports an I/O error if it cannot create the index of its log, as when it opens a
    database.
    """
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def refuse_unopened(path: Path) -> None:
    """Open a file as a database, creating it if it is missing, and explain why if that fails.

    Raises:
        StoreError: it cannot be opened.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        # Whether it is in use, or is no database at all, is told by whoever reads it.
        if _is_unopened(path, error):
            raise _unopened(path, error) from error


def _is_unopened(path: Path, error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN and not is_full(path.parent)


def _unopened(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(f"The database file cannot be opened: {unwritable(path) or error}.")


def unwritable(path: Path) -> str | None:
    """Why a database at that path could not be written, as a sentence; None if it can."""
    if path.exists() and not os.access(path, os.W_OK):
        return f"{path} cannot be written to{_whose(path)}"
    # SQLite writes its log beside the file, so the folder counts even where the file is there.
    return closed(path.parent)


def closed(folder: Path) -> str | None:
    """Why nothing could be written into a folder, as a sentence; None if it can. The folder may not
    exist yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return f"nothing can be written into {folder}{_whose(folder)}"
    return None


def _whose(path: Path) -> str:
    """A clause that names a file's owner, if that is not the user of this process; "" if it is."""
    if not hasattr(os, "getuid") or (owner := path.stat().st_uid) == os.getuid():
        return ""
    return f", which is user {owner}'s; this process runs as user {os.getuid()}"


class SQLite:
    """A SQLite file and the connections to it."""

    one_writer = True
    connects_within: float | None = None
    Error = sqlite3.Error

    def __init__(self, url: URL) -> None:
        self.file = path_of(url)
        self.engine = create_async_engine(
            url,
            async_creator=self._connect,
            pool_size=KEPT,
            max_overflow=CONNECTIONS - KEPT,
            pool_timeout=FREE_SECONDS,
            # An error that nobody foresaw would be logged with all that people wrote.
            hide_parameters=True,
        )
        self._opened: WeakSet[DriverConnection] = WeakSet()
        self._identity: tuple[int, int] | None = None
        event.listen(self.engine.sync_engine, "begin", _begin)
        event.listen(self.engine.sync_engine, "invalidate", _roll_back)

    def beside(self, ending: str) -> Path:
        """The file for a cache of the database with that ending."""
        return self.file.with_name(f"{self.file.name}.{ending}")

    def refuse_if_replaced(self) -> None:
        """Raise if the file is no longer the one that was opened: writes to that one are lost.

        Raises:
            StoreError: it was deleted, moved away or replaced.
        """
        try:
            status = self.file.stat()
            identity = (status.st_dev, status.st_ino)
        except OSError:
            identity = None
        if self._identity is None:
            self._identity = identity
        elif identity != self._identity:
            raise StoreError(
                "The database file was deleted or replaced while I was running; nothing was "
                "changed. Whoever runs me has to put it back, or restart me."
            )

    async def refuse_shared_sessions(self) -> None:
        """Nothing to check: no pooler stands between this program and a file."""

    async def _connect(self) -> aiosqlite.Connection:
        self.refuse_if_replaced()
        connection = DriverConnection(self._open)
        self._opened.add(connection)
        return await connection

    def _open(self) -> sqlite3.Connection:
        """Open a connection without the driver's own transactions, which begin late and lose
        updates."""
        connection = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        try:
            for pragma in (
                f"busy_timeout = {_BUSY_SECONDS * 1000}",
                "journal_mode = WAL",
                "foreign_keys = ON",
                "cache_size = -8000",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    async def commit(self, connection: AsyncConnection) -> None:
        """Commit what was written."""
        await connection.commit()

    async def end_reading(self, connection: AsyncConnection) -> None:
        """Nothing to do: closing the connection ends the transaction."""

    async def fetch(
        self, connection: AsyncConnection, query: SQLCompiler, values: Mapping[str, Any]
    ) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT, in one change of thread.

        Raises:
            sqlite3.Error: the database cannot be read.
        """
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        rows: Sequence[tuple[Any, ...]] = await driver.execute_fetchall(
            query.string, [values[name] for name in query.positiontup or ()]
        )
        return rows

    async def listen(self, told: Callable[[], None]) -> None:
        """Returns at once: a file does not announce writes."""

    def explained(self, error: BaseException) -> StoreError | None:
        """The error for one of the driver's; None for an unforeseen one."""
        # Only the driver's message is looked at: the statement's values could contain any of these
        # words.
        text = str(getattr(error, "orig", error)).lower()
        if "disk i/o" in text and is_full(self.file.parent):
            text = "full"
        return sqlite_error(text)

    async def close(self) -> None:
        """Close every connection, and wait for their threads."""
        await self.engine.dispose()
        for connection in list(self._opened):
            await connection.until_stopped()


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """End the transaction of a cancelled task before its connection is thrown away.

    SQLite keeps a closed connection, and with it the write lock, for as long as a cursor of it is
    referred to, and the cancellation's traceback does refer to one.
    """
    with suppress(DBAPIError, sqlite3.Error):
        connection.rollback()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    adapted: Any = connection.connection.dbapi_connection
    driver: DriverConnection = adapted.driver_connection
    if not options.get("cliffhanger_writes", False):
        driver.begin_reading()
        return
    level = _DURABLE if options.get("cliffhanger_durable", True) else _HURRIED
    adapted.run_async(lambda _driver: driver.begin_writing(level))
