"""Curators join shows that are one, and part records that were joined wrongly."""

from __future__ import annotations

import pytest

from bot.alerts.queries.subscriptions import SHOW, Subscription
from bot.composition_root import Services
from bot.editing.input import NewShow
from bot.editing.merge import MergeResult, Merges, refuse_unless_curator
from bot.editing.receipts import Act
from bot.errors import BadInputError, GoneError, NotAllowedError
from bot.facts.air_date import AirDate
from bot.facts.models import Claim, Tier
from bot.foundation.database import Transaction
from bot.locale.languages import speaking
from bot.providers.season_numbering import Mismatch
from bot.review.source_conflicts import note_numbering
from tests.clock import StoppedClock
from tests.editing.editors import HERE, SOURCE, THERE, act, put, seen, stated, value
from tests.facts.stated import Stored, filed
from tests.review.proposed import first, suggest


@pytest.fixture
async def kept(services: Services) -> int:
    return await stated(services, "Lamp Light", {1: {"episodes": 8}}, year=2020, network="ZDF")


@pytest.fixture
async def gone(services: Services) -> int:
    return await stated(
        services, "Lamplight", {2: {"episodes": 9}}, source="tmdb", year=2020, network="Canal"
    )


async def merge(services: Services, gone: int, kept: int) -> None:
    by = act(curator=True)
    await services.merges.merge(by, await seen(services, gone, 0), await seen(services, kept, 0))


async def import_both(services: Services) -> Act:
    """One act that touches both shows: a curator's file."""
    by = act(curator=True)
    data = (
        b'[{"title": "Lamp Light", "year": 2020, "network": "One", "source": "https://n.example/"},'
        b' {"title": "Lamplight", "year": 2020, "synopsis": "Two", "source": "https://n.example/"}]'
    )
    found = await services.imports.prepare(by, "x.json", data)
    await services.imports.confirm(by, found.token)
    return by


