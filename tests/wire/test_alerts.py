"""Alerts by the real process: followed, told, taken back, limited, refused, resumed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.composition_root import open_services
from bot.facts.writes import NewEdit
from bot.settings import Settings
from tests.chaos.scene import follow, open_channels
from tests.facts.made import claims
from tests.facts.stated import Stored
from tests.wire import entities, permissions
from tests.wire.entities import Channel, User
from tests.wire.errors import ApiError
from tests.wire.faults import OLD_EDITS, Broken, Dropped, RateLimited, Refused
from tests.wire.interaction import Interaction
from tests.wire.message import CROSSPOSTED, Message
from tests.wire.process import BotProcess
from tests.wire.ratelimits import Rule
from tests.wire.server import Server

SOURCE = "https://news.example/page"
PATIENCE = 30.0
POSTS = "/channels/*/messages"


@dataclass
class Place:
    """A server in which a moderator edits one show and channels follow it."""

    server: Server
    stored: Stored
    env: dict[str, str | None] = field(default_factory=dict)

    async def slash(
        self, command: str, options: Mapping[str, Any] | None = None, user: User | None = None
    ) -> Interaction:
        server = self.server
        who = user or server.moderator
        return await server.slash(server.guild, server.mods, who, command, options or {})

    async def add(self, title: str = "Lamp") -> None:
        added = await self.slash("catalog add", {"title": title, "source": SOURCE})
        assert "Added." in added.text

    async def follow(self, channel: Channel, **more: Any) -> str:
        options = {"target": "Lamp", "channel": channel, **more}
        return (await self.slash("alerts follow", options)).text

    async def listed(self) -> str:
        return (await self.slash("alerts list")).text

    async def resume(self, channel: Channel) -> str:
        return (await self.slash("alerts resume", {"channel": channel})).text

    async def set(self, field: str, value: str, season: int = 2, show: str = "Lamp") -> None:
        options = {"show": show, "field": field, "value": value, "season": season}
        done = await self.slash("catalog set", options | {"source": SOURCE})
        assert "Changed." in done.text

    async def undo(self) -> None:
        assert "Undone." in (await self.slash("catalog undo", {"show": "Lamp"})).text

    def told(self, channel: Channel) -> list[Message]:
        """What the bot said in a channel by itself, oldest first."""
        state = self.server.state
        said = [m for m in state.messages.in_channel(channel.id) if m.author is state.bot]
        return [message for message in said if message.interaction_metadata is None]

    async def hears(self, channel: Channel, number: int = 1) -> Message:
        """The newest message of a channel, once there are so many."""
        await self.until(lambda: len(self.told(channel)) >= number)
        assert len(self.told(channel)) == number
        return self.told(channel)[-1]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - counters and rows tell nobody that they moved
                await asyncio.sleep(0.05)

    async def stands(self, query: str, expected: object) -> None:
        """Until the single value of a query is that."""
        await self.until(lambda: self.stored(query) == [(expected,)])

    async def paused(self, channel: Channel, reason: str = "") -> None:
        """Until that channel is paused; the log channel may be so too, and for another reason."""
        query = "SELECT reason FROM pauses WHERE channel_id = ? ORDER BY reason"
        await self.until(lambda: any(reason in row[0] for row in self.stored(query, channel.id)))

    async def settled(self) -> None:
        """Until nothing is to be told any more that can be told."""
        left = (
            "SELECT (SELECT count(*) FROM windows)"
            " + (SELECT count(*) FROM events WHERE NOT fanned)"
            " + (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending'))"
        )
        await self.stands(left, 0)

    def change(self, sql: str, *values: object) -> None:
        """Change rows past the program, as time would."""
        with closing(sqlite3.connect(self.stored.file, timeout=20)) as connection, connection:
            connection.execute(sql, values)

    def age(self) -> None:
        """Whatever waits for its time is due."""
        self.change("UPDATE deliveries SET due_at = 0, todo_at = 0")

    async def hurry(self) -> None:
        """Have the bot look at once at what it else looks at every minute."""
        self.change("INSERT INTO pauses VALUES (1, ?, 0, '', 0)", self.server.guild.id)
        await self.server.state.overwrite(self.server.mods, self.server.state.bot)
        await self.stands("SELECT count(*) FROM pauses WHERE probe_at = 0", 0)
        self.change("DELETE FROM pauses WHERE channel_id = 1")


@pytest.fixture
async def place(server: Server, tmp_path: Path) -> AsyncIterator[Place]:
    stored = Stored(tmp_path / "alerts.db")
    env = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{stored.file}",
        "CATALOG_DIR": "none",
        "CURATOR_GUILDS": str(server.guild.id),
        "ALERT_UNDO_SECONDS": "0",
        "ALERT_SETTLE_MINUTES": "0",
    }
    yield Place(server, stored, {**env})
    assert server.rest.unhandled == []


def quiet(process: BotProcess) -> bool:
    """Whether nothing went wrong that nobody foresaw."""
    assert "Traceback" not in process.output, process.output
    return True


async def test_told_once_published_and_taken_back(place: Place) -> None:
    server, state = place.server, place.server.state
    news = state.add_channel(server.guild, "news", entities.NEWS)
    fans = state.add_role(server.guild, "Fans", mentionable=True)
    async with server.bot(env=place.env) as process:
        await place.add()
        assert "now follows" in await place.follow(server.general, role=fans, thread=True)
        await place.follow(news)
        await told_and_taken_back(place, news, str(fans.id))
        await limited_edits_come_later(place, news)
        await published_ten_an_hour(place, news)
        await bad_weather(place, process)
        assert quiet(process)
    assert server.duplicates == []


async def told_and_taken_back(place: Place, news: Channel, role: str) -> None:
    server = place.server
    await place.set("status", "renewed")
    alert, published = await place.hears(server.general), await place.hears(news)
    assert "Season 2 is coming: it was renewed." in alert.text
    assert (alert.pings, published.pings) == ({role}, set())
    assert alert.allowed_mentions == {"parse": [], "roles": [int(role)]}
    await place.until(lambda: bool(published.flags & CROSSPOSTED))
    await place.until(lambda: alert.id in server.state.channels)
    assert server.state.channels[alert.id].name == "Lamp"

    await place.undo()
    await place.until(lambda: alert.edits == published.edits == 1)
    for message in (alert, published):
        assert "~~**Season 2 is coming: it was renewed.**~~" in message.text
        assert "That was taken back. Now it is:" in message.text
        assert message.pings == set()
    assert len(place.told(server.general)) == len(place.told(news)) == 1


async def limited_edits_come_later(place: Place, news: Channel) -> None:
    """An edit that Discord limits waits; a message that somebody deleted is no trouble."""
    server = place.server
    await place.set("premiere", "2031-03-04")
    alert, published = await place.hears(server.general, 2), await place.hears(news, 2)
    await place.until(lambda: bool(published.flags & CROSSPOSTED))
    await place.until(lambda: alert.id in server.state.channels)
    await server.state.delete_message(alert)
    limited = server.faults.add("PATCH", f"/channels/{news.id}/*", OLD_EDITS)
    await place.undo()
    await place.stands(
        "SELECT count(*) FROM deliveries WHERE due_at > strftime('%s', 'now') + 900", 1
    )
    assert (published.edits, limited.struck) == (0, 1)
    server.faults.clear()
    place.age()
    await place.until(lambda: published.edits == 1)
    assert "~~**Season 2 comes out on 4 March 2031.**" in published.text
    assert len(place.told(news)) == 2


async def published_ten_an_hour(place: Place, news: Channel) -> None:
    """The bot counts by itself; where others publish too, Discord refuses, and nothing is lost."""
    server = place.server
    crosspost = "POST /channels/{channel_id}/messages/{message_id}/crosspost"
    await place.slash("alerts unfollow", {"target": "Lamp", "channel": server.general})
    server.rates.rules.append(Rule("POST", "/channels/*/crosspost", 10, 3600.0))
    await place.follow(news, target="everything")
    for number in range(3, 13):
        await place.add(f"Harbour {number}")
        await place.set("status", "renewed", show=f"Harbour {number}")
    await place.hears(news, 12)
    await place.stands("SELECT count(*) FROM deliveries WHERE crossposted_at > 0", 10)
    assert (server.rates.requests[crosspost], server.rates.issued) == (10, 1)
    place.change("UPDATE deliveries SET crossposted_at = 1, todo_at = 0")
    await place.until(lambda: server.rates.issued > 1)
    await place.stands("SELECT count(*) FROM deliveries WHERE todo AND todo_at > 0", 2)
    server.clock.advance(3601)
    place.age()
    await place.until(lambda: all(m.flags & CROSSPOSTED for m in place.told(news)))


async def bad_weather(place: Place, process: BotProcess) -> None:
    """A fan-out during which Discord limits, fails, hangs up and drops the gateway."""
    server = place.server
    server.rates.rules.clear()
    before = server.state.messages.posted.total()
    everywhere = open_channels(server, 40, per_guild=10)
    for guild in {id(guild): guild for guild, _ in everywhere}.values():
        await server.state.join(guild)
    async with open_services(settings(place)) as services:
        await follow(services.database, 1, everywhere)
    for nth, action in (
        (3, RateLimited(0.3)),
        (6, RateLimited(0.3, via=False)),
        (9, Broken(502, after=True)),
        (12, Dropped(after=True)),
        (15, Refused(ApiError(403, 0))),
        (18, RateLimited(0.3, scope="global")),
    ):
        server.faults.add("POST", POSTS, action, nth=nth)
    await place.set("status", "canceled")
    posted = server.state.messages.posted
    await place.until(lambda: posted.total() > before + 20)
    server.gateway.drop()
    await place.until(lambda: all(posted[channel.id] for _, channel in everywhere))
    await place.stands("SELECT count(*) FROM deliveries WHERE state != 'sent'", 0)
    assert [posted[channel.id] for _, channel in everywhere] == [1] * 40
    assert all(fault.struck == 1 for fault in server.faults.script)
    assert place.stored.one("SELECT count(*) FROM pauses") == 0


def settings(place: Place) -> Settings:
    return Settings(database_url=str(place.env["DATABASE_URL"]), catalog_dir=None)


@pytest.mark.slow
async def test_refused_paused_and_resumed(place: Place) -> None:
    server = place.server
    async with server.bot(env=place.env) as process:
        await place.add()
        await place.follow(server.general)
        await without_permission(place)
        await without_roles(place)
        await in_a_thread(place)
        await removed_and_invited_back(place)
        await a_deleted_channel(place)
        await by_direct_message(place)
        await removed_while_it_was_away(place)
        assert quiet(process)


async def without_permission(place: Place) -> None:
    """Who follows is told, or the log channel; what was missed comes in one message."""
    server, state = place.server, place.server.state
    await state.overwrite(server.general, state.bot, deny=permissions.SEND_MESSAGES)
    await place.set("status", "renewed")
    private = state.direct_channel(server.moderator)
    notice = await place.hears(private)
    assert f"Nothing is sent to <#{server.general.id}>: I may not send messages" in notice.text
    assert "⏸ Paused" in await place.listed()
    await place.set("status", "canceled")
    await place.set("premiere", "2031-03-04")
    await place.settled()
    await state.overwrite(server.general, state.bot)
    digest = await place.hears(server.general)
    assert "While alerts were paused here" in digest.text
    assert "Season 2 is canceled." in digest.text
    assert "renewed" not in digest.text
    assert "comes out on 4 March 2031" in digest.text
    log = state.add_channel(server.guild, "log")
    await state.join(server.guild)
    await place.slash("settings log", {"channel": log})
    await state.overwrite(server.general, state.bot, deny=permissions.VIEW_CHANNEL)
    await place.set("premiere", "2031-03-05")
    await place.until(lambda: any("I cannot see the channel" in m.text for m in place.told(log)))
    refused = await place.resume(server.general)
    assert "I still need *View Channel*, *Send Messages* and *Read Message History*" in refused
    assert (len(place.told(private)), len(place.told(server.general))) == (1, 1)
    await state.overwrite(server.general, state.bot)
    assert "5 March 2031" in (await place.hears(server.general, 2)).text


async def without_roles(place: Place) -> None:
    """The bot's own roles may be what was taken and comes back, or what they allow."""
    server, state = place.server, place.server.state
    everyone = server.guild.roles[server.guild.id]
    (own,) = server.guild.members[state.bot.id].roles
    few = permissions.VIEW_CHANNEL | permissions.USE_APPLICATION_COMMANDS
    await state.change_role(server.guild, everyone, few)
    await state.set_roles(server.guild, state.bot)
    await place.set("premiere", "2031-03-06")
    await place.paused(server.general)
    await state.set_roles(server.guild, state.bot, server.guild.roles[own])
    assert "6 March 2031" in (await place.hears(server.general, 3)).text
    await state.set_roles(server.guild, state.bot)
    await place.set("premiere", "2031-03-07")
    await place.paused(server.general)
    await state.change_role(server.guild, everyone, permissions.EVERYONE)
    assert "7 March 2031" in (await place.hears(server.general, 4)).text


