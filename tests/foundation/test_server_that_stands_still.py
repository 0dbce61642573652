"""PostgreSQL that answers no more, or not in time: who asks is told in time, and goes on later."""

from __future__ import annotations

import asyncio
import gc
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.errors import StoreAwayError, StoreError
from bot.foundation import database as opening
from bot.foundation import postgres, postgres_connection, sqlite
from bot.foundation.database import Database
from bot.foundation.meta import current_revision, next_revision
from bot.foundation.sql import meta
from tests.conftest import migrate_apart
from tests.engines import Server

REVISION = select(meta.c.value).where(meta.c.name == "revision")

pytestmark = pytest.mark.sqlite
"""It makes its own databases: once is enough."""


@pytest.fixture
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """For who waits for a server that stands still; to others a busy machine would be one."""
    for module, name in (
        (postgres_connection, "PROMPT"),
        (postgres_connection, "_CANCELING"),
        (opening, "_PROMPT_SECONDS"),
        (opening, "_SHORT_SECONDS"),
    ):
        monkeypatch.setattr(module, name, 0.2)
    monkeypatch.setattr(postgres.PostgreSQL, "connects_within", 0.5)


@pytest.fixture
async def url(postgres_server: Server) -> AsyncIterator[str]:
    with postgres_server.migrated(postgres_server.template("migrated", migrate_apart)) as made:
        async with Database(made) as database, database.write() as writing:
            await next_revision(writing)
        yield made


class Line:
    """The way to a server, which can stand still: nothing comes, and nothing is hung up."""

    def __init__(self, url: str, folder: Path) -> None:
        address = make_url(url)
        self._socket = f"{address.query.get('host', address.host)}/.s.PGSQL.{address.port or 5432}"
        self._own = folder / ".s.PGSQL.5432"
        self.url = address.set(host=None, port=None, query={"host": str(folder)}).render_as_string(
            hide_password=False
        )
        self._flows = asyncio.Event()
        self._flows.set()
        self._stopped = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    def stop(self) -> None:
        self._flows.clear()
        self._stopped.set()

    def go_on(self) -> None:
        self._flows.set()

    async def stopped(self) -> None:
        await self._stopped.wait()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Line]:
        server = await asyncio.start_unix_server(self._accept, self._own)
        try:
            yield self
        finally:
            server.close()
            await asyncio.sleep(0.05)  # one may just be accepted
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for writer in self._writers:
                writer.transport.abort()
            await asyncio.sleep(0.05)
            self._writers.clear()
            with warnings.catch_warnings():
                # One that was hung up on as it was accepted is nobody's to close.
                warnings.simplefilter("ignore", ResourceWarning)
                gc.collect()

    async def _accept(self, theirs: asyncio.StreamReader, to_them: asyncio.StreamWriter) -> None:
        self._writers.append(to_them)
        ours, to_us = await asyncio.open_unix_connection(self._socket)
        self._writers.append(to_us)
        for source, target in ((theirs, to_us), (ours, to_them)):
            self._tasks.add(asyncio.create_task(self._pass_on(source, target)))

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(1 << 16):
                await self._flows.wait()
                target.write(data)
        target.close()


@pytest.fixture
async def line(url: str, tmp_path: Path, little_patience: None) -> AsyncIterator[Line]:
    async with Line(url, tmp_path).open() as made:
        yield made


async def revision(database: Database) -> int:
    async with database.read() as reading:
        return await current_revision(reading)


async def count_up(database: Database) -> int:
    async with database.write() as writing:
        return await next_revision(writing)


