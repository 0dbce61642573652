"""PostgreSQL as the engine of the store: one locked row lets one writer at a time, and reads never
wait."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, event, func, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.sql.compiler import SQLCompiler

from ..errors import SettingsError, StoreError
from .driver_errors import postgres_error
from .prepared_statement import PreparedStatement
from .sqlite import CONNECTIONS, FREE_SECONDS, KEPT

if TYPE_CHECKING:
    import psycopg

    from .postgres_connection import DriverConnection

DRIVER = "postgresql+psycopg"

WRITER = "writer"
"""The row of `meta` that a writer locks until its commit."""

CACHES = Path(__file__).resolve().parents[2] / "data"
"""Where a machine keeps its caches of a server's database, unless a setting says otherwise."""

_CONNECTION: Mapping[str, str | int | bool] = {
    # The driver is in autocommit mode, so only `_begin` begins a transaction.
    "autocommit": True,
    "application_name": "cliffhanger",
    "connect_timeout": 5,
    # A server that vanished without closing the connection is noticed within these seconds.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS"""

_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '5s'"
# A machine that vanished in the middle of a write must not keep its lock for long.
_PATIENCE = "; SET LOCAL idle_in_transaction_session_timeout = '10s'"
_LITTLE_PATIENCE = "; SET LOCAL idle_in_transaction_session_timeout = '2s'"
_HURRIED = "; SET LOCAL synchronous_commit = off"
_LOCK = f"SELECT pg_current_xact_id()::text FROM meta WHERE name = '{WRITER}' FOR UPDATE"
_LOCKED = "SET lock_timeout = '700ms'"
"""How long a read waits for a table that another program has locked. People wait three seconds, and
a `fetch` that gives up is followed by a second read."""
_STARTED = "SELECT pg_postmaster_start_time()::text"

_IN_USE = text(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND application_name = current_setting('application_name'))"
)


async def is_in_use(reading: AsyncConnection) -> bool:
    """Whether another connection of this program is open on the database."""
    return bool(await reading.scalar(_IN_USE))


async def may_make_tables(reading: AsyncConnection) -> bool:
    """Whether the user of the connection may create tables in the schema that unqualified names
    lead to."""
    right = text("SELECT has_schema_privilege(current_schema(), 'CREATE')")
    return bool(await reading.scalar(right))


_ASKING_SECONDS = 8.0
"""How many seconds `commit` asks the server for the status of a transaction; people wait no longer.
"""

_UNKNOWN = "in progress"

_CHANNEL = "cliffhanger_revision"
notify = func.pg_notify(_CHANNEL, "")
"""A column for the statement that writes a revision: it notifies listening connections at the
commit. https://www.postgresql.org/docs/current/sql-notify.html"""

_LISTENING_AGAIN = 5.0
"""Seconds between a lost connection and the next attempt to listen."""


