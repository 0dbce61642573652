"""What each kind of write leaves in the database, and what it never does."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.answers.library import Library
from bot.catalog.reader import IMPORT
from bot.composition_root import open_services
from bot.errors import GoneError, StoreError
from bot.facts.ledger import Ledger
from bot.facts.resolve import Change
from bot.facts.writes import Cause
from bot.foundation.database import Database, Transaction
from bot.settings import Settings
from tests.clock import TODAY, StoppedClock
from tests.facts.stated import Stored, draft, filed, fill_disk, person, says

ROOT = Path(__file__).resolve().parents[2]
NOW = int(TODAY.timestamp())
HOUR = 3600


def values(stored: Stored, show_id: int = 1) -> list[tuple[Any, ...]]:
    """The log of one show: season, field, before, after."""
    query = "SELECT season, field, before, after FROM changes WHERE show_id = ? ORDER BY id"
    return stored(query, show_id)


class TestStatements:
    """Sources say things."""

    async def test_a_new_show_has_a_record_a_title_and_ids_and_no_change(
        self, ledger: Ledger, stored: Stored
    ) -> None:
        said = says("7", "Dark", {1: {"premiere": "2017-12-01"}}, year=2017, ids={"imdb": "tt57"})
        outcome = await ledger.state("tvmaze", [said])
        assert (outcome.added, outcome.changed, outcome.unchanged) == (1, 0, 0)
        assert outcome.show_ids == (1,)
        query = "SELECT source, key, show_id, tier, link, as_of, checked_at, revision FROM records"
        assert stored(query) == [
            ("tvmaze", "7", 1, 1, "https://tvmaze.example/7", "2026-01-01", NOW, 1)
        ]
        assert stored("SELECT id, scope, merged_into, revision, created_at FROM shows") == [
            (1, 0, None, 1, NOW)
        ]
        assert stored("SELECT scope, show_id, title, year FROM titles") == [(0, 1, "Dark", 2017)]
        assert stored("SELECT * FROM identifiers") == [("imdb", "tt57", 1)]
        assert values(stored) == []

    async def test_the_same_again_moves_only_when_it_was_checked(
        self, ledger: Ledger, stored: Stored, clock: StoppedClock
    ) -> None:
        said = says("7", "Dark", {1: {"premiere": "2017-12-01"}})
        await ledger.state("tvmaze", [said])
        before = stored.everything()
        clock.advance(hours=1)
        outcome = await ledger.state("tvmaze", [said])
        assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 0, 1)
        after = stored.everything()
        assert stored("SELECT checked_at FROM records") == [(NOW + HOUR,)]
        assert {name for name in after if after[name] != before[name]} == {"records"}

    async def test_a_change_replaces_the_record_whole_and_is_logged(
        self, ledger: Ledger, library: Library, stored: Stored, clock: StoppedClock
    ) -> None:
        await ledger.state(
            "tvmaze", [says("7", "Dark", {2: {"premiere": "2019", "episodes": 8}}, network="ZDF")]
        )
        clock.advance(hours=1)
        outcome = await ledger.state(
            "tvmaze", [says("7", "Dark", {2: {"premiere": "2019-06-21"}}, network="Netflix")]
        )
        assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 0)
        assert values(stored) == [
            (None, "network", '"ZDF"', '"Netflix"'),
            (2, "episodes", "8", None),
            (2, "premiere", '"2019"', '"2019-06-21"'),
        ]
        assert stored("SELECT DISTINCT scope, at, edit_id, source FROM changes") == [
            (0, NOW + HOUR, None, "tvmaze")
        ]
        assert stored.one("SELECT network FROM titles") == "Netflix"
        await library.refresh()
        show = await library.show(1)
        assert show is not None
        assert show.seasons[0].episodes is None

    async def test_a_record_that_is_gone_retracts_what_it_said(
        self, ledger: Ledger, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", year=2017, ids={"imdb": "tt57"})])
        await ledger.state("tmdb", [says("70", "Dark", source="tmdb", ids={"imdb": "tt57"})])
        await ledger.state("tvmaze", [], gone=["7", "8"])
        assert stored("SELECT source, key, show_id FROM records") == [("tmdb", "70", 1)]
        assert values(stored)[-1] == (None, "year", "2017", None)
        assert stored("SELECT title, year FROM titles") == [("Dark", None)]
        await ledger.state("tmdb", [], gone=["70"])
        assert stored("SELECT * FROM titles") == []
        assert stored("SELECT * FROM identifiers") == []
        assert stored("SELECT id FROM shows") == [(1,)], "an id is never given to another show"

    async def test_a_show_id_is_not_used_twice(self, ledger: Ledger) -> None:
        await ledger.state("tvmaze", [says("1", "One")])
        await ledger.state("tvmaze", [], gone=["1"])
        assert (await ledger.state("tvmaze", [says("2", "Two")])).show_ids == (2,)

    async def test_an_undated_record_read_on_another_day_is_unchanged(
        self, ledger: Ledger, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", dated=False)])
        later = says("7", "Dark", dated=False, as_of=date(2026, 2, 2))
        assert (await ledger.state("tvmaze", [later])).unchanged == 1
        dated = says("7", "Dark", as_of=date(2026, 2, 2))
        assert (await ledger.state("tvmaze", [dated])).changed == 1
        assert stored.one("SELECT as_of FROM records") == "2026-02-02"

    async def test_a_merged_show_leads_to_the_other_for_readers(
        self, ledger: Ledger, database: Database, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("1", "One"), says("2", "Two"), says("3", "Three")])
        async with database.write() as writing:
            await writing.exec_driver_sql("UPDATE shows SET merged_into = 2 WHERE id = 1")
            await writing.exec_driver_sql("UPDATE shows SET merged_into = 3 WHERE id = 2")
        library = Library(database)
        await library.load()
        names = [show.name for show_id in (1, 2, 3) if (show := await library.show(show_id))]
        assert names == ["Three", "Three", "Three"]


class TestJoining:
    """Which show a record is about."""

    async def test_records_with_the_same_id_are_about_one_show(self, ledger: Ledger) -> None:
        await ledger.state("tvmaze", [says("7", "Money Heist", ids={"imdb": "tt6468322"})])
        other = says("71446", "La Casa de Papel", source="tmdb", ids={"imdb": "tt6468322"})
        assert (await ledger.state("tmdb", [other])).show_ids == (1,)

    async def test_two_new_records_with_the_same_id_are_about_one_show(
        self, ledger: Ledger
    ) -> None:
        said = [says("1", "A", ids={"imdb": "tt1"}), says("2", "B", ids={"imdb": "tt1"})]
        assert (await ledger.state("tvmaze", said)).show_ids == (1, 1)

    async def test_a_providers_title_and_year_join_nothing(self, ledger: Ledger) -> None:
        await ledger.state("tvmaze", [says("7", "Dallas", year=1978)])
        other = says("8", "Dallas", source="tmdb", year=1978)
        assert (await ledger.state("tmdb", [other])).show_ids == (2,)

    async def test_a_file_joins_by_title_and_year(self, ledger: Ledger, stored: Stored) -> None:
        await ledger.state("tvmaze", [says("7", "Élite", year=2018), says("8", "Dallas")])
        outcome = await ledger.state(
            IMPORT,
            filed(
                {"title": "ELITE", "year": 2018},
                {"title": "Elite", "year": 1999},
                {"title": "Dallas"},
            ),
        )
        assert outcome.show_ids == (1, 3, 2), "without a year it is the show that has none"
        assert (outcome.added, outcome.changed) == (1, 2)
        named = filed({"title": "Dallas", "ids": {"imdb": "tt99"}})
        assert (await ledger.state(IMPORT, named)).show_ids == (4,), "its id says which it is"
        assert stored.one("SELECT title FROM titles WHERE show_id = 1") == "ELITE"

    async def test_an_exported_show_without_year_and_ids_is_the_same_show(
        self, ledger: Ledger
    ) -> None:
        first = await ledger.state(IMPORT, filed({"title": "The Savant"}))
        said = says("savant", "The Savant", source="catalog", language="en")
        again = await ledger.state("catalog", [said])
        assert again.show_ids == first.show_ids

    async def test_another_id_at_the_same_provider_is_another_show(self, ledger: Ledger) -> None:
        outcome = await ledger.state(
            IMPORT,
            filed(
                {"title": "Dallas", "year": 1978, "ids": {"tmdb": "40"}},
                {"title": "Dallas", "year": 1978, "ids": {"tmdb": "41"}},
            ),
        )
        assert outcome.show_ids == (1, 2)

    async def test_an_import_outranks_sources_and_yields_only_to_people(
        self, ledger: Ledger, library: Library
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", year=2017, network="ZDF")])
        await ledger.state(IMPORT, filed({"title": "Dark", "year": 2017, "network": "Netflix"}))
        await ledger.state("tvmaze", [says("7", "Dark", year=2017, network="Arte")])
        await library.refresh()
        show = await library.show(1)
        assert show is not None
        assert show.network is not None
        assert show.network.value == "Netflix"

    async def test_a_known_record_stays_with_its_show(self, ledger: Ledger) -> None:
        await ledger.state("tvmaze", [says("1", "A", ids={"imdb": "tt1"}), says("2", "B")])
        moved = says("2", "B", ids={"imdb": "tt1"})
        assert (await ledger.state("tvmaze", [moved])).show_ids == (2,)


class TestEdits:
    """People say things."""

    async def test_an_edit_covers_a_source_and_is_logged_with_its_author(
        self, ledger: Ledger, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", {2: {"premiere": "2019"}})])
        written = await ledger.edit(draft(501, 1, person(2, "premiere", "2019-06-21")))
        assert written.changes[0].after is not None
        query = "SELECT interaction_id, show_id, scope, author_id, written_at FROM edits"
        assert stored(query) == [(501, 1, 0, 42, NOW)]
        assert stored("SELECT season, field, value FROM claims") == [
            (2, "premiere", '"2019-06-21"')
        ]
        assert values(stored) == [(2, "premiere", '"2019"', '"2019-06-21"')]
        assert stored("SELECT edit_id, source FROM changes") == [(written.edit_id, None)]

    async def test_a_sync_after_an_edit_changes_nothing_that_people_see(
        self, ledger: Ledger, library: Library, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", {2: {"premiere": "2019"}})])
        await ledger.edit(draft(501, 1, person(2, "premiere", "2019-06-21")))
        await ledger.state("tvmaze", [says("7", "Dark", {2: {"premiere": "2020-01-01"}})])
        assert len(values(stored)) == 1
        await library.refresh()
        show = await library.show(1)
        assert show is not None
        assert str(show.seasons[0].premiere.value) == "2019-06-21"  # type: ignore[union-attr]

    async def test_the_same_interaction_writes_once(self, ledger: Ledger, stored: Stored) -> None:
        await ledger.state("tvmaze", [says("7", "Dark")])
        act = draft(501, 1, person(1, "episodes", 10))
        first = await ledger.edit(act)
        before = stored.everything()
        again = await ledger.edit(act)
        assert again.repeated
        assert (again.edit_id, again.show_id) == (first.edit_id, first.show_id)
        assert stored.everything() == before

    async def test_the_same_interaction_delivered_twice_at_once_writes_once(
        self, ledger: Ledger, url: str, clock: StoppedClock, stored: Stored
    ) -> None:
        act = draft(501, None, person(None, "title", "Dark"))
        async with Database(url) as other:
            both = await asyncio.gather(ledger.edit(act), Ledger(other, clock).edit(act))
        assert sorted(written.repeated for written in both) == [False, True]
        assert stored.one("SELECT count(*) FROM shows") == 1
        assert stored.one("SELECT count(*) FROM claims") == 1

    async def test_a_servers_show_and_facts_are_its_own(
        self, ledger: Ledger, library: Library, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", {1: {"episodes": 10}})])
        await ledger.edit(draft(1, 1, person(1, "episodes", 9), scope=77))
        made = await ledger.edit(draft(2, None, person(None, "title", "Ours"), scope=77))
        await library.refresh()
        counts = {}
        for scope in (0, 77, 78):
            show = await library.show(1, scope)
            assert show is not None
            assert show.seasons[0].episodes is not None
            counts[scope] = show.seasons[0].episodes.value
        assert counts == {0: 10, 77: 9, 78: 10}
        assert await library.show(made.show_id, 0) is None
        assert await library.show(made.show_id, 78) is None
        assert await library.show(made.show_id, 77) is not None
        assert stored("SELECT scope, title FROM titles ORDER BY scope") == [
            (0, "Dark"),
            (77, "Ours"),
        ]
        assert stored("SELECT scope, before, after FROM changes WHERE field = 'episodes'") == [
            (77, "10", "9")
        ]

    async def test_ids_do_not_count_what_servers_add_for_themselves(self, ledger: Ledger) -> None:
        ids = []
        for number, scope in enumerate((77, 77, 88, 0, 77, 0), 1):
            title = person(None, "title", f"Show {number}")
            ids.append((await ledger.edit(draft(number, None, title, scope=scope))).show_id)
        assert [ids[3], ids[5]] == [1, 2], "those of everybody are counted by everybody"
        own = sorted([*ids[:3], ids[4]])
        assert all(later - earlier > 1000 for earlier, later in pairwise(own))
        assert own[0] > 2**40
        assert (await ledger.state("tvmaze", [says("7", "Dark")])).show_ids == (3,)

    async def test_hiding_keeps_the_row_that_takes_the_show_away(
        self, ledger: Ledger, library: Library
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark")])
        await ledger.edit(draft(1, 1, person(None, "hidden", True), scope=77))
        await library.refresh()
        assert await library.show(1, 77) is None
        assert library.titles.exact("dark", scope=77) == []
        assert [m.entry.show_id for m in library.titles.exact("dark", scope=78)] == [1]

    async def test_what_the_edit_replaced_is_told(self, ledger: Ledger) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", {1: {"episodes": 10}})])
        first = await ledger.edit(draft(1, 1, person(1, "episodes", 9)))
        second = await ledger.edit(draft(2, 1, person(1, "episodes", 8)))
        assert first.replaced == (), "a source's word is no person's"
        assert [claim.value for claim in second.replaced] == [9]


class TestUndo:
    """An act is taken back whole."""

    async def test_what_it_covered_surfaces_again(
        self, ledger: Ledger, library: Library, stored: Stored, clock: StoppedClock
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", {1: {"episodes": 10}})])
        await ledger.edit(draft(1, 1, person(1, "episodes", 9)))
        await ledger.edit(draft(2, 1, person(1, "episodes", 8), person(None, "title", "Darker")))
        clock.advance(hours=1)
        (undone,) = await ledger.retract(2, scope=0, by=43, undo_id=3)
        assert {change.field: change.after for change in undone.changes} == {
            "title": "Dark",
            "episodes": 9,
        }
        assert stored.one("SELECT title FROM titles") == "Dark"
        query = "SELECT retracted_at, retracted_by, retraction_id FROM edits ORDER BY id"
        assert stored(query) == [(None, None, None), (NOW + HOUR, 43, 3)]
        assert stored.one("SELECT count(*) FROM claims") == 3, "the history is kept"
        await ledger.retract(1, scope=0, by=43, undo_id=4)
        await library.refresh()
        show = await library.show(1)
        assert show is not None
        assert show.seasons[0].episodes.value == 10  # type: ignore[union-attr]

    async def test_twice_is_once(self, ledger: Ledger, stored: Stored) -> None:
        await ledger.state("tvmaze", [says("7", "Dark")])
        await ledger.edit(draft(1, 1, person(1, "episodes", 9)))
        await ledger.retract(1, scope=0, by=43, undo_id=3)
        before = stored.everything()
        assert [w.repeated for w in await ledger.retract(1, scope=0, by=43, undo_id=3)] == [True]
        assert stored.everything() == before

    async def test_a_servers_name_for_a_show_goes_with_its_edit(
        self, ledger: Ledger, library: Library, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark")])
        await ledger.edit(draft(1, 1, person(None, "title", "Darkness"), scope=77))
        await library.refresh()
        assert [m.entry.show_id for m in library.titles.exact("darkness", scope=77)] == [1]
        await ledger.retract(1, scope=77, by=43, undo_id=3)
        await library.refresh()
        assert stored("SELECT scope, title FROM titles") == [(0, "Dark")]
        assert library.titles.exact("darkness", scope=77) == []

    async def test_another_servers_act_is_not_there(self, ledger: Ledger, stored: Stored) -> None:
        await ledger.state("tvmaze", [says("7", "Dark")])
        await ledger.edit(draft(1, 1, person(1, "episodes", 9), scope=77))
        before = stored.everything()
        with pytest.raises(GoneError):
            await ledger.retract(1, scope=78, by=43, undo_id=3)
        with pytest.raises(GoneError):
            await ledger.retract(999, scope=77, by=43, undo_id=4)
        assert stored.everything() == before


class TestTogether:
    """Several writers, and errors in the middle."""

    async def test_two_engines_lose_nothing(
        self, url: str, clock: StoppedClock, stored: Stored
    ) -> None:
        async with Database(url) as one, Database(url) as two:
            ledgers = [Ledger(one, clock), Ledger(two, clock)]
            await ledgers[0].state("tvmaze", [says("7", "Dark")])
            await asyncio.gather(
                *(
                    ledgers[n % 2].edit(draft(100 + n, 1, person(n + 1, "episodes", n + 1)))
                    for n in range(40)
                ),
                ledgers[0].state("tmdb", [says(str(n), f"T{n}", source="tmdb") for n in range(9)]),
                ledgers[1].state(
                    "anilist", [says(str(n), f"A{n}", source="anilist") for n in range(9)]
                ),
            )
        assert stored.one("SELECT count(*) FROM edits") == 40
        assert stored.one("SELECT count(*) FROM changes WHERE edit_id IS NOT NULL") == 40
        assert stored.one("SELECT count(*) FROM records") == 19
        assert stored.one("SELECT count(DISTINCT show_id) FROM records") == 19
        assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == "43"
        assert stored.one("SELECT count(DISTINCT revision) FROM edits") == 40

    async def test_shows_that_others_write_meanwhile_are_planned_anew_and_the_rest_holds(
        self, ledger: Ledger, url: str, clock: StoppedClock, stored: Stored
    ) -> None:
        first = [says("1", "One"), says("2", "Two", network="ZDF"), says("3", "Three")]
        await ledger.state("tvmaze", first)

        async def elsewhere() -> None:
            async with Database(url) as other:
                theirs = Ledger(other, clock)
                await theirs.state("tmdb", [says("5", "Eight", source="tmdb", ids={"imdb": "tt8"})])
                await theirs.state("tvmaze", [says("2", "Two", network="HBO")])

        told: list[int] = []

        def meanwhile(done: int, total: int) -> None:
            if not told:
                in_a_thread(elsewhere())
            told.append(done)

        said = [
            says("1", "One", network="BBC"),
            says("2", "Two", network="ARD"),
            says("9", "Nine"),
            says("8", "Eight", ids={"imdb": "tt8"}),
            says("7", "Seven"),
        ]
        outcome = await ledger.state("tvmaze", said, gone=["3"], progress=meanwhile)
        assert len(told) == 1, "one plan was enough"
        assert outcome.show_ids == (1, 2, 5, 4, 6), "the other write took the first free id"
        assert (outcome.added, outcome.changed) == (2, 4)
        assert [(c.before, c.after) for c in outcome.changes if c.field == "network"] == [
            (None, "BBC"),
            ("HBO", "ARD"),
        ], "what changes is told against what the others wrote"
        assert stored("SELECT show_id, title FROM titles ORDER BY show_id") == [
            (1, "One"),
            (2, "Two"),
            (4, "Eight"),
            (5, "Nine"),
            (6, "Seven"),
        ]
        assert stored("SELECT value, show_id FROM identifiers WHERE provider = 'imdb'") == [
            ("tt8", 4)
        ]
        assert stored.one("SELECT count(*) FROM records WHERE source = 'tvmaze'") == 5

    async def test_a_file_joins_a_show_that_came_meanwhile_under_its_name(
        self, ledger: Ledger, url: str, clock: StoppedClock, stored: Stored
    ) -> None:
        async def elsewhere() -> None:
            async with Database(url) as other:
                await Ledger(other, clock).state("tmdb", [says("5", "Dark", source="tmdb")])

        def meanwhile(done: int, total: int) -> None:
            in_a_thread(elsewhere())

        said = [says("dark", "Dark", source="import"), says("b", "Bright", source="import")]
        outcome = await ledger.state("import", said, progress=meanwhile)
        assert outcome.show_ids == (1, 2)
        assert stored("SELECT show_id, title FROM titles ORDER BY show_id") == [
            (1, "Dark"),
            (2, "Bright"),
        ]

    async def test_a_long_import_succeeds_beside_steady_edits(
        self, ledger: Ledger, url: str, clock: StoppedClock, stored: Stored
    ) -> None:
        await ledger.state("tvmaze", [says("1", "Dark"), says("2", "Bright")])
        numbers = count(1)

        async def elsewhere() -> None:
            async with Database(url) as other:
                theirs = Ledger(other, clock)
                for _ in range(3):
                    number = next(numbers)
                    await theirs.edit(
                        draft(number, 1, person(None, "network", f"Network {number}"))
                    )

        def meanwhile(done: int, total: int) -> None:
            in_a_thread(elsewhere())

        said = [says(str(n), f"Show {n}", source="import") for n in range(3000)]
        outcome = await ledger.state("import", said, progress=meanwhile)
        assert outcome.added == 3000
        assert stored.one("SELECT count(*) FROM edits") == 3 * 7
        assert stored.one("SELECT count(*) FROM records WHERE source = 'import'") == 3000

    @pytest.mark.parametrize("fails_at", ["records", "titles", "changes"])
    async def test_an_error_in_the_middle_leaves_nothing(
        self, ledger: Ledger, database: Database, stored: Stored, fails_at: str
    ) -> None:
        await ledger.state("tvmaze", [says("7", "Dark", network="ZDF")])
        await fill_disk(database, fails_at)
        before = stored.everything()
        said = [says("7", "Dark", network="Netflix"), says("8", "New")]
        with pytest.raises(StoreError, match="The disk is full; nothing was changed"):
            await ledger.state("tvmaze", said)
        assert stored.everything() == before

    async def test_a_watcher_that_fails_takes_the_write_with_it(
        self, database: Database, clock: StoppedClock, stored: Stored
    ) -> None:
        async def fails(writing: Transaction, changes: Sequence[Change], cause: Cause) -> None:
            raise RuntimeError(f"{cause.edit_id}: {len(changes)}")

        await Ledger(database, clock).state("tvmaze", [says("7", "Dark")])
        before = stored.everything()
        with pytest.raises(RuntimeError, match="1: 1"):
            await Ledger(database, clock, [fails]).edit(draft(1, 1, person(1, "episodes", 9)))
        assert stored.everything() == before

    async def test_a_watcher_hears_of_each_change_inside_the_transaction(
        self, database: Database, clock: StoppedClock
    ) -> None:
        heard: list[tuple[str | None, list[str], int]] = []

        async def listens(writing: Transaction, changes: Sequence[Change], cause: Cause) -> None:
            logged = await writing.exec_driver_sql("SELECT count(*) FROM changes")
            heard.append((cause.source, [c.field for c in changes], logged.scalar_one()))

        ledger = Ledger(database, clock, [listens])
        await ledger.state("tvmaze", [says("7", "Dark")])
        await ledger.state("tvmaze", [says("7", "Dark", network="ZDF")])
        await ledger.state("tvmaze", [says("7", "Dark", network="ZDF")])
        assert heard == [("tvmaze", [], 0), ("tvmaze", ["network"], 1)]

    async def test_words_in_a_value_are_not_taken_for_what_went_wrong(
        self, ledger: Ledger, database: Database
    ) -> None:
        await fill_disk(database, "edits")
        locked = draft(1, None, person(None, "title", "Locked up, readonly"))
        locked = type(locked)(1, None, 0, 42, "locked", locked.claims)
        with pytest.raises(StoreError, match="disk is full"):
            await ledger.edit(locked)

    @pytest.mark.slow
    @pytest.mark.sqlite
    async def test_kill_9_during_an_import_leaves_what_the_next_start_finishes(
        self, url: str, stored: Stored, tmp_path: Path
    ) -> None:
        file = tmp_path / "many.jsonl"
        lines = (json.dumps({"title": f"Show {n}", "ids": {"tmdb": n + 1}}) for n in range(8000))
        file.write_text("\n".join(lines))
        environment = os.environ | {"DATABASE_URL": url, "CATALOG_DIR": "none"}
        with (tmp_path / "errors").open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "import", str(file)),
                cwd=ROOT,
                env=environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=errors,
            )
        # Some of it is written by then, and some of it is not.
        while process.returncode is None and not stored("SELECT 1 FROM shows LIMIT 1"):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.005)
        assert process.returncode is None, (tmp_path / "errors").read_text()
        process.send_signal(signal.SIGKILL)
        await process.wait()
        async with open_services(Settings(database_url=url, catalog_dir=None)):
            pass
        counts = {
            table: stored.one(f"SELECT count(*) FROM {table}")
            for table in ("shows", "records", "titles", "identifiers")
        }
        assert set(counts.values()) == {8000}
        assert stored.one("SELECT count(*) FROM pending_records") == 0
        assert stored.one("PRAGMA integrity_check") == "ok"
        assert stored("PRAGMA foreign_key_check") == []


def in_a_thread(work: Coroutine[Any, Any, None]) -> None:
    """Do something to its end while this loop stands still, as another process would."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            failed.append(error)

    thread: Callable[[], None] = run
    running = threading.Thread(target=thread)
    running.start()
    running.join()
    assert failed == []
