"""A database of each version that ever was, with rows in every table, becomes one of today's.

Whether or not the process is killed on the way: at the next start it goes on from where it was.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.foundation.database_url import file_of
from bot.foundation.migrate import HEAD, SCRIPTS, check, migrate, revision_of
from bot.foundation.schema import whole_schema
from tests.facts.stated import Stored, stored_in
from tests.foundation.filled_tables import fill
from tests.foundation.next_schema import older_version
from tests.foundation.schema_differences import differences

ROOT = Path(__file__).resolve().parents[2]

OLDER = sorted(path.stem[:4] for path in (SCRIPTS / "versions").glob("0*.py"))[:-1]

REPLACED = {"alembic_version", "meta", "premieres", "season_dates"}
"""What migrations rewrite: the premieres became dates of seasons, and values of `meta` come and
go."""

pytestmark = pytest.mark.sqlite
"""It makes its own databases: once is enough."""

KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from bot.foundation.database_url import file_of
from bot.foundation.migrate import migrate

left = int(sys.argv[2])

def count(*_: object) -> None:
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", count)
asyncio.run(migrate(sys.argv[1]))
"""


async def filled(url: str, folder: Path, version: str) -> Stored:
    """Make a database as it was at that version, with rows in every table."""
    await migrate(url, older_version(folder, version))
    await asyncio.to_thread(fill, url)
    return stored_in(url)


async def assert_upgraded(url: str, before: dict[str, list[tuple[object, ...]]]) -> None:
    """Today's schema, and each row there with what it had: columns are added at the end."""
    assert await revision_of(url) == HEAD
    assert await differences(url, whole_schema()) == []
    after = stored_in(url).everything()
    for table, rows in before.items():
        assert rows, table
        if table not in REPLACED:
            width = len(rows[0])
            assert sorted((row[:width] for row in after[table]), key=repr) == rows, table
    if "premieres" in before or "season_dates" in before:
        assert len(after["season_dates"]) == 3
    assert stored_in(url).broken_references() == []
    assert await check(url) is None


async def test_a_time_zone_that_the_machine_lacks_stops_no_upgrade(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot did not start, and nothing told why."""
    midnight = 1_798_761_600
    await filled(url, tmp_path, "0017")
    with closing(sqlite3.connect(file_of(url) or "")) as connection, connection:
        connection.execute("UPDATE guilds SET timezone = 'Europe/Atlantis'")
        connection.execute("UPDATE scheduled_events SET guild_id = (SELECT MIN(id) FROM guilds)")
        connection.execute("UPDATE scheduled_events SET starts_at = ?", (midnight,))
    await migrate(url)
    assert await revision_of(url) == HEAD
    assert "Europe/Atlantis is unknown here" in caplog.text
    assert stored_in(url).one("SELECT DISTINCT ends_at FROM scheduled_events") == midnight + 86_400


async def killed(url: str, statements: int) -> int:
    """Upgrade in a process that is killed before that many statements are done; how it ended."""
    argv = (sys.executable, "-c", KILLED, url, str(statements))
    return await (await asyncio.create_subprocess_exec(*argv, cwd=ROOT)).wait()


@pytest.mark.slow
@pytest.mark.parametrize("version", OLDER)
async def test_each_version_of_a_file_is_upgraded(url: str, tmp_path: Path, version: str) -> None:
    before = (await filled(url, tmp_path, version)).everything()
    await migrate(url)
    await assert_upgraded(url, before)


@pytest.mark.slow
@pytest.mark.parametrize("version", OLDER[::6])
async def test_a_servers_database_is_upgraded_too(bare: str, tmp_path: Path, version: str) -> None:
    before = (await filled(bare, tmp_path, version)).everything()
    await migrate(bare)
    await assert_upgraded(bare, before)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["file", "server"])
async def test_an_upgrade_that_is_killed_begins_anew(
    url: str, file: Path, request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    address = url if engine == "file" else request.getfixturevalue("bare")
    before = (await filled(address, tmp_path / "old", "0004")).everything()
    for statements in (12, 30, 60):
        assert await killed(address, statements) == -signal.SIGKILL
        assert await revision_of(address) == "0004"
        assert stored_in(address).everything() == before
    if engine == "file":
        copy = file.with_name(f"{file.name}.before-{HEAD}")
        assert Stored(copy).everything() == before
    await migrate(address)
    await assert_upgraded(address, before)
