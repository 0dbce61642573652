"""From nothing, or from an older file, to today's schema; never backwards, never in half."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.errors import SettingsError, StoreError
from bot.foundation.database import Database
from bot.foundation.migrate import HEAD, SCRIPTS, check, migrate, revision_of
from bot.foundation.schema import whole_schema
from tests.facts.stated import Stored
from tests.foundation.next_schema import next_version, older_version
from tests.foundation.schema_differences import differences

ROOT = Path(__file__).resolve().parents[2]


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_a_fresh_database_has_the_tables_of_the_schema(url: str, file: Path) -> None:
    assert await revision_of(url) is None
    await migrate(url)
    assert await revision_of(url) == HEAD
    assert await differences(url, whole_schema()) == []
    assert await check(url) is None
    stored = Stored(file)
    assert stored.one("PRAGMA journal_mode") == "wal"
    assert not list(file.parent.glob("*.before-*")), "an empty database needs no copy"


async def test_the_folders_of_a_new_database_are_made(tmp_path: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'a' / 'b' / 'store.db'}")
    assert (tmp_path / "a" / "b" / "store.db").exists()


async def test_once_more_changes_nothing(url: str, stored: Stored) -> None:
    before = stored.everything()
    await migrate(url)
    assert stored.everything() == before


async def test_a_newer_database_is_refused(url: str, stored: Stored, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = stored.everything()
    with pytest.raises(StoreError, match=r"newer version \(9999\)"):
        await migrate(url)
    assert stored.everything() == before


async def test_an_upgrade_keeps_a_copy_and_every_row(
    url: str, stored: Stored, file: Path, tmp_path: Path
) -> None:
    # A batch rebuilds the table: with foreign keys on, every claim of every edit would go.
    body = (
        "with op.batch_alter_table('edits', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('note', sa.Text()))"
    )
    scripts = next_version(tmp_path / "next", body)
    before = stored.everything()
    await migrate(url, scripts)
    assert await revision_of(url) == "9999"
    after = stored.everything()
    assert after["claims"] == before["claims"] != []
    assert after["edits"] == [(*row, None) for row in before["edits"]]
    copy = Stored(file.with_name("store.db.before-9999"))
    assert copy.everything() == before


async def test_of_the_copies_before_upgrades_the_last_is_kept(
    url: str, stored: Stored, file: Path, tmp_path: Path
) -> None:
    """Each is as large as the database, and they would fill the disk over the years."""
    older = file.with_name(f"store.db.before-{HEAD}")
    others = [file.with_name(name) for name in ("store.db.before-my-edit", f"b.db.before-{HEAD}")]
    for each in (older, *others):
        each.touch()
    broken = next_version(tmp_path / "broken", "op.execute('DELETE FROM nowhere')")
    with pytest.raises(StoreError, match="could not be upgraded"):
        await migrate(url, broken)
    assert older.exists(), "nothing was upgraded"
    await migrate(url, next_version(tmp_path / "next", "op.execute('DELETE FROM changes')"))
    assert not older.exists()
    assert all(each.exists() for each in (*others, file.with_name("store.db.before-9999")))


async def test_an_upgrade_that_breaks_references_is_undone(
    url: str, stored: Stored, tmp_path: Path
) -> None:
    scripts = next_version(tmp_path / "next", "op.execute('DELETE FROM edits')")
    before = stored.everything()
    with pytest.raises(StoreError, match="would break"):
        await migrate(url, scripts)
    assert stored.everything() == before
    assert await revision_of(url) == HEAD


async def test_an_upgrade_that_fails_halfway_is_undone(
    url: str, stored: Stored, tmp_path: Path
) -> None:
    body = "op.execute('DELETE FROM changes'); op.execute('DELETE FROM nowhere')"
    scripts = next_version(tmp_path / "next", body)
    before = stored.everything()
    with pytest.raises(StoreError, match="could not be upgraded: no such table"):
        await migrate(url, scripts)
    assert stored.everything() == before


async def test_without_a_copy_there_is_no_upgrade(
    url: str, stored: Stored, file: Path, tmp_path: Path
) -> None:
    scripts = next_version(tmp_path / "next", "op.execute('DELETE FROM changes')")
    file.with_name("store.db.before-9999").mkdir()
    before = stored.everything()
    with pytest.raises(StoreError, match="No copy could be kept"):
        await migrate(url, scripts)
    assert stored.everything() == before


@pytest.mark.slow
async def test_several_processes_may_start_at_once(url: str, file: Path) -> None:
    program = (
        "import asyncio, sys; from bot.foundation.migrate import migrate;"
        "asyncio.run(migrate(sys.argv[1]))"
    )
    starts = [
        await asyncio.create_subprocess_exec(*(sys.executable, "-c", program, url), cwd=ROOT)
        for _ in range(2)
    ]
    assert [await start.wait() for start in starts] == [0, 0]
    assert await differences(url, whole_schema()) == []
    assert Stored(file)("SELECT version_num FROM alembic_version") == [(HEAD,)]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "must look like"),
        ("nonsense", "must look like"),
        ("sqlite+aiosqlite://h:abc/x", "must look like"),
        ("postgresql+asyncpg://h/x", r"must start with sqlite\+aiosqlite"),
        ("sqlite:///x.db", r"must start with sqlite\+aiosqlite"),
        ("postgresql+psycopg://h:65536/x", "names the port 65536; ports are 1 to 65535"),
        ("postgresql+psycopg://h:0/x", "names the port 0"),
        ("postgresql+psycopg://u:hun@ter2@h/x", "has an @ in its user or its password: write it"),
        ("sqlite+aiosqlite://", "must name a file"),
        ("sqlite+aiosqlite:///:memory:", "must name a file"),
        ("sqlite+aiosqlite:///file:x.db?uri=true", "must name a file"),
        ("sqlite+aiosqlite://host/x.db", "must name a file"),
        ("sqlite+aiosqlite:///x.db?mode=ro", "takes nothing after the file's name"),
        ("sqlite+aiosqlite:////tmp/x.db?timeout=30&cache=shared", "takes nothing after"),
    ],
)
async def test_a_malformed_address_is_named(url: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=f"DATABASE_URL {sentence}"):
        await migrate(url)
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Database(url)


async def test_events_that_stand_at_an_upgrade_get_their_ends(
    url: str, file: Path, tmp_path: Path
) -> None:
    await migrate(url, older_version(tmp_path / "older", "0017"))
    changes = datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Berlin"))
    whole, hour = int(changes.timestamp()), int(changes.timestamp()) + 72_000
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO guilds (id, timezone) VALUES (1, 'Europe/Berlin')")
        connection.executemany(
            "INSERT INTO scheduled_events (guild_id, show_id, season, marker, starts_at, told)"
            " VALUES (?, 1, 2, ?, ?, '')",
            [(1, "a", whole), (2, "b", whole), (3, "c", hour)],
        )
        connection.execute(
            "INSERT INTO shows (id, scope, revision, created_at) VALUES (1, 0, 1, 0)"
        )
    await migrate(url)
    ends = Stored(file)("SELECT ends_at FROM scheduled_events ORDER BY marker")
    assert ends == [(whole + 25 * 3600,), (whole + 3600,), (hour + 3600,)]
    assert await differences(url, whole_schema()) == []
