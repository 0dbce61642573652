"""A change told to 5,000 channels: how fast, and how `/season` answers meanwhile.

``python -m tests.chaos.pace`` prints the figures; the server and the bot are two processes.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.chaos.scene import Scene, open_channels
from tests.wire.pace import steady, timings
from tests.wire.server import Server

ASKED = [{"show": "Soundtrack", "season": 2}]


async def measure(path: Path, number: int, rate: int, questions: float) -> list[str]:
    """The figures of one fan-out, a line each."""
    async with Server(openapi=None) as server:
        scene = Scene(server, path, rate)
        everywhere = open_channels(server, number, per_guild=20)
        scene.living = [channel for _, channel in everywhere]
        await scene.prepare(everywhere)
        async with server.bot(env=scene.environment):
            await steady(server, "season", ASKED, rate=questions, seconds=3)
            quiet = timings(*await steady(server, "season", ASKED, rate=questions, seconds=20))
            before = server.rates.issued
            wrote = await scene.change(1)
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
            busy = timings(*await asking)
            lost, doubled = scene.counts()
        reached = (number - 1) / took
        return [
            f"the write took {wrote * 1000:.1f} ms",
            f"{number:,} channels in {took:.1f} s: {reached:.2f} a second, "
            f"{reached / rate:.1%} of the {rate} configured; {lost} lost, {doubled} doubled",
            f"busiest second {server.rates.busiest_second} requests, "
            f"{server.rates.issued - before} refused with 429",
            f"/season quiet p50 {quiet.p50 * 1000:.1f} p99 {quiet.p99 * 1000:.1f} ms, "
            f"meanwhile p50 {busy.p50 * 1000:.1f} p99 {busy.p99 * 1000:.1f} ms, "
            f"{busy.p99 / quiet.p99:.2f} times",
        ]


async def _first(server: Server) -> float:
    """When the first message arrived."""
    posted = server.state.messages
    general = server.general.id
    await posted.changed.until(lambda: posted.posted.total() > posted.posted[general], 30)
    return time.perf_counter()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.pace", description=__doc__)
    parser.add_argument("--channels", type=int, default=5000)
    parser.add_argument("--rate", type=int, default=30)
    parser.add_argument("--questions", type=float, default=20, help="a second")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pace-") as folder:
        found = measure(Path(folder), given.channels, given.rate, given.questions)
        print(*asyncio.run(found), sep="\n")


if __name__ == "__main__":
    main()
