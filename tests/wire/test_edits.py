"""Edits outlive their process: the bot is killed while moderators edit, again and again.

`CHAOS_RUNS` says how often, `CHAOS_SEED` with which chances.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.facts.stated import Stored
from tests.providers.loopback import Loopback
from tests.wire.interaction import Interaction
from tests.wire.process import ROOT
from tests.wire.server import Server
from tests.wire.waiting import eventually

RUNS = int(os.environ.get("CHAOS_RUNS", "4"))
SEED = int(os.environ.get("CHAOS_SEED", "20261122"))
SOURCE = "https://news.example/page"
BURST = 8


class Moderator:
    """Edits one show, and remembers what was sent and how it was answered."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.edits: list[Interaction] = []
        self.undos: list[Interaction] = []
        self.imports: list[tuple[Interaction, Interaction]] = []
        self.season = 0

    async def slash(
        self, command: str, options: Mapping[str, Any], *, wait: bool = True
    ) -> Interaction:
        server = self.server
        return await server.slash(
            server.guild, server.mods, server.moderator, command, options, wait=wait
        )

    async def edit(self) -> None:
        self.season += 1
        value = f"Story {self.season}"
        options = {"show": "Lamp", "season": self.season, "field": "story", "value": value}
        self.edits.append(
            await self.slash("catalog set", {**options, "source": SOURCE}, wait=False)
        )

    async def undo(self, number: int) -> None:
        options = {"show": "Lamp", "change": number}
        self.undos.append(await self.slash("catalog undo", options, wait=False))

    async def load(self, run: int) -> Interaction:
        """Send a file of three shows; it waits for *Confirm*."""
        shows = [{"title": f"Run {run} show {n}", "source": SOURCE} for n in range(3)]
        file = self.server.driver.upload("shows.json", json.dumps(shows).encode())
        return await self.slash("catalog import", {"file": file})

    async def confirm(self, sent: Interaction) -> None:
        click = await self.server.click(sent, label="Confirm", wait=False)
        self.imports.append((sent, click))


def confirmed(answer: Interaction, word: str) -> bool:
    """Whether the person read that it was done."""
    return answer.message is not None and word in answer.message.text


def told(edits: Iterable[Interaction]) -> int:
    """Of how many edits the person read that they were done."""
    return sum(confirmed(edit, "Changed.") for edit in edits)


