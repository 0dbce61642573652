"""Sources that come to contradict people, in the queue."""

from __future__ import annotations

import pytest

from bot.composition_root import Services
from bot.facts.air_date import AirDate
from bot.facts.models import Claim, Tier
from bot.facts.queries.identifiers import put_record_ids
from bot.providers.season_numbering import Mismatch
from bot.review.source_conflicts import note_numbering
from tests.clock import StoppedClock
from tests.editing.editors import SOURCE, THERE, act, put, seen, stated, value
from tests.facts.stated import Stored, says
from tests.review.proposed import first, token_of


async def test_a_source_never_hides_an_editor_and_is_listed_once(
    services: Services, show: int, stored: Stored, clock: StoppedClock
) -> None:
    await put(services, act(), show, "network", "HBO")
    await stated(services, "Lamp", {1: {"episodes": 9}}, network="ZDF")
    assert (await first(services)).proposal is None, "it said so before"
    for _ in range(3):
        clock.advance(hours=6)
        await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
        await stated(services, "Lamp", {1: {"episodes": clock.now.hour + 1}}, network="Netflix")
    assert value(await seen(services, show), "network") == "HBO"
    at = await first(services)
    assert at.proposal is not None
    assert (at.total, at.proposal.said_by, at.proposal.value) == (1, "tvmaze", "Netflix")
    assert (await first(services, THERE)).proposal is None
    assert stored.one("SELECT count(*) FROM proposals") == 1
    await services.review_queue.reject(act(), at.proposal.token, "ours is right")
    await stated(services, "Lamp", {1: {"episodes": 3}}, network="ZDF")
    await stated(services, "Lamp", {1: {"episodes": 3}}, network="Netflix")
    listed = [t for t in [await first(services)] if t.proposal and t.proposal.value == "Netflix"]
    assert listed == [], "what was decided stays decided"


async def test_each_scope_that_said_something_gets_its_own(services: Services, show: int) -> None:
    await put(services, act(), show, "network", "HBO")
    await put(services, act(THERE, curator=True), show, "network", "BBC")
    await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
    assert (await first(services)).total == 1
    assert (await first(services, curator=True)).total == 1


@pytest.mark.parametrize("how", ["undone", "taken back", "agreed"])
async def test_one_that_became_moot_leaves_the_queue(
    services: Services, show: int, how: str, stored: Stored
) -> None:
    by = act()
    await put(services, by, show, "network", "HBO")
    await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
    if how == "undone":
        await services.curation.undo.interaction(act(), by.interaction_id)
    elif how == "taken back":
        await stated(services, "Lamp", {1: {"episodes": 8}}, network="HBO")
    else:
        await put(services, act(), show, "network", "Netflix")
    assert (await first(services)).proposal is None
    assert stored("SELECT state, decided_by FROM proposals") == [("moot", None)]


async def test_a_moot_one_that_comes_back_is_listed_again(services: Services, show: int) -> None:
    await put(services, act(), show, "network", "HBO")
    await stated(services, "Lamp", network="Netflix")
    await stated(services, "Lamp", network="HBO")
    assert (await first(services)).proposal is None
    await stated(services, "Lamp", network="Netflix")
    assert (await first(services)).total == 1


async def test_approving_takes_its_value(services: Services, show: int) -> None:
    await put(services, act(), show, "network", "HBO")
    await stated(services, "Lamp", network="Netflix")
    await services.review_queue.approve(act(), await token_of(services))
    assert value(await seen(services, show), "network") == "Netflix"
    assert (await first(services)).proposal is None


async def test_what_two_sources_say_is_listed_once(
    services: Services, show: int, stored: Stored
) -> None:
    async def tmdb(network: str) -> None:
        statement = says("1", "Lamp", source="tmdb", network=network)
        pairs = {"1": [("imdb", "tt1")]}
        outcome = await services.ledger.state("tmdb", [statement], ids=pairs)
        assert list(outcome.show_ids) == [show]
        await services.library.refresh()

    async with services.database.write() as writing:
        await put_record_ids(writing, "tvmaze", "Lamp", {"imdb": "tt1"})
    await put(services, act(), show, "network", "HBO")
    await stated(services, "Lamp", network="Netflix")
    await tmdb("Netflix")
    at = await first(services)
    assert (at.total, at.sources) == (1, ("tvmaze", "tmdb"))
    await stated(services, "Lamp", network="HBO")
    at = await first(services)
    assert (at.total, at.sources) == (1, ("tmdb",)), "one of them still says so"
    await services.review_queue.reject(act(), await token_of(services), "ours is right")
    await stated(services, "Lamp", network="Netflix")
    assert (await first(services)).proposal is None
    assert stored("SELECT value, state FROM proposals") == [('"Netflix"', "rejected")]


async def test_a_difference_in_numbering_takes_the_place_of_its_sources_earlier_one(
    services: Services, show: int, stored: Stored, clock: StoppedClock
) -> None:
    for day in ("2025-03-01", "2025-04-01"):
        claim = Claim(
            2, "premiere", "", AirDate.parse(day), Tier.SOURCE, "tmdb", SOURCE, clock().date()
        )
        async with services.database.write() as writing:
            await note_numbering(writing, clock, show, "tmdb", Mismatch(2, claim))
    assert stored("SELECT value, state FROM proposals ORDER BY id") == [
        ('"2025-03-01"', "moot"),
        ('"2025-04-01"', "open"),
    ]
