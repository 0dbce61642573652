"""Drafts outlive their process: approved after a kill, once, and undone as one edit."""

from __future__ import annotations

from pathlib import Path

from tests.facts.stated import Stored
from tests.wire.server import Server

_NEWS = (
    "Netflix has renewed “Soundtrack” for a third season. "
    "Season 2 of “Soundtrack” premiered on December 4, 2020, and it has ten episodes."
)


async def test_drafts_are_approved_after_a_kill(server: Server, tmp_path: Path) -> None:
    stored = Stored(tmp_path / "articles.db")
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{stored.file}"}
    place = (server.guild, server.general, server.moderator)
    async with server.bot(env=env) as process:
        message = await server.say(server.general, server.fan, _NEWS)
        drafted = await server.menu(*place, "Draft facts", message)
        assert "season 3 status" in drafted.text
        assert stored.one("SELECT count(*) FROM draft_sets") == 1
        await process.kill()
    async with server.bot(env=env):
        label = next(one["label"] for one in drafted.buttons if "Approve" in one["label"])
        click = await server.click(drafted, label=label)
        assert "Approved." in click.text
        await server.repeat(click)
        assert stored.one("SELECT count(*) FROM edits") == 1
        assert stored.one("SELECT count(*) FROM draft_sets") == 0
        undone = await server.click(click.followups[0], label="Undo")
        assert "Undone" in undone.text
        assert stored.one("SELECT count(*) FROM edits WHERE retracted_at IS NULL") == 0
