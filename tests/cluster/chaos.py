"""`make chaos` on a cluster: processes killed, and PostgreSQL stopped hard, while it is told.

Each round changes the show, and kills a process in the middle of telling it; every now and then
the server of the database goes instead. In the end every channel heard of every change once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import StoreError
from tests import engines
from tests.chaos.scene import Scene, open_channels
from tests.cluster.processes import Processes, processes
from tests.facts.stated import stored_in
from tests.wire.server import Server

SHARDS = 8

BUDGET = 10.0
"""Seconds in which the shards of a killed process are to be another's; SCALE.md has its parts."""

LATEST = 600.0
"""Seconds after which what has not happened never will: a busy machine is slow and no fault."""


@dataclass
class Tally:
    """What was counted."""

    kills: int = 0
    stops: int = 0
    posts: int = 0
    lost: int = 0
    doubled: int = 0
    edits_lost: int = 0
    rushed: int = 0
    takeovers: list[float] = field(default_factory=list)
    late: int = 0
    """Takeovers that took longer than `BUDGET`."""
    slowest: float = 0.0
    """Seconds from the fault until everybody had heard of the change."""

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.edits_lost or self.rushed)


async def _changed(scene: Scene, number: int) -> None:
    """Change the show, however often that takes: the act's number lets it be done once."""
    while True:
        try:
            await scene.change(number, ("renewed", "canceled")[number % 2])
            return
        except StoreError:
            await asyncio.sleep(0.5)


async def _round(
    cluster: Processes, scene: Scene, folder: Path, chance: random.Random, tally: Tally, stops: bool
) -> None:
    number = tally.kills + tally.stops + 1
    posted = scene.server.state.messages.posted
    posted.clear()
    await _changed(scene, number)
    await asyncio.sleep(chance.uniform(0, 1.5))
    if stops:
        await asyncio.to_thread(engines.stop_hard, folder)
        await asyncio.sleep(chance.uniform(0, 3))
        await asyncio.to_thread(engines.start_again, folder)
        tally.stops += 1
    else:
        await cluster.kill(chance.randrange(len(cluster.living)))
        tally.kills += 1
        await asyncio.sleep(0.2)  # the gateway sees that it hung up
        tally.takeovers.append(0.2 + await cluster.until_served(LATEST))
        tally.late += tally.takeovers[-1] > BUDGET
        await cluster.start()
    began = time.monotonic()
    with suppress(TimeoutError):
        await scene.until_heard(LATEST)
    tally.slowest = max(tally.slowest, time.monotonic() - began)
    # Messages that were on their way twice would come by now.
    await asyncio.sleep(1)
    lost, doubled = scene.counts()
    tally.lost, tally.doubled = tally.lost + lost, tally.doubled + doubled
    tally.posts += sum(posted.values())


async def run(kills: int, stops: int, seed: int, channels: int = 60, size: int = 4) -> Tally:
    """So many kills over `size` processes, and so many stops of PostgreSQL, in a random order."""
    chance = random.Random(seed)
    tally = Tally()
    folder = engines.new_folder()
    try:
        postgres = engines.start(folder)
        engines.make_durable(postgres)
        url = postgres._named(postgres.template("bare", lambda url: None))
        with tempfile.TemporaryDirectory() as place:
            async with Server(keep=2_000) as server:
                server.gateway.max_concurrency = SHARDS
                scene = Scene(server, Path(place), 40, url)
                following = open_channels(server, channels, per_guild=1)
                scene.living = [channel for _, channel in following]
                await scene.prepare(following)
                async with processes(server, SHARDS, scene.environment) as cluster:
                    await cluster.start(size)
                    await cluster.until_served(120)
                    rounds = [True] * stops + [False] * kills
                    chance.shuffle(rounds)
                    for number, hard in enumerate(rounds):
                        await _round(cluster, scene, folder, chance, tally, hard)
                        print(f"round {number + 1} of {len(rounds)}: {tally}", flush=True)
                tally.rushed = server.gateway.rushed
        edits = stored_in(url).one("SELECT count(*) FROM edits")
        tally.edits_lost = tally.kills + tally.stops - edits
    finally:
        engines.end(folder)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stops", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    tally = asyncio.run(run(given.kills, given.stops, given.seed))
    slowest = max(tally.takeovers, default=0.0)
    print(
        f"{tally.kills} kills and {tally.stops} stops of PostgreSQL in "
        f"{time.monotonic() - began:.0f} s: {tally.posts} posts, {tally.lost} lost, "
        f"{tally.doubled} doubled, {tally.edits_lost} edits lost, {tally.rushed} IDENTIFYs too "
        f"soon, taken over after {slowest:.1f} s at most ({tally.late} later than {BUDGET:.0f} s), "
        f"all told after {tally.slowest:.0f} s"
    )
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
