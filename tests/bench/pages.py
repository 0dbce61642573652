"""Pages and calendars while they are read: how soon they come, and what `/season` feels of it.

The bot runs as a process of its own beside the local Discord; those who read are another process,
and so is the floor, an empty handler of aiohttp. By turns the floor and the bot are read, alone
and while `/season` is asked, so that whatever else the machine does meets both; a ratio is the
median over the turns. ``python -m tests.bench.pages``
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
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.bench.load import standalone
from tests.wire.pace import timings
from tests.wire.process import ROOT, cpu_seconds

RATE = 200.0
_ALONE_SECONDS, _BESIDE_SECONDS = 2.0, 4.0
_TURNS = 5
_ASKED = 300
_READERS = 8
_CHILD = [sys.executable, "-m", "tests.bench.pages"]
_FLOOR = "floor"
_BODY = b"x" * 3000


def run() -> Sequence[tuple[str, str]]:
    """The figures, one by one."""
    return asyncio.run(_measured())


async def _measured() -> list[tuple[str, str]]:
    port, floor_port = _free_port(), _free_port()
    address, floor_address = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{floor_port}"
    floor = await asyncio.create_subprocess_exec(*_CHILD, _FLOOR, str(floor_port), cwd=ROOT)
    try:
        return await _beside(floor_address, floor.pid, address, port)
    finally:
        floor.terminate()
        await floor.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def _beside(floor: str, floor_pid: int, address: str, port: int) -> list[tuple[str, str]]:
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
            read: dict[str, list[list[float]]] = {floor: [], address: []}
            asked: dict[str, list[list[float]]] = {floor: [], address: []}
            spent = {floor: 0.0, address: 0.0}

            async def cpu(target: str) -> float:
                if target == floor:
                    return cpu_seconds(floor_pid)
                return float((await load.call("counters"))["cpu_seconds"])

            body = {"command": "season", "values": values * _ASKED}
            for turn in range(_TURNS):
                for target in (floor, address) if turn % 2 else (address, floor):
                    its = paths if target == address else ["/"]
                    before = await cpu(target)
                    read[target].append(await _took(await _readers(target, _ALONE_SECONDS, its)))
                    spent[target] += await cpu(target) - before
                    beside = await _readers(target, _BESIDE_SECONDS, its)
                    await asyncio.sleep(1.0)
                    asked[target].append((await load.call("measure", **body))["latencies"])
                    await _took(beside)
    empty, pages = (timings([one for turn in read[name] for one in turn]) for name in read)
    number = len(read[address]) * RATE * _ALONE_SECONDS
    return [
        (
            "processor time of a page; of an empty handler",
            f"{spent[address] / number * 1e3:.2f} ms; {spent[floor] / number * 1e3:.2f} ms",
        ),
        (
            "a page or a calendar, warm; an empty handler",
            f"p99 {pages.p99 * 1e3:.2f} ms; {empty.p99 * 1e3:.2f} ms",
        ),
        *_ratios("a page or a calendar, warm: {} over an empty handler's", read, floor, address),
        *_ratios("/season beside 200 pages/s: {} over beside the floor's", asked, floor, address),
    ]


def _ratios(
    label: str, took: Mapping[str, Sequence[Sequence[float]]], floor: str, address: str
) -> list[tuple[str, str]]:
    """The medians and the 99th percentiles over those of the floor."""
    each = [
        (timings(b).p50 / timings(a).p50, timings(b).p99 / timings(a).p99)
        for a, b in zip(took[floor], took[address], strict=True)
    ]
    p50, p99 = (statistics.median(ratio) for ratio in zip(*each, strict=True))
    return [(label.format("p50"), f"{p50:.2f}"), (label.format("p99"), f"{p99:.2f}")]


async def _readers(address: str, seconds: float, paths: Sequence[str]) -> Process:
    return await asyncio.create_subprocess_exec(
        *_CHILD, address, str(seconds), *paths, cwd=ROOT, stdout=subprocess.PIPE
    )


async def _took(readers: Process) -> list[float]:
    out, _ = await readers.communicate()
    took: list[float] = json.loads(out)
    return took


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


async def _read(address: str, seconds: float, paths: Sequence[str]) -> list[float]:
    """Read pages at the rate, over a few connections; seconds that each took."""
    took: list[float] = []
    began = time.perf_counter()
    async with aiohttp.ClientSession(address) as session:

        async def reader(number: int) -> None:
            for turn in range(int(RATE * seconds / _READERS)):
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


async def _empty(request: web.Request) -> web.Response:
    return web.Response(body=_BODY)


def _serve_floor(port: int) -> None:
    application = web.Application()
    application.router.add_get("/", _empty)
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    if sys.argv[1:2] == [_FLOOR]:
        _serve_floor(int(sys.argv[2]))
    elif len(sys.argv) > 1:
        print(json.dumps(asyncio.run(_read(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))))
    else:
        for label, figure in run():
            print(f"{label}: {figure}")