class PostgreSQL:
    """A server's database, and a pool of connections to it.

    Every writer first locks one row, so that there is one writer at a time over all processes and
    the order of revisions is total, as with SQLite. The lock belongs to a transaction and not to a
    session: it goes with a connection that dies.
    """

    one_writer = False
    """Whether all writes take turns: here a write that does not lock the row may run beside
    another."""

    connects_within: float | None = 2.0
    """Seconds that a caller waits for a new connection. The caller that finds out whether the
    server is back waits for as long as the driver does."""

    def __init__(self, url: URL, caches: Path | None = None) -> None:
        """`caches` is the folder for this machine's caches of it; None for the usual one."""
        if sys.platform == "win32":
            raise SettingsError("PostgreSQL can be used on Linux and macOS alone.")
        try:
            import psycopg
        except ImportError:
            raise SettingsError(
                "DATABASE_URL names PostgreSQL, and its driver is not installed: "
                "pip install 'psycopg[binary]'."
            ) from None
        if not url.database:
            raise SettingsError(
                "DATABASE_URL must name a database, "
                "like postgresql+psycopg://user:password@host/cliffhanger."
            )
        from .postgres_connection import DriverConnection

        self.Error: type[Exception] = psycopg.Error
        self._operational = psycopg.OperationalError
        self._url = url
        self._caches = caches or CACHES
        self._reaching = asyncio.Lock()
        wanted = {name: value for name, value in _CONNECTION.items() if name not in url.query}
        self.engine = create_async_engine(
            url,
            connect_args={**wanted, "async_creator_fn": DriverConnection.connect},
            pool_size=KEPT,
            max_overflow=CONNECTIONS - KEPT,
            pool_timeout=FREE_SECONDS,
            use_native_hstore=False,
            hide_parameters=True,
        )
        event.listen(self.engine.sync_engine, "connect", _configure)
        event.listen(self.engine.sync_engine, "begin", _begin)

    def beside(self, ending: str) -> Path:
        """The path of this machine's cache of the database, with that suffix."""
        place = self._url.render_as_string()
        return self._caches / f"postgres-{hashlib.sha256(place.encode()).hexdigest()[:12]}.{ending}"

    def refuse_if_replaced(self) -> None:
        """Nothing to check: a running server's database cannot be replaced without an error."""

    async def refuse_shared_sessions(self) -> None:
        """Raise if a pooler gives a connection another session with each transaction.

        What is prepared and set in a session would sometimes be missing, and affect others.

        Raises:
            StoreError: one does.
        """
        async with self.engine.connect() as ours, self.engine.connect() as another:
            our_driver, other_driver = await driver_of(ours), await driver_of(another)
            before = await _session_of(our_driver)
            # A pooler gives this query any session that is free, which may be ours if it is not
            # reserved.
            async with other_driver.transaction():
                await _session_of(other_driver)
                kept = before == await _session_of(our_driver)
        if not kept:
            raise StoreError(
                "DATABASE_URL names a pooler that shares the server's sessions (PgBouncer's "
                "pool_mode = transaction, Supabase's port 6543); name the server itself, or a "
                "pooler that keeps sessions (pool_mode = session)."
            )

    async def commit(self, connection: AsyncConnection) -> None:
        """Commit what was written; if the answer is lost, find out whether it was committed.

        Raises:
            StoreError: that cannot be found out.
        """
        transaction = connection.info["transaction"]
        try:
            await connection.commit()
        except DBAPIError as error:
            if transaction is None or not error.connection_invalidated:
                raise
            if not await self._was_committed(*transaction):
                raise

    async def end_reading(self, connection: AsyncConnection) -> None:
        """Commit after reading: a rollback would discard the driver's prepared statements."""
        with (await driver_of(connection)).promptly():
            await connection.commit()

    async def _was_committed(self, number: str, started: str) -> bool:
        try:
            async with asyncio.timeout(_ASKING_SECONDS):
                status = await self._status(number, started)
                while status == _UNKNOWN:
                    await asyncio.sleep(0.2)
                    status = await self._status(number, started)
        except TimeoutError:
            status = None
        if status is None:
            raise StoreError(
                "The database went away just as this was saved; check whether it is there "
                "once it answers again."
            )
        return status == "committed"

    async def _status(self, number: str, started: str) -> str | None:
        """The status of a transaction: "committed", "aborted" or "in progress". None if the server
        crashed meanwhile and may not know. A server that does not answer counts as "in progress".

        After a crash the number of a transaction that left no trace may be given to another; such a
        transaction was not committed.
        """
        try:
            async with self.engine.connect() as connection:
                status = await connection.exec_driver_sql(
                    "SELECT pg_xact_status(%s::xid8)", (number,)
                )
                found = status.scalar_one()
                same = (await connection.exec_driver_sql(_STARTED)).scalar_one() == started
        except PoolTimeoutError:
            return _UNKNOWN
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == "22023":  # it has not come to that number
                return "aborted"
            return _UNKNOWN
        return found if same or found != "committed" else None

    async def fetch(
        self, connection: AsyncConnection, query: SQLCompiler, values: Mapping[str, Any]
    ) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT, in one exchange with the server.

        Raises:
            psycopg.Error: the database cannot be read.
        """
        async with self._reaching if connection.invalidated else nullcontext():
            # A lost connection is replaced here by one caller, not by all of them.
            driver = await driver_of(connection)
        async with _commanding(connection, driver):
            prepared = connection.info.get(query.string)
            if prepared is None:
                prepared = await PreparedStatement.on(driver, query)
                connection.info[query.string] = prepared
            return await prepared.rows(driver, values)

    async def listen(self, told: Callable[[], None]) -> None:
        """Call `told` at each committed revision, on a connection of its own, for ever.

        Nothing depends on it: after a lost connection, or behind a pooler that passes nothing on,
        changes are only noticed later.
        """
        while True:
            with suppress(DBAPIError, PoolTimeoutError, self.Error):
                async with self.engine.connect() as connection:
                    driver = await driver_of(connection)
                    driver.patience = None
                    try:
                        async with _commanding(connection, driver):
                            await driver.execute(f"LISTEN {_CHANNEL}".encode())
                            async for _ in driver.notifies():
                                told()
                    finally:
                        await connection.invalidate()
            await asyncio.sleep(_LISTENING_AGAIN)

    def explained(self, error: BaseException) -> StoreError | None:
        """What a person reads about an error of the driver; None for one that nobody foresaw."""
        original = getattr(error, "orig", error)
        return postgres_error(
            getattr(original, "sqlstate", None) or "",
            str(original),
            is_operational=isinstance(original, self._operational),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def driver_of(connection: AsyncConnection) -> DriverConnection:
    """The driver's own connection behind a connection of SQLAlchemy."""
    if connection.invalidated or connection.sync_connection is None:
        raw = await connection.get_raw_connection()
    else:
        # The same without a change of greenlet: there is nothing to connect.
        raw = connection.sync_connection.connection
    return cast("DriverConnection", raw.driver_connection)


