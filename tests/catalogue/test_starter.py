"""The starter catalogue: when it is read, and what becomes of files that change or go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.app import open_services
from bot.catalogue.starter import load_catalogue
from bot.errors import BadFileError, StoreError
from bot.facts.ledger import Ledger, Outcome
from bot.foundation.database import Database
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.facts.stated import Stored, draft, person

DARK = """
title = "Dark"
year = 2017
source = "https://example.org/dark"
as_of = 2026-01-02
[[seasons]]
number = 1
episodes = 10
"""
LOST = 'title = "Lost"\nyear = 2004\nsource = "https://example.org/lost"\nas_of = 2026-01-02\n'


class Catalogue:
    """A folder of files, loaded into a database."""

    def __init__(self, folder: Path, database: Database, ledger: Ledger, clock: StoppedClock):
        self.folder = folder
        self._parts = (database, ledger, clock)

    async def load(self) -> Outcome | None:
        return await load_catalogue(self.folder, *self._parts)


@pytest.fixture
def catalogue(tmp_path: Path, database: Database, ledger: Ledger, clock: StoppedClock) -> Catalogue:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "dark-2017.toml").write_text(DARK)
    (folder / "lost-2004.toml").write_text(LOST)
    (folder / "notes.txt").write_text("no show")
    return Catalogue(folder, database, ledger, clock)


async def test_it_is_loaded_once(catalogue: Catalogue, stored: Stored) -> None:
    first = await catalogue.load()
    assert first is not None
    assert first.added == 2
    assert stored("SELECT source, key, tier, as_of FROM records ORDER BY key") == [
        ("catalog", "dark-2017", 1, "2026-01-02"),
        ("catalog", "lost-2004", 1, "2026-01-02"),
    ]
    before = stored.everything()
    assert await catalogue.load() is None
    assert stored.everything() == before


async def test_a_changed_file_replaces_its_record_and_no_correction(
    catalogue: Catalogue, stored: Stored
) -> None:
    await catalogue.load()
    await catalogue._parts[1].edit(draft(1, 1, person(1, "episodes", 11)))
    (catalogue.folder / "dark-2017.toml").write_text(DARK.replace("= 10", "= 12"))
    outcome = await catalogue.load()
    assert outcome is not None
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 1)
    assert outcome.changes == (), "a person's word covers the file's"
    assert stored.one("SELECT count(*) FROM edits WHERE retracted_at IS NULL") == 1


async def test_a_file_taken_away_takes_its_claims_away(
    catalogue: Catalogue, stored: Stored
) -> None:
    await catalogue.load()
    (catalogue.folder / "lost-2004.toml").unlink()
    await catalogue.load()
    assert stored("SELECT title FROM titles") == [("Dark",)]
    (catalogue.folder / "lost-2004.toml").write_text(LOST)
    await catalogue.load()
    assert stored("SELECT title FROM titles ORDER BY title") == [("Dark",), ("Lost",)]


async def test_a_broken_file_changes_nothing_and_is_named(
    catalogue: Catalogue, stored: Stored
) -> None:
    await catalogue.load()
    before = stored.everything()
    (catalogue.folder / "lost-2004.toml").write_text(LOST + 'colour = "blue"\n')
    (catalogue.folder / "new.toml").write_text('title = "New"')
    with pytest.raises(BadFileError, match=r"lost-2004\.toml, line 5: colour"):
        await catalogue.load()
    assert stored.everything() == before


async def test_a_folder_that_vanished_takes_nothing_away(
    catalogue: Catalogue, stored: Stored
) -> None:
    await catalogue.load()
    before = stored.everything()
    shutil.rmtree(catalogue.folder)
    with pytest.raises(BadFileError, match="no such folder"):
        await catalogue.load()
    assert stored.everything() == before


async def test_a_file_that_cannot_be_read_is_named(catalogue: Catalogue) -> None:
    (catalogue.folder / "odd.toml").mkdir()
    with pytest.raises(BadFileError, match=r"odd\.toml"):
        await catalogue.load()


async def test_the_services_open_with_a_broken_catalogue(
    catalogue: Catalogue, url: str, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    await catalogue.load()
    (catalogue.folder / "lost-2004.toml").write_bytes(b"\xff\xfe")
    settings = Settings(database_url=url, catalog_dir=catalogue.folder)
    async with open_services(settings, clock) as services:
        assert len(services.library.titles) == 2
    assert "lost-2004.toml" in caplog.text


@pytest.mark.sqlite
async def test_a_database_that_cannot_be_written_keeps_the_old_files(
    catalogue: Catalogue, database: Database, stored: Stored
) -> None:
    await catalogue.load()
    (catalogue.folder / "new.toml").write_text('title = "New"')
    async with database.write() as writing:
        await writing.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON records "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    before = stored.everything()
    with pytest.raises(StoreError):
        await catalogue.load()
    assert stored.everything() == before
    async with database.write() as writing:
        await writing.exec_driver_sql("DROP TRIGGER broken")
    outcome = await catalogue.load()
    assert outcome is not None
    assert outcome.added == 1
