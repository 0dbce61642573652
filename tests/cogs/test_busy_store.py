"""While the store is busy nobody waits in vain, and after a commit nothing speaks against it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from bot.answers.lookup import marked
from bot.discord_client import reply
from bot.errors import StoreError
from bot.foundation.database import Database
from tests.cogs.people import SOURCE, told
from tests.cogs.written import write_show
from tests.conftest import World

pytestmark = pytest.mark.own_shows


@pytest.fixture
async def show(world: World) -> str:
    return marked(await write_show(world.services, {2: {}}, title="Lamp", network="ZDF"))


WRITERS: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "forget-me": ("Forgotten", lambda show: {}),
    "alerts follow": ("now follows", lambda show: {"target": show}),
    "alerts unfollow": ("no longer follows", lambda show: {"target": show}),
    "alerts resume": ("not paused", lambda show: {}),
    "digest set": ("is told what is new", lambda show: {"every": "week"}),
    "digest stop": ("no longer gets a digest", lambda show: {}),
    "events on": ("now gets a scheduled event", lambda show: {}),
    "events off": ("already off", lambda show: {}),
    "remind": ("I will write to you", lambda show: {"show": show}),
    "suggest": (
        "editors",
        lambda show: {"show": show, "field": "network", "value": "HBO", "source": SOURCE},
    ),
    "settings timezone": ("Europe/Berlin", lambda show: {"zone": "Europe/Berlin"}),
    "settings region": ("UK", lambda show: {"region": "GB"}),
    "settings language": ("Deutsch", lambda show: {"language": "de"}),
    "settings estimates": ("hidden", lambda show: {"shown": "off"}),
    "settings editors": ("everybody who may", lambda show: {}),
    "settings log": ("Log", lambda show: {}),
    "catalog set": (
        "Changed",
        lambda show: {"show": show, "field": "network", "value": "HBO", "source": SOURCE},
    ),
    "catalog add": ("Added", lambda show: {"title": "Lantern", "source": SOURCE}),
    "catalog cast": (
        "Changed",
        lambda show: {"show": show, "season": 2, "person": "Ada", "source": SOURCE},
    ),
    "catalog trailer": (
        "Changed",
        lambda show: {"show": show, "season": 2, "url": SOURCE, "source": SOURCE},
    ),
    "catalog where": (
        "Changed",
        lambda show: {"show": show, "season": 2, "provider": "Netflix", "source": SOURCE},
    ),
    "catalog remove": ("Hidden", lambda show: {"show": show}),
    "catalog undo": ("Undone", lambda show: {"show": show}),
}


DEFERRED = 5
"""https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object"""


def make_busy(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every writer waits for longer than the bot lets anybody wait."""
    write = Database.write

    @asynccontextmanager
    async def slow(database: Database) -> AsyncIterator[Any]:
        await asyncio.sleep(0.3)
        async with write(database) as writing:
            yield writing

    monkeypatch.setattr(reply, "_PATIENCE", 0.1)
    monkeypatch.setattr(Database, "write", slow)


def callbacks(world: World) -> list[Any]:
    """The first answers to interactions, as Discord got them."""
    return [sent.json for sent in world.env.http_requests if sent.path.endswith("/callback")]


@pytest.mark.slow
@pytest.mark.parametrize("command", WRITERS)
async def test_every_writer_asks_for_more_time_when_the_store_has_none_to_spare(
    world: World, show: str, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    expected, options = WRITERS[command]
    if command == "alerts unfollow":
        await world.moderator.slash(world.general, "alerts follow", target=show)
    if command == "digest stop":
        await world.moderator.slash(world.general, "digest set", every="week")
    if command == "catalog undo":
        _, change = WRITERS["catalog set"]
        await world.moderator.slash(world.general, "catalog set", **change(show))
    make_busy(world, monkeypatch)
    before = len(callbacks(world))
    result = await world.moderator.slash(world.general, command, **options(show))
    assert callbacks(world)[before]["type"] == DEFERRED
    assert expected in told(result)


async def test_stop_asks_for_more_time_too(
    world: World, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.fan.slash(world.general, "remind", show=show)
    listed = await world.fan.slash(world.general, "reminders")
    make_busy(world, monkeypatch)
    before = len(callbacks(world))
    result = await world.fan.click(listed.response, label="Stop Lamp")
    assert callbacks(world)[before]["type"] == DEFERRED
    assert "not be reminded of it any more" in told(result)


FAILURES = [
    aiohttp.ClientConnectionError("dropped"),
    discord.RateLimited(40.0),
    TimeoutError(),
    OSError(104, "Connection reset by peer"),
    RuntimeError("Session is closed"),
    StoreError("The database is busy with another program just now; nothing was changed."),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
async def test_a_log_channel_that_fails_says_nothing_of_the_edit(
    world: World,
    show: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
) -> None:
    await world.services.guilds.set_log_channel(world.guild.id, world.mods.id)

    async def failing(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(discord.PartialMessageable, "send", failing)
    _, options = WRITERS["catalog set"]
    with caplog.at_level(logging.WARNING):
        result = await world.moderator.slash(world.general, "catalog set", **options(show))
    assert "Changed." in told(result)
    assert not result.followups, "and nothing else"
    assert "took no message" in caplog.text
    assert not world.env.errors


async def test_a_suggestion_stands_whatever_cannot_be_read_after_it(
    world: World, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: Any, **__: Any) -> None:
        raise FAILURES[-1]

    monkeypatch.setattr(world.services.review_results, "unread", failing)
    _, options = WRITERS["suggest"]
    text = told(await world.fan.slash(world.general, "suggest", **options(show)))
    assert "editors" in text
    assert "nothing was changed" not in text


async def test_a_decision_stands_whatever_cannot_be_read_after_it(
    world: World, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, options = WRITERS["suggest"]
    await world.fan.slash(world.general, "suggest", **options(show))
    queue = await world.moderator.slash(world.mods, "catalog review")

    async def failing(*_: Any, **__: Any) -> None:
        raise FAILURES[-1]

    monkeypatch.setattr(world.services.review_queue, "at", failing)
    text = told(await world.moderator.click(queue.response, label="Approve"))
    assert "nothing was changed" not in text
    assert "Changed." in text


@pytest.mark.parametrize(
    ("name", "more"), [("events on", {}), ("digest set", {"mine": True})], ids=["events", "digest"]
)
async def test_a_digest_or_event_setting_is_stored_even_if_the_follows_cannot_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, more: dict[str, Any]
) -> None:
    async def failing(*_: Any, **__: Any) -> None:
        raise FAILURES[-1]

    monkeypatch.setattr(world.services.alerts.following, "is_empty", failing)
    done, options = WRITERS[name]
    text = told(await world.moderator.slash(world.general, name, **options("") | more))
    assert done in text
    assert "nothing was changed" not in text
