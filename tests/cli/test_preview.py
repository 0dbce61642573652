"""The preview: what a newcomer types is answered by the bot under its own name, today."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from html import unescape

import discord
import httpx
import simcord

from bot.cli.preview import introduce, started
from bot.cli.preview_page import serving_columns
from bot.composition_root import Services
from bot.discord_client.client import Cliffhanger
from tests.conftest import shown
from tests.wire.process import ROOT

LOGO = ROOT / "data" / "pictures" / "logo.png"


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

        # Both channels on one page, each in its column; what is told to another stays theirs.
        mods = guild.create_text_channel("mods")
        editors = guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
        moderator = guild.add_member(env.create_user("moderator"), roles=[editors])
        assert (await fan.slash(general, "forget-me")).ephemeral
        async with (
            serving_columns(
                env, [general, mods], moderator, people=[fan, moderator], roles=[editors], logo=LOGO
            ) as address,
            httpx.AsyncClient(base_url=address, follow_redirects=True) as browser,
        ):
            page = (await browser.get("")).text
            assert page.index("<h1>#general") < page.index("<h1>#mods")
            left = (await browser.get("0")).text
            assert "Netflix canceled Soundtrack" in left
            assert left.count("<li>") == 1

            async def write(text: str) -> str:
                assert "Message #mods" in (await browser.post("1/write", data={"text": text})).text
                return (await browser.get("1")).text

            right = await write("<script>alert(1)</script> **Dark** ends <t:1593216000:D>")
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in right
            assert "<strong>Dark</strong> ends 2020-06-27" in right
            assert "There is no" not in right
            assert "no-such" in await write("/no-such command: x")

            # What an option takes is what the command says of it; a title may be a number.
            right = await write("/season show: 7 season: 2")
            assert "I know no show called <strong>7</strong>" in right
            right = await write("/season show: Soundtrack season: 2")
            assert "Season 2 is canceled" in right
            assert '<p class="small">Source: <a href=' in right
            assert "<h6" not in right
            assert "expects int" in await write("/season show: Soundtrack season: two")
            right = await write("/alerts follow target: Soundtrack channel: #mods role: Editors")
            assert "Soundtrack" in right
            assert "expects" not in right
            assert "@Editors" in await write("/settings editors role: @Editors")
            right = await write("@Cliffhanger is soundtrack renewed?")
            assert "@Cliffhanger is soundtrack renewed?" in right
            assert right.count("Season 2 is canceled") == 2

            # For whoever goes through it key by key it stays as it is, also after a button.
            assert '<meta http-equiv="refresh"' in right
            assert '<meta http-equiv="refresh"' not in (await browser.get("1?still=1")).text
            after = await browser.post("1?still=1", data={"press": "x", "message": "1"})
            assert "refresh" not in after.text
            policy = after.headers["Content-Security-Policy"]
            assert "unsafe" not in policy
            style = re.search("<style>(.*)</style>", after.text, re.DOTALL)
            assert style is not None
            digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy

            # A suggestion is turned down in #mods: a command, a button, a form.
            told = {"field": "network", "value": "Max", "source": "https://a.example/x"}
            await fan.slash(general, "suggest", show="Soundtrack", **told)
            right = await write("/catalog review")
            assert "only you can see this" in right
            assert "<strong>Suggested by @fan</strong>" in right
            assert (await browser.get("logo.png")).content == LOGO.read_bytes()
            button = re.search(r'value="(\d+)"><button name="press" value="([^"]+)">Reject', right)
            assert button is not None
            pressed = {"message": button[1], "press": unescape(button[2])}
            form = (await browser.post("1", data=pressed)).text
            assert "Why? Those who suggested it will read this." in form
            assert "refresh" not in form
            closed = (await browser.post("1", data={"reason": "No **word** of it"})).text
            assert "Nothing is waiting" in closed
            assert (await browser.get("7")).status_code == 404
            # Without the secret of the address there is nothing.
            for path in ("/0", "/guess/1/write"):
                assert (await browser.get(str(browser.base_url.join(path)))).status_code == 404
