"""Digests and scheduled events outlive their process: the bot is killed again and again.

`CHAOS_RUNS` says how often, `CHAOS_SEED` with which chances.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.facts.stated import Stored
from tests.wire import permissions
from tests.wire.components import walk
from tests.wire.errors import bad_request
from tests.wire.faults import Broken, Dropped, RateLimited, Refused
from tests.wire.interaction import Interaction
from tests.wire.server import Server
from tests.wire.waiting import eventually

RUNS = int(os.environ.get("CHAOS_RUNS", "3"))
SEED = int(os.environ.get("CHAOS_SEED", "20261128"))
SOURCE = "https://news.example/page"


@dataclass
class Place:
    """A server whose editor works with a calendar, and the bot's database."""

    server: Server
    stored: Stored

    @property
    def environment(self) -> dict[str, str | None]:
        return {
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.stored.file}",
            "CATALOG_DIR": "none",
            "ALERT_UNDO_SECONDS": "0",
            "CURATOR_GUILDS": str(self.server.guild.id),
        }

    async def slash(self, command: str, options: Mapping[str, Any] | None = None) -> Interaction:
        server = self.server
        return await server.slash(
            server.guild, server.mods, server.moderator, command, options or {}
        )

    async def premiere(self, season: int, day: date | str) -> None:
        options = {"show": "Lamp", "season": season, "field": "premiere", "value": str(day)}
        assert "Changed" in (await self.slash("catalog set", {**options, "source": SOURCE})).text

    def now(self, table: str) -> None:
        """Let what that table plans be due now."""
        with closing(sqlite3.connect(self.stored.file, timeout=5)) as other, other:
            other.execute(f"UPDATE {table} SET next_at = {int(time.time()) - 1}")

    async def comes(self, holds: Callable[[], bool]) -> None:
        """Until that holds, with the server being looked at all the time."""
        for _ in range(150):
            self.now("event_servers")
            await asyncio.sleep(0.3)
            if holds():
                return
        raise TimeoutError

    @property
    def starts(self) -> list[str]:
        events = self.server.state.events.of(self.server.guild)
        return [f"{event.name} {event.start:%Y-%m-%d}" for event in events]


@pytest.fixture
def place(server: Server, tmp_path: Path) -> Place:
    return Place(server, Stored(tmp_path / "calendar.db"))


@pytest.mark.slow
async def test_an_event_is_made_moved_and_taken_away(place: Place) -> None:
    server = place.server
    everyone = server.guild.roles[server.guild.id]
    (own,) = server.guild.members[server.state.bot.id].roles
    day = datetime.now(UTC).date() + timedelta(days=40)
    async with server.bot(env=place.environment):
        await place.slash("catalog add", {"title": "Lamp", "source": SOURCE})
        await place.slash("alerts follow", {"target": "Lamp"})
        await place.premiere(2, day)
        await server.state.set_roles(server.guild, server.state.bot)
        assert "I still need *Create Events*" in (await place.slash("events on")).text
        await server.state.set_roles(server.guild, server.state.bot, server.guild.roles[own])
        server.faults.add(
            "POST", f"/guilds/{server.guild.id}/scheduled-events", Dropped(after=True), times=1
        )
        assert "now gets a scheduled event" in (await place.slash("events on")).text
        await place.comes(lambda: place.starts == [f"Lamp: season 2 {day}"])
        await place.premiere(2, day + timedelta(days=1))
        later = [f"Lamp: season 2 {day + timedelta(days=1)}"]
        await place.comes(lambda: place.starts == later)
        await eventually(
            lambda: (
                not place.stored.one("SELECT count(*) FROM scheduled_events WHERE event_id IS NULL")
            )
        )
        assert len(server.state.events.made) == 1
        path = f"/guilds/{server.guild.id}/scheduled-events"
        server.faults.add("POST", path, Refused(bad_request(30038)))
        await place.premiere(3, day)
        full = "SELECT count(*) FROM event_servers WHERE error LIKE '%as many%'"
        await place.comes(lambda: bool(place.stored.one(full)))
        assert "as many scheduled events as Discord allows" in (await place.slash("events on")).text
        server.faults.clear()
        await place.comes(lambda: len(place.starts) == 2)
        assert "are removed" in (await place.slash("events off")).text
        await place.comes(lambda: place.starts == [])
        assert "already off" in (await place.slash("events off")).text
    assert server.violations == []
    assert everyone.permissions & permissions.CREATE_EVENTS == 0


@pytest.mark.slow
@pytest.mark.timeout(60 + 12 * RUNS)
async def test_killed_at_any_moment_nothing_is_lost_or_doubled(place: Place) -> None:
    server, chance = place.server, random.Random(SEED)
    today = datetime.now(UTC).date()
    wanted: dict[int, date] = {}
    async with server.bot(env=place.environment):
        await place.slash("catalog add", {"title": "Lamp", "source": SOURCE})
        await place.slash("alerts follow", {"target": "Lamp", "events": "story"})
        for channel in (server.general, server.mods):
            options = {"every": "week", "what": "news", "channel": channel}
            assert "is told what is new" in (await place.slash("digest set", options)).text
        await place.slash("events on")
        wanted[2] = today + timedelta(days=50)
        await place.premiere(2, wanted[2])
    path = f"/guilds/{server.guild.id}/scheduled-events"
    for action, probability in (
        (Dropped(after=True), 0.2),
        (Dropped(after=False), 0.1),
        (Broken(502, after=True), 0.05),
        (RateLimited(0.2), 0.1),
    ):
        for method in ("POST", "GET"):
            server.faults.add(method, path, action, probability=probability)
    for _ in range(RUNS):
        place.now("event_servers")
        place.now("digests")
        async with server.bot(env=place.environment) as process:
            season = chance.randint(2, 4)
            wanted[season] = today + timedelta(days=chance.randint(30, 300))
            await place.premiere(season, wanted[season])
            await asyncio.sleep(chance.uniform(0.0, 1.5))
            await process.kill()
    server.faults.clear()
    expected = sorted(f"Lamp: season {season} {day}" for season, day in wanted.items())
    async with server.bot(env=place.environment):
        await place.comes(lambda: sorted(place.starts) == expected and not unsettled(place))
        late = f"SELECT count(*) FROM digests WHERE next_at <= {int(time.time())}"
        await eventually(lambda: not place.stored.one(late))
        unsent = "SELECT count(*) FROM deliveries WHERE state != 'sent'"
        await eventually(lambda: not place.stored.one(unsent))
    assert sorted(place.starts) == expected
    made = Counter(event.description.rsplit(":", 1)[1] for event in server.state.events.made)
    assert set(made.values()) == {1}, "an event was made twice"
    told = digests_told(place)
    query = "SELECT token FROM events WHERE kind = 'roundup' ORDER BY token"
    tokens = {token for (token,) in place.stored(query)}
    assert tokens, "no digest came due"
    assert set(told) == tokens
    assert set(told.values()) == {1}, "a digest came twice"
    assert server.violations == []


def unsettled(place: Place) -> bool:
    return bool(place.stored.one("SELECT count(*) FROM scheduled_events WHERE event_id IS NULL"))


def digests_told(place: Place) -> Counter[str]:
    """How often each digest was posted, by its token."""
    told: Counter[str] = Counter()
    messages = place.server.state.messages
    for channel in (place.server.general, place.server.mods):
        before: int | None = None
        while page := messages.history(channel.id, limit=100, before=before):
            before = page[-1].id
            told.update(
                part["custom_id"].removeprefix("roundup:")
                for message in page
                for part in walk(message.components)
                if str(part.get("custom_id", "")).startswith("roundup:")
            )
    return told
