"""AniList's word on an anime: after the answer, on the same card, and stored nowhere."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.catalog.reader import IMPORT
from bot.discord_client import reply as reply_module
from bot.discord_client.reply import Reply
from bot.providers.anilist import client as anime_module
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.conftest import World, shown
from tests.facts.stated import filed, stored_in
from tests.providers.lookalikes import fixture
from tests.providers.provided import Tables


@pytest.fixture
def tables(clock: StoppedClock) -> Tables:
    made = Tables(clock)
    made.anilist = [fixture("anilist_first"), fixture("anilist_second")]
    return made


@pytest.fixture
def transport(tables: Tables) -> httpx.AsyncBaseTransport:
    return httpx.MockTransport(tables)


@pytest.fixture
def settings(settings: Settings, tables: Tables) -> Settings:
    return replace(settings, catalog_dir=None, anilist_url="https://anilist.test")


@pytest.fixture
async def town(world: World) -> str:
    """An anime of which the store knows little beside its id."""
    said: dict[str, Any] = {
        "title": "Town of Lamps",
        "year": 2025,
        "kind": "anime",
        "ids": {"anilist": "700001"},
        "seasons": [{"number": 1, "premiere": "2025", "source": "https://example.com/town"}],
    }
    outcome = await world.services.ledger.state(IMPORT, filed(said))
    await world.services.library.refresh()
    return f"id:{outcome.show_ids[0]}"


def asked(tables: Tables) -> int:
    return sum(place.startswith("anilist.test") for place in tables.asked)


def edits(world: World) -> int:
    return sum(entry.method == "PATCH" for entry in world.env.http_requests)


async def test_the_card_is_edited_once_and_nothing_is_stored(
    world: World, tables: Tables, town: str
) -> None:
    held = stored_in(world.services.database.url)

    def stored() -> list[Any]:
        return [
            sorted(held(f"SELECT * FROM {table}"))
            for table in ("records", "changes", "windows", "titles", "identifiers")
        ]

    before = stored()
    result = await world.fan.slash(world.general, "cast", show=town, season=1)
    assert edits(world) == 1
    text = shown(result.response)
    assert "[AniList](<https://anilist.co/anime/700001>)" in text
    assert stored() == before


async def test_it_is_remembered_for_ten_minutes(
    world: World, tables: Tables, town: str, clock: StoppedClock
) -> None:
    for _ in range(3):
        await world.fan.slash(world.general, "cast", show=town, season=1)
    once = asked(tables)
    clock.advance(minutes=10)
    await world.fan.slash(world.general, "cast", show=town, season=1)
    # A season and its sequel, which might be its second part.
    assert (once, asked(tables)) == (2, 4)


async def test_a_turned_card_gets_it_too(world: World, tables: Tables, town: str) -> None:
    result = await world.fan.slash(world.general, "season", show=town, season=1)
    turned = await world.fan.click(result.response, label="Cast")
    assert "AniList" in shown(turned.response)


@pytest.mark.parametrize("status", [500, 404, 429, 200])
async def test_the_answer_stands_where_anilist_fails(
    world: World, tables: Tables, town: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"retry-after": "3600"}
    tables.broken["anilist"] = lambda request: httpx.Response(status, headers=headers, json=[])
    monkeypatch.setattr(anime_module, "PATIENCE", 0.05)
    result = await world.fan.slash(world.general, "season", show=town, season=1)
    assert "Town of Lamps" in shown(result.response)
    assert edits(world) == 0


async def test_an_anime_whose_id_nobody_knows_is_not_guessed(
    world: World, tables: Tables, town: str
) -> None:
    said = {"title": "Town of Masks", "year": 2025, "kind": "anime"}
    await world.services.ledger.state(IMPORT, filed(said))
    await world.services.library.refresh()
    await world.fan.slash(world.general, "season", show="Town of Masks")
    assert tables.asked == []


async def test_a_question_and_a_mention_get_it_too(world: World, tables: Tables, town: str) -> None:
    result = await world.fan.slash(
        world.general, "ask", question="who is in Town of Lamps season 1?"
    )
    assert "AniList" in shown(result.response)
    me = world.bot.user
    assert me is not None
    await world.fan.send(world.general, f"<@{me.id}> who is in Town of Lamps season 1?")
    assert "AniList" in shown(world.general.last_message)


async def test_a_card_that_was_turned_meanwhile_is_left_alone(
    world: World, tables: Tables, town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = world.services.sources.anime.joined
    turned: list[Reply] = []

    async def late(*args: Any) -> Any:
        show = await joined(*args)
        (message_id,) = reply_module._DRAWN
        turned.append(Reply(None, None))
        reply_module._DRAWN[message_id] = turned[0]
        return show

    monkeypatch.setattr(world.services.sources.anime, "joined", late)
    result = await world.fan.slash(world.general, "cast", show=town, season=1)
    assert edits(world) == 0
    assert "AniList" not in shown(result.response)


async def test_a_card_that_is_gone_meanwhile_is_no_error(
    world: World, tables: Tables, town: str
) -> None:
    world.env.inject_error("PATCH", "/webhooks/*", status=404, code=10008)
    result = await world.fan.slash(world.general, "cast", show=town, season=1)
    assert "Town of Lamps" in shown(result.response)
    assert result.followups == []


async def test_many_who_ask_at_once_wait_for_one_answer(
    world: World, tables: Tables, town: str
) -> None:
    show = await world.services.lookup.by_id(int(town.removeprefix("id:")), 0)
    anime = world.services.sources.anime
    joined = await asyncio.gather(*(anime.joined(show, 1) for _ in range(20)))
    assert all(joined)
    # A season and its sequel, which might be its second part.
    assert asked(tables) == 2
