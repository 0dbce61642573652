"""Backups on a schedule: when one is due, which go, and that none goes before the next is sound."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.foundation import scheduled_backups as module
from bot.foundation.migrate import migrate
from bot.foundation.scheduled_backups import Backups
from tests.clock import StoppedClock

EVERY = timedelta(hours=6)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    address = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    await migrate(address)
    return address


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_one_is_made_when_it_is_due_and_the_oldest_goes(url: str, tmp_path: Path) -> None:
    folder, clock = tmp_path / "copies" / "deep", StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
    backups = Backups(url, folder, EVERY, 2, clock)
    first = backups.step()
    assert first is not None
    assert first.name == "cliffhanger-20260301T000000Z.db"
    (folder / "notes.txt").write_text("mine")
    clock.now += EVERY - timedelta(seconds=1)
    assert backups.step() is None
    for _ in range(3):
        clock.now += EVERY
        assert backups.step() is not None
    assert names(folder) == [
        "cliffhanger-20260301T175959Z.db",
        "cliffhanger-20260301T235959Z.db",
        "notes.txt",
    ]
    # Another process goes on where this one ended.
    assert Backups(url, folder, EVERY, 2, clock).step() is None


@pytest.mark.parametrize("keep", [1, 3])
async def test_what_a_killed_process_left_goes_before_the_next_is_made(
    url: str, tmp_path: Path, keep: int
) -> None:
    folder, clock = tmp_path / "copies", StoppedClock(datetime(2026, 3, 2, tzinfo=UTC))
    folder.mkdir()
    left = [
        "cliffhanger-20260301T000000Z.db.part",
        "cliffhanger-20260301T000000Z.db.part-journal",
        "cliffhanger-20260301T120000Z.db.0123abcd.part",
        "cliffhanger-20270301T000000Z.db.0123abcd.part-wal",
    ]
    others = ["cliffhanger-20260301T233000Z.db.0123abcd.part", "mine.db.part"]
    for name in (*left, *others):
        (folder / name).write_bytes(b"half")
    made = Backups(url, folder, EVERY, keep, clock).step()
    assert made is not None
    assert names(folder) == sorted([*others, made.name]), "one may just be growing"


@pytest.mark.parametrize("ahead", [3 * EVERY, timedelta(days=30), timedelta(days=365 * 70)])
async def test_a_clock_that_is_set_back_holds_up_none(
    url: str, tmp_path: Path, ahead: timedelta
) -> None:
    right = datetime(2026, 3, 1, tzinfo=UTC)
    folder, clock = tmp_path / "copies", StoppedClock(right + ahead)
    backups = Backups(url, folder, EVERY, 2, clock)
    early = backups.step()
    assert early is not None
    clock.now = right
    first = backups.step()
    assert first is not None
    assert names(folder) == sorted([first.name, early.name])
    assert backups.step() is None
    clock.now += EVERY
    second = backups.step()
    assert second is not None
    assert names(folder) == [first.name, second.name], "what is of no known day goes first"
    clock.now -= EVERY / 2
    assert backups.step() is None, "one of these hours is there"


async def test_the_age_is_that_of_the_newest(url: str, tmp_path: Path) -> None:
    folder, clock = tmp_path / "copies", StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
    backups = Backups(url, folder, EVERY, 2, clock)
    assert backups.age() is None
    backups.step()
    clock.now += 3 * EVERY
    assert backups.age() == 3 * EVERY
    backups.step()
    assert backups.age() == timedelta()
    clock.now -= 2 * EVERY
    assert backups.age() == EVERY, "one of a day to come is of no known day"
    with pytest.raises(StoreError, match="cannot be used"):
        Backups(url, Path(url.partition("///")[2]), EVERY, 1, clock).age()


async def test_what_cannot_be_made_touches_no_older_one(url: str, tmp_path: Path) -> None:
    folder, clock = tmp_path / "copies", StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
    backups = Backups(url, folder, EVERY, 1, clock)
    kept = backups.step()
    assert kept is not None
    clock.now += EVERY
    database = tmp_path / "bot.db"
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE alembic_version")
    with pytest.raises(StoreError, match="no database of this program"):
        backups.step()
    assert names(folder) == [kept.name]
    database.unlink()
    with pytest.raises(StoreError, match="There is no database"):
        backups.step()
    assert names(folder) == [kept.name]


async def test_a_folder_that_cannot_be_used_is_a_sentence(url: str, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("no folder")
    clock = StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(StoreError, match="cannot be used: Not a directory"):
        Backups(url, taken / "copies", EVERY, 1, clock).step()


async def test_a_failure_is_logged_once(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    taken = tmp_path / "file"
    taken.write_text("no folder")
    clock = StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
    running = asyncio.create_task(Backups(url, taken / "copies", EVERY, 1, clock).run())
    await asyncio.sleep(0.3)
    running.cancel()
    told = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert [record.getMessage() for record in told] == [
        f"no backup could be made: {taken / 'copies'} cannot be used: Not a directory."
    ]


async def test_a_dump_under_way_keeps_no_process_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text('#!/bin/sh\necho "$@" > "$0.asked"\nexec /bin/sleep 60\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = tmp_path / "copies"
    backups = Backups("postgresql+psycopg://bot@/shows", folder, EVERY, 2, StoppedClock())
    running = asyncio.create_task(backups.run())
    async with asyncio.timeout(30):
        while not (tmp_path / "pg_dump.asked").exists():  # noqa: ASYNC110 - another program makes it
            await asyncio.sleep(0.01)
    running.cancel()
    async with asyncio.timeout(20):
        # As a loop does at its end.
        await asyncio.get_running_loop().shutdown_default_executor()
    assert running.cancelled()
    assert names(folder) == []
    assert "--lock-wait-timeout=60s" in (tmp_path / "pg_dump.asked").read_text()
