"""Bring a database to today's schema: in one transaction, never backwards."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from ..errors import StoreAwayError, StoreError, reason_of
from .database import Database
from .database_url import file_of
from .postgres import may_make_tables
from .sqlite import copy_file, refuse_unopened
from .whole_file import growing

_LOG = logging.getLogger(__name__)
SCRIPTS = Path(__file__).parent / "migrations"


def _versions(scripts: Path) -> frozenset[str]:
    return frozenset(path.stem[:4] for path in (scripts / "versions").glob("[0-9]*.py"))


_VERSIONS = _versions(SCRIPTS)

_PATIENCE = 60.0
"""How many seconds a start waits for a server that does not answer."""

HEAD = max(_VERSIONS)
"""The newest migration; a test compares it with what Alembic finds."""


async def migrate(url: str, scripts: Path = SCRIPTS) -> None:
    """Create or upgrade the database, keeping a copy of an older file beside it first.

    `scripts` is Alembic's folder of migrations. A server that is away is waited for.

    Raises:
        StoreError: the database cannot be opened, is damaged, or was written by a newer version.
    """
    path = file_of(url)
    if path is None:
        current = await until_answered(url)
    else:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder of the database cannot be made: {error}.") from error
        current = await revision_of(url)
    head = max(_versions(scripts))
    if current == head:
        return
    if current is None:
        await refuse_another_programs(url)
    else:
        if refusal := unfit(current):
            raise StoreError(f"The database {refusal}.")
        if path is not None:
            _keep_copy(path, _copy_before(path, head))
    try:
        await (_upgrade_server(url, scripts) if path is None else _upgrade_file(url, scripts))
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]  # PostgreSQL adds the failed statement.
        if getattr(error.orig, "sqlstate", None) == _FORBIDDEN:
            raise _without_rights(reason) from error
        raise StoreError(f"The database could not be upgraded: {reason}.") from error
    if current is None:
        _LOG.info("made the database%s", "" if path is None else f" {path}")
    else:
        _LOG.info("upgraded the database from %s to %s", current, head)
        if path is not None:
            _drop_older_copies(path, head)


def _copy_before(path: Path, head: str) -> Path:
    """Where the copy of a file is kept that is made before it is upgraded to `head`."""
    return path.with_name(f"{path.name}.before-{head}")


def _drop_older_copies(path: Path, head: str) -> None:
    """Delete the copies from earlier upgrades: each is as large as the database, and only the last
    upgrade is ever taken back."""
    for version in _VERSIONS:
        if version < head:
            with suppress(OSError):
                _copy_before(path, version).unlink(missing_ok=True)


def _keep_copy(path: Path, copy: Path) -> None:
    try:
        with growing(copy, like=path) as part:
            copy_file(path, part)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"No copy could be kept before the upgrade: {error}; nothing was changed."
        ) from error
    _LOG.info("kept a copy of the database at %s before upgrading it", copy)


async def until_answered(url: str) -> str | None:
    """Wait until a server can be reached; returns the migration that its database is at.

    Raises:
        StoreError: it did not answer for a minute, or refuses us.
    """
    until = time.monotonic() + _PATIENCE
    said = False
    while True:
        try:
            return await revision_of(url)
        except StoreAwayError as error:
            if not said:
                reason = reason_of(error) or "it is silent"
                _LOG.warning(
                    "the database does not answer (%s); waiting for it up to a minute", reason
                )
            said = True
            if time.monotonic() >= until:
                raise StoreError(
                    "The database did not answer for a minute: start its server, or check "
                    "whether DATABASE_URL is right."
                ) from error
            await asyncio.sleep(1)


async def refuse_without_rights(url: str) -> None:
    """Make sure that tables can be made in a server's database: from PostgreSQL 15 on its owner
    alone may.

    Raises:
        StoreError: they cannot, or the server does not answer.
    """
    if file_of(url) is None:
        async with Database(url) as database, database.read() as reading:
            if not await may_make_tables(reading):
                raise _without_rights("no right to create in its schema")


def _without_rights(reason: str) -> StoreError:
    return StoreError(
        f"The user in DATABASE_URL may not make or change tables ({reason}): make it the owner of "
        "the database, by ALTER DATABASE … OWNER TO …"
    )


_FORBIDDEN = "42501"


def unfit(revision: str) -> str | None:
    """Why this program cannot use a database at that migration, as a clause of which the database
    is the subject; None if it can."""
    if revision in _VERSIONS:
        return None
    if revision > HEAD:
        return (
            f"is of a newer version ({revision[:20]}) than this program ({HEAD}); "
            "update the program or restore an older backup"
        )
    return f"is of a version that this program never had ({revision[:20]!r})"


async def refuse_another_programs(url: str) -> None:
    """Refuse a database that has tables, but not ours; others use Alembic, too.

    Raises:
        StoreError: it is another program's.
    """
    tables = await _tables(url)
    # A database that another process has just set up has tables and a revision by now.
    if not tables or (tables >= _OWN and await revision_of(url) is not None):
        return
    path = file_of(url)
    if path is None:
        raise StoreError(
            "The database that DATABASE_URL names belongs to another program; name another one."
        )
    raise StoreError(f"{path} is the database of another program; name another file.")


_OWN = frozenset(("alembic_version", "meta", "shows"))
"""Tables that each version of this program had."""


async def _tables(url: str) -> frozenset[str]:
    async with Database(url) as database, database.read() as connection:
        return frozenset(await connection.run_sync(lambda c: inspect(c).get_table_names()))


async def revision_of(url: str) -> str | None:
    """The migration a database is at; None for an empty one.

    Raises:
        StoreAwayError: the server does not answer.
        StoreError: the file or the database cannot be opened or is none.
    """
    path = file_of(url)
    if path is not None:
        # Opened here first: if opening fails, the thread of aiosqlite outlives it and prints a
        # traceback.
        refuse_unopened(path)
    async with Database(url) as database:
        await database.refuse_shared_sessions()
        async with database.read() as connection:
            if not await connection.run_sync(lambda c: inspect(c).has_table("alembic_version")):
                return None
            value = await connection.scalar(text("SELECT version_num FROM alembic_version"))
            return None if value is None else str(value)


async def check(url: str) -> str | None:
    """What is damaged in the file, in SQLite's words; None if nothing is, or if a server has the
    database."""
    if file_of(url) is None:
        return None
    async with Database(url) as database, database.read() as connection:
        result = await connection.scalar(text("PRAGMA quick_check(1)"))
        return None if result == "ok" else str(result)


async def _upgrade_file(url: str, scripts: Path) -> None:
    """Run Alembic with foreign keys off, in one transaction, checked before it is committed.

    SQLite ignores the pragma inside a transaction, and rebuilding a table with the keys on
    deletes the rows that cascade from it.
    """
    async with _without_autobegin(url) as connection:
        await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
        await connection.run_sync(_run_alembic, scripts)
        if broken := (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all():
            raise StoreError(f"An upgrade would break {len(broken)} rows; nothing was changed.")
        await connection.exec_driver_sql("COMMIT")


async def _upgrade_server(url: str, scripts: Path) -> None:
    """Run Alembic in one transaction under an advisory lock, so that one process upgrades at a
    time.

    Until the commit others see the database as it was; a version table committed before the rest
    would look like another program's. While the upgrade waits for a table that somebody reads, such
    as a backup, later readers wait too: so each attempt is short, and is repeated for a minute.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return await _upgrade_now(url, scripts)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCKED or time.monotonic() >= until:
                raise
        await asyncio.sleep(_SECONDS_BETWEEN_TRIES)


_LOCKED = "55P03"
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_SECONDS_BETWEEN_TRIES = 1.0


async def _upgrade_now(url: str, scripts: Path) -> None:
    async with _without_autobegin(url) as connection:
        await connection.exec_driver_sql("BEGIN")
        await connection.exec_driver_sql("SET LOCAL lock_timeout = '500ms'")
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADES})")
        await connection.run_sync(_run_alembic, scripts)
        await connection.exec_driver_sql("COMMIT")


_UPGRADES = int.from_bytes(b"cliff")
"""The number of the advisory lock; nothing else in this database uses it."""


@asynccontextmanager
async def _without_autobegin(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection that begins no transaction of its own."""
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection
    finally:
        await engine.dispose()


def _run_alembic(connection: Connection, scripts: Path) -> None:
    # Imported here: a bot whose database is up to date starts without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
