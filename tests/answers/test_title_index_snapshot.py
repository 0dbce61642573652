"""The file of titles: mapped where it fits, built anew where it does not."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.answers.library import Library
from bot.answers.title_index_snapshot import WORTH, TitleSnapshot
from bot.facts.ledger import Ledger
from bot.foundation.database import Database
from tests.facts.stated import says, statements


@pytest.fixture
async def many(ledger: Ledger) -> int:
    """So many shows that a file is worth it."""
    count = WORTH + 10
    await ledger.state("tvmaze", [says(str(n), f"Show {n}") for n in range(1, count + 1)])
    return count


def file_of(database: Database) -> Path:
    return database.beside("titles")


async def loaded(database: Database) -> Library:
    library = Library(database)
    await library.load()
    return library


def titles_read(seen: list[str]) -> int:
    """How many SELECTs read titles of everybody's scope, whichever shows they are of."""
    return sum("FROM titles" in text and "titles.scope !=" not in text for text in seen)


@pytest.mark.slow
async def test_a_start_maps_what_was_built_and_reads_only_what_changed(
    database: Database, ledger: Ledger, many: int
) -> None:
    first = await loaded(database)
    assert len(first.titles) == many
    await first.renew_titles()
    assert file_of(database).exists()
    await ledger.state("tvmaze", [says("1", "Renamed"), says("9999", "Brand New")])
    with statements() as seen:
        second = await loaded(database)
    assert titles_read(seen) == 1
    assert len(second.titles) == many + 1
    assert [match.entry.title for match in second.titles.exact("renamed")] == ["Renamed"]
    assert second.titles.exact("show 1") == []
    assert [match.entry.title for match in second.titles.exact("show 77")] == ["Show 77"]
    assert second.titles.changed == 3


async def test_a_process_that_runs_takes_the_new_file(
    database: Database, ledger: Ledger, many: int
) -> None:
    library = await loaded(database)
    more = [says(str(n), f"Late {n}") for n in range(10_000, 10_000 + WORTH + 1)]
    await ledger.state("tvmaze", more)
    await library.refresh()
    assert library.titles.changed == len(more)
    await library.renew_titles()
    assert library.titles.changed == 0
    assert len(library.titles) == many + len(more)
    assert library.titles.exact("late 10000")


@pytest.mark.parametrize("spoilt", [b"", b"nonsense", b"titleseg\x01\x00\x00\x00"])
async def test_a_spoilt_file_costs_a_longer_start_and_nothing_else(
    database: Database, many: int, spoilt: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    await TitleSnapshot(database).write()
    file_of(database).write_bytes(spoilt)
    with caplog.at_level(logging.INFO):
        library = await loaded(database)
    assert len(library.titles) == many
    assert "built anew" in caplog.text


async def test_a_file_of_another_database_is_not_read(
    database: Database, ledger: Ledger, many: int
) -> None:
    await TitleSnapshot(database).write()
    other = file_of(database).read_bytes()
    await ledger.state("tvmaze", [says("1", "Renamed")])
    await TitleSnapshot(database).write()
    file_of(database).write_bytes(other)
    library = await loaded(database)
    assert [match.entry.title for match in library.titles.exact("renamed")] == ["Renamed"]


async def test_where_no_file_can_be_written_the_old_index_goes_on(
    database: Database, many: int, caplog: pytest.LogCaptureFixture
) -> None:
    file_of(database).mkdir()
    library = await loaded(database)
    for _ in range(3):  # as with each page of the index that is read
        await library.renew_titles()
    assert caplog.text.count("the index of titles was not built") == 1
    assert len(library.titles) == many


async def test_after_one_that_could_not_be_written_there_is_another_try(
    database: Database, many: int, tmp_path: Path
) -> None:
    now = 0.0
    (tmp_path / "taken").write_text("no folder")
    path = tmp_path / "taken" / "titles"
    snapshot = TitleSnapshot(database, path, lambda: now)
    async with database.read() as reading:
        titles = await snapshot.index(reading)
    assert snapshot.is_worth_renewing(titles)
    assert not await snapshot.renew()
    assert not snapshot.is_worth_renewing(titles)
    (tmp_path / "taken").unlink()
    now += 3600
    assert snapshot.is_worth_renewing(titles)
    assert await snapshot.renew(), "the folder is made"
    assert not snapshot.is_worth_renewing(titles)
    assert path.exists()
