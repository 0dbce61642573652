"""What every test shares: a fixed day, a real database on a temporary path, the bot in SimCord."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import hypothesis
import pytest
import simcord

from bot.app import Services, open_services
from bot.client import Cliffhanger
from bot.settings import Settings

# The same examples at every run, so that a change is to blame for a failure and not the day's
# luck; HYPOTHESIS_PROFILE=default looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The day on which the starter catalogue is looked at."""


@dataclass
class StoppedClock:
    """A clock that moves only when told."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'test.db'}",
        tvmaze_url=None,
        anilist_url=None,
    )


@pytest.fixture
async def services(settings: Settings, clock: StoppedClock) -> AsyncIterator[Services]:
    async with open_services(settings, clock) as opened:
        yield opened


@dataclass
class World:
    """A simulated server with the real bot in it, a fan and a moderator."""

    env: simcord.Env
    bot: Cliffhanger
    services: Services
    guild: Any
    general: Any
    mods: Any
    fan: Any
    moderator: Any


@pytest.fixture
def simcord_bot(services: Services) -> Cliffhanger:
    return Cliffhanger(services)


@pytest.fixture
def world(simcord_env: simcord.Env, simcord_bot: Cliffhanger, services: Services) -> World:
    env = simcord_env
    guild = env.create_guild(name="Fan server")
    manage = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    return World(
        env,
        simcord_bot,
        services,
        guild,
        guild.create_text_channel("general"),
        guild.create_text_channel("mods"),
        guild.add_member(env.create_user("fan")),
        guild.add_member(env.create_user("moderator"), roles=[manage]),
    )


def shown(message: Any) -> str:
    """All text that a person reads on a message: its content and its components' texts."""
    texts: list[str] = [message.content] if message.content else []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == 10:
                texts.append(str(node["content"]))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    components = message.components
    walk([item if isinstance(item, dict) else item.to_dict() for item in components])
    return "\n".join(texts)
