"""The preview: what a newcomer types is answered by the bot under its own name, today."""

from __future__ import annotations

from datetime import UTC, datetime

import simcord

from bot.app import Services
from bot.cli.preview import introduce, started
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
