"""What the index of all shows costs: its first pass, its size on disk and in memory, the start.

Rows are made of the real titles, filled up with titles of their halves, and read page by page
from a TVmaze on this machine, at a pace that measures the work and not the waiting.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx

from bot.answers.library import Library
from bot.foundation.clock import system_clock
from bot.foundation.migrate import migrate
from bot.foundation.rate_limits import TokenBucket
from bot.providers.http import Http, open_client
from bot.providers.tvmaze.client import TVmaze
from bot.providers.tvmaze.index import PAGE
from bot.providers.tvmaze.index_sync import IndexSync
from bot.questions.index.titles import TitleEntry
from tests.bench.imports import WatchedDatabase
from tests.bench.load import BOT, COMMAND, standalone
from tests.bench.titles import MADE, filled
from tests.providers.loopback import Loopback
from tests.providers.provided import Tables
from tests.questions.real_titles import real_titles
from tests.wire.pace import Timings, timings
from tests.wire.process import ROOT

SIZES = (90_000, 213_000)
_SUMMARY = (
    "<p>A town that nobody leaves keeps a secret, and whoever asks for it is answered by "
    "somebody else. When a letter arrives that was sent forty years ago, two sisters who have "
    "not spoken since go through every house of the street, and find that each of them holds "
    "one page of the same story, told by a stranger who knows them all.</p>"
)
"""As long as most are there."""

_RATE, _TURN, _TURNS = 20.0, 3.0, 10
"""`/season`s a second while the index is read, the seconds of a turn, and turns of each bot."""


class Pages:
    """Answers as TVmaze's index does, for titles that have ids in their order."""

    def __init__(self, entries: Sequence[TitleEntry]) -> None:
        self._entries = entries

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/updates"):
            return httpx.Response(200, json={})
        page = int(request.url.params["page"])
        some = self._entries[page * PAGE : (page + 1) * PAGE]
        if not some:
            return httpx.Response(404, json={})
        shows = [_show(page * PAGE + n, entry) for n, entry in enumerate(some)]
        return httpx.Response(200, json=shows)


def _show(number: int, entry: TitleEntry) -> dict[str, Any]:
    country = (entry.country or "").split("|")[0]
    name = (entry.network or "").split("|")[0]
    network = {"name": name, "country": {"code": country}} if name else None
    # A year made up for a real title would make a namesake of the show.
    year = None if entry.show_id < MADE else 1990 + number % 36
    return {
        "id": number + 1 if number % PAGE < PAGE - 1 else number,
        "url": f"https://www.tvmaze.com/shows/{number}/show",
        "name": entry.title,
        "type": "Scripted",
        "language": "English",
        "genres": ["Drama", "Comedy"],
        "status": "Ended" if number % 3 else "Running",
        "premiered": f"{year}-03-{1 + number % 28:02}" if year else None,
        "ended": f"{1995 + number % 31}-05-04" if number % 3 else None,
        "officialSite": f"https://www.example.com/{number}" if number % 2 else None,
        "weight": min(100, int(entry.popularity) + 1),
        "network": network,
        "webChannel": None,
        "externals": {"tvrage": None, "thetvdb": 10**6 + number, "imdb": f"tt{10**7 + number}"},
        "image": {"original": f"https://static.tvmaze.com/uploads/images/{number}.jpg"},
        "summary": _SUMMARY if number % 4 else None,
        "updated": 1_700_000_000 + number,
    }


async def first_pass(database: WatchedDatabase, entries: Sequence[TitleEntry]) -> dict[str, float]:
    """Read every page; processor seconds, the longest lock and the longest stop of the loop."""
    library = Library(database)
    await library.load()
    slowest = 0.0

    async def watch() -> None:
        nonlocal slowest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            slowest = max(slowest, time.perf_counter() - began - 0.005)

    watching = asyncio.create_task(watch())
    transport = httpx.MockTransport(Pages(entries))
    async with open_client(transport) as client:
        http = Http(client, "tvmaze", "https://tvmaze.test", TokenBucket(10_000, 1000))
        sync = IndexSync(database, library, system_clock, TVmaze(http))
        began = _processor_seconds()
        report = await sync.run()
        spent = _processor_seconds() - began
        written = len(database.held)
        again = await sync.run(whole=True)
    watching.cancel()
    assert report.failing is None
    assert again.written == 0, "the same pages again are no change"
    return {
        "pages": report.pages,
        "rows": report.written,
        "seconds": spent,
        "lock": max(database.held),
        "writes": written,
        "stop": slowest,
    }