@pytest.mark.slow
@pytest.mark.timeout(60 + 12 * RUNS)
async def test_what_was_confirmed_is_there_and_nothing_in_half(
    server: Server, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    stored = Stored(tmp_path / "edits.db")
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{stored.file}", "CATALOG_DIR": "none"}
    moderator = Moderator(server)
    async with server.bot(env=env):
        added = await moderator.slash("catalog add", {"title": "Lamp", "source": SOURCE})
        assert confirmed(added, "Added.")
    for run in range(RUNS):
        async with server.bot(env=env) as process:
            await shows_what_was_confirmed(moderator)
            file = await moderator.load(run)
            for n in range(BURST):
                await moderator.edit()
                if n == BURST // 2:
                    await moderator.confirm(file)
                if n % 3 == 2:
                    # The first change added the show, and is not to be undone here.
                    await moderator.undo(chance.randint(2, max(2, moderator.season)))
            # Counted and not timed: a slow machine confirms nothing in the time a quick one needs.
            wanted = chance.randint(0, BURST // 2) if run else 1
            await eventually(lambda: told(moderator.edits[-BURST:]) >= wanted)  # noqa: B023
            await process.kill()
        check(stored, moderator)
    assert told(moderator.edits) > 0, "it was always killed before anything was confirmed"
    async with server.bot(env=env):
        await shows_what_was_confirmed(moderator)


@pytest.mark.slow
async def test_a_locked_database_is_told_in_time(server: Server, tmp_path: Path) -> None:
    """Discord waits three seconds for a first answer, and a lock may be held for longer."""
    stored = Stored(tmp_path / "edits.db")
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{stored.file}", "CATALOG_DIR": "none"}
    moderator = Moderator(server)
    async with server.bot(env=env):
        await moderator.slash("catalog add", {"title": "Lamp", "source": SOURCE})
        edit = {"show": "Lamp", "field": "network", "value": "HBO", "source": SOURCE}
        with closing(sqlite3.connect(stored.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = await moderator.slash("catalog set", edit)
            assert "busy with another program just now; nothing was changed" in answer.text
            other.execute("ROLLBACK")
        assert stored.one("SELECT count(*) FROM edits") == 1
        assert confirmed(await moderator.slash("catalog set", edit), "Changed.")


@pytest.mark.slow
async def test_dates_as_people_and_providers_give_them(
    server: Server, tmp_path: Path, providers: Loopback
) -> None:
    """An hour that becomes a bare day is no news; a date given since ends a cancellation."""
    env = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'edits.db'}",
        "CATALOG_DIR": "none",
        "TVMAZE_URL": providers.tvmaze_url,
        "TVMAZE_INDEX": "none",
        "ALERT_SETTLE_MINUTES": "0",
        "ALERT_UNDO_SECONDS": "600",
    }
    comes = datetime.now(UTC).date() + timedelta(days=200)
    show = providers.tables.tvmaze["900001"]
    row = show["_embedded"]["seasons"][2]
    row |= {"premiereDate": comes.isoformat(), "endDate": None}
    show["network"] = {"name": "Pier", "country": {"code": "US", "timezone": "America/New_York"}}
    show["_embedded"]["nextepisode"] |= {
        "season": row["number"],
        "number": 1,
        "airdate": comes.isoformat(),
        "airtime": "21:00",
        "airstamp": f"{comes}T21:00:00-05:00",
    }
    place = (server.guild, server.general, server.fan)
    moderator = Moderator(server)
    async with server.bot(env=env):
        zone = await moderator.slash("settings timezone", {"zone": "Sydney"})
        assert "Australia/Sydney" in zone.text
        asked = await server.slash(*place, "season", {"show": "Lantern Row"})
        found = await server.click(asked, label="Search TVmaze")
        (menu,) = found.message.selects
        await server.select(found, menu["custom_id"], ["tvmaze:900001"])
        card = await server.next_message(server.general, after=found.message)
        assert "<t:" in card.text
        by = (server.guild, server.general, server.moderator)
        followed = await server.slash(*by, "alerts follow", {"target": "Lantern Row"})
        show["_embedded"]["nextepisode"] = None
        show["status"] = "To Be Determined"
        providers.tables.touch(900001)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "sync", "Lantern Row"), cwd=ROOT, env=os.environ | env
        )
        assert await process.wait() == 0
        alert = await server.next_message(server.general, after=followed.message)
        assert "is open" in alert.text
        assert "Season" not in alert.text, "the same moment, told more coarsely"

        async def put(field: str, value: str) -> str:
            options = {"show": "Lantern Row", "season": 7, "field": field, "value": value}
            answer = await moderator.slash("catalog set", {**options, "source": SOURCE})
            assert confirmed(answer, "Changed."), answer.text
            return answer.text

        await put("status", "canceled")
        await put("premiere", f"{datetime.now(UTC) - timedelta(days=32):%B %Y}")
        out = await server.slash(*place, "season", {"show": "Lantern Row", "season": 7})
        assert "canceled" not in out.text
        await put("premiere", f"{datetime.now(UTC) - timedelta(days=32):%Y-%m-%d}")
        assert "The card goes by this before the status" in await put("status", "renewed")
        await put("premiere", comes.isoformat())
        bare = await server.slash(*place, "release", {"show": "Lantern Row", "season": 7})
        assert f"{comes.day} {comes:%B %Y} (US)" in bare.text
        await put("premiere", f"H1 {comes.year + 1}")
        half = await server.slash(*place, "season", {"show": "Lantern Row", "season": 7})
        assert f"first half of {comes.year + 1}" in half.text