async def again(act: Callable[[Database], Awaitable[int]], database: Database) -> int:
    """What it brings as soon as it is not refused: a busy machine may be slow to answer."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await act(database)
            except StoreError:
                await asyncio.sleep(0.05)


async def test_who_asks_is_told_and_later_it_goes_on(line: Line) -> None:
    async with Database(line.url) as database, database.at_hand(), database.listening():
        assert await again(revision, database) == 1
        line.stop()
        began = time.monotonic()
        asked = [revision(database), count_up(database), *(revision(database) for _ in range(9))]
        fetched = [database.fetch(REVISION, {}) for _ in range(20)]
        told, brought = await asyncio.gather(
            asyncio.gather(*asked, return_exceptions=True), asyncio.gather(*fetched)
        )
        assert {type(each) for each in told} <= {StoreAwayError, StoreError}
        assert set(brought) == {None}
        assert time.monotonic() - began < 4
        line.go_on()
        assert await again(count_up, database) == 2
        async with asyncio.timeout(30):
            while (rows := await database.fetch(REVISION, {})) is None:
                assert await again(revision, database) == 2
        assert rows == [("2",)]


async def test_one_in_the_middle_of_a_statement_ends_as_soon_as_it_is_to(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database(line.url) as database:

        async def count_up_slowly() -> None:
            async with database.write() as writing:
                line.stop()
                await next_revision(writing)

        assert await again(revision, database) == 1
        monkeypatch.setattr(postgres_connection, "PROMPT", 10)
        task = asyncio.create_task(count_up_slowly())
        async with asyncio.timeout(30):
            await line.stopped()
        await asyncio.sleep(0.05)
        began = time.monotonic()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
        assert time.monotonic() - began < 4
        line.go_on()
        assert await again(count_up, database) == 2


async def test_one_in_the_middle_of_a_statement_waits_for_a_while_alone(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connection.DriverConnection, "patience", 0.5)
    monkeypatch.setattr(postgres_connection, "PROMPT", 10)
    async with Database(line.url) as database:

        async def lose_it() -> None:
            async with database.read() as reading:
                line.stop()
                await current_revision(reading)

        with pytest.raises(StoreAwayError, match="is not answering"):
            await lose_it()
        line.go_on()
        assert await again(revision, database) == 1


async def test_one_that_has_read_all_does_not_wait_for_the_end(line: Line) -> None:
    async with Database(line.url) as database:

        async def lose_the_end() -> None:
            async with database.read() as reading:
                assert await current_revision(reading) == 1
                line.stop()

        assert await again(revision, database) == 1
        began = time.monotonic()
        with pytest.raises(StoreAwayError, match="is not answering"):
            await lose_the_end()
        assert time.monotonic() - began < 4
        line.go_on()
        assert await again(revision, database) == 1


@pytest.fixture
def locked(url: str) -> Iterator[str]:
    """A database in which another program has locked a table."""
    with psycopg.connect(url.replace("+psycopg", "", 1)) as other:
        other.execute("LOCK TABLE meta IN ACCESS EXCLUSIVE MODE")
        yield url


async def test_what_another_program_has_locked_keeps_nobody_waiting(
    locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_LOCKED", "SET lock_timeout = '20ms'")
    monkeypatch.setattr(postgres, "_WRITE", postgres._WRITE.replace("'5s'", "'20ms'"))
    async with Database(locked) as database, database.at_hand():
        began = time.monotonic()
        told = await asyncio.gather(
            *(revision(database) for _ in range(9)), count_up(database), return_exceptions=True
        )
        assert {str(each) for each in told} == {
            "The database is busy with another program just now; nothing was changed."
        }
        brought = await asyncio.gather(*(database.fetch(REVISION, {}) for _ in range(100)))
        assert set(brought) == {None}
        assert time.monotonic() - began < 4


async def test_a_write_that_waits_for_another_does_not_count_as_an_outage(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_SHORT_SECONDS", 0.05)
    monkeypatch.setattr(postgres, "_WRITE", postgres._WRITE.replace("'5s'", "'60s'"))
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted"
    address = url.replace("+psycopg", "", 1)
    async with Database(url) as database:
        with psycopg.connect(address) as other, psycopg.connect(address) as looking:
            looking.autocommit = True
            other.execute("SELECT 1 FROM meta WHERE name = 'writer' FOR UPDATE")
            database._away = True  # as after a moment in which the server did not answer
            writing = asyncio.create_task(count_up(database))
            async with asyncio.timeout(30):
                while not looking.execute(waiting).fetchall():  # noqa: ASYNC110 - the server's
                    await asyncio.sleep(0.01)
            assert await revision(database) == 1
            assert not writing.done()
        assert await writing == 2


async def all_in_use(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """More at once than there are connections, who would wait no longer for a new one."""
    async with AsyncExitStack() as held:
        for _ in range(15):
            await held.enter_async_context(database.read())
        for connects_within in (10, 0.01, 0.01):
            monkeypatch.setattr(postgres.PostgreSQL, "connects_within", connects_within)
            with pytest.raises(StoreError, match="takes no more connections just now"):
                await revision(database)
    monkeypatch.setattr(postgres.PostgreSQL, "connects_within", 10)
    assert await revision(database) >= 0


async def test_that_all_connections_are_in_use_is_told(
    url: str, migrated: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (postgres, sqlite):
        monkeypatch.setattr(module, "FREE_SECONDS", 0.05)
    for each in (url, f"sqlite+aiosqlite:///{migrated}"):
        caplog.clear()
        async with Database(each) as database:
            await all_in_use(database, monkeypatch)
            assert caplog.text.count("all connections to the database are in use") == 1
            await all_in_use(database, monkeypatch)
            assert caplog.text.count("all connections to the database are in use") == 2