async def in_a_thread(place: Place) -> None:
    """An archived thread is written to; a locked one pauses until it is opened again."""
    server, state = place.server, place.server.state
    thread = state.add_thread(server.general, "Talk", state.clock.snowflake(), server.moderator)
    await state.join(server.guild)
    assert "now follows" in await place.follow(thread)
    await state.archive(thread)
    await place.set("premiere", "2031-03-08")
    await place.hears(thread)
    await state.archive(thread, locked=True)
    await place.set("premiere", "2031-03-09")
    await place.paused(thread, "the thread is locked")
    await state.archive(thread, archived=False)
    assert "9 March 2031" in (await place.hears(thread, 2)).text
    await place.slash("alerts unfollow", {"target": "Lamp", "channel": thread})


async def removed_and_invited_back(place: Place) -> None:
    server, state = place.server, place.server.state
    number = len(place.told(server.general))
    await state.leave(server.guild)
    await place.paused(server.general, "I was removed")
    about = cited(claims(2, {"premiere": "2031-03-10"}))
    draft = NewEdit(2, 1, 0, server.moderator.id, "set", about)
    at_once = replace(settings(place), alert_undo_seconds=0)
    async with open_services(at_once) as services:
        await services.ledger.edit(draft)
    await place.settled()
    assert len(place.told(server.general)) == number
    await state.join(server.guild)
    assert "10 March 2031" in (await place.hears(server.general, number + 1)).text
    assert "⏸ Paused" not in await place.listed()