@pytest.mark.slow
async def test_a_form_is_answered_after_a_restart_and_its_outcome_told_once(
    server: Server, tmp_path: Path
) -> None:
    stored = Stored(tmp_path / "edits.db")
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{stored.file}", "CATALOG_DIR": "none"}
    moderator = Moderator(server)
    fan, guild, general = server.fan, server.guild, server.general
    async with server.bot(env=env) as process:
        await moderator.slash("catalog add", {"title": "Lamp", "source": SOURCE})
        options = {"show": "Lamp", "field": "network", "value": "HBO", "source": SOURCE}
        await server.slash(guild, general, fan, "suggest", options)
        options["value"] = "Max"
        await server.slash(guild, general, fan, "suggest", options)
        queue = await moderator.slash("catalog review", {})
        amend = await server.click(queue, label="Edit")
        file = await moderator.load(0)
        await process.kill()
    async with server.bot(env=env) as process:
        confirmed_late = await server.click(file, label="Confirm")
        assert "no longer waiting; send it again" in confirmed_late.text
        done = await server.submit_modal(amend, {"value": "HBO Max"})
        assert "HBO Max" in done.text, done
        reject = await server.click(done, label="Reject")
        await process.kill()
    async with server.bot(env=env) as process:
        await server.submit_modal(reject, {"reason": "No word of it"}, wait=False)
        await eventually(lambda: stored.one("SELECT count(*) FROM events") == 2)
        await process.kill()
    assert dict(stored("SELECT state, count(*) FROM proposals GROUP BY state ORDER BY 1")) == {
        "approved": 1,
        "rejected": 1,
    }
    async with server.bot(env=env):
        await eventually(lambda: stored.one("SELECT min(state) FROM deliveries") == "sent")
        await server.submit_modal(reject, {"reason": "Once more"})
    channel = server.state.direct_channel(fan)
    newest, first = server.state.messages.history(channel.id)
    assert "approved with another value: HBO Max" in first.text
    assert "was turned down: No word of it" in newest.text


async def shows_what_was_confirmed(moderator: Moderator) -> None:
    """The process that started just now shows the last edit that was confirmed."""
    done = [edit for edit in moderator.edits if confirmed(edit, "Changed.")]
    if not done:
        return
    (season,) = [
        option["value"]
        for option in done[-1].payload["data"]["options"][0]["options"]
        if option["name"] == "season"
    ]
    answer = await moderator.slash("catalog history", {"show": "Lamp", "season": season})
    assert f"nothing → Story {season}" in answer.text


def check(stored: Stored, moderator: Moderator) -> None:
    """Hold the stored rows against what people were told."""
    assert stored.one("PRAGMA integrity_check") == "ok"
    assert stored("PRAGMA foreign_key_check") == []
    edits = dict(stored("SELECT interaction_id, id FROM edits ORDER BY id"))
    claims = dict(stored("SELECT edit_id, count(*) FROM claims GROUP BY edit_id ORDER BY 1"))
    logged = dict(stored("SELECT edit_id, count(*) FROM changes GROUP BY edit_id ORDER BY 1"))
    query = "SELECT retraction_id, id FROM edits WHERE retracted_at NOT NULL ORDER BY id"
    undone = dict(stored(query))
    for edit in moderator.edits:
        assert edit.id in edits or not confirmed(edit, "Changed."), "a confirmed edit is lost"
        if edit.id in edits:
            number = edits[edit.id]
            assert claims.get(number) == 1, "an edit without its claim"
            ways = 2 if number in undone.values() else 1
            assert logged.get(number) == ways, "an edit or its undo without its place in the log"
    for undo in moderator.undos:
        assert undo.id in undone or not confirmed(undo, "Undone."), "a confirmed undo is lost"
    for sent, click in moderator.imports:
        written = stored.one("SELECT count(*) FROM edits WHERE interaction_id = ?", sent.id)
        assert written in (0, 3), "an import in half"
        assert written == 3 or not confirmed(click, "Applied."), "a confirmed import is lost"
    shows = stored("SELECT id FROM shows ORDER BY id")
    assert stored("SELECT DISTINCT show_id FROM titles ORDER BY show_id") == shows
