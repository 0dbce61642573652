"""What the library answers from memory, what it reads, and when it forgets."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.answers.library import Library
from bot.answers.related import RelatedShows
from bot.catalog.reader import IMPORT, read_bytes
from bot.facts.ledger import Ledger
from bot.foundation.clock import system_clock
from bot.foundation.database import Database, Transaction
from tests.bench.imports import as_jsonl
from tests.clock import TODAY, StoppedClock
from tests.facts.stated import draft, person, says, statements
from tests.questions.real_titles import needs_titles, real_titles

ROOT = Path(__file__).resolve().parents[2]


async def test_a_cold_show_costs_one_select_and_a_warm_one_none(
    ledger: Ledger, library: Library
) -> None:
    await ledger.state("tvmaze", [says("7", "Dark", {1: {"episodes": 10}}, ids={"imdb": "tt1"})])
    await ledger.state("tmdb", [says("8", "Dark", source="tmdb", ids={"imdb": "tt1"})])
    await ledger.edit(draft(1, 1, person(1, "episodes", 9), scope=77))
    await library.refresh()
    for scope in (0, 77):
        with statements() as cold:
            first = await library.show(1, scope)
        assert len(cold) == 1
        assert cold[0].startswith("SELECT")
        with statements() as warm:
            assert await library.show(1, scope) is first
        assert warm == []


async def test_a_show_that_is_not_there_is_remembered_too(library: Library) -> None:
    assert await library.show(5) is None
    with statements() as warm:
        assert await library.show(5) is None
    assert warm == []


async def test_what_is_remembered_is_bounded_and_the_oldest_goes_first(
    ledger: Ledger, database: Database
) -> None:
    await ledger.state("tvmaze", [says(str(n), f"Show {n}") for n in range(1, 7)])
    library = Library(database, capacity=3)
    await library.load()
    for show_id in (1, 2, 3, 1, 4):
        await library.show(show_id)
    with statements() as warm:
        for show_id in (1, 3, 4):
            await library.show(show_id)
    assert warm == []
    with statements() as cold:
        await library.show(2)
    assert len(cold) == 1


async def test_refresh_drops_what_was_written_and_nothing_else(
    ledger: Ledger, library: Library
) -> None:
    await ledger.state("tvmaze", [says("1", "One"), says("2", "Two")])
    assert await library.refresh()
    one, two = await library.show(1), await library.show(2)
    await ledger.edit(draft(1, 2, person(None, "title", "Zwei")))
    assert await library.refresh()
    with statements() as warm:
        assert await library.show(1) is one
    assert warm == []
    changed = await library.show(2)
    assert changed is not None
    assert (changed.name, changed is two) == ("Zwei", False)
    assert [m.entry.show_id for m in library.titles.exact("zwei")] == [2]
    assert library.titles.exact("two") == []
    assert not await library.refresh()


async def test_nothing_new_costs_one_select(library: Library) -> None:
    with statements() as seen:
        assert not await library.refresh()
    assert len(seen) == 1


@pytest.mark.slow
async def test_refresh_sees_what_another_process_wrote(
    ledger: Ledger, library: Library, url: str, tmp_path: Path
) -> None:
    await ledger.state("tvmaze", [says("1", "One")])
    await library.refresh()
    await library.show(1)
    file = tmp_path / "more.json"
    file.write_text('[{"title": "Two", "year": 2022}, {"title": "Three"}]')
    program = (
        "import asyncio, sys; from pathlib import Path;"
        "from bot.foundation.clock import system_clock; from bot.facts.ledger import Ledger;"
        "from bot.catalog.reader import read_file; from bot.foundation.database import Database;"
        "said = read_file(Path(sys.argv[2]), source='import', today=system_clock().date());"
        "asyncio.run(Ledger(Database(sys.argv[1]), system_clock).state('import', said))"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, url, str(file)), cwd=ROOT
    )
    assert await process.wait() == 0
    assert await library.refresh()
    assert [m.entry.show_id for m in library.titles.exact("two")] == [2]
    three = await library.show(3)
    assert three is not None
    assert three.name == "Three"


async def test_nothing_of_what_came_after_a_backup_outlives_its_return(
    ledger: Ledger, database: Database, library: Library
) -> None:
    await ledger.state(
        "tvmaze", [says("7", "Dark", {1: {"episodes": 10}}, creators=["Jantje Friese"])]
    )
    related = RelatedShows(database, library)
    await ledger.state("tvmaze", [says("8", "Lost", creators=["Jantje Friese"])])
    await ledger.edit(draft(1, 1, person(1, "episodes", 9)))
    await library.refresh()
    while await related.catch_up():
        pass
    show = await library.show(1)
    assert show is not None
    assert show.seasons[0].episodes.value == 9
    assert related.of(show, 5) == [2]

    async with database.write() as writing:
        for statement in (
            "DELETE FROM claims",
            "DELETE FROM titles WHERE show_id = 2",
            "DELETE FROM records WHERE show_id = 2",
            "UPDATE shows SET revision = 1",
            "UPDATE meta SET value = '1' WHERE name = 'revision'",
        ):
            await writing.exec_driver_sql(statement)
    assert await library.refresh()
    show = await library.show(1)
    assert show is not None
    assert show.seasons[0].episodes.value == 10
    assert library.titles.get(2) is None
    assert related.of(show, 5)
    while await related.catch_up():
        pass
    assert related.of(show, 5) == []


async def test_a_show_gone_from_everywhere_is_gone_from_the_index(
    ledger: Ledger, library: Library
) -> None:
    await ledger.state("tvmaze", [says("1", "One")])
    await library.refresh()
    await library.show(1)
    await ledger.state("tvmaze", [], gone=["1"])
    await library.refresh()
    assert await library.show(1) is None
    assert library.titles.exact("one") == []
    assert len(library.titles) == 0


async def test_a_server_never_gets_what_another_one_says(ledger: Ledger, library: Library) -> None:
    await ledger.state("tvmaze", [says("1", "One")])
    await ledger.edit(draft(1, 1, person(None, "title", "Uno"), scope=77))
    await library.refresh()
    for scope, name in ((77, "Uno"), (78, "One"), (0, "One"), (77, "Uno")):
        show = await library.show(1, scope)
        assert show is not None
        assert (show.name, show.scope) == (name, scope)


class _OvertakenDatabase(Database):
    """A database on which something is written while one show is being read."""

    overtake: bool = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        async with super().read() as connection:
            if self.overtake:
                self.overtake = False
                await connection.exec_driver_sql("SELECT count(*) FROM records")
                await self.meanwhile()
            yield connection

    async def meanwhile(self) -> None:
        raise NotImplementedError


async def test_a_reading_that_a_write_overtook_is_not_remembered(
    url: str, clock: StoppedClock
) -> None:
    async with _OvertakenDatabase(url) as database:
        ledger = Ledger(database, clock)
        await ledger.state("tvmaze", [says("1", "Old")])
        library = Library(database)
        await library.load()

        async def meanwhile() -> None:
            await ledger.state("tvmaze", [says("1", "New")])
            await library.refresh()

        database.meanwhile = meanwhile  # type: ignore[method-assign]
        database.overtake = True
        stale = await library.show(1)
        assert stale is not None
        assert stale.name == "Old", "it was read before the write"
        fresh = await library.show(1)
        assert fresh is not None
        assert fresh.name == "New"


async def test_many_asking_and_writing_at_once_end_with_the_last_word(
    ledger: Ledger, library: Library
) -> None:
    await ledger.state("tvmaze", [says("1", "One")])
    await library.refresh()

    async def ask() -> None:
        for _ in range(20):
            assert await library.show(1) is not None

    async def write() -> None:
        for n in range(10):
            await ledger.edit(draft(n + 1, 1, person(None, "title", f"Name {n}")))
            await library.refresh()

    await asyncio.gather(ask(), ask(), write(), ask())
    show = await library.show(1)
    assert show is not None
    assert show.name == "Name 9"


async def test_every_show_comes_by_id_and_is_not_remembered(
    ledger: Ledger, library: Library
) -> None:
    await ledger.state("tvmaze", [says(str(n), f"Show {n}") for n in range(1, 4)])
    await ledger.edit(draft(1, 2, person(None, "hidden", True)))
    theirs = await ledger.edit(draft(2, None, person(None, "title", "Theirs"), scope=77))
    assert [show.id async for show in library.every()] == [1, 3]
    assert [show.id async for show in library.every(77)] == [1, 3, theirs.show_id]
    with statements() as cold:
        await library.show(1)
    assert len(cold) == 1


@pytest.mark.sqlite
@needs_titles
async def test_real_titles_arrive_by_a_file(url: str) -> None:
    """A sample goes through the store; `tests/questions/test_titles` has all in the index."""
    dragon = [entry for entry in real_titles() if entry.title == "House of the Dragon"][:1]
    entries = [*random.Random(5).sample(real_titles(), 400), *dragon]
    data = as_jsonl(entries).encode()
    async with Database(url) as database, Database(url) as other:
        library = Library(other)
        await library.load()
        ledger = Ledger(database, system_clock)
        said = read_bytes(data, "titles.jsonl", source=IMPORT, today=TODAY.date())
        assert (await ledger.state(IMPORT, said)).added == len(entries)
        await library.refresh()
        assert len(library.titles) == len(entries)
        for entry in entries:
            assert library.titles.exact(entry.title), entry.title
        found = library.titles.exact("House of the Dragon")[0].entry.show_id
        show = await library.show(found)
        assert show is not None
        assert show.ids["tmdb"].value == "94997"


async def test_with_a_connection_at_hand_everything_stays_fresh(
    ledger: Ledger, library: Library, database: Database, url: str, clock: StoppedClock
) -> None:
    await ledger.state("tvmaze", [says("1", "One")])
    async with database.at_hand(), Database(url) as other:
        assert await library.refresh()
        assert not await library.refresh()
        for writer, name in ((ledger, "Zwei"), (Ledger(other, clock), "Drei")):
            await writer.state("tvmaze", [says("1", name)])
            assert await library.refresh()
            show = await library.show(1)
            assert show is not None
            assert show.name == name
        answers = await asyncio.gather(*(library.show(1, scope) for scope in range(1, 40)))
        assert {show.name for show in answers if show} == {"Drei"}
    show = await library.show(1, 99)
    assert show is not None
    assert show.name == "Drei"
