"""A fresh bot with TVmaze's index: whatever a fan names is one command and one card."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.providers.loopback import HANGING, Loopback
from tests.wire.faults import Broken
from tests.wire.process import BotProcess
from tests.wire.server import Server

BEAR = 50
FETCHING = "I am fetching its seasons"


@pytest.fixture
def env(tmp_path: Path, providers: Loopback) -> dict[str, str]:
    """An empty catalogue, and TVmaze alone, which has a show that nobody has asked about."""
    providers.tables.tvmaze_show(
        BEAR,
        "The Bear",
        premiered="2022-06-23",
        network={"name": "FX", "country": {"name": "United States", "code": "US"}},
        weight=98,
        updated=1_790_000_000,
    )
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
        "CATALOG_DIR": "none",
        "TVMAZE_URL": providers.tvmaze_url,
    }


async def until_indexed(server: Server, process: BotProcess) -> None:
    """Type the title until the index offers it."""
    place = (server.guild, server.general, server.fan)
    for _ in range(200):
        offered = await server.autocomplete(*place, "season", {"show": "the bear"})
        if any("The Bear" in choice["name"] for choice in offered.choices):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(process.obituary())


@pytest.mark.slow
async def test_one_command_and_one_card(
    server: Server, env: dict[str, str], providers: Loopback
) -> None:
    place = (server.guild, server.general, server.fan)
    async with server.bot(env=env) as process:
        await until_indexed(server, process)
        providers.faults.add("GET", f"/tvmaze/shows/{BEAR}", HANGING)
        card = await server.slash(*place, "season", {"show": "the bear"})
        assert card.message is not None
        assert "Returning series on FX since 2022." in card.text
        assert FETCHING in card.text
        assert "TVmaze" in card.text
        providers.faults.clear()
        await server.state.messages.changed.until(lambda: FETCHING not in card.text, 30.0)
        assert "Season 2" in card.text
        assert "1 March 2027" in card.text
        assert server.state.messages.posted[server.general.id] == 1
        assert card.message.edits == 1
        assert len(providers.times(f"/tvmaze/shows/{BEAR}")) == 1

        # From now on it is known, whatever TVmaze does.
        providers.faults.add("*", "/*", HANGING)
        again = await server.slash(*place, "release", {"show": "the bear", "season": 2})
        assert "1 March 2027" in again.text
        assert FETCHING not in again.text


@pytest.mark.slow
async def test_a_card_that_was_turned_meanwhile_stays_turned(
    server: Server, env: dict[str, str], providers: Loopback
) -> None:
    place = (server.guild, server.general, server.fan)
    async with server.bot(env=env) as process:
        await until_indexed(server, process)
        providers.faults.add("GET", f"/tvmaze/shows/{BEAR}", HANGING)
        card = await server.slash(*place, "season", {"show": "the bear"})
        turned = await server.click(card, label="Story")
        assert turned.message is card.message
        providers.faults.clear()
        await server.state.messages.changed.until(lambda: FETCHING not in card.text, 30.0)
        await asyncio.sleep(0.3)
        assert "What the show is about" in card.text
        primary = [button["label"] for button in card.buttons if button.get("style") == 1]
        assert primary == ["Story"]
        assert len(providers.times(f"/tvmaze/shows/{BEAR}")) == 1


@pytest.mark.slow
async def test_a_provider_that_is_away_is_told_on_the_card(
    server: Server, env: dict[str, str], providers: Loopback
) -> None:
    place = (server.guild, server.general, server.fan)
    async with server.bot(env=env) as process:
        await until_indexed(server, process)
        # It has an answer at once; an outage is asked again for some seconds.
        providers.faults.add("GET", f"/tvmaze/shows/{BEAR}", Broken(404))
        card = await server.slash(*place, "season", {"show": "the bear"})
        assert FETCHING in card.text
        await server.state.messages.changed.until(lambda: FETCHING not in card.text, 40.0)
        assert "Returning series on FX since 2022." in card.text
        assert "I know no more than this: TVmaze" in card.text


@pytest.mark.slow
async def test_a_mention_and_a_question_get_it_too(
    server: Server, env: dict[str, str], providers: Loopback
) -> None:
    place = (server.guild, server.general, server.fan)
    providers.tables.tvmaze_show(BEAR + 1, "Lantern Keepers", weight=60, updated=1_790_000_000)
    async with server.bot(env=env) as process:
        await until_indexed(server, process)
        providers.faults.add("GET", "/tvmaze/shows/*", HANGING)
        card = await server.slash(
            *place, "ask", {"question": "when does the bear season 2 come out?"}
        )
        assert FETCHING in card.text
        providers.faults.clear()
        await server.state.messages.changed.until(lambda: "1 March 2027" in card.text, 30.0)
        said = await server.mention(
            server.general, server.fan, "is Lantern Keepers getting another season?"
        )
        reply = await server.next_message(server.general, after=said)
        await server.state.messages.changed.until(lambda: "Season 2" in reply.text, 30.0)
        assert card.message.edits == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "options"),
    [("alerts follow", {"target": "the bear"}), ("remind", {"show": "the bear"})],
)
async def test_what_is_followed_before_anybody_asked_about_it_is_fetched_at_once(
    server: Server,
    env: dict[str, str],
    providers: Loopback,
    command: str,
    options: dict[str, str],
) -> None:
    place = (server.guild, server.general, server.moderator)
    async with server.bot(env=env) as process:
        await until_indexed(server, process)
        followed = await server.slash(*place, command, options)
        assert "The Bear" in followed.text
        fetched: list[float] = []
        for _ in range(300):
            if fetched := providers.times(f"/tvmaze/shows/{BEAR}"):
                break
            await asyncio.sleep(0.1)
        assert fetched, process.obituary()
        card = await server.slash(*place, "release", {"show": "the bear", "season": 2})
        await server.state.messages.changed.until(lambda: FETCHING not in card.text, 30.0)
        assert "1 March 2027" in card.text
