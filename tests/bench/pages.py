"""Pages and calendars while they are read: how soon they come, and what `/season` feels of it.

The bot runs as a process of its own beside the local Discord; those who read are another process.
`/season` is asked with and without readers by turns, so that whatever else the machine does meets
both; the ratio is the median over the turns. ``python -m tests.bench.pages``
"""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from tests.bench.load import standalone
from tests.wire.pace import timings
from tests.wire.process import ROOT

RATE = 200.0
_SECONDS = 4.0
_TURNS = 5
_ASKED = 300
_READERS = 8
_CHILD = [sys.executable, "-m", "tests.bench.pages"]


def run() -> Sequence[tuple[str, str]]:
    """The figures, one by one."""
    return asyncio.run(_measured())


async def _measured() -> list[tuple[str, str]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        env = {
            "DATABASE_URL": f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}",
            "WEB_PORT": str(port),
            "TVMAZE_URL": "none",
            "ANILIST_URL": "none",
        }
        async with standalone() as load:
            await load.call("start", argv=["bot", "run"], env=env)
            values = [{"show": "Soundtrack", "season": 2}]
            await load.call("measure", command="season", values=values * 100)
            paths = await _paths(address)
            quiet: list[list[float]] = []
            beside: list[list[float]] = []
            read: list[float] = []
            body = {"command": "season", "values": values * _ASKED}
            for turn in range(_TURNS):
                for with_readers in (False, True) if turn % 2 else (True, False):
                    if not with_readers:
                        quiet.append((await load.call("measure", **body))["latencies"])
                        continue
                    readers = await asyncio.create_subprocess_exec(
                        *_CHILD, address, *paths, cwd=ROOT, stdout=subprocess.PIPE
                    )
                    await asyncio.sleep(1.0)
                    beside.append((await load.call("measure", **body))["latencies"])
                    out, _ = await readers.communicate()
                    read += json.loads(out)
    pages = timings(read)
    slower = [
        (statistics.median(b) / statistics.median(q), timings(b).p99 / timings(q).p99)
        for b, q in zip(beside, quiet, strict=True)
    ]
    p50, p99 = (statistics.median(ratio) for ratio in zip(*slower, strict=True))
    return [
        (
            "a page or a calendar, warm",
            f"p50 {pages.p50 * 1e3:.2f} ms, p99 {pages.p99 * 1e3:.2f} ms",
        ),
        ("pages read a second", f"{len(read) / (_TURNS * _SECONDS):.0f} of {RATE:.0f}"),
        ("/season beside them, p50 over that without", f"{p50:.2f}"),
        ("/season beside them, p99 over that without", f"{p99:.2f}"),
    ]


async def _paths(address: str) -> list[str]:
    """Pages of a few shows and their seasons, the first page, a calendar and a feed."""
    paths = ["/", "/calendar/all.ics", "/feed.atom"]
    async with aiohttp.ClientSession(address) as session:
        for show in range(1, 60, 6):
            async with session.get(f"/show/{show}", allow_redirects=False) as moved:
                if "Location" in moved.headers:
                    place = moved.headers["Location"]
                    paths += [place, f"{place}/season-1"]
        there = []
        for path in paths:
            async with session.get(path) as answer:
                await answer.read()
                if answer.status == 200:
                    there.append(path)
    return there


async def _read(address: str, paths: Sequence[str]) -> list[float]:
    """Read pages at the rate, over a few connections; seconds that each took."""
    took: list[float] = []
    began = time.perf_counter()
    async with aiohttp.ClientSession(address) as session:

        async def reader(number: int) -> None:
            for turn in range(int(RATE * _SECONDS / _READERS)):
                due = began + (turn * _READERS + number) / RATE
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                asked = time.perf_counter()
                path = paths[(turn * _READERS + number) % len(paths)]
                async with session.get(path) as answer:
                    await answer.read()
                assert answer.status == 200, path
                took.append(time.perf_counter() - asked)

        await asyncio.gather(*(reader(number) for number in range(_READERS)))
    return took


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(_read(sys.argv[1], sys.argv[2:]))))
    else:
        for label, figure in run():
            print(f"{label}: {figure}")
