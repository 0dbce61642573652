"""What Discord sends otherwise than documented is skipped with one line."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import discord
import httpx
import pytest
from discord import app_commands

from bot.composition_root import Services
from bot.discord_client.client import COGS, Cliffhanger
from bot.discord_client.command_tree import (
    CompletionInOneLine,
    complete_threads,
    malformed_command,
)
from bot.errors import StoreError
from bot.foundation.database_url import file_of
from bot.providers.http import open_client
from tests.cogs.people import altered, fields_of
from tests.conftest import World, shown

_NOTHING: list[Any] = [None, [], {}, 7, "text", {"id": None}, {"id": "x"}, {"guild_id": []}]


def test_every_file_of_commands_is_loaded() -> None:
    files = (Path(__file__).parents[2] / "cogs").glob("*.py")
    assert sorted(COGS) == sorted(
        f"cogs.{file.stem}" for file in files if "async def setup(" in file.read_text("utf-8")
    )


@pytest.mark.slow
@pytest.mark.parametrize("data", _NOTHING, ids=repr)
async def test_no_event_ends_the_client(
    world: World, data: Any, caplog: pytest.LogCaptureFixture
) -> None:
    parsers = world.bot._connection.parsers
    assert len(parsers) > 50
    with caplog.at_level(logging.WARNING):
        for name in parsers.keys() - {"READY", "RESUMED"}:
            parsers[name](data)
    lines = [record for record in caplog.records if record.name == "bot.discord_client.client"]
    skipped = {record.getMessage().partition("(")[2].partition(")")[0] for record in lines}
    assert {"GUILD_CREATE", "MESSAGE_CREATE", "INTERACTION_CREATE"} <= skipped
    assert all(record.exc_info is None for record in lines)


async def test_a_message_that_mentions_nobody_is_an_id_and_no_more(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    noted: list[int] = []
    world.bot.note_id = noted.append
    parse, other = world.bot._connection.parsers["MESSAGE_CREATE"], {"id": "8"}
    with caplog.at_level(logging.WARNING):
        parse({"id": "7", "guild_id": "1", "mentions": [], "mention_roles": []})
        parse({"id": "8", "guild_id": "1", "mentions": [other], "mention_roles": []})
        own = {"id": "9", "author": {"bot": True}}  # a reminder that was sent to somebody
        parse(own | {"mentions": [], "mention_roles": []})
        assert not caplog.records
        parse({"id": "10", "guild_id": "1", "mentions": [other], "mention_roles": ["1"]})
        parse({"id": "11", "author": {"id": "3"}, "mentions": [], "mention_roles": []})
    assert noted == [7, 8, 9, 10, 11]
    assert len(caplog.records) == 2, "a role's and a direct one are parsed, and these cannot be"


async def test_the_bot_answers_after_a_server_that_cannot_be_parsed(
    simcord_bot: Cliffhanger, world: World
) -> None:
    simcord_bot._connection.parsers["GUILD_CREATE"]({"id": "9", "channels": [{"id": None}]})
    result = await world.fan.slash(world.general, "about")
    assert result.response is not None


@pytest.mark.sqlite
async def test_a_store_that_is_away_is_one_line(
    world: World, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    file = file_of(services.database.url)
    assert file is not None
    away = file.rename(file.with_suffix(".away"))
    with caplog.at_level(logging.WARNING):
        world.bot.dispatch("guild_remove", world.bot.get_guild(world.guild.id))
        await world.env.settle()
    away.rename(file)
    [line] = [r for r in caplog.records if "on_guild_remove" in r.getMessage()]
    assert line.getMessage().startswith("on_guild_remove: The database file was deleted")
    assert line.exc_info is None
    assert all(isinstance(error, StoreError) for error in world.env.errors)
    world.env.errors.clear()


async def test_an_event_that_the_end_cuts_off_is_one_line(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def on_pins() -> None:
        monkeypatch.setattr(world.bot, "is_closed", lambda: True)
        raise RuntimeError("Session is closed")

    monkeypatch.setattr(world.bot, "on_pins", on_pins, raising=False)
    with caplog.at_level(logging.WARNING):
        world.bot.dispatch("pins")
        await world.env.settle()
    monkeypatch.undo()
    [line] = [r for r in caplog.records if "cut off" in r.getMessage()]
    assert line.getMessage() == "on_pins was cut off: the connection to Discord is closed"
    assert not [r for r in caplog.records if r.exc_info]
    world.env.errors.clear()


@pytest.mark.parametrize(
    ("status", "ours"), [(400, True), (401, False), (403, False), (503, False)]
)
async def test_a_refusal_is_logged_in_one_line_and_a_malformed_request_with_its_traceback(
    world: World, caplog: pytest.LogCaptureFixture, status: int, ours: bool
) -> None:
    """In an outage every click fails so; of a request that Discord cannot read we must hear all."""
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=0, times=1)
    with caplog.at_level(logging.WARNING):
        result = await world.fan.slash(world.general, "about")
    assert "Something went wrong between Discord and me" in shown(result.response)
    [line] = [record for record in caplog.records if record.name == "bot.discord_client.failures"]
    assert (line.exc_info is not None) is ours
    code = shown(result.response).partition("(Code ")[2].partition(")")[0]
    assert f"({code})" in line.getMessage()
    world.env.errors.clear()


async def test_a_mention_whose_answer_is_cut_off_is_one_line(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut_off(*_args: Any, **_options: Any) -> Any:
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.Message, "reply", cut_off)
    assert world.bot.user is not None
    with caplog.at_level(logging.INFO):
        await world.fan.send(world.general, f"{world.bot.user.mention} is Soundtrack canceled?")
    [line] = [r for r in caplog.records if "a mention was not answered" in r.getMessage()]
    assert "Server disconnected" in line.getMessage()
    assert not [record for record in caplog.records if record.exc_info]


GOOD = {"id": "1", "name": "season", "type": 1}


@pytest.mark.parametrize(
    "options",
    [
        [],
        [{"name": "show", "type": 3, "value": "Lamp"}],
        [{"name": "season", "type": 4, "value": 3}],
        [{"name": "season", "type": 4, "value": "3 an", "focused": True}],
        [{"name": "sub", "type": 1, "options": [{"name": "thread", "type": 5, "value": True}]}],
        [{"name": "channel", "type": 7, "value": "123456789"}],
    ],
)
def test_a_command_as_documented(options: list[Any]) -> None:
    assert malformed_command({**GOOD, "options": options}) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"name": 7},
        {**GOOD, "options": None},
        {**GOOD, "options": {"show": "x"}},
        {**GOOD, "options": [None]},
        {**GOOD, "options": [{"type": 3, "value": "x"}]},
        {**GOOD, "options": [{"name": "show", "type": 3, "value": None}]},
        {**GOOD, "options": [{"name": "show", "type": 3, "value": ["x"]}]},
        {**GOOD, "options": [{"name": "show", "type": 3}]},
        {**GOOD, "options": [{"name": "season", "type": 4, "value": True}]},
        {**GOOD, "options": [{"name": "season", "type": 4, "value": 1.5}]},
        {**GOOD, "options": [{"name": "channel", "type": 7, "value": "²"}]},
        {**GOOD, "options": [{"name": "show", "type": 99, "value": "x"}]},
        {**GOOD, "options": [{"name": "sub", "type": 1, "options": 3}]},
        {**GOOD, "resolved": []},
        {**GOOD, "resolved": None},
        {**GOOD, "resolved": {"channels": []}},
        {**GOOD, "resolved": {"channels": None}},
        {**GOOD, "resolved": {"users": {"7": None}}},
        {**GOOD, "resolved": {"channels": {"7": "general"}}},
    ],
    ids=repr,
)
def test_a_command_that_discords_types_forbid(data: Any) -> None:
    assert malformed_command(data) is not None


@pytest.mark.parametrize("said", [{}, {"owner_id": None, "message_count": None}], ids=repr)
def test_a_thread_has_what_the_library_reads(said: dict[str, Any]) -> None:
    """Discord leaves out who made one and how much is in it, or might say null."""
    thread = {"id": "7", "type": 11, "thread_metadata": {}, "member_count": 3, **said}
    channel = {"id": "8", "type": 0}
    data = {**GOOD, "resolved": {"channels": {"7": thread, "8": channel}}}
    assert malformed_command(data) is None
    complete_threads(data)
    assert (thread["owner_id"], thread["message_count"], thread["member_count"]) == (0, 0, 3)
    assert channel == {"id": "8", "type": 0}


@pytest.mark.parametrize("value", [None, ["Lamp"], 7, {"a": 1}], ids=repr)
async def test_a_malformed_option_is_one_line(
    world: World, value: Any, caplog: pytest.LogCaptureFixture
) -> None:

    def change(payload: Any) -> None:
        payload["data"]["options"] = [{"name": "show", "type": 3, "value": value}]

    with caplog.at_level(logging.WARNING), altered(world, change), suppress(Exception):
        # What is not answered is an error of whoever simulates Discord.
        await world.fan.slash(world.general, "season", show="Lamp")
    [line] = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert line.getMessage().startswith("a malformed command was skipped: option 'show'")
    assert line.exc_info is None


async def test_discord_and_the_providers_are_reached_through_the_proxy(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode().strip())
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        address = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        settings = replace(services.settings, https_proxy=address)
        bot = Cliffhanger(replace(services, settings=settings))
        async with bot:
            with pytest.raises(aiohttp.ClientError):
                await bot.login("token")
        async with open_client(proxy=address) as client:
            with pytest.raises(httpx.ProxyError):
                await client.get("https://api.tvmaze.test/shows/1")
        # What the environment says is read by the settings, for both of them.
        monkeypatch.setenv("https_proxy", address)
        monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
        async with open_client() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get("https://127.0.0.1:1/shows/1")
    assert asked == ["CONNECT discord.com:443 HTTP/1.1", "CONNECT api.tvmaze.test:443 HTTP/1.1"]
    own = replace(settings, discord_api_url="http://127.0.0.1:1/api/v10")
    assert Cliffhanger(replace(services, settings=own)).http.proxy is None


@pytest.mark.parametrize(
    ("error", "level"),
    [
        (app_commands.CommandNotFound("season", []), logging.WARNING),
        (app_commands.CommandSignatureMismatch.__new__(app_commands.CommandSignatureMismatch), 30),
        (StoreError("It is away."), logging.WARNING),
        (KeyError("ours"), logging.ERROR),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_typed_for_another_version_is_one_line(error: Exception, level: int) -> None:
    """Discord shows each person the commands of the last version for a while."""
    told = (type(error), error, None)
    message = "Ignoring exception in autocomplete for %r"
    record = logging.LogRecord("discord", logging.ERROR, "", 0, message, ("season",), told)
    assert CompletionInOneLine().filter(record)
    assert record.levelno == level
    assert (record.exc_info is None) == (level == logging.WARNING)


_no_text = pytest.mark.parametrize("broken", [*map(chr, (0, 0xD800, 0xDFFF))], ids=ascii)
"""Characters that can be neither stored nor sent."""


@_no_text
async def test_what_is_typed_is_read_without_what_is_no_text(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In options, completions, mentions, messages and forms."""
    title = f"Sound{broken}track"
    asked = await world.fan.slash(world.general, "season", show=title, season=2)
    assert "Netflix canceled Soundtrack" in shown(asked.response)
    offered = await world.fan.autocomplete(world.general, "season", "show", title)
    assert offered[0]["name"].startswith("Soundtrack (2019)")
    assert world.bot.user is not None
    question = f"<@{world.bot.user.id}> is {title} canceled?"
    message = await world.fan.send(world.general, question)
    assert "Netflix canceled Soundtrack" in shown(world.general.last_message)
    read = await world.fan.context_menu(world.general, "Answer this", message)
    assert "Netflix canceled Soundtrack" in shown(read.response)
    wish = {"show": "Soundtrack", "field": "network", "value": f"H{broken}BO"}
    await world.fan.slash(world.general, "suggest", **wish, source="https://example.com/own")
    queue = await world.moderator.slash(world.general, "catalog review")
    assert "→ HBO" in shown(queue.response)
    form = await world.moderator.click(queue.response, label="Reject")
    await world.moderator.submit_modal(form, fields_of(form, f"N{broken}o."))
    await world.env.advance_time(3)  # the outbox has its time
    channels = world.env.backend.messages.values()
    told = [shown(message) for channel in channels for message in channel.values()]
    assert any("was turned down: No." in text for text in told)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.providers
@_no_text
async def test_what_is_typed_is_looked_for_without_what_is_no_text(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    unknown = await world.fan.slash(world.general, "season", show=f"Lantern {broken}Row", season=2)
    assert "I know no show called **Lantern Row**" in shown(unknown.response)
    found = await world.fan.click(unknown.response, label="Search TVmaze and TMDB")
    assert "Lantern Row (2024)" in str(found.response.components)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
