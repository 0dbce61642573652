"""A connection to a SQLite file with a thread of its own, which each statement enters only once.

aiosqlite enters the thread for the cursor, the statement, its rows and the cursor's end: four
changes of thread cost more than most statements do.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

_LEAVING_SECONDS = 1.0
"""How many seconds closing waits for the thread of a connection."""

_AT_ONCE = 1000
"""How many rows are fetched together with the statement, and in each further change of thread."""

Rows = list[tuple[Any, ...]]
T = TypeVar("T")


class Cursor:
    """The part of a cursor that SQLAlchemy uses. The driver's own cursor stays open only while
    there are rows left to fetch."""

    def __init__(self, connection: DriverConnection) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(
        self, statement: str, values: Sequence[Any] = (), *, many: bool = False
    ) -> None:
        """Execute the statement; with `many`, once for each row of `values`.

        Raises:
            sqlite3.Error: it cannot be run.
        """
        begins = self._connection.is_to_begin()
        await self._connection.run(self._run_there, statement, values, many, begins)

    async def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Execute the statement once for each row, in one change of thread."""
        await self.execute(statement, rows, many=True)

    def _run_there(self, statement: str, values: Sequence[Any], many: bool, begins: bool) -> None:
        """Execute the statement; runs in the connection's thread."""
        self._open = self._connection._conn.cursor()
        try:
            if begins:
                self._open.execute("BEGIN")
            (self._open.executemany if many else self._open.execute)(statement, values)
            self.description, self.lastrowid = self._open.description, self._open.lastrowid
            self._fetch_there(_AT_ONCE)
        except BaseException:
            self._close_there()
            raise

    def _fetch_there(self, size: int) -> None:
        """Fetch `size` more rows; `rowcount` is known once the last of them is fetched."""
        if self._open is None:
            return
        fetched = [] if self.description is None else self._open.fetchmany(size)
        self._rows += fetched
        self.rowcount = self._open.rowcount
        if len(fetched) < size:
            self._close_there()

    def _close_there(self) -> None:
        cursor, self._open = self._open, None
        if cursor is not None:
            cursor.close()

    async def fetchall(self) -> Rows:
        """All rows that were not fetched yet."""
        while self._open is not None:
            await self._connection.run(self._fetch_there, _AT_ONCE)
        rows, self._rows = self._rows, []
        return rows

    async def fetchmany(self, size: int | None = None) -> Rows:
        """The next `size` rows; the next one if no size is given."""
        size = self.arraysize if size is None else size
        if self._open is not None and len(self._rows) < size:
            await self._connection.run(self._fetch_there, size - len(self._rows))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> tuple[Any, ...] | None:
        """The next row; None after the last."""
        return next(iter(await self.fetchmany(1)), None)

    async def __aiter__(self) -> AsyncIterator[tuple[Any, ...]]:
        while rows := await self.fetchmany(_AT_ONCE):
            for row in rows:
                yield row

    async def close(self) -> None:
        self._rows = []
        if self._open is not None:
            await self._connection.run(self._close_there)


class DriverConnection(aiosqlite.Connection):
    """A connection that knows whether it is in a transaction, and can be stopped twice.

    When a task and the closing of its connection are cancelled together, as at the loop's end,
    SQLAlchemy stops the connection, and so does its own closing: the second would wait for ever
    for a thread that has ended, and the process would never exit.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A daemon thread, so that a connection that could not be closed does not keep the process
        # alive.
        self._thread.daemon = True
        self._stopped = False
        self._begins_next = self._has_begun = False
        self._synchronous: str | None = None

    async def run(self, step: Callable[..., T], *values: Any) -> T:
        """Run `step` in the connection's thread, after those requested before it, and return its
        result."""
        given: T = await self._execute(step, *values)  # type: ignore[no-untyped-call]
        return given

    def cursor(self) -> Cursor:  # type: ignore[override]
        """A cursor; making it needs no change of thread."""
        return Cursor(self)

    def begin_reading(self) -> None:
        """Begin a transaction together with the next statement: before that it would see no state
        anyway."""
        self._begins_next = True

    async def begin_writing(self, synchronous: str) -> None:
        """Begin a transaction that holds the write lock; `synchronous` is the value of SQLite's
        pragma.

        Raises:
            sqlite3.Error: another program holds the lock, or the file cannot be written.
        """
        self._has_begun = True
        await self.run(self._begin_writing_there, synchronous)

    def _begin_writing_there(self, synchronous: str) -> None:
        if synchronous != self._synchronous:
            self._conn.execute(f"PRAGMA synchronous = {synchronous}")
            self._synchronous = synchronous
        self._conn.execute("BEGIN IMMEDIATE")

    def is_to_begin(self) -> bool:
        """Whether a transaction has to begin with the statement that is executed now; true only
        once."""
        begins, self._begins_next = self._begins_next, False
        self._has_begun = self._has_begun or begins
        return begins

    async def commit(self) -> None:
        """Commit; without a transaction this needs no change of thread."""
        self._begins_next = False
        if self._has_begun:
            await super().commit()
            self._has_begun = False

    async def rollback(self) -> None:
        """Roll back; the pool asks for it each time that a connection is returned."""
        self._begins_next = False
        if self._has_begun:
            await super().rollback()
            self._has_begun = False

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Define a SQL function without a change of thread: SQLAlchemy defines two on each new
        connection, when its thread is idle."""
        self._conn.create_function(*args, **options)

    def stop(self) -> asyncio.Future[Any] | None:
        """Stop the thread, once: a second call would wait for a thread that has ended."""
        if self._stopped:
            return None
        self._stopped = True
        return super().stop()

    async def until_stopped(self) -> None:
        """After `stop`, wait for the thread to end: until then it still calls into the event
        loop."""
        if self._stopped:
            await asyncio.to_thread(self._thread.join, _LEAVING_SECONDS)
