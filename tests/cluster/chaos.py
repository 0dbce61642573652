"""`make chaos` on a cluster: processes killed and frozen, and PostgreSQL stopped hard, while it
tells of changes.

Each round changes a show, and does one of these in the middle of telling it:
- kill: a process is killed, and its machine sees it gone;
- vanish: one is gone as with its machine, so that only its leases tell; one kill in ten;
- freeze: one stands still until others have its shards, and goes on beside them;
- stop: the server of the database crashes and is started again.
In the end every channel heard of every change once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
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
"""Seconds in which the shards of a dead process are to be another's; SCALE.md has its parts."""

LATEST = 600.0
"""Seconds after which what has not happened never will: a busy machine is slow and no fault."""

_QUIET = 0.3
"""Seconds after the last one has heard; what comes twice later is counted in the next round."""

KILL, VANISH, FREEZE, STOP = "kill", "vanish", "freeze", "stop"


@dataclass
class Tally:
    """What was counted; times in seconds."""

    rounds: int = 0
    posts: int = 0
    lost: int = 0
    doubled: int = 0
    edits_lost: int = 0
    rushed: int = 0
    """IDENTIFYs within five seconds of another one in their bucket."""
    killed: list[float] = field(default_factory=list)
    """Until the shards of a killed process were another's, where it had some."""
    vanished: list[float] = field(default_factory=list)
    """The same of one that only its leases tell of."""
    let_go: list[float] = field(default_factory=list)
    """Until a frozen one that goes on had let go of what others took."""
    heard: list[float] = field(default_factory=list)
    """From the fault until everybody had heard of the change."""

    @property
    def late(self) -> int:
        return sum(seconds > BUDGET for seconds in self.killed + self.vanished)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.edits_lost or self.rushed or self.late)

    def __str__(self) -> str:
        return (
            f"{self.posts} posts, {self.lost} lost, {self.doubled} doubled, "
            f"{self.edits_lost} edits lost, {self.rushed} IDENTIFYs too soon, {self.late} late; "
            f"taken over after a kill {_spread(self.killed)}, unseen {_spread(self.vanished)}; "
            f"let go {_spread(self.let_go)}; all told {_spread(self.heard)}"
        )


def _spread(values: Sequence[float]) -> str:
    """How many there are, their median, the 99th percentile and the greatest."""
    if not values:
        return "-"
    ranked = sorted(values)
    at = [ranked[int(part * (len(ranked) - 1))] for part in (0.5, 0.99, 1)]
    return f"{len(ranked)}: p50 {at[0]:.1f} p99 {at[1]:.1f} max {at[2]:.1f} s"


async def _changed(scene: Scene, number: int) -> None:
    """Change the show, however often that takes: the act's number lets it be done once."""
    while True:
        try:
            await scene.change(number, ("renewed", "canceled")[number % 2])
            return
        except StoreError:
            await asyncio.sleep(0.5)


async def _take_away(cluster: Processes, act: str, chance: random.Random, tally: Tally) -> None:
    """Kill or freeze one, and wait until its shards are another's."""
    gateway = cluster.server.gateway
    serving = [name for name in sorted(cluster.living) if gateway.shards_of(name)]
    # Now and then one that only starts.
    victim = chance.choice(serving if serving and chance.random() < 0.8 else sorted(cluster.living))
    had = victim in serving
    began = time.monotonic()
    if act == KILL:
        await cluster.kill(victim)
        await gateway.changed.until(lambda: not gateway.shards_of(victim), LATEST)
    else:
        cluster.freeze(victim)
    await cluster.until_served(LATEST, without=victim)
    if had:
        (tally.killed if act == KILL else tally.vanished).append(time.monotonic() - began)
    if act == VANISH:
        await cluster.kill(victim)
    elif act == FREEZE:
        cluster.thaw(victim)
        began = time.monotonic()
        await gateway.changed.until(lambda: len(gateway.connected) == cluster.shards, LATEST)
        tally.let_go.append(time.monotonic() - began)
    if act != FREEZE:
        await cluster.start()


async def _round(
    cluster: Processes, scene: Scene, folder: Path, chance: random.Random, tally: Tally, act: str
) -> None:
    tally.rounds += 1
    posted = scene.server.state.messages.posted
    # What came since the last round was told a second time.
    tally.doubled += posted.total() - tally.posts
    already = posted.copy()
    await _changed(scene, tally.rounds)
    await asyncio.sleep(chance.uniform(0, 1.5))
    began = time.monotonic()
    if act == STOP:
        await asyncio.to_thread(engines.stop_hard, folder)
        await asyncio.sleep(chance.uniform(0, 3))
        await asyncio.to_thread(engines.start_again, folder)
    else:
        await _take_away(cluster, act, chance, tally)

    def times() -> list[int]:
        return [posted[channel.id] - already[channel.id] for channel in scene.living]

    with suppress(TimeoutError):
        await scene.server.state.messages.changed.until(lambda: min(times()) > 0, LATEST)
    tally.heard.append(time.monotonic() - began)
    await asyncio.sleep(_QUIET)
    tally.lost += times().count(0)
    tally.doubled += sum(number - 1 for number in times() if number > 1)
    tally.posts = posted.total()
    tally.rushed = scene.server.gateway.rushed


async def run(acts: Sequence[str], seed: int, channels: int = 60, size: int = 4) -> Tally:
    """Those acts, in a random order, over `size` processes."""
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
                # As many as months have: a day's thousand would be gone after 300 kills.
                server.gateway.session_starts = 100_000
                scene = Scene(server, Path(place), 40, url)
                following = open_channels(server, channels, per_guild=1)
                scene.living = [channel for _, channel in following]
                await scene.prepare(following)
                async with processes(server, SHARDS, scene.environment) as cluster:
                    await cluster.start(size)
                    await cluster.until_served(120)
                    for act in chance.sample(acts, len(acts)):
                        await _round(cluster, scene, folder, chance, tally, act)
                        print(f"{tally.rounds} of {len(acts)}, {act}: {tally}", flush=True)
        edits = stored_in(url).one("SELECT count(*) FROM edits")
        tally.edits_lost = tally.rounds - edits
    finally:
        engines.end(folder)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.cluster.chaos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stops", type=int, default=2)
    parser.add_argument("--freezes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    vanishing = given.kills // 10
    acts = [KILL] * (given.kills - vanishing) + [VANISH] * vanishing
    acts += [STOP] * given.stops + [FREEZE] * given.freezes
    began = time.monotonic()
    tally = asyncio.run(run(acts, given.seed))
    print(
        f"{given.kills} kills, {given.freezes} freezes and {given.stops} stops of PostgreSQL in "
        f"{time.monotonic() - began:.0f} s: {tally}"
    )
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
