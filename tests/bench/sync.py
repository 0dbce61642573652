"""A sync of 2,000 tracked shows against a server on this machine: its pace, its memory, its end.

The pace and the waits run on a clock of their own, so that half an hour of calls takes a minute;
the HTTP is real. The sync is cancelled over and over on its way.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bot.services.ledger import Ledger
from bot.services.library import Library
from bot.services.sources import Sources
from bot.sources.http import Http, open_client
from bot.sources.providers import Providers
from bot.sources.tvmaze import TVmaze, pace
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.services.loopback import serving
from tests.services.provided import Tables, Time
from tests.services.stated import filed

SHOWS = 2000
_KILLS = 20


def run() -> Sequence[tuple[str, str]]:
    """The figures, one by one."""
    return asyncio.run(_measured())


async def _measured() -> list[tuple[str, str]]:
    clock = Time()
    tables = Tables(clock)
    numbers = range(1, SHOWS + 1)
    for number in numbers:
        tables.tvmaze_show(number, f"Show {number}")
    with tempfile.TemporaryDirectory() as folder, serving(tables) as address:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        async with Database(url) as database, open_client() as client:
            ledger = Ledger(database, clock)
            library = Library(database)
            await library.load()
            steps = pace(clock.monotonic, clock.sleep)
            http = Http(client, "tvmaze", address, steps, sleep=clock.sleep, now=clock)
            sources = Sources(
                database,
                ledger,
                library,
                clock,
                Providers((TVmaze(http),)),
                interval=timedelta(hours=1),
                settle=timedelta(minutes=30),
            )
            said = filed(
                *({"title": f"Show {n}", "year": 2025, "ids": {"tvmaze": str(n)}} for n in numbers)
            )
            outcome = await ledger.state("import", said)
            for show_id in outcome.show_ids:
                sources.tracking.note(show_id)
            await sources.tracking.flush()
            return await _rows(sources, tables, clock)


async def _rows(sources: Sources, tables: Tables, clock: Time) -> list[tuple[str, str]]:
    began, started = time.monotonic(), clock.now
    for _ in range(_KILLS):
        running = asyncio.ensure_future(sources.sync.round())
        await asyncio.sleep(0.5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    halves: dict[int, float] = {}

    def told(provider: str, done: int, total: int) -> None:
        if done in (total // 4, total // 2, total - 1):
            halves[done] = _resident()

    await sources.sync.round(told=told)
    took = time.monotonic() - began
    fetched = [place for place in tables.asked if "/shows/" in place and "updates" not in place]
    busiest = max(
        sum(0 <= t - start < 10 for t in tables.times[i : i + 40])
        for i, start in enumerate(tables.times)
    )
    return [
        ("sync: tracked shows", f"{SHOWS:,}"),
        ("sync: fetched of them", f"{len(set(fetched)):,}"),
        ("sync: fetched twice, with 20 kills on the way", f"{len(fetched) - len(set(fetched)):,}"),
        ("sync: most calls in any 10 s (20 are granted)", f"{busiest}"),
        (
            "sync: time by the provider's pace",
            f"{(clock.now - started) / timedelta(minutes=1):.0f} min",
        ),
        ("sync: own work for a show", f"{1000 * took / SHOWS:.0f} ms"),
        ("sync: memory grew over the last three quarters", f"{_growth(halves):.1f} MB"),
    ]


def _growth(seen: dict[int, float]) -> float:
    return max(seen.values()) - seen[min(seen)]


def _resident() -> float:
    """Megabytes in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    for name, figure in run():
        print(f"{name:<60} {figure}")