async def _session_of(driver: DriverConnection) -> object:
    """The process id of the server's session that serves a connection at this moment."""
    with driver.promptly():
        found = await (await driver.execute(b"SELECT pg_backend_pid()")).fetchone()
    return None if found is None else found[0]


@asynccontextmanager
async def _commanding(
    connection: AsyncConnection, driver: psycopg.AsyncConnection[Any]
) -> AsyncIterator[None]:
    """The context of a command that is given to the driver directly; SQLAlchemy does the same for
    its own.

    A cancelled task may leave a command running, so its connection is not used again.
    """
    try:
        yield
    except BaseException as error:
        if driver.closed or not isinstance(error, Exception):
            await driver.close()
            # Another caller that shares the connection may have replaced it already.
            kept = not (connection.closed or connection.invalidated)
            if kept and await driver_of(connection) is driver:
                await connection.invalidate()
        raise


async def copy_rows(
    connection: AsyncConnection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Insert rows by COPY; their values are in the order of `columns`."""
    name = connection.dialect.identifier_preparer.format_table(table)
    listed = ", ".join(connection.dialect.identifier_preparer.quote(column) for column in columns)
    driver = await driver_of(connection)
    async with (
        _commanding(connection, driver),
        driver.cursor() as cursor,
        cursor.copy(f"COPY {name} ({listed}) FROM STDIN".encode()) as copy,
    ):
        for row in rows:
            await copy.write_row(row)


def _configure(connection: Any, _record: object) -> None:
    """Limit how long reads of this connection wait for a lock of another program."""
    cursor = connection.cursor()
    cursor.execute(_LOCKED)
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get("cliffhanger_writes", False)
    queued = options.get("cliffhanger_queued", True)
    statement = _READ
    if writes:
        statement = _WRITE + (_PATIENCE if queued else _LITTLE_PATIENCE)
        statement += "" if options.get("cliffhanger_durable", True) else _HURRIED
    driver: Any = connection.connection.driver_connection
    driver.begin(writes=writes)
    with driver.promptly():
        connection.exec_driver_sql(statement)
    if not writes:
        return
    if not queued:
        connection.info["transaction"] = None
        return
    number = connection.exec_driver_sql(_LOCK).scalar()
    if number is None:
        raise StoreError("The database is not set up; start the bot once.")
    if "started" not in connection.info:
        connection.info["started"] = connection.exec_driver_sql(_STARTED).scalar_one()
    connection.info["transaction"] = (number, connection.info["started"])
