"""A change told to 20,000 channels: how fast, within Discord's limits, and `/season` meanwhile.

``python -m tests.bench.fanout --processes 4`` prints the figures of a cluster on PostgreSQL; one
process has SQLite. The local Discord refuses what exceeds 50 requests a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests import engines
from tests.chaos.scene import Scene, open_channels
from tests.cluster.processes import processes
from tests.wire.entities import Channel, Guild
from tests.wire.pace import steady, timings
from tests.wire.process import BotProcess
from tests.wire.server import Server

ASKED = [{"show": "Soundtrack", "season": 2}]
CHANNELS, RATE, QUESTIONS = 20_000, 30, 5.0
DISCORDS_RATE = 50
"""Requests a second that Discord takes from one bot:
https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""

SHARDS = 8


async def measure(
    path: Path, number: int, rate: int, questions: float, size: int = 1
) -> list[tuple[str, str]]:
    """The figures of one fan-out by so many processes: what each is, and the figure."""
    async with Server(openapi=None) as server:
        server.rates.global_limit = DISCORDS_RATE
        scene = Scene(server, path, rate)
        everywhere = open_channels(server, number, per_guild=20)
        scene.living = [channel for _, channel in everywhere]
        async with _running(scene, everywhere, size) as bots:
            with suppress(OSError):
                # Discord is not kept waiting by the bots: what arrives late is counted in a rush.
                os.setpriority(os.PRIO_PROCESS, 0, -10)
            await steady(server, "season", ASKED, rate=questions, seconds=3)
            quiet = timings(*await steady(server, "season", ASKED, rate=questions, seconds=20))
            before = server.rates.issued
            server.rates.busiest_second = 0
            spent = sum(bot.cpu_seconds for bot in bots)
            stalls: list[float] = []
            wrote = await scene.change(1)
            watching = asyncio.create_task(_stalls(stalls))
            began = await _first(server)
            asking = asyncio.create_task(
                steady(server, "season", ASKED, rate=questions, seconds=number / rate * 0.8)
            )
            posted = server.state.messages
            # A look at every channel after every message would cost the server what it measures.
            await posted.changed.until(
                lambda: posted.posted.total() - posted.posted[server.general.id] >= number,
                number / rate * 2 + 60,
            )
            took = time.perf_counter() - began
            watching.cancel()
            spent = sum(bot.cpu_seconds for bot in bots) - spent
            busy = timings(*await asking)
            lost, doubled = scene.counts()
            memory = max(bot.resident_mb for bot in bots)
        reached = (number - 1) / took
        what = f"fan-out to {number:,} channels by {size}: "
        return [
            (f"{what}the write", f"{wrote * 1000:.0f} ms"),
            (f"{what}seconds, lost / doubled", f"{took:.1f}, {lost} / {doubled}"),
            (f"{what}of the {rate} a second configured", f"{reached / rate:.1%}"),
            (
                f"{what}busiest second, refused with 429",
                f"{server.rates.busiest_second}, {server.rates.issued - before}",
            ),
            (f"{what}longest stall of the local Discord, ms", f"{max(stalls) * 1000:.0f}"),
            (f"{what}processor time a message, ms", f"{spent / number * 1000:.1f}"),
            (f"{what}memory of a process, MB", f"{memory:.0f}"),
            (
                f"{what}/season p50 / p99 meanwhile, ms",
                f"{busy.p50 * 1000:.1f} / {busy.p99 * 1000:.1f}",
            ),
            (
                f"{what}/season p50 / p99 before, ms",
                f"{quiet.p50 * 1000:.1f} / {quiet.p99 * 1000:.1f}",
            ),
        ]


@asynccontextmanager
async def _running(
    scene: Scene, everywhere: Sequence[tuple[Guild, Channel]], size: int
) -> AsyncIterator[Sequence[BotProcess]]:
    """The processes, with every channel following the show."""
    if size == 1:
        await scene.prepare(everywhere)
        async with scene.server.bot(env=scene.environment) as bot:
            yield [bot]
        return
    folder = engines.new_folder()
    try:
        postgres = engines.start(folder)
        with postgres.copy(postgres.template("bare", lambda url: None)) as url:
            scene.store = url
            scene.server.gateway.max_concurrency = SHARDS
            await scene.prepare(everywhere)
            async with processes(scene.server, SHARDS, scene.environment) as cluster:
                await cluster.start(size)
                await cluster.until_served(120)
                yield list(cluster.living.values())
    finally:
        engines.end(folder)


async def _stalls(stalls: list[float]) -> None:
    """By how much this process is late: what arrives meanwhile is counted as if it came at once."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        stalls.append(time.perf_counter() - began - 0.01)


async def _first(server: Server) -> float:
    """When the first message arrived."""
    posted = server.state.messages
    general = server.general.id
    await posted.changed.until(lambda: posted.posted.total() > posted.posted[general], 30)
    return time.perf_counter()


def run(
    number: int = CHANNELS, rate: int = RATE, questions: float = QUESTIONS, size: int = 1
) -> list[tuple[str, str]]:
    """Rows of what was measured and its figure."""
    with tempfile.TemporaryDirectory(prefix="fanout-") as folder:
        return asyncio.run(measure(Path(folder), number, rate, questions, size))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fanout", description=__doc__)
    parser.add_argument("--channels", type=int, default=CHANNELS)
    parser.add_argument("--rate", type=int, default=RATE)
    parser.add_argument("--questions", type=float, default=QUESTIONS, help="a second")
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    for label, figure in run(given.channels, given.rate, given.questions, given.processes):
        print(f"{label:<64} {figure:>16}")


if __name__ == "__main__":
    main()
