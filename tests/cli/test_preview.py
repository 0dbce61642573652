"""The preview: what a newcomer types is answered by the bot under its own name, today."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import simcord

from bot.app import Services
from bot.cli.preview import introduce, serving_channels, started
from bot.client import Cliffhanger
from tests.conftest import shown


async def test_it_answers_under_its_own_name_and_todays_date(services: Services) -> None:
    env = simcord.Env(Cliffhanger(services), check_errors=False)
    introduce(env)
    async with started(env):
        guild = env.create_guild(name="Fan server")
        general = guild.create_text_channel("general")
        fan = guild.add_member(env.create_user("fan"))
        await fan.slash(general, "season", show="Soundtrack")
        answer = general.last_message
        assert answer.author.name == "Cliffhanger"
        assert abs(answer.created_at - datetime.now(UTC)).total_seconds() < 3600
        assert "Netflix canceled Soundtrack" in shown(answer)

        # Both channels on one page, each in its column; what is told to one person stays theirs.
        mods = guild.create_text_channel("mods")
        moderator = guild.add_member(env.create_user("moderator"))
        await moderator.send(mods, "<script>alert(1)</script> **Dark** ends <t:1593216000:D>")
        assert (await fan.slash(general, "forget-me")).ephemeral
        async with (
            serving_channels([general, mods], moderator) as address,
            httpx.AsyncClient() as browser,
        ):
            page = (await browser.get(address)).text
        left, right = page.split("<section>")[1:]
        assert left.startswith("<h1>#general")
        assert "Netflix canceled Soundtrack" in left
        assert right.startswith("<h1>#mods")
        assert (
            "&lt;script&gt;alert(1)&lt;/script&gt; <strong>Dark</strong> ends 2020-06-27" in right
        )
        assert "<script" not in page
        assert left.count("<li>") == 1