def _processor_seconds() -> float:
    """Of this process and of those it had build the index."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


async def started(database: Path) -> Mapping[str, float]:
    """Seconds to READY and resident MB of the real process over a database."""
    env = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "CATALOG_DIR": "none",
        "TVMAZE_URL": "none",
        "ANILIST_URL": "none",
    }
    async with standalone() as load:
        found = await load.call("start", argv=list(BOT.argv), env=env, guilds=0)
    return {"ready": found["ready"], "resident": found["resident_mb"]}


@contextmanager
def _served(size: int) -> Iterator[str]:
    """The address of a TVmaze in a process of its own, whose index has so many shows."""
    argv = [sys.executable, "-m", "tests.bench.index", "serve", str(size)]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield child.stdout.readline().strip()
        child.stdin.close()


def _serve(size: int) -> None:
    pages = Pages(filled(real_titles(), random.Random(1), size))
    with Loopback(cast("Tables", pages)) as providers:
        print(providers.tvmaze_url, flush=True)
        sys.stdin.read()


async def meanwhile(folder: Path, size: int) -> Mapping[str, Timings]:
    """How long `/season` takes in the real process without an index, and during its first pass.

    The two take turns, so that a neighbour's load meets both. The pass goes at TVmaze's own pace,
    and lasts longer than the measurement.
    """
    values = [{"show": "Soundtrack"}, {"show": "Dark", "season": 2}, {"show": "The Witcher"}]
    steady = {"command": COMMAND, "values": values, "rate": _RATE, "seconds": _TURN}
    latencies: dict[str, list[float]] = {"quiet": [], "pass": []}
    unanswered = dict.fromkeys(latencies, 0)
    async with AsyncExitStack() as stack:
        address = stack.enter_context(_served(size))
        loads = {}
        for name, url in (("quiet", "none"), ("pass", address)):
            database = f"sqlite+aiosqlite:///{folder / name}.db"
            env = {"DATABASE_URL": database, "TVMAZE_URL": url, "ANILIST_URL": "none"}
            loads[name] = await stack.enter_async_context(standalone())
            await loads[name].call("start", argv=list(BOT.argv), env=env)
            await loads[name].call("measure", command=COMMAND, values=values * 10)
        for turn in range(_TURNS):
            for name in sorted(loads, reverse=bool(turn % 2)):
                answer = await loads[name].call("steady", **steady)
                latencies[name] += answer["latencies"]
                unanswered[name] += answer["unanswered"]
    return {name: timings(found, unanswered[name]) for name, found in latencies.items()}


def meanwhile_rows(size: int) -> list[tuple[str, str]]:
    """What `meanwhile` found, in words."""
    with tempfile.TemporaryDirectory() as name:
        found = asyncio.run(meanwhile(Path(name), size))
        with closing(sqlite3.connect(Path(name) / "pass.db")) as store:
            rows = store.execute("SELECT count(*) FROM index_rows").fetchone()[0]
    quiet, busy = found["quiet"], found["pass"]
    what = f"/season during the first pass ({rows:,} rows came meanwhile)"
    return [
        ("/season without an index: p50, p99", _milliseconds(quiet)),
        (f"{what}: p50, p99", _milliseconds(busy)),
        ("/season: p99 during the pass over that without (2 is granted)", _ratio(busy, quiet)),
    ]


def _milliseconds(found: Timings) -> str:
    return f"{found.p50 * 1000:.1f}, {found.p99 * 1000:.1f} ms of {found.sent}"


def _ratio(busy: Timings, quiet: Timings) -> str:
    return f"{busy.p99 / quiet.p99:.2f}, {busy.late} later than 1 s"


async def _measured(folder: Path, size: int, entries: Sequence[TitleEntry]) -> dict[str, float]:
    file = folder / f"{size}.db"
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    async with WatchedDatabase(url) as database:
        figures = await first_pass(database, entries)
    figures["megabytes"] = _megabytes(folder, size)
    return figures | await started(file)


def _megabytes(folder: Path, size: int) -> float:
    return sum(path.stat().st_size for path in folder.glob(f"{size}.db*")) / 10**6


def run(sizes: Sequence[int] = SIZES) -> list[tuple[str, str]]:
    """Rows of what was measured and its figure; one row where the titles are absent."""
    shows = real_titles()
    if not shows:
        return [("index of shows", "skipped: ../shared/data/titles is not beside the project")]
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.db"
        asyncio.run(migrate(f"sqlite+aiosqlite:///{empty}"))
        floor = asyncio.run(started(empty))
        for size in sizes:
            entries = filled(shows, random.Random(1), size)
            f = asyncio.run(_measured(folder, size, entries))
            over = f["resident"] - floor["resident"]
            late = f["ready"] - floor["ready"]
            rows += [
                (f"index of {size:,}: first pass, processor time", f"{f['seconds']:.1f} s"),
                (f"index of {size:,}: longest lock", f"{f['lock'] * 1000:.0f} ms"),
                (f"index of {size:,}: longest stop of the loop", f"{f['stop'] * 1000:.0f} ms"),
                (f"index of {size:,}: on disk", f"{f['megabytes']:.0f} MB"),
                (f"index of {size:,}: memory over an empty catalogue", f"{over:.0f} MB"),
                (f"index of {size:,}: start over an empty catalogue", f"{late:+.2f} s"),
            ]
    return rows + meanwhile_rows(sizes[0])


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        _serve(int(sys.argv[2]))
        sys.exit()
    chosen = [int(text) for text in sys.argv[1:]] or list(SIZES)
    print(f"{os.getpid()} {datetime.now(UTC):%H:%M}")
    for label, figure in run(chosen):
        print(f"{label:<60} {figure}")
