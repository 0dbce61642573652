"""Imports in pieces, and the starter catalogue: when it is read, and files that change or go."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalog.bulk_import import BulkImport, load_catalogue
from bot.composition_root import open_services
from bot.errors import BadFileError, StoreError
from bot.facts.bulk_write import Batch, plan_of
from bot.facts.ledger import Ledger
from bot.facts.models import Statement
from bot.facts.queries.records import add_pending
from bot.facts.record_linkage import KnownShows
from bot.facts.writes import Outcome
from bot.foundation.database import Database, Transaction
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.facts.stated import Stored, draft, person, says, statements

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
        self.ledger = ledger
        self._parts = (database, BulkImport(database, ledger, clock), clock)

    async def load(self) -> Outcome | None:
        return await load_catalogue(self.folder, *self._parts)


SAID = [says(str(n), f"Show {n}", source="import", ids={"tmdb": str(n)}) for n in range(7)]


class TestPieces:
    """An import of seven shows, three at a time."""

    async def test_it_is_written_whole_and_the_same_again_changes_nothing(
        self, database: Database, ledger: Ledger, clock: StoppedClock, stored: Stored
    ) -> None:
        bulk_import = BulkImport(database, ledger, clock, piece=3)
        told: list[tuple[int, int]] = []
        with statements() as sent:
            outcome = await bulk_import.write("import", SAID, progress=lambda *at: told.append(at))
        assert _readings_of_all(sent) == 1, "the pieces share what the first has read"
        assert (outcome.added, outcome.show_ids) == (7, (1, 2, 3, 4, 5, 6, 7))
        assert told == [(3, 7), (6, 7), (7, 7)]
        rest = SAID[:4] + SAID[5:]
        again = await bulk_import.write("import", rest, gone=["4"])
        assert (again.added, again.changed, again.unchanged) == (0, 1, 6)
        assert stored("SELECT title FROM titles WHERE show_id = 5") == []
        assert stored.one("SELECT count(*) FROM pending_records") == 0
        assert stored("SELECT * FROM leases") == []

    @pytest.mark.parametrize("fails_after", [1, 2])
    async def test_what_was_interrupted_is_finished_by_the_next(
        self,
        database: Database,
        ledger: Ledger,
        clock: StoppedClock,
        stored: Stored,
        fails_after: int,
    ) -> None:
        written = 0

        async def fails(writing: Transaction, before: object, after: object) -> None:
            nonlocal written
            written += 1
            if written > fails_after:
                raise StoreError("The disk is full; nothing was changed.")

        broken = Ledger(database, clock, listeners=[fails])
        with pytest.raises(StoreError, match="the rest of it is written as soon"):
            await BulkImport(database, broken, clock, piece=3).write("import", SAID, gone=["9"])
        assert stored.one("SELECT count(*) FROM records") == 3 * fails_after
        await BulkImport(database, ledger, clock, piece=2).resume()
        for table in ("shows", "records", "titles", "identifiers"):
            assert stored.one(f"SELECT count(*) FROM {table}") == 7
        assert stored.one("SELECT count(*) FROM pending_records") == 0
        before = stored.everything()
        await BulkImport(database, ledger, clock, piece=2).resume()
        assert stored.everything() == before

    async def test_what_was_not_kept_whole_is_not_written(
        self, database: Database, ledger: Ledger, clock: StoppedClock, stored: Stored
    ) -> None:
        async with database.write() as writing:
            await add_pending(writing, 1, SAID[:3])
        bulk_import = BulkImport(database, ledger, clock, piece=3)
        await bulk_import.resume()
        assert stored("SELECT * FROM shows") == []
        await bulk_import.write("import", SAID[3:])
        assert stored("SELECT title FROM titles ORDER BY title") == [
            ("Show 3",),
            ("Show 4",),
            ("Show 5",),
            ("Show 6",),
        ]

    async def test_two_at_once_wait_for_each_other(
        self, database: Database, ledger: Ledger, clock: StoppedClock, stored: Stored
    ) -> None:
        async with asyncio.TaskGroup() as group:
            for said in (SAID, [replace(one, key=f"b{one.key}") for one in SAID]):
                one = BulkImport(database, ledger, clock, piece=3)
                group.create_task(one.write("import", said))
        assert stored.one("SELECT count(*) FROM shows") == 7
        assert stored.one("SELECT count(*) FROM records") == 14


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("seed", [0, 1, 29])
async def test_a_piece_joins_its_shows_as_if_it_had_read_all_of_them(
    database: Database, ledger: Ledger, seed: int
) -> None:
    chance, known, readings = random.Random(seed), KnownShows(), 0
    for number in range(60):
        piece = [_any_show(chance, number)]
        async with database.read() as reading:
            plan = await plan_of(reading, Batch("import", piece), KnownShows())
        with statements() as sent:
            async with ledger.begin_statement(Batch("import", piece), known=known) as write:
                assert write.outcome.show_ids == tuple(plan.targets)
        readings += _readings_of_all(sent)
        if chance.random() < 0.1:
            claim = person(None, "title", chance.choice(_TITLES))
            await ledger.edit(draft(number + 1, chance.choice(plan.targets), claim))
    assert 1 < readings < 60


_TITLES = ("Dark", "dark", "Lost", "Foundation")


def _any_show(chance: random.Random, number: int) -> Statement:
    """A new show, or one that has its key, name or id from another."""
    few = chance.randrange(12)
    key = str(chance.choice((number, number, few)))
    title = chance.choice((f"Show {number}", f"Show {few}", chance.choice(_TITLES)))
    ids = {"tmdb": str(chance.choice((number, few)))} if chance.random() < 0.4 else {}
    year = {"year": 2020} if chance.random() < 0.2 else {}
    return says(key, title, source="import", ids=ids, **year)


def _readings_of_all(sent: Sequence[str]) -> int:
    return sum("FROM identifiers ORDER BY" in " ".join(query.split()) for query in sent)


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
    await catalogue.ledger.edit(draft(1, 1, person(1, "episodes", 11)))
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
