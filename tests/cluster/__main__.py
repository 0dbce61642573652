"""`make cluster`: PostgreSQL from its wheel, the local Discord, four processes with eight shards.

It prints what each does, and changes the show that 200 servers follow, until Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import signal
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from bot.cluster.assignment import listed
from tests import engines
from tests.chaos.scene import Scene, open_channels
from tests.cluster.processes import Processes, processes
from tests.wire.process import BotProcess
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
    print("starting PostgreSQL and a local Discord", flush=True)
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
                print(
                    f"PostgreSQL: {url}\n"
                    f"Discord, a local one: {server.state.address}\n"
                    f"{given.processes} processes of the bot share {given.shards} shards. Every "
                    f"five seconds a show changes, and a channel in each of {SERVERS} servers is "
                    "to hear of it once.\n"
                    "Kill a process (kill -9 PID), and the others take its shards over within "
                    "seconds. Ctrl-C ends all.",
                    flush=True,
                )
                environment = {**scene.environment, "HEALTH_PORT": "0"}
                async with processes(server, given.shards, environment) as cluster:
                    await cluster.start(given.processes)
                    await _tell(cluster, scene, stop, given.seconds)
                    print("ending", flush=True)
        print("ended: nothing runs on, nothing is kept")
    finally:
        engines.end(folder)


async def _tell(cluster: Processes, scene: Scene, stop: asyncio.Event, seconds: float) -> None:
    now = asyncio.get_running_loop().time
    began, number, gateway = now(), 0, cluster.server.gateway
    while not stop.is_set() and now() - began < seconds:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 5)
            return
        print(f"after {now() - began:.0f} s")
        for name, process in list(cluster.living.items()):
            if process.exit_code is not None:
                print(f"  pid {process.pid} has ended; another is started")
                del cluster.living[name]
                await cluster.start()
                continue
            shards = listed(gateway.shards_of(name)) or "none yet"
            print(f"  pid {process.pid}: shards {shards}{_said(process)}")
        posted = cluster.server.state.messages.posted
        heard = Counter(posted[channel.id] for channel in scene.living)
        print(
            f"  shards served: {len(gateway.served)} of {cluster.shards}; sessions begun: "
            f"{len(gateway.identifies)}, too soon: {gateway.rushed}\n  changes so far: {number}; "
            + ", ".join(f"{n} channels heard of {times}" for times, n in sorted(heard.items())),
            flush=True,
        )
        if len(gateway.served) == cluster.shards and heard.keys() == {number}:
            number += 1
            await scene.change(number, ("renewed", "canceled")[number % 2])


def _said(process: BotProcess) -> str:
    """What its log tells of its part, and where its figures are."""
    found = re.search(r"metrics at (http://\S+)", process.output)
    leads = "; leads what one alone does" if "leading what one process" in process.output else ""
    return leads + (f"; {found[1]}/metrics" if found else "")


if __name__ == "__main__":
    asyncio.run(main())