async def test_old_ids_lead_to_the_one_show_with_everything(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    await put(services, act(), gone, "story", "Ours alone", 2)
    await put(services, act(THERE), kept, "story", "Theirs alone", 1)
    await suggest(services, act(user=1), gone, "HBO")
    await merge(services, gone, kept)
    view = await seen(services, gone)
    assert (view.id, view.name) == (kept, "Lamp Light")
    assert [season.number for season in view.seasons] == [1, 2]
    assert value(view, "story", 2) == "Ours alone"
    assert value(view, "story", 1) is None
    assert value(await seen(services, kept, THERE), "story", 2) is None
    page = await services.history.page(view, HERE, None, 0)
    assert "merge" in [entry.action for entry in page.entries]
    assert "Ours alone" in [line.after for entry in page.entries for line in entry.lines]
    turn = await first(services)
    assert turn.show is not None
    assert turn.show.id == kept
    assert not set(stored("SELECT show_id FROM titles")) - {(kept,)}
    assert stored.broken_references() == []
    found = services.library.titles.search("lamplight", scope=HERE)
    assert [match.entry.show_id for match in found] == [kept], "the old name finds it"


async def test_a_curators_older_name_does_not_take_over(services: Services, kept: int) -> None:
    new_show = NewShow("Lamplite", 2019, None, "https://news.example/")
    added = await services.curation.add(act(curator=True), new_show)
    await merge(services, added.show_id, kept)
    view = await seen(services, kept, 0)
    assert (view.name, view.first_year) == ("Lamp Light", 2020)


async def test_who_hid_the_duplicate_still_sees_the_one_that_stays(
    services: Services, gone: int, kept: int
) -> None:
    await services.curation.hide(act(), await seen(services, gone))
    await merge(services, gone, kept)
    assert (await seen(services, gone)).id == kept


async def test_one_import_that_touched_both_is_one_act_still(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    by = await import_both(services)
    await merge(services, gone, kept)
    view = await seen(services, kept)
    assert (value(view, "network"), value(view, "synopsis")) == ("One", "Two")
    assert stored.one("SELECT count(*) FROM edits WHERE action = 'import'") == 1
    await services.curation.undo.interaction(act(curator=True), by.interaction_id)
    view = await seen(services, kept)
    assert value(view, "synopsis") is None
    assert value(view, "network") != "One"
    assert stored.broken_references() == []


async def test_one_half_undone_before(services: Services, gone: int, kept: int) -> None:
    by = await import_both(services)
    await services.curation.undo.last(act(curator=True), kept, None)
    await merge(services, gone, kept)
    assert value(await seen(services, kept), "synopsis") == "Two"
    await services.curation.undo.interaction(act(curator=True), by.interaction_id)
    assert value(await seen(services, kept), "synopsis") is None


async def test_the_same_suggestion_about_both_is_one_row(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    await suggest(services, act(user=1), gone, "HBO")
    await suggest(services, act(user=2), kept, "HBO")
    await suggest(services, act(user=1), kept, "HBO")
    await merge(services, gone, kept)
    assert stored.one("SELECT count(*) FROM proposals") == 1
    assert stored("SELECT user_id FROM proposers ORDER BY user_id") == [(1,), (2,)]
    again = await suggest(services, act(user=2), kept, "HBO")
    assert again.mine


async def test_a_count_of_seasons_stays_one_row(
    services: Services, gone: int, kept: int, stored: Stored, clock: StoppedClock
) -> None:
    claim = Claim(
        2, "premiere", "", AirDate.parse("2025-03-01"), Tier.SOURCE, "tmdb", SOURCE, clock().date()
    )
    for show_id in (gone, kept):
        async with services.database.write() as writing:
            await note_numbering(writing, clock, show_id, "tmdb", Mismatch(2, claim))
        if show_id == gone:
            await merge(services, gone, kept)
    assert stored("SELECT kind, show_id, state FROM proposals") == [("numbering", kept, "open")]
    async with services.database.write() as writing:
        await note_numbering(writing, clock, kept, "tmdb", None)
    assert stored("SELECT state FROM proposals") == [("moot",)]


async def test_movers_run_inside_and_an_event_twice_does_nothing_more(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    moved: list[tuple[int, int]] = []

    async def mover(writing: Transaction, old: int, new: int) -> None:
        moved.append((old, new))

    merges = Merges(services.database, services.library, services.clock, [mover])
    by = act(curator=True)
    views = await seen(services, gone, 0), await seen(services, kept, 0)
    await merges.merge(by, *views)
    before = stored.everything()
    assert (await merges.merge(by, *views)).repeated
    assert moved == [(gone, kept)]
    assert stored.everything() == before


async def test_a_failure_leaves_both(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    async def mover(writing: Transaction, old: int, new: int) -> None:
        raise RuntimeError

    merges = Merges(services.database, services.library, services.clock, [mover])
    before = stored.everything()
    views = await seen(services, gone, 0), await seen(services, kept, 0)
    with pytest.raises(RuntimeError):
        await merges.merge(act(curator=True), *views)
    assert stored.everything() == before


async def test_no_merge_in_a_circle(services: Services, gone: int, kept: int) -> None:
    with pytest.raises(BadInputError, match="one and the same"):
        await merge(services, kept, kept)
    await merge(services, gone, kept)
    for old, new in ((gone, kept), (kept, gone), (gone, gone)):
        with pytest.raises(BadInputError, match="one and the same"):
            await merge(services, old, new)


async def test_two_who_merge_at_once_make_no_circle_and_nothing_twice(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    """Each chose from what there was before the other's merge."""
    third = await stated(services, "Lampe", {3: {"episodes": 10}}, source="anilist")
    one, two, three = [await seen(services, show, 0) for show in (gone, kept, third)]
    first = act(curator=True)
    await services.merges.merge(first, one, two)
    before = stored.everything()
    for pair in ((one, two), (two, one)):
        with pytest.raises(BadInputError, match="one and the same"):
            await services.merges.merge(act(curator=True), *pair)
    with pytest.raises(GoneError, match="any more"):
        await services.merges.merge(act(curator=True), one, three)
    assert stored.everything() == before
    # The one that stays is meant by the old one's id too.
    joined = await services.merges.merge(second := act(curator=True), three, one)
    assert (joined.show_id, joined.title) == (kept, "Lamp Light")
    assert [s.number for s in (await seen(services, third)).seasons] == [1, 2, 3]
    for by in (second, first):
        await services.curation.undo.interaction(act(curator=True), by.interaction_id)
    assert stored("SELECT show_id FROM records ORDER BY id") == [(gone,), (kept,), (third,)]


async def test_a_merge_taken_back_leaves_everything_as_it_was(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    by = await import_both(services)
    await put(services, act(), gone, "story", "Ours", 2)
    await put(services, act(THERE), kept, "story", "Theirs", 1)
    undone = await put(services, act(), gone, "network", "Wrong")
    await services.curation.undo.interaction(act(), undone.act.interaction_id)
    await suggest(services, act(user=1), gone, "HBO")
    await services.curation.hide(act(THERE), await seen(services, gone, THERE))
    await stated(services, "Lamplight", {2: {"episodes": 10}}, source="tmdb", network="Arte")
    wanted = Subscription(HERE, 100, SHOW, str(gone), 1, "Lamplight", gone, created_by=7)
    await services.alerts.following.follow(wanted)
    before = picture(stored)
    undo = act(curator=True)
    joined = await services.merges.merge(
        undo, await seen(services, gone, 0), await seen(services, kept, 0)
    )
    assert not joined.repeated
    assert picture(stored) != before
    done = await services.curation.undo.interaction(act(curator=True), undo.interaction_id)
    assert isinstance(done, MergeResult)
    assert done.show_id == kept
    assert picture(stored) == before
    assert stored.broken_references() == []
    assert (await seen(services, gone)).name == "Lamplight"
    assert value(await seen(services, gone), "story", 2) == "Ours"
    assert await services.library.show(gone, THERE) is None
    assert (await seen(services, kept, THERE)).name == "Lamp Light"
    with pytest.raises(GoneError, match="already undone"):
        await services.curation.undo.interaction(act(curator=True), undo.interaction_id)
    await services.curation.undo.interaction(act(curator=True), by.interaction_id)
    assert value(await seen(services, gone), "synopsis") is None, "the import is one act still"


async def test_what_was_said_after_a_merge_stays_when_it_is_taken_back(
    services: Services, gone: int, kept: int
) -> None:
    await merge(services, gone, kept)
    await put(services, act(), gone, "story", "Said of the one show", 1)
    await stated(services, "Lamplight", {2: {"episodes": 12}}, source="tmdb", network="Arte")
    with pytest.raises(GoneError, match="no change here"):
        await services.curation.undo.last(act(THERE), kept, None)
    await services.curation.undo.last(act(curator=True), kept, None)
    assert value(await seen(services, kept), "story", 1) == "Said of the one show"
    assert value(await seen(services, gone), "episodes", 2) == 12, "the record is its own again"
    assert value(await seen(services, kept), "episodes", 2) is None


async def test_merges_that_rest_on_each_other_are_taken_back_in_turn(
    services: Services, gone: int, kept: int
) -> None:
    third = await stated(services, "Third", source="anilist")
    first = act(curator=True)
    await services.merges.merge(first, await seen(services, gone, 0), await seen(services, kept, 0))
    await merge(services, kept, third)
    assert (await seen(services, gone)).id == third
    with pytest.raises(BadInputError, match="Another merge builds on that one"):
        await services.curation.undo.interaction(act(curator=True), first.interaction_id)
    await services.curation.undo.last(act(curator=True), third, None)
    assert (await seen(services, gone)).id == kept
    await services.curation.undo.interaction(act(curator=True), first.interaction_id)
    assert [(await seen(services, n)).name for n in (gone, kept, third)] == [
        "Lamplight",
        "Lamp Light",
        "Third",
    ]


async def test_a_split_is_taken_back_by_a_merge(services: Services, gone: int, kept: int) -> None:
    await merge(services, gone, kept)
    by = act(curator=True)
    await services.merges.split(by, await seen(services, kept, 0), "tmdb:Lamplight")
    with pytest.raises(BadInputError, match="`/catalog merge` takes a split back"):
        await services.curation.undo.last(act(curator=True), kept, None)
    with pytest.raises(BadInputError, match="`/catalog merge` takes a split back"):
        await services.curation.undo.interaction(act(curator=True), by.interaction_id)


async def test_a_show_without_records_says_so_in_the_language(services: Services) -> None:
    new = NewShow("Candle", None, None, SOURCE)
    added = await services.curation.add(act(curator=True), new)
    with speaking("de"), pytest.raises(BadInputError) as refused:
        await services.merges.split(
            act(curator=True), await seen(services, added.show_id, 0), "tmdb:1"
        )
    with speaking("de"):
        assert "nichts" in str(refused.value)
        assert "none" not in str(refused.value)


def picture(stored: Stored) -> dict[str, list[tuple[object, ...]]]:
    """All that the rows say of shows; an act's parts by content, since they are written anew."""
    edits = "interaction_id, e.show_id, e.scope, e.author_id, e.action, e.retracted_at"
    return {
        query: sorted(stored(f"{query} ORDER BY 1"), key=repr)
        for query in (
            f"SELECT {edits}, c.show_id, season, field, key, value, position IS NULL, link "
            "FROM edits e LEFT JOIN claims c ON c.edit_id = e.id WHERE e.action != 'merge'",
            f"SELECT {edits}, c.show_id, c.field, c.before, c.after FROM changes c "
            "LEFT JOIN edits e ON c.edit_id = e.id",
            "SELECT source, key, show_id, statement FROM records",
            "SELECT scope, show_id, title, names, year, network, hidden FROM titles",
            "SELECT * FROM identifiers",
            "SELECT id, merged_into FROM shows",
            "SELECT token, fingerprint, show_id, state FROM proposals",
            "SELECT id, target, key, show_id FROM subscriptions",
        )
    }


async def test_a_split_gives_a_record_a_show_of_its_own(
    services: Services, gone: int, kept: int, stored: Stored
) -> None:
    await put(services, act(), kept, "story", "Ours", 1)
    await merge(services, gone, kept)
    names = await services.merges.records_of(kept)
    assert sorted(names) == ["tmdb:Lamplight", "tvmaze:Lamp Light"]
    view = await seen(services, kept, 0)
    with pytest.raises(BadInputError, match="`tvmaze:Lamp Light`"):
        await services.merges.split(act(curator=True), view, "tmdb:404")
    by = act(curator=True)
    done = await services.merges.split(by, view, "tmdb:Lamplight")
    assert (await seen(services, done.show_id)).name == "Lamplight"
    assert [s.number for s in (await seen(services, kept)).seasons] == [1]
    assert value(await seen(services, kept), "story", 1) == "Ours"
    before = stored.everything()
    assert (await services.merges.split(by, view, "tmdb:Lamplight")).repeated
    assert stored.everything() == before
    with pytest.raises(BadInputError, match="only record"):
        await services.merges.split(
            act(curator=True), await seen(services, done.show_id, 0), "tmdb:Lamplight"
        )


def test_only_curators_merge() -> None:
    refuse_unless_curator(act(curator=True))
    with pytest.raises(NotAllowedError, match="Only curators"):
        refuse_unless_curator(act())


async def test_a_file_read_later_finds_the_one_show(
    services: Services, gone: int, kept: int
) -> None:
    await merge(services, gone, kept)
    outcome = await services.ledger.state("import", filed({"title": "Lamp Light", "year": 2020}))
    assert outcome.show_ids == (kept,)