async def a_deleted_channel(place: Place) -> None:
    """It can be chosen no more, so what it followed is offered from everywhere."""
    server, state = place.server, place.server.state
    await state.delete_channel(server.general)
    await place.set("premiere", "2031-03-11")
    await place.paused(server.general, "the channel no longer exists")
    listed = await place.listed()
    assert "`/alerts unfollow` ends it." in listed
    assert "/alerts resume" not in listed
    typing = (server.guild, server.mods, server.moderator, "alerts unfollow", {"target": "La"})
    (choice,) = (await server.autocomplete(*typing)).choices
    assert choice["name"] == "Lamp (in a channel that is gone)"
    gone = await place.slash("alerts unfollow", {"target": choice["value"]})
    assert f"<#{server.general.id}> no longer follows **Lamp**." in gone.text
    assert "Nothing yet." in await place.listed()


async def by_direct_message(place: Place) -> None:
    """Closed messages pause reminders quietly; asking again opens them; one click stops them."""
    server, state = place.server, place.server.state
    server.faults.add("POST", "/users/@me/channels", Refused(ApiError(403, 50278)), times=1)
    asked = await place.slash("remind", {"show": "Lamp"}, server.fan)
    assert "I cannot write to you" in asked.text
    asked = await place.slash("remind", {"show": "Lamp"}, server.fan)
    assert "I will write to you" in asked.text
    private = state.direct_channel(server.fan)
    server.fan.accepts_dms = False
    airs = datetime.now(UTC) + timedelta(seconds=3)
    about = claims(2, {"premiere": airs.isoformat(timespec="seconds"), "status": "scheduled"})
    draft = NewEdit(1, 1, 0, server.moderator.id, "set", tuple(about))
    async with open_services(settings(place)) as services:
        await services.ledger.edit(replace(draft, claims=cited(about)))
    await place.hurry()
    await place.stands("SELECT count(*) FROM season_dates WHERE airs LIKE '%T%'", 1)
    await place.until(lambda: datetime.now(UTC) > airs + timedelta(seconds=1))
    said = state.messages.posted.copy()
    await place.hurry()
    await place.paused(private)
    assert state.messages.posted == said
    mine = await place.slash("reminders", user=server.fan)
    assert "Your direct messages are closed to me" in mine.text
    server.fan.accepts_dms = True
    await server.click(mine.message or asked, label="Stop Lamp", user=server.fan)
    server.fan.locale = "es-ES"
    await place.slash("remind", {"show": "Lamp"}, server.fan)
    reminder = await place.hears(private)
    assert "La temporada 2 ya se ha estrenado." in reminder.text
    server.fan.locale = "en-US"
    stopped = await server.click(reminder, label="Dejar de recordármelo", user=server.fan)
    assert "not be reminded of it any more" in stopped.text
    assert "You have no reminders" in (await place.slash("reminders", user=server.fan)).text


