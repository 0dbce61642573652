"""What goes wrong with a file, as a sentence; and that nothing was changed by it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.facts.ledger import Ledger
from bot.foundation import database as subject
from bot.foundation import sqlite, write_queue
from bot.foundation.database import Database
from bot.foundation.meta import current_revision, next_revision, read_meta, write_meta
from bot.foundation.migrate import check, migrate
from tests.clock import StoppedClock
from tests.facts.stated import Stored, draft, person, says


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program is in the middle of a write."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE shows SET revision = 99")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0)


@pytest.mark.usefixtures("impatient")
async def test_a_locked_database_is_read_and_not_written(
    url: str, stored: Stored, file: Path, clock: StoppedClock
) -> None:
    before = stored.everything()
    async with Database(url) as database:
        with locked(file):
            async with database.read() as connection:
                assert await current_revision(connection) == 2
            for write in (
                Ledger(database, clock).state("tvmaze", [says("9", "New")]),
                Ledger(database, clock).edit(draft(9, 1, person(1, "episodes", 3))),
            ):
                with pytest.raises(StoreError, match="busy with another program"):
                    await write
        assert stored.everything() == before
        await Ledger(database, clock).state("tvmaze", [says("9", "New")])
    assert stored.one("SELECT count(*) FROM records") == 3


async def test_a_writer_waits_for_another_one(
    url: str, stored: Stored, file: Path, clock: StoppedClock
) -> None:
    async with Database(url) as database:
        with locked(file):
            waiting = asyncio.create_task(
                Ledger(database, clock).edit(draft(9, 1, person(1, "episodes", 3)))
            )
            await asyncio.sleep(0.2)
            assert not waiting.done()
        assert (await waiting).show_id == 1


async def test_a_write_that_stands_still_keeps_no_other_waiting_for_long(
    url: str, stored: Stored, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(write_queue, "_TURN_SECONDS", 0.1)
    async with Database(url) as database:

        async def count_up() -> int:
            async with database.write() as writing:
                return await next_revision(writing)

        for _ in range(2):
            async with database.write():
                behind = [asyncio.create_task(count_up()) for _ in range(8)]
                done, waiting = await asyncio.wait(behind, timeout=30)
            assert not waiting
            told = {str(task.exception()) for task in done}
            assert told == {"The database took too long; nothing was changed."}
            assert await count_up() > 2
        assert caplog.text.count("a write takes long") == 2, "once as long as it lasts"
    assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == "4"


async def test_a_long_line_is_waited_for_as_long_as_it_moves(
    url: str, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "_TURN_SECONDS", 60.0)
    loop = asyncio.get_running_loop()
    real_time, gone = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: real_time() + gone)
    done: list[int] = []
    async with Database(url) as database:

        async def count_up(number: int) -> None:
            nonlocal gone
            async with database.write() as writing:
                await next_revision(writing)
                gone += 30.0
                done.append(number)

        await asyncio.gather(*(count_up(number) for number in range(8)))
    assert done == list(range(8))
    assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == "10"


async def test_a_full_disk_changes_nothing(url: str, stored: Stored, clock: StoppedClock) -> None:
    before = stored.everything()
    async with Database(url) as database:
        async with database.read() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            # It holds for this connection, which is the one that the pool hands out next.
            await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        many = [says(str(n), f"Show {n}", synopsis="x" * 3000) for n in range(50)]
        with pytest.raises(StoreError, match="The disk is full; nothing was changed"):
            await Ledger(database, clock).state("tvmaze", many)
    assert stored.everything() == before


async def test_a_read_only_connection_changes_nothing(
    url: str, stored: Stored, clock: StoppedClock
) -> None:
    before = stored.everything()
    async with Database(url) as database:
        async with database.read() as connection:
            await connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            await Ledger(database, clock).state("tvmaze", [says("9", "New")])
    assert stored.everything() == before


@pytest.mark.parametrize("content", [b"This is no database. " * 300, b"\0" * 5000, b"SQLite form"])
async def test_a_file_that_is_no_database(url: str, file: Path, content: bytes) -> None:
    _write(file, content)
    with pytest.raises(StoreError, match="damaged or is not a database"):
        await migrate(url)
    assert _read(file) == content


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _read(file: Path) -> bytes:
    return file.read_bytes()


async def test_a_damaged_file_is_told_and_left_alone(
    url: str, stored: Stored, file: Path, clock: StoppedClock
) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = bytearray(_read(file))
    chance = random.Random(1)
    for at in range(4096, len(pages)):
        pages[at] = chance.randrange(256)
    _write(file, bytes(pages))
    with pytest.raises(StoreError, match="damaged"):
        await check(url)
    with pytest.raises(StoreError, match="damaged"):
        async with Database(url) as database:
            await Ledger(database, clock).edit(draft(9, 1, person(1, "episodes", 3)))


@pytest.mark.parametrize("place", ["plain/store.db", "plain/deeper/store.db"])
async def test_a_folder_that_cannot_be(tmp_path: Path, place: str) -> None:
    (tmp_path / "plain").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match=r"folder of the database|cannot be opened"):
        await migrate(f"sqlite+aiosqlite:///{tmp_path / place}")


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await migrate(f"sqlite+aiosqlite:///{tmp_path}")


async def test_an_empty_database_says_what_to_do(url: str) -> None:
    async with Database(url) as database:
        with pytest.raises(StoreError, match="not set up"):
            async with database.read() as connection:
                await current_revision(connection)


async def test_anything_raised_inside_a_write_undoes_it(url: str, stored: Stored) -> None:
    before = stored.everything()
    async with Database(url) as database:
        with pytest.raises(ZeroDivisionError):
            await _fails(database)
        assert stored.everything() == before
        writing = asyncio.create_task(_never_ends(database))
        await asyncio.sleep(0.1)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        assert stored.everything() == before
        async with database.write() as connection:
            await write_meta(connection, "name", "value")
        async with database.read() as connection:
            assert await read_meta(connection, "name") == "value"


async def _fails(database: Database) -> None:
    async with database.write() as connection:
        await next_revision(connection)
        await write_meta(connection, "name", "value")
        raise ZeroDivisionError


async def _never_ends(database: Database) -> None:
    async with database.write() as connection:
        await next_revision(connection)
        await asyncio.sleep(60)


async def test_a_reading_sees_one_state_however_long_it_takes(url: str, stored: Stored) -> None:
    async with Database(url) as database, Database(url) as other:
        async with database.read() as reading:
            first = await current_revision(reading)
            async with other.write() as writing:
                await next_revision(writing)
            async with database.write() as writing:
                await next_revision(writing)
            assert await current_revision(reading) == first
        async with database.read() as reading:
            assert await current_revision(reading) == first + 2


async def test_counting_up_loses_no_write(url: str, stored: Stored) -> None:
    async with Database(url) as one, Database(url) as two:

        async def count_up(database: Database) -> None:
            for _ in range(25):
                async with database.write() as connection:
                    await next_revision(connection)

        await asyncio.gather(count_up(one), count_up(two), count_up(one))
    assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == "77"


SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000) "


async def test_a_program_that_ends_while_a_connection_is_closed_does_end(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cancelled read closes its connection in a task of its own; the loop's end cancels both."""
    monkeypatch.setattr(subject, "_LEAVING_SECONDS", 60)
    await migrate(url)
    running = asyncio.Event()

    async def count() -> None:
        async with database.read() as connection:
            running.set()
            await connection.exec_driver_sql(f"{SLOW} SELECT count(*) FROM n")

    async with Database(url) as database:
        mine = asyncio.current_task()
        counting = asyncio.create_task(count())
        await running.wait()
        counting.cancel()
        while len(left := asyncio.all_tasks() - {mine}) < 2:
            assert not counting.done()
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        for task in left:
            task.cancel()
        assert not (await asyncio.wait(left, timeout=30))[1]
    # A thread that is still at work would speak to a loop that is closed.
    assert not [thread for thread in threading.enumerate() if "_connection" in thread.name]


