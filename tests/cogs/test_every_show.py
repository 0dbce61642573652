"""A show that the index alone knows: answered at once, then filled in on the same card."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.answers.cards.answer import ALSO
from bot.answers.cards.custom_ids import CardState, ShowsId
from bot.facts.models import Topic, reserved_id
from bot.providers import on_demand
from tests.clock import StoppedClock
from tests.conftest import World, shown
from tests.facts.indexed import index, page_show
from tests.facts.stated import filed
from tests.providers.provided import Tables, slow_down
from tests.wire.components import STRING_SELECT, walk

pytestmark = pytest.mark.providers

FETCHING = "I am fetching its seasons …"
ROW = "**Returning series on FX since 2022.**"


@pytest.fixture
async def bear(world: World, tables: Tables) -> int:
    """A row of the index, and what TVmaze says of that show when asked."""
    await index(world.services, page_show(50, "The Bear"))
    tables.tvmaze_show(50, "The Bear", premiered="2022-06-23")
    return reserved_id(50)


def sent(world: World) -> list[str]:
    """The cards as they were sent and edited, each as all of its text."""
    bodies: list[Any] = []
    for entry in world.env.http_requests:
        body = entry.json or {}
        if entry.method == "POST" and "callback" in entry.path:
            bodies.append(body.get("data") or {})
        elif entry.method == "PATCH" or entry.path.endswith("/messages"):
            bodies.append(body)
    return [
        "\n".join(part["content"] for part in walk(body["components"]) if part["type"] == 10)
        for body in bodies
        if body.get("components")
    ]


def asked(tables: Tables) -> list[str]:
    return [place for place in tables.asked if place.startswith("tvmaze.test /shows/")]


def menus(message: Any) -> dict[str, list[str]]:
    return {
        item["placeholder"]: [option["label"] for option in item["options"]]
        for item in walk([c if isinstance(c, dict) else c.to_dict() for c in message.components])
        if item["type"] == STRING_SELECT
    }


async def test_a_card_at_once_and_one_edit(world: World, tables: Tables, bear: int) -> None:
    await world.fan.slash(world.general, "season", show="the bear")
    first, second = sent(world)
    assert f"{ROW} {FETCHING}" in first
    assert "A chef comes home." in first
    assert "**Genres:** Drama" in first
    assert "[TVmaze](<https://www.tvmaze.com/shows/50/a-show>)" in first
    assert "Season 2" in second
    assert "fetching" not in second
    assert asked(tables) == ["tvmaze.test /shows/50"]


async def test_it_is_fetched_once_and_known_from_then_on(
    world: World, tables: Tables, bear: int
) -> None:
    for _ in range(3):
        await world.fan.slash(world.general, "season", show="the bear")
    assert len(asked(tables)) == 1
    assert len(sent(world)) == 4


@pytest.mark.parametrize("season", [1, 2])
async def test_the_season_that_was_asked_for(
    world: World, tables: Tables, bear: int, season: int
) -> None:
    result = await world.fan.slash(world.general, "release", show=f"id:{bear}", season=season)
    assert f"· Season {season}" in sent(world)[0]
    assert ("2025", "2027")[season - 1] in shown(result.response)


async def test_a_question_a_mention_and_a_menu(world: World, tables: Tables, bear: int) -> None:
    await index(world.services, *(page_show(n, f"Quiet Lanterns {n}") for n in (60, 61)))
    for number in (60, 61):
        tables.tvmaze_show(number, f"Quiet Lanterns {number}")
    await world.fan.slash(world.general, "ask", question="when is The Bear season 2 out?")
    first, second = sent(world)
    assert FETCHING in first
    assert "1 March 2027" in second
    me = world.bot.user
    assert me is not None
    await world.fan.send(world.general, f"<@{me.id}> when is Quiet Lanterns 60 season 2 out?")
    assert FETCHING in sent(world)[2]
    assert "1 March 2027" in shown(world.general.last_message)
    message = await world.moderator.send(world.general, "when is Quiet Lanterns 61 season 2 out?")
    result = await world.fan.context_menu(world.general, "Answer this", message)
    assert "1 March 2027" in shown(result.response)
    assert len(sent(world)) == 6


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (httpx.Response(404, json={}), "TVmaze has no such record."),
        (httpx.Response(200, text="<html>"), "TVmaze sent something that I cannot read."),
        (httpx.Response(200, json=[1]), "TVmaze sent something that I cannot read."),
    ],
)
async def test_a_provider_that_is_away_leaves_the_card_with_a_word(
    world: World, tables: Tables, bear: int, answer: httpx.Response, word: str
) -> None:
    tables.broken["tvmaze.test"] = lambda request: answer
    await world.fan.slash(world.general, "season", show="the bear")
    first, second = sent(world)
    assert FETCHING in first
    assert f"{ROW} I know no more than this: {word}" in second
    # Asked again at once, it says so at once, and asks nobody.
    before = len(tables.asked)
    again = await world.fan.slash(world.general, "season", show="the bear")
    assert word in shown(again.response)
    assert len(sent(world)) == 3
    assert len(tables.asked) == before


async def test_an_unknown_title_is_not_called_wrong_while_the_list_is_read(world: World) -> None:
    (provider, *_) = world.services.sources.kept
    asked = await world.fan.slash(world.general, "season", show="Nowhere Road")
    assert "Check the spelling, or ask" in shown(asked.response)
    world.services.sources.index.provider = provider  # type: ignore[assignment]
    asked = await world.fan.slash(world.general, "season", show="Nowhere Road")
    assert "I am still reading the list of all shows" in shown(asked.response)


@pytest.mark.parametrize(
    "question",
    ["Gallows Row", "when does Gallows Row come back", "is Gallows Row renewed?"],
)
async def test_every_command_about_an_unknown_show_offers_to_look_for_it(
    world: World, question: str
) -> None:
    asked = await world.fan.slash(world.general, "ask", question=question)
    assert "I know no show called **Gallows Row**" in shown(asked.response)
    buttons = [
        item["label"] for row in asked.response.components for item in row.get("components", ())
    ]
    assert buttons == ["Search TVmaze and TMDB"]


async def test_what_takes_too_long_completes_the_card_late(
    world: World, tables: Tables, bear: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_demand, "PATIENCE", 0.05)
    slow_down(monkeypatch, world.services.sources.kept[0], "fetch", 0.3)
    result = await world.fan.slash(world.general, "season", show="the bear")
    first, second, third = sent(world)
    assert FETCHING in first
    assert "TVmaze did not answer in time" in second
    assert "Season 2" in third, "it came late, and the card is completed"
    assert "Season 2" in shown(result.response)


async def test_what_tmdb_says_late_is_one_more_edit(
    world: World, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_demand, "TOGETHER", 0.05)
    externals = {"imdb": "tt9100001", "thetvdb": 412345}
    await index(world.services, page_show(900001, "Lantern Row", externals=externals))
    slow_down(monkeypatch, world.services.sources.kept[1], "fetch", 0.5)
    await world.fan.slash(world.general, "season", show="lantern row", season=2)
    first, second, third = sent(world)
    assert FETCHING in first
    assert "17 September 2025" in second
    assert "TMDB" not in second
    assert "TMDB" in third


@pytest.mark.parametrize("externals", [{"imdb": "tt9100001"}, {"thetvdb": 412345}])
async def test_tmdb_is_joined_by_an_id_and_its_trailer_is_played(
    world: World, tables: Tables, externals: dict[str, Any]
) -> None:
    await index(world.services, page_show(900001, "Lantern Row", externals=externals))
    result = await world.fan.slash(world.general, "trailer", show="lantern row", season=4)
    assert FETCHING in sent(world)[0]
    assert "TMDB" in shown(result.response)
    assert any("youtu" in followup.content for followup in result.followups)
    assert len(sent(world)) == 2


async def test_two_providers_make_one_show_and_one_edit(world: World, tables: Tables) -> None:
    externals = {"imdb": "tt9100001", "thetvdb": 412345}
    await index(world.services, page_show(900001, "Lantern Row", externals=externals))
    await world.fan.slash(world.general, "season", show="lantern row")
    assert len(sent(world)) == 2
    show = await world.services.library.show(reserved_id(900001))
    assert show is not None
    assert {"tvmaze", "tmdb"} <= set(show.ids)
    (match,) = world.services.library.titles.exact("lantern row")
    assert match.entry.show_id == reserved_id(900001)


async def test_a_running_show_that_was_checked_a_day_ago_is_asked_about(
    world: World, tables: Tables, bear: int, clock: StoppedClock
) -> None:
    await world.fan.slash(world.general, "season", show="the bear")
    clock.advance(hours=23)
    await world.fan.slash(world.general, "season", show="the bear")
    assert len(asked(tables)) == 1
    clock.advance(hours=2)
    shows = tables.tvmaze["50"]
    shows["_embedded"]["seasons"][1]["premiereDate"] = "2027-05-09"
    await world.fan.slash(world.general, "release", show="the bear")
    first, second = sent(world)[-2:]
    assert "I last heard of it 1 day ago and am asking for news …" in first
    assert "1 March 2027" in first
    assert "9 May 2027" in second
    assert "asking for news" not in second


async def test_an_ended_show_is_left_to_the_sync(
    world: World, tables: Tables, bear: int, clock: StoppedClock
) -> None:
    tables.tvmaze["50"]["status"] = "Ended"
    await world.fan.slash(world.general, "season", show="the bear")
    clock.advance(days=3)
    before = len(sent(world))
    await world.fan.slash(world.general, "season", show="the bear")
    assert len(sent(world)) == before + 1


async def test_a_show_of_a_file_is_filled_in_by_its_id(world: World, tables: Tables) -> None:
    said = {"title": "Lantern Row", "ids": {"tvmaze": "900001"}, "status": "running"}
    await world.services.ledger.state("catalog", filed(said))
    await world.services.library.refresh()
    result = await world.fan.slash(world.general, "season", show="lantern row", season=1)
    assert "I am asking for news …" in sent(world)[0]
    assert "18 September 2024" in shown(result.response)


async def test_a_namesake_that_clearly_is_meant_is_answered_about(
    world: World, tables: Tables
) -> None:
    await index(
        world.services,
        page_show(70, "The Office", weight=98, premiered="2005-03-24", externals={}),
        page_show(
            71,
            "The Office",
            weight=60,
            premiered="2001-07-09",
            externals={},
            network={"id": 1, "name": "BBC Two", "country": {"code": "GB"}},
        ),
    )
    for number in (70, 71):
        tables.tvmaze_show(number, "The Office", externals={"imdb": None, "thetvdb": None})
    tables.tvmaze["71"]["premiered"] = "2001-07-09"
    result = await world.fan.slash(world.general, "season", show="the office")
    for text in sent(world):
        assert "Also called The Office: UK 2001." in text
    menu = "Another show called The Office"
    assert menus(result.response)[menu] == ["The Office (2001) · BBC Two"]

    turned = await world.fan.click(result.response, label="Story")
    picker = ShowsId(ALSO, CardState(Topic.STORY, reserved_id(70), None, world.fan.id)).written()
    assert menus(turned.response)[menu] == ["The Office (2001) · BBC Two"]

    other = await world.fan.select(turned.response, [str(reserved_id(71))], custom_id=picker)
    assert "The Office (2001)" in shown(other.response)
    assert "Also called The Office: " in shown(other.response)
    assert menus(other.response)[menu] == ["The Office (2025) · Harbour One"]

    # What was picked here is nearer at hand from now on.
    both = await world.fan.slash(world.general, "season", show="the office")
    assert "The Office (2001)" in shown(both.response)


async def test_namesakes_that_nothing_tells_apart_are_asked_about(
    world: World, tables: Tables
) -> None:
    await index(
        world.services,
        page_show(70, "The Office", weight=98, premiered="2005-03-24", externals={}),
        page_show(71, "The Office", weight=90, premiered="2001-07-09", externals={}),
    )
    result = await world.fan.slash(world.general, "season", show="the office")
    assert "Several shows are called **the office**" in shown(result.response)
    assert result.response.ephemeral
    dated = await world.fan.slash(world.general, "season", show="the office 2001")
    assert "The Office (2001)" in sent(world)[1]
    assert not dated.response.ephemeral