async def removed_while_it_was_away(place: Place) -> None:
    """Nobody told the bot, but it is told that it was invited back, and goes on."""
    server, state = place.server, place.server.state
    kept = state.add_channel(server.guild, "kept")
    await state.join(server.guild)
    assert "now follows" in await place.follow(kept)
    server.guild.joined = False
    readies = server.gateway.readies
    await server.gateway.close(4009)
    await server.gateway.until_ready(PATIENCE, readies=readies + 1)
    place.change("CREATE TABLE known (reason)")
    place.change(
        f"CREATE TRIGGER pausing AFTER INSERT ON pauses WHEN new.channel_id = {kept.id}"
        " BEGIN INSERT INTO known VALUES (new.reason); END"
    )
    # For two seconds after READY a server that appears is taken for one it was in before.
    async with asyncio.timeout(PATIENCE):
        while not place.stored("SELECT reason FROM known"):
            await asyncio.sleep(2.5)
            server.guild.joined = False
            await state.join(server.guild)
            await asyncio.sleep(0.2)
    await place.stands("SELECT DISTINCT reason FROM known", "I was removed from this server")
    await place.stands(f"SELECT count(*) FROM pauses WHERE channel_id = {kept.id}", 0)


def cited(about: Any) -> tuple[Any, ...]:
    return tuple(replace(claim, source=SOURCE) for claim in about)
