"""100,000 subscriptions on one show: how long the write takes, and what follows it.

``python -m tests.chaos.size`` prints the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

from bot.alerts.queries.deliveries import outbox_statistics
from bot.alerts.tables import deliveries, subscriptions
from bot.foundation.database import Database
from tests.alerts.fake import FakeTransport
from tests.chaos.scene import Scene
from tests.wire.server import Server


async def fill(database: Database, show: int, number: int) -> None:
    """So many channels, ten to a server, that follow the show."""
    rows = [
        {
            "guild_id": n // 10 + 1,
            "channel_id": 10**6 + n,
            "target": "show",
            "key": str(show),
            "show_id": show,
            "kinds": 63,
            "label": "",
            "thread": False,
            "created_at": 0,
        }
        for n in range(number)
    ]
    async with database.write() as writing:
        await writing.execute(subscriptions.insert(), rows)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.size", description=__doc__)
    parser.add_argument("--number", type=int, default=100_000)
    number = parser.parse_args().number
    with tempfile.TemporaryDirectory(prefix="size-") as folder:
        scene = Scene(Server(), Path(folder), 30)
        await scene.prepare([])
        async with scene.services() as services:
            await fill(services.database, scene.show, number)
        print(f"the write, with {number:,} subscriptions: {await scene.change(1) * 1000:.1f} ms")
        async with scene.services() as services:
            scheduler = services.alerts.scheduler(FakeTransport())
            settled = await timed(scheduler.settler.step())
            print(f"the window settles: {settled * 1000:.1f} ms")
            longest = total = 0.0
            chunks = 0
            more = True
            while more:
                began = time.perf_counter()
                more = await scheduler.fan_out.step()
                took = time.perf_counter() - began
                longest, total, chunks = max(longest, took), total + took, chunks + more
            print(f"fan-out: {chunks} chunks, the longest {longest:.2f} s, {total:.2f} s in all")
            counted = await outbox_statistics(services.database, services.clock)
            print(f"backlog: {counted.backlog:,}")
            steps = [await timed(scheduler.worker.step()) for _ in range(30)]
            print(f"a worker's step: median {sorted(steps)[15] * 1000:.1f} ms")
            async with services.database.write() as writing:
                await writing.execute(deliveries.update().values(state="sent"))
        print(f"undoing it, all sent: {await undo(scene) * 1000:.1f} ms")
        async with scene.services() as services:
            scheduler = services.alerts.scheduler(FakeTransport())
            steps = [await timed(scheduler.worker.step()) for _ in range(30)]
            print(f"a worker's step while editing: median {sorted(steps)[15] * 1000:.1f} ms")
            await scheduler.close()


async def timed(work: Awaitable[object]) -> float:
    """Seconds that it took."""
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def undo(scene: Scene) -> float:
    """Seconds for taking the change back."""
    async with scene.services() as services:
        return await timed(services.ledger.retract(1, scope=0, by=7, undo_id=2))


if __name__ == "__main__":
    asyncio.run(main())
