"""One fan-out in bad weather: the process is killed again and again until all have heard."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.scene import Scene, open_channels
from tests.wire.faults import (
    CHANNEL_GONE,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    Broken,
    Dropped,
    RateLimited,
)
from tests.wire.server import Server

POSTS = "/channels/*/messages"
DEAD = 10


@dataclass(frozen=True, slots=True)
class Result:
    """What the server counted of one run."""

    lost: int
    doubled: int
    posts: int
    kills: int
    asked_again: int
    """Posts that Discord answered with an earlier message, by its nonce."""
    midway: int
    """Kills at a moment when some had heard of it and others not yet."""
    violations: int
    """Requests that Discord would have refused as malformed."""

    @property
    def good(self) -> bool:
        return not self.lost and not self.doubled and not self.violations


async def run(path: Path, seed: int, *, channels: int, kills: int, rate: int = 40) -> Result:
    """Kill the bot so many times during one fan-out; it restarts inside Discord's memory of
    nonces or, half the times, long after it."""
    chance = random.Random(seed)
    async with Server() as server:
        scene = Scene(server, path, rate)
        everywhere = open_channels(server, channels + DEAD, per_guild=25)
        chance.shuffle(everywhere)
        scene.dead = [channel for _, channel in everywhere[:DEAD]]
        scene.living = [channel for _, channel in everywhere[DEAD:]]
        await scene.prepare(everywhere)
        await scene.change(1)
        _weather(server, scene, chance)
        midway = 0
        for _ in range(kills):
            await _one_life(server, scene, chance)
            midway += 0 < scene.counts()[0] < len(scene.living)
            if chance.random() < 0.5:
                server.clock.advance(server.state.messages.nonce_window + 60)
        server.faults.script = [f for f in server.faults.script if f.action in _FOREVER]
        async with server.bot(env=scene.environment):
            await _gather(server, scene, chance)
            lost, doubled = scene.counts()
        messages = server.state.messages
        return Result(
            lost,
            doubled,
            sum(messages.posted.values()),
            kills,
            messages.suppressed,
            midway,
            len(server.violations),
        )


_STILL_STARTING = 0.35
"""So many of the lives end before the bot is connected."""

_FOREVER = (CHANNEL_GONE, MISSING_ACCESS, MISSING_PERMISSIONS)


def _weather(server: Server, scene: Scene, chance: random.Random) -> None:
    for channel in scene.dead:
        refusal = chance.choice(_FOREVER)
        server.faults.add("POST", f"/channels/{channel.id}/messages", refusal)
    for action, probability in (
        (Broken(502, after=True), 0.01),
        (Dropped(after=True), 0.04),
        (Dropped(after=True, reset=True), 0.02),
        (Dropped(after=False), 0.03),
        (RateLimited(0.2), 0.03),
        (RateLimited(0.2, via=False), 0.01),
    ):
        server.faults.add("POST", POSTS, action, probability=probability)


async def _one_life(server: Server, scene: Scene, chance: random.Random) -> None:
    async with server.bot(env=scene.environment, ready=False) as process:
        try:
            if chance.random() < _STILL_STARTING:
                await asyncio.sleep(chance.uniform(0.2, 1.0))
                return
            await server.until_ready(process)
            if chance.random() < 0.2:
                await asyncio.sleep(chance.uniform(0.0, 0.3))
                server.gateway.drop()
            await _some_posts(server, scene, chance)
            if chance.random() < 0.15:
                # It lives long enough to try again by itself, with the nonce of before.
                await asyncio.sleep(chance.uniform(2.2, 3.2))
        finally:
            await process.kill()


async def _some_posts(server: Server, scene: Scene, chance: random.Random) -> None:
    """Until up to a fifth of the channels heard something in this life; not all may be left."""
    posted = server.state.messages.posted
    wanted = posted.total() + chance.randint(0, len(scene.living) // 5)
    with suppress(TimeoutError):
        await server.state.messages.changed.until(lambda: posted.total() >= wanted, 2.0)
    await asyncio.sleep(chance.uniform(0.0, 0.05))


async def _gather(server: Server, scene: Scene, chance: random.Random) -> None:
    """Wait until all have heard, and a little longer, for what may come twice."""
    try:
        await scene.until_heard(60 + len(scene.living) / scene.rate)
    except TimeoutError:
        return
    await asyncio.sleep(1.5)
