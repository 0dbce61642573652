"""`make cluster`: PostgreSQL from its wheel, the local Discord, four processes with eight shards.

It prints what each does, and changes the show that 200 servers follow, until Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import tempfile
from collections import Counter
from pathlib import Path

from tests import engines
from tests.chaos.scene import Scene, open_channels
from tests.cluster.processes import Processes, processes
from tests.wire.server import Server

SERVERS = 200


async def main() -> None:
    """Start everything, change the show now and then, tell what each process has."""
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end by itself then")
    given = parser.parse_args()
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    folder = engines.new_folder()
    try:
        postgres = engines.start(folder)
        empty = postgres.template("bare", lambda url: None)
        with postgres.copy(empty) as url, tempfile.TemporaryDirectory() as place:
            async with Server(keep=1_000) as server:
                server.gateway.max_concurrency = given.shards
                scene = Scene(server, Path(place), 40, url)
                channels = open_channels(server, SERVERS, per_guild=1)
                scene.living = [channel for _, channel in channels]
                await scene.prepare(channels)
                print(f"PostgreSQL: {url}\nDiscord: {server.state.address}", flush=True)
                async with processes(server, given.shards, scene.environment) as cluster:
                    await cluster.start(given.processes)
                    await _tell(cluster, scene, stop, given.seconds)
    finally:
        engines.end(folder)


async def _tell(cluster: Processes, scene: Scene, stop: asyncio.Event, seconds: float) -> None:
    ends = asyncio.get_running_loop().time() + seconds
    number = 0
    while not stop.is_set() and asyncio.get_running_loop().time() < ends:
        try:
            await asyncio.wait_for(stop.wait(), 5)
        except TimeoutError:
            gateway = cluster.server.gateway
            for process in cluster.living:
                last = process.lines[-1] if process.lines else "starting"
                print(f"  pid {process.pid}: {last[-110:]}")
            told = Counter(cluster.server.state.messages.posted.values())
            print(
                f"shards served: {sorted(gateway.served)} of {cluster.shards}; "
                f"IDENTIFYs: {len(gateway.identifies)} ({gateway.rushed} too soon); "
                f"changes: {number}, channels by messages: {dict(sorted(told.items()))}",
                flush=True,
            )
            if len(gateway.served) == cluster.shards:
                number += 1
                await scene.change(number, ("renewed", "canceled")[number % 2])


if __name__ == "__main__":
    asyncio.run(main())