async def test_closing_waits_for_what_is_being_read(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "_LEAVING_SECONDS", 60)
    await migrate(url)
    counted = []
    running = asyncio.Event()

    async def count() -> None:
        async with database.read() as connection:
            running.set()
            found = await connection.exec_driver_sql(f"{SLOW} SELECT count(*) FROM n")
            counted.append(found.scalar_one())

    async with Database(url) as database:
        counting = asyncio.create_task(count())
        await running.wait()
    assert counting.done()
    assert counted == [1_000_000]


async def test_closing_does_not_wait_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_LEAVING_SECONDS", 0.05)
    await migrate(url)
    running = asyncio.Event()

    async def hold() -> None:
        async with database.read() as connection:
            running.set()
            try:
                await asyncio.Event().wait()
            finally:
                await connection.invalidate()

    async with Database(url) as database:
        holding = asyncio.create_task(hold())
        await running.wait()
    assert not holding.done()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding


def take_away(file: Path, kept: Path, how: str) -> None:
    """What operators do to a file under a running bot; `kept` is that file from then on."""
    if how == "deleted":
        kept.hardlink_to(file)
        file.unlink()
        return
    file.rename(kept)
    if how == "replaced":
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE other (id)")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("how", ["deleted", "moved away", "replaced"])
async def test_a_file_that_is_gone_takes_no_edits(
    url: str, file: Path, clock: StoppedClock, tmp_path: Path, how: str
) -> None:
    kept = tmp_path / "kept.db"
    async with Database(url) as database:
        ledger = Ledger(database, clock)
        await ledger.state("tvmaze", [says("9", "Before")])
        take_away(file, kept, how)
        for key in ("10", "11"):
            with pytest.raises(StoreError, match="deleted or replaced while I was running"):
                await ledger.state("tvmaze", [says(key, "Lost")])
            with pytest.raises(StoreError, match="deleted or replaced while I was running"):
                await ledger.edit(draft(9, 1, person(1, "episodes", 3)))


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("how", ["deleted", "moved away"])
async def test_a_file_that_was_put_back_takes_edits_again(
    url: str, file: Path, clock: StoppedClock, tmp_path: Path, how: str
) -> None:
    kept = tmp_path / "kept.db"
    async with Database(url) as database:
        ledger = Ledger(database, clock)
        await ledger.state("tvmaze", [says("9", "Before")])
        take_away(file, kept, how)
        with pytest.raises(StoreError):
            await ledger.state("tvmaze", [says("10", "Lost")])
        await asyncio.to_thread(kept.replace, file)
        await ledger.state("tvmaze", [says("12", "After")])
    query = "SELECT key FROM records WHERE key IN ('9', '10', '12') ORDER BY key"
    assert Stored(file)(query) == [("12",), ("9",)]


async def test_a_file_taken_away_during_a_write_keeps_what_it_had(
    url: str, file: Path, stored: Stored, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    async with Database(url) as database:
        before = stored.one("SELECT value FROM meta WHERE name = 'revision'")

        async def write() -> None:
            async with database.write() as writing:
                await next_revision(writing)
                take_away(file, kept, "moved away")

        with pytest.raises(StoreError, match="deleted or replaced while I was running"):
            await write()
        await asyncio.to_thread(kept.replace, file)
    assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == before
