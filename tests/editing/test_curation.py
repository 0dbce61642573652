"""What editors set and take back, on a real database, against a replay of what stands."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.composition_root import Services
from bot.editing.input import NewShow, TypedTrailer
from bot.errors import BadInputError, GoneError, StoreError
from bot.facts.fields import field_of
from bot.facts.models import Claim, Tier
from bot.facts.queries.claims import claims_of
from bot.facts.resolve import resolve, show_of, visible
from bot.facts.writes import NewEdit
from tests.clock import StoppedClock
from tests.editing.editors import HERE, SOURCE, THERE, act, put, seen, stated, value
from tests.facts.stated import Stored, Values, resolved_values
from tests.facts.strategies import PATIENT


@pytest.fixture
async def show(services: Services) -> int:
    return await stated(services, "Lamp", {1: {"status": "renewed", "episodes": 8}}, network="ZDF")


class TestTheReplay:
    """Any sequence of claims and undos resolves like those that still stand, said alone."""

    @PATIENT
    @given(st.integers(0, 2**32))
    def test_the_last_word_stands_whatever_the_order_of_claims(self, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(60):
            standing: dict[int, Claim] = {}
            for order in range(1, chance.randint(0, 12) + 1):
                if standing and chance.random() < 0.3:
                    del standing[chance.choice(sorted(standing))]
                else:
                    standing[order] = _said(chance, order)
            shuffled = list(standing.values())
            chance.shuffle(shuffled)
            for scope in (0, HERE, THERE):
                resolved = resolve(visible(shuffled, scope))
                assert resolved_values(resolved) == _last_words(standing.values(), scope)

    @pytest.mark.slow
    async def test_through_the_ledger(self, services: Services, show: int, stored: Stored) -> None:
        chance = random.Random(20261122)
        standing: dict[int, Claim] = {}
        base = {(None, "network", ""): "ZDF", (1, "episodes", ""): 8}
        for order in range(1, 121):
            if standing and chance.random() < 0.45:
                victim = chance.choice(sorted(standing))
                by = replace(act(), scope=standing.pop(victim).scope)
                await services.curation.undo.interaction(by, victim)
            else:
                said = _said(chance, order)
                by = act()
                await services.ledger.edit(
                    NewEdit(by.interaction_id, show, said.scope, 7, "set", (said,))
                )
                await services.library.refresh()
                standing[by.interaction_id] = said
            guild = chance.choice([0, HERE, THERE])
            async with services.database.read() as reading:
                claims = await claims_of(reading, show, guild)
            shown = resolved_values(resolve(claims))
            expected = base | _last_words(standing.values(), guild)
            assert {place: shown[place] for place in shown if place[1] in _NAMES} == expected
            assert await seen(services, show, guild) == show_of(show, resolve(claims), scope=guild)
        assert stored.one("SELECT count(*) FROM edits WHERE retracted_at IS NULL") == len(standing)


_PLACES: list[tuple[int | None, str, list[Any]]] = [
    (None, "network", ["A", "B"]),
    (1, "episodes", [1, 2, 3]),
    (1, "cast", [{"person": "Ann"}, {"person": "Ann", "character": "X"}, {"person": "Bo"}]),
    (1, "where", [{"provider": "Hulu"}, {"provider": "Hulu", "region": "US"}]),
]
_NAMES = {name for _, name, _ in _PLACES}


def _said(chance: random.Random, order: int) -> Claim:
    """What somebody says: a server's editor or a curator, now and then that it is not so."""
    season, name, values = chance.choice(_PLACES)
    field = field_of(season, name)
    decoded = field.decode(chance.choice(values))
    scope = chance.choice([0, HERE, THERE])
    gone = name in ("cast", "where") and chance.random() < 0.4
    return Claim(
        season,
        name,
        field.key(decoded),
        None if gone else decoded,
        Tier.SERVER if scope else Tier.CURATOR,
        "editor",
        SOURCE,
        date(2026, 1, chance.randint(1, 5)),
        order=order,
        scope=scope,
        author=7,
    )


