"""Loops come round by the time that passes, whatever the time of day does meanwhile."""

from __future__ import annotations

import asyncio
import datetime as calendar
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest
from discord.ext import tasks

from bot.discord_client.client import Cliffhanger
from bot.discord_client.steady_loop import SteadyLoop, steady_loop
from tests.conftest import World


class WallClock:
    """The module `datetime`, of which the time of day can be set; discord.py looks there."""

    def __init__(self) -> None:
        wall = self
        self.ahead = calendar.timedelta()

        class Shifted(calendar.datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return calendar.datetime.now(tz) + wall.ahead

        self.datetime = Shifted

    def __getattr__(self, name: str) -> Any:
        return getattr(calendar, name)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    made = WallClock()
    for module in (tasks, discord.utils):
        monkeypatch.setattr(module, "datetime", made)
    return made


class Rounds:
    """Counts how often a loop came round; `interval` is what it asks for next, in seconds."""

    def __init__(self) -> None:
        self.count = 0
        self.interval: float | None = None

    @steady_loop(seconds=0.02)
    async def drive(self) -> None:
        self.count += 1
        if self.interval is not None:
            self.drive.change_interval(seconds=self.interval)


@contextmanager
def running(rounds: Rounds) -> Iterator[None]:
    rounds.drive.start()
    try:
        yield
    finally:
        rounds.drive.cancel()


@pytest.mark.parametrize("interval", [None, 0.01], ids=["kept", "changed"])
@pytest.mark.parametrize("days", [-400, 400], ids=["set back", "set ahead"])
async def test_a_clock_that_is_set_neither_stops_nor_rushes_a_loop(
    wall: WallClock, days: int, interval: float | None
) -> None:
    rounds = Rounds()
    rounds.interval = interval
    with running(rounds):
        for ahead in (0, days, 0):
            wall.ahead, before = calendar.timedelta(days=ahead), rounds.count
            began = time.monotonic()
            async with asyncio.timeout(30):  # a busy machine may take a while for three
                while rounds.count < before + 3:  # noqa: ASYNC110 - a loop sets no event
                    await asyncio.sleep(0.02)
            assert rounds.count - before <= (time.monotonic() - began) / 0.01 + 2
    assert rounds.drive is not Rounds().drive


def test_every_loop_of_the_bot_is_one(world: World, simcord_bot: Cliffhanger) -> None:
    owners: list[object] = [simcord_bot, *simcord_bot.cogs.values()]
    loops = [
        value
        for owner in owners
        for name in dir(type(owner))
        if isinstance(value := getattr(type(owner), name, None), tasks.Loop)
    ]
    assert len(loops) >= 7
    assert [loop.coro.__qualname__ for loop in loops if not isinstance(loop, SteadyLoop)] == []
