"""A title nobody knows here: looked for at the providers, picked, brought in and answered."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.foundation.quota import Quota
from bot.providers import add_show, queries
from bot.providers.queries import tracked
from tests.clock import StoppedClock
from tests.cogs.people import choosing, menu, told
from tests.conftest import World, shown
from tests.facts.stated import filed
from tests.providers.provided import Tables, slow_down
from tests.wire.components import BUTTON, of_type

pytestmark = pytest.mark.providers

SOURCE = "https://example.com/own"


async def test_a_fan_finds_picks_and_reads(world: World, tables: Tables) -> None:
    asked = await world.fan.slash(world.general, "season", show="Lantern Row", season=2)
    assert asked.response.ephemeral
    assert "I know no show called **Lantern Row**" in shown(asked.response)
    assert tables.asked == [], "no answer to a fan waits for a provider"
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    assert found.response.ephemeral
    assert [
        (o["label"], o["description"], o["value"]) for o in menu(found.response)["options"]
    ] == [("Lantern Row (2024) · Harbour One", "CA · TVmaze", "tvmaze:900001")]
    picked = await world.fan.select(found.response, ["tvmaze:900001"])
    card = picked.followups[-1]
    text = shown(card)
    assert "Lantern Row" in text
    assert "Season 2" in text
    assert "[TVmaze](<https://www.tvmaze.com/shows/900001/lantern-row>)" in text
    assert not card.ephemeral
    # From now on everybody is answered from here.
    tables.asked.clear()
    again = await world.moderator.slash(world.general, "cast", show="lantern row", season=1)
    assert "TMDB" in shown(again.response)


async def test_a_question_about_an_unknown_show_offers_the_search(world: World) -> None:
    result = await world.fan.slash(
        world.general, "ask", question="when does Lantern Row season 3 come out?"
    )
    found = await world.fan.click(result.response, label="Search TVmaze and TMDB")
    assert menu(found.response)["options"][0]["value"] == "tvmaze:900001"


async def test_an_editor_adds_what_a_provider_knows(world: World) -> None:
    found = await world.moderator.slash(
        world.general, "catalog add", title="Lantern Row", source=SOURCE
    )
    assert found.response.ephemeral
    picked = await world.moderator.select(found.response, ["tvmaze:900001"])
    assert "Lantern Row" in shown(picked.followups[-1])
    # The second time it is offered as what it is: here already.
    again = await world.moderator.slash(
        world.general, "catalog add", title="Lantern Row", source=SOURCE
    )
    first = menu(again.response)["options"][0]
    assert (first["description"], first["value"][:3]) == ("In my catalogue", "id:")
    answered = await world.moderator.select(again.response, [first["value"]])
    assert "Lantern Row" in shown(answered.followups[-1])


async def test_a_fan_may_not_use_the_editors_command(world: World, tables: Tables) -> None:
    result = await world.fan.slash(world.general, "catalog add", title="Lantern Row", source=SOURCE)
    assert "/suggest" in shown(result.response)
    assert tables.asked == []


async def test_none_of_these_is_added_as_it_was_typed(world: World) -> None:
    found = await world.moderator.slash(
        world.general, "catalog add", title="Lantern Row", year=1950, source=SOURCE
    )
    last = menu(found.response)["options"][-1]
    assert last["label"] == "None of these: Lantern Row"
    picked = await world.moderator.select(found.response, [last["value"]])
    assert "Added" in shown(picked.followups[-1])
    again = await world.moderator.slash(world.general, "season", show="Lantern Row 1950")
    assert "Lantern Row (1950)" in shown(again.response)


async def test_what_nobody_knows_is_added_by_hand(world: World) -> None:
    result = await world.moderator.slash(
        world.general, "catalog add", title="Own Show", source=SOURCE
    )
    assert "No provider knows it" in shown(result.response)
    assert "Added" in shown(result.followups[-1])
    assert not result.followups[-1].ephemeral


@pytest.mark.parametrize("value", ["hand:abc", "hand:", "id:abc", f"id:{'9' * 30}", "x:1", "", "x"])
async def test_what_was_never_on_offer_is_a_sentence(world: World, value: str) -> None:
    found = await world.fan.slash(world.general, "season", show="Lantern Row")
    found = await world.fan.click(found.response, label="Search TVmaze and TMDB")
    with choosing(world, value):
        result = await world.fan.select(
            found.response, [menu(found.response)["options"][0]["value"]]
        )
    answer = told(result)
    assert answer
    assert "went wrong" not in answer


async def test_a_provider_that_fails_is_not_said_to_know_nothing(
    world: World, tables: Tables
) -> None:
    tables.broken["tvmaze.test"] = lambda request: httpx.Response(400)
    result = await world.moderator.slash(
        world.general, "catalog add", title="Own Show", source=SOURCE
    )
    told = shown(result.response)
    assert "No provider knows it" not in told
    assert "TVmaze refuses the question" in told
    assert "Added" in shown(result.followups[-1])


async def test_what_does_not_fit_is_refused_before_the_search(world: World, tables: Tables) -> None:
    result = await world.moderator.slash(
        world.general, "catalog add", title="Own Show", source="my cousin"
    )
    assert "link" in shown(result.response)
    result = await world.moderator.slash(
        world.general, "catalog add", title="Own Show", year=3000, source=SOURCE
    )
    assert "A year must lie between 1900 and 2200." in shown(result.response)
    assert tables.asked == []


async def test_nothing_found_and_a_provider_that_fails(world: World, tables: Tables) -> None:
    tables.broken["tvmaze.test"] = lambda request: httpx.Response(400)
    asked = await world.fan.slash(world.general, "season", show="Qwertz <@1>")
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    text = shown(found.response)
    assert "TMDB knows no show called" in text
    assert "TVmaze refuses the question" in text
    tables.broken["tmdb.test"] = lambda request: httpx.Response(400)
    asked = await world.fan.slash(world.general, "season", show="Qwertz")
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    assert "try again in a while" in shown(found.response)


async def test_a_pick_that_fails_is_told(world: World, tables: Tables) -> None:
    asked = await world.fan.slash(world.general, "season", show="Lantern Row")
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    tables.tvmaze.clear()
    picked = await world.fan.select(found.response, ["tvmaze:900001"])
    assert "TVmaze has no such record" in shown(picked.response)


async def picked_at(world: World, value: str) -> Any:
    asked = await world.fan.slash(world.general, "season", show="Lantern Row")
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    return await world.fan.select(found.response, [value])


async def test_a_pick_that_failed_can_be_tried_again(world: World, tables: Tables) -> None:
    tables.broken["tvmaze.test /shows/"] = lambda request: httpx.Response(404)
    picked = await picked_at(world, "tvmaze:900001")
    assert "TVmaze has no such record" in shown(picked.response)
    tables.broken.clear()
    again = await world.fan.click(picked.response, label="Try again")
    assert "Lantern Row (2024)" in shown(again.followups[-1])


@pytest.mark.parametrize("seasons", ["29 of them", None, {}])
async def test_a_show_whose_seasons_cannot_be_read_is_not_brought_in_half(
    world: World, tables: Tables, seasons: object, caplog: pytest.LogCaptureFixture
) -> None:
    tables.tvmaze["900001"]["_embedded"]["seasons"] = seasons
    with caplog.at_level(logging.INFO, "bot.providers"):
        picked = await picked_at(world, "tvmaze:900001")
    assert "tvmaze:900001 was read without some fields: _embedded.seasons" in caplog.text
    assert "TVmaze sent its seasons in a form that I cannot read." in shown(picked.response)
    assert world.services.library.titles.exact("Lantern Row") == []


async def test_what_could_not_be_read_is_told_to_who_picked_it(
    world: World, tables: Tables
) -> None:
    del tables.tmdb["800001"]
    show = tables.tvmaze["900001"]
    show["_embedded"]["seasons"] = show["_embedded"]["seasons"][:1]
    show["status"] = 5
    for member in show["_embedded"]["cast"]:
        member["person"]["name"] = None
    picked = await picked_at(world, "tvmaze:900001")
    card, note = picked.followups
    assert not card.ephemeral
    assert "Host" not in shown(card)
    assert note.ephemeral
    assert "show status and cast. I will try again by myself." in shown(note)
    async with world.services.database.read() as reading:
        later = world.services.clock() + timedelta(hours=7)
        due = await queries.next_due(reading, "tvmaze", later)
    assert due is not None
    assert due.key == "900001"


async def test_tmdb_that_hangs_completes_the_card_when_it_answers(
    world: World, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add_show, "TOGETHER", 0.05)
    slow_down(monkeypatch, world.services.sources.kept[1], "lookup", 0.5)
    picked = await picked_at(world, "tvmaze:900001")
    assert "TMDB" in shown(picked.followups[-1]), "as it stands after its late edit"


async def test_a_known_name_still_offers_the_search_for_another(
    world: World, tables: Tables
) -> None:
    other = {**tables.tmdb["800001"], "id": 800009, "origin_country": ["DE"]}
    other["external_ids"] = {"imdb_id": None, "tvdb_id": None}
    tables.tmdb["800009"] = other
    await picked_at(world, "tvmaze:900001")
    card = await world.fan.slash(world.general, "season", show="Lantern Row")
    found = await world.fan.click(card.response, label="None of these?")
    assert found.response.ephemeral
    first, second = menu(found.response)["options"]
    assert (first["description"], second["value"]) == ("In my catalogue", "tmdb:800009")
    # A question offers it as well.
    asked = await world.fan.slash(world.general, "ask", question="who is in Lantern Row season 1?")
    assert await world.fan.click(asked.response, label="None of these?")


async def test_a_question_offers_the_whole_title_as_it_was_typed(
    world: World, tables: Tables
) -> None:
    await world.services.ledger.state("import", filed({"title": "Gallows", "year": 2001}))
    await world.services.library.refresh()
    tables.tvmaze_show(7, "Gallows Row")
    for question in ("is there another season of Gallows Row?", "who is in Gallows Row season 2"):
        asked = await world.fan.slash(world.general, "ask", question=question)
        found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
        assert [option["value"] for option in menu(found.response)["options"]] == ["tvmaze:7"]


async def test_a_member_who_searches_too_much_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As many as there really are would wait for the providers' rate limits.
    monkeypatch.setattr(world.services.sources.add_show, "_searches", Quota(1, timedelta(days=1)))
    asked = await world.fan.slash(world.general, "season", show="Lantern Row")
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    assert "searches; more tomorrow" not in shown(found.response)
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    assert "searches; more tomorrow" in shown(found.response)


@pytest.mark.parametrize("typed", ["🎬" * 300, "a" * 6000, "x:y:z\n:", "\u202eabc", "[](<@1>)"])
async def test_any_title_fits_the_button(world: World, typed: str) -> None:
    asked = await world.fan.slash(world.general, "season", show=typed)
    (button,) = of_type(asked.response.components, BUTTON)
    assert len(button["custom_id"].encode("utf-16-le")) <= 200
    found = await world.fan.click(asked.response, label="Search TVmaze and TMDB")
    assert "know no show called" in shown(found.response)


async def test_what_is_asked_is_kept_up_with_in_the_background(
    world: World, tables: Tables, clock: StoppedClock
) -> None:
    services = world.services
    show = (await services.sources.add_show.add("tvmaze", "900001", scope=0, user_id=1)).show
    await world.fan.slash(world.general, "season", show=f"id:{show.id}")
    await services.sources.tracking.flush()
    clock.advance(hours=2)
    rows = tables.tvmaze["900001"]["_embedded"]["seasons"]
    rows[1]["premiereDate"] = "2025-09-24"
    tables.touch(900001)
    await services.sources.sync.round()
    clock.advance(hours=2)
    tables.touch(900001)
    await services.sources.sync.round()
    await services.library.refresh()
    told = await world.fan.slash(world.general, "release", show=f"id:{show.id}", season=2)
    assert "24 September 2025" in shown(told.response)


async def test_credits_and_a_refused_token_are_in_about(world: World, tables: Tables) -> None:
    text = shown((await world.fan.slash(world.general, "about")).response)
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in text
    assert "creativecommons.org/licenses/by-sa/4.0" in text
    assert "JustWatch" in text
    assert "⚠" not in text
    tables.broken["tmdb.test"] = lambda request: httpx.Response(401)
    await world.services.sources.add_show.search("x", scope=0, user_id=1)
    text = shown((await world.fan.slash(world.general, "about")).response)
    assert "TMDB has refused this bot's token" in text


async def test_where_to_watch_credits_justwatch(world: World) -> None:
    show = (await world.services.sources.add_show.add("tmdb", "800001", scope=0, user_id=1)).show
    season = next(season.number for season in show.seasons if season.where)
    result = await world.fan.slash(
        world.general, "where", show=f"id:{show.id}", season=season, region="CA"
    )
    assert "JustWatch" in shown(result.response)


async def test_the_loops_refresh_what_is_asked_while_answers_go_on(
    world: World, tables: Tables
) -> None:
    said = {"title": "Lantern Row", "year": 2024, "ids": {"tvmaze": "900001"}, "status": "ended"}
    await world.services.ledger.state("import", filed(said))
    await world.services.library.refresh()
    first = await world.fan.slash(world.general, "release", show="Lantern Row", season=1)
    assert "18 September 2024" not in shown(first.response)
    await world.env.advance_time(5)
    again = await world.fan.slash(world.general, "release", show="Lantern Row", season=1)
    assert "18 September 2024" in shown(again.response)
    for _ in range(4):
        await world.env.advance_time(15)
    async with world.services.database.read() as reading:
        assert await tracked(reading, 10) == [1]