def _last_words(standing: Iterable[Claim], scope: int) -> Values:
    """The last word in each place: a server's own before the curators'."""
    ordered = sorted(standing, key=lambda claim: claim.order)
    shown: Values = {}
    for whose in dict.fromkeys((0, scope)):
        for claim in ordered:
            if claim.scope == whose:
                shown[claim.season, claim.field, claim.key] = claim.value
    return {place: said for place, said in shown.items() if said is not None}


async def test_a_known_network_keeps_its_own_spelling(services: Services, show: int) -> None:
    await put(services, act(), show, "network", "HBO")
    await put(services, act(), show, "network", "zdf")
    assert value(await seen(services, show), "network") == "ZDF"
    await put(services, act(), show, "network", "Pier")
    assert value(await seen(services, show), "network") == "Pier"


class TestUndo:
    async def test_the_last_of_this_scope_that_stands(self, services: Services, show: int) -> None:
        for text in ("One", "Two"):
            await put(services, act(), show, "network", text)
        await put(services, act(THERE), show, "network", "Elsewhere")
        undone = await services.curation.undo.last(act(), show, None)
        assert [(c.before, c.after) for c in undone.written.changes] == [("Two", "One")]
        await services.curation.undo.last(act(), show, None)
        assert value(await seen(services, show), "network") == "ZDF"
        with pytest.raises(GoneError, match="no change here that could be undone"):
            await services.curation.undo.last(act(), show, None)
        assert value(await seen(services, show, THERE), "network") == "Elsewhere"

    async def test_the_same_event_twice_takes_one_change_back(
        self, services: Services, show: int
    ) -> None:
        for text in ("One", "Two"):
            await put(services, act(), show, "network", text)
        once = act()
        await services.curation.undo.last(once, show, None)
        with pytest.raises(GoneError, match="already undone"):
            await services.curation.undo.last(once, show, None)
        assert value(await seen(services, show), "network") == "One"

    async def test_by_number_and_numbers_that_are_none(self, services: Services, show: int) -> None:
        with pytest.raises(GoneError, match="Nothing has been changed here yet"):
            await services.curation.undo.last(act(), show, 1)
        await put(services, act(THERE), show, "network", "Elsewhere")
        await put(services, act(), show, "network", "One")
        await put(services, act(), show, "episodes", "12", 1)
        for number in (0, -1, 3, 10**30):
            with pytest.raises(BadInputError, match="has 1 to 2"):
                await services.curation.undo.last(act(), show, number)
        await services.curation.undo.last(act(), show, 1)
        view = await seen(services, show)
        assert (value(view, "network"), value(view, "episodes", 1)) == ("ZDF", 12)
        with pytest.raises(GoneError, match="already undone"):
            await services.curation.undo.last(act(), show, 1)

    async def test_another_servers_change_is_not_there(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        theirs = act(THERE)
        await put(services, theirs, show, "network", "Elsewhere")
        before = stored.everything()
        for by in (act(), act(curator=True)):
            with pytest.raises(GoneError, match="There is no such change"):
                await services.curation.undo.interaction(by, theirs.interaction_id)
        for forged in (10**19 - 1, 1):
            with pytest.raises(GoneError):
                await services.curation.undo.interaction(act(), forged)
        assert stored.everything() == before

    async def test_of_an_added_show_says_which(self, services: Services) -> None:
        by = act()
        added = await services.curation.add(by, NewShow("Short Lived", 2026, None, SOURCE))
        undone = await services.curation.undo.interaction(act(), by.interaction_id)
        assert undone.title == "Short Lived"
        assert await services.library.show(added.show_id, HERE) is None
        assert services.library.titles.search("Short Lived", scope=HERE) == []


class TestTwoAtOnce:
    async def test_both_stand_and_the_later_is_told_what_it_replaced(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        said = {7: "One", 8: "Two"}
        receipts = await asyncio.gather(
            *(put(services, act(user=user), show, "network", text) for user, text in said.items())
        )
        # Which of the two comes first is nobody's choice; the other one must be told of it.
        first, second = sorted(receipts, key=lambda receipt: receipt.written.edit_id)
        earlier, later = first.act.user_id, second.act.user_id
        assert {earlier, later} == {7, 8}
        assert first.written.replaced == ()
        assert [(c.value, c.author) for c in second.written.replaced] == [(said[earlier], earlier)]
        assert value(await seen(services, show), "network") == said[later]
        assert stored.one("SELECT count(*) FROM claims") == 2
        query = "SELECT before, after FROM changes WHERE edit_id IS NOT NULL ORDER BY id"
        assert stored(query) == [
            ('"ZDF"', f'"{said[earlier]}"'),
            (f'"{said[earlier]}"', f'"{said[later]}"'),
        ]

    async def test_an_event_delivered_twice_at_once_writes_once(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        by = act()
        done = await asyncio.gather(*(put(services, by, show, "network", "One") for _ in range(3)))
        assert sorted(receipt.written.repeated for receipt in done) == [False, True, True]
        assert stored.one("SELECT count(*) FROM edits") == 1
        assert stored.one("SELECT count(*) FROM claims") == 1


class TestValues:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("season", "name", "text", "sentence"),
        [
            (None, "premiere", "2026", "belongs to a season"),
            (2, "network", "HBO", "belongs to the whole show"),
            (2, "status", "maybe", "canceled"),
            (2, "premiere", "someday", "2026"),
            (2, "episodes", "-3", "10 episodes"),
            (2, "episodes", "9" * 400, "10 episodes"),
            (2, "runtime", "long", "1h 5m"),
            (2, "final", "perhaps", "yes or no"),
            (None, "picture", "javascript:alert(1)", "http"),
            (None, "hidden", "yes", "the fields are status"),
            (-1, "status", "renewed", "numbered from 1"),
            (10**30, "status", "renewed", "numbered from 1"),
            (2, "story", "\x00\u202e", "must not be empty"),
            (2, "story", "🎬" * 6000, "at most 4,000 characters"),
        ],
    )
    async def test_what_cannot_be_read_names_what_can(
        self,
        services: Services,
        show: int,
        stored: Stored,
        season: int | None,
        name: str,
        text: str,
        sentence: str,
    ) -> None:
        before = stored.everything()
        with pytest.raises(BadInputError) as caught:
            await put(services, act(), show, name, text, season)
        assert sentence in str(caught.value)
        assert len(str(caught.value)) < 500
        assert stored.everything() == before

    @pytest.mark.parametrize(
        "source",
        ["", "variety", "ftp://a.example/x", "javascript:x", "http://localhost/", "https://u:p@a.b/",
         "http://127.0.0.1/", "<http://192.168.1.7/x>", "http://[::1]/", "http://nas.local/",
         "https://a.example/" + "x" * 3000, "https://a.example/\x00 b"],
    )  # fmt: skip
    async def test_a_source_is_a_link(self, services: Services, show: int, source: str) -> None:
        with pytest.raises(BadInputError, match="The source must be a link to a public page"):
            await put(services, act(), show, "network", "HBO", source=source)

    @pytest.mark.parametrize("field", ["site", "picture"])
    @pytest.mark.parametrize("link", ["http://10.0.0.1/a", "https://wiki.internal/a"])
    async def test_a_page_of_the_show_is_one_that_everybody_reaches(
        self, services: Services, show: int, stored: Stored, field: str, link: str
    ) -> None:
        before, known = stored.everything(), await services.library.show(show, HERE)
        assert known is not None
        with pytest.raises(BadInputError, match="name a public page"):
            await put(services, act(), show, field, link)
        typed = TypedTrailer(link, "trailer", None)
        with pytest.raises(BadInputError, match="link to a public page"):
            await services.curation.add_trailer(act(), known, 1, typed, SOURCE)
        assert stored.everything() == before

    async def test_a_trailer_came_out_by_tomorrow(
        self, services: Services, show: int, stored: Stored, clock: StoppedClock
    ) -> None:
        """It may be tomorrow already where the video came out."""
        lamp = await seen(services, show)
        tomorrow, later = (clock().date() + timedelta(days=days) for days in (1, 2))
        typed = TypedTrailer("https://www.youtube.com/watch?v=abc", "trailer", str(later))
        before = stored.everything()
        with pytest.raises(BadInputError, match="today at the latest"):
            await services.curation.add_trailer(act(), lamp, 1, typed, SOURCE)
        assert stored.everything() == before
        typed = replace(typed, published=str(tomorrow))
        await services.curation.add_trailer(act(), lamp, 1, typed, SOURCE)
        season = (await seen(services, show)).season(1)
        assert season is not None
        assert [str(fact.value.published) for fact in season.trailers] == [str(tomorrow)]

    async def test_the_brackets_that_hide_a_preview_are_no_part_of_a_link(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        await put(services, act(), show, "network", "HBO", source=f" <{SOURCE}> ")
        assert stored.one("SELECT link FROM claims") == SOURCE

    async def test_a_namesake_needs_a_year(self, services: Services) -> None:
        show = await stated(services, "Lamp", year=1999)
        with pytest.raises(BadInputError, match="is there already"):
            await services.curation.add(act(), NewShow("lamp", None, None, SOURCE))
        added = await services.curation.add(act(), NewShow("Lamp", 2026, "HBO", SOURCE))
        assert added.show is not None
        assert added.show_id != show
        with pytest.raises(BadInputError, match=r"Lamp \(2026\) is there already|is there already"):
            await services.curation.add(act(), NewShow("LAMP", 2026, None, SOURCE))
        other = await services.curation.add(act(THERE), NewShow("Lamp", 2026, None, SOURCE))
        assert other.show_id not in (show, added.show_id), "another server's shows are unknown"

    async def test_a_hidden_namesake_is_said_to_be_hidden(
        self, services: Services, show: int
    ) -> None:
        await services.curation.hide(act(), await seen(services, show))
        with pytest.raises(BadInputError, match="is hidden here"):
            await services.curation.add(act(), NewShow("Lamp", None, None, SOURCE))
        assert services.curation.undo.hidden("", THERE) == []


@pytest.mark.sqlite
class TestBrokenDatabase:
    async def test_a_full_disk_changes_nothing_and_says_so(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        async with services.database.read() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await _pragma(services, f"max_page_count = {pages}")
        before = stored.everything()
        sentence = ""
        for _ in range(60):
            try:
                await put(services, act(), show, "story", "x" * 4000, 1)
            except StoreError as error:
                sentence = str(error)
                break
            before = stored.everything()
        assert sentence == "The disk is full; nothing was changed."
        assert stored.everything() == before
        assert value(await seen(services, show), "network") == "ZDF"
        await _pragma(services, "max_page_count = 1000000")
        await put(services, act(), show, "network", "HBO")
        assert value(await seen(services, show), "network") == "HBO"

    async def test_a_read_only_database(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        await _pragma(services, "query_only = ON")
        before = stored.everything()
        with pytest.raises(StoreError, match="cannot be written to; nothing was changed"):
            await put(services, act(), show, "network", "HBO")
        with pytest.raises(StoreError, match="nothing was changed"):
            await services.guilds.set_region(HERE, "DE")
        assert services.guilds.of(HERE).region is None
        assert stored.everything() == before
        await _pragma(services, "query_only = OFF")
        await put(services, act(), show, "network", "HBO")

    async def test_a_locked_database(self, services: Services, show: int, stored: Stored) -> None:
        await _pragma(services, "busy_timeout = 100")
        before = stored.everything()
        with closing(sqlite3.connect(stored.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="busy with another program"):
                await put(services, act(), show, "network", "HBO")
            assert value(await seen(services, show), "network") == "ZDF"
            other.execute("ROLLBACK")
        assert stored.everything() == before
        await put(services, act(), show, "network", "HBO")


async def _pragma(services: Services, text: str) -> None:
    """On every connection of the pool: one at a time is in use here."""
    async with services.database.read() as connection:
        await connection.exec_driver_sql(f"PRAGMA {text}")
