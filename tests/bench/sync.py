"""A sync of 2,000 tracked shows against a server on this machine: its pace, its memory, its end.

The pace and the waits run on a clock of their own, so that half an hour of calls takes a minute;
the HTTP is real. The sync is cancelled over and over on its way. It runs in a process of its own,
and the server in another, so that its memory is the bot's alone.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx

from bot.answers.cards.answer import card
from bot.answers.library import Library
from bot.answers.lookup import Asked, Found, Lookup
from bot.facts.ledger import Ledger
from bot.facts.models import Topic
from bot.foundation.database import Database
from bot.foundation.migrate import migrate
from bot.providers.composition import Providers, ProviderServices
from bot.providers.http import Http, open_client
from bot.providers.tvmaze.client import TVmaze, pace
from bot.review.source_conflicts import note_numbering
from tests.bench.memory import resident
from tests.facts.stated import filed
from tests.providers.loopback import Loopback
from tests.providers.provided import Tables, Time
from tests.wire.process import ROOT

SHOWS = 2000
_KILLS = 20
_CHILD = [sys.executable, "-m", "tests.bench.sync"]


def run() -> Sequence[tuple[str, str]]:
    """The figures, one by one."""
    done = subprocess.run(_CHILD, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = (line.partition("\t") for line in done.stdout.splitlines())
    return [(name, figure) for name, _, figure in rows]


@dataclass
class _Calls:
    """What was asked for and when, by the measured process's own clock."""

    clock: Time
    places: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    async def note(self, request: httpx.Request) -> None:
        self.places.append(request.url.path)
        self.times.append(self.clock.monotonic())


@contextmanager
def _served() -> Iterator[str]:
    """The address of a server in a process of its own, which has all the shows."""
    with subprocess.Popen(
        [*_CHILD, "serve"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield child.stdout.readline().strip()
        child.stdin.close()


def _serve() -> None:
    tables = Tables(Time())
    for number in range(1, SHOWS + 1):
        tables.tvmaze_show(number, f"Show {number}")
    with Loopback(tables) as providers:
        print(providers.tvmaze_url, flush=True)
        sys.stdin.read()


async def _measured() -> list[tuple[str, str]]:
    clock = Time()
    calls = _Calls(clock)
    with tempfile.TemporaryDirectory() as folder, _served() as address:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        async with Database(url) as database, open_client() as client:
            client.event_hooks = {"request": [calls.note]}
            ledger = Ledger(database, clock)
            library = Library(database)
            await library.load()
            steps = pace(clock.monotonic, clock.sleep)
            http = Http(client, "tvmaze", address, steps, sleep=clock.sleep, now=clock)
            sources = ProviderServices(
                database,
                ledger,
                library,
                clock,
                Providers((TVmaze(http),)),
                note_numbering,
                interval=timedelta(hours=1),
                settle=timedelta(minutes=30),
            )
            said = filed(
                *(
                    {"title": f"Show {n}", "year": 2025, "ids": {"tvmaze": str(n)}}
                    for n in range(1, SHOWS + 1)
                )
            )
            outcome = await ledger.state("import", said)
            for show_id in outcome.show_ids:
                sources.tracking.note(show_id)
            await sources.tracking.flush()
            await library.refresh()
            answers = _Answers(Lookup(library, clock))
            asking = asyncio.create_task(answers.ask_on())
            try:
                return await _rows(sources, calls, answers)
            finally:
                asking.cancel()


class _Answers:
    """Somebody who asks about a show all the time, and how long each answer took, in seconds.

    The wait for the event loop counts: an answer is due every twentieth of a second.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.took: list[float] = []

    async def ask_on(self) -> None:
        due = time.monotonic()
        while True:
            due = max(due + 0.05, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            found = await self._lookup.meant(f"Show {len(self.took) % SHOWS + 1}")
            assert isinstance(found, Found)
            answer = self._lookup.answer(found.show, None, Topic.GENERAL, Asked())
            card(answer, asker=1)
            self.took.append(time.monotonic() - due)

    def at(self, share: float) -> float:
        return sorted(self.took)[int(share * (len(self.took) - 1))]


async def _rows(
    sources: ProviderServices, calls: _Calls, answers: _Answers
) -> list[tuple[str, str]]:
    began, started = time.monotonic(), calls.clock.now
    for _ in range(_KILLS):
        running = asyncio.ensure_future(sources.sync.round())
        await asyncio.sleep(0.5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    held: list[float] = []

    def told(provider: str, done: int, total: int) -> None:
        if done * 4 // total > (done - 1) * 4 // total:
            held.append(resident())

    reports = await sources.sync.round(progress=told)
    took = time.monotonic() - began
    fetched = [place for place in calls.places if re.search(r"/shows/\d+$", place)]
    busiest = max(
        sum(0 <= t - start < 10 for t in calls.times[i : i + 40])
        for i, start in enumerate(calls.times)
    )
    return [
        ("sync: tracked shows", f"{SHOWS:,}"),
        ("sync: fetched of them", f"{len(set(fetched)):,}"),
        (
            f"sync: fetched twice, ended {_KILLS} times on the way",
            f"{len(fetched) - len(set(fetched)):,}",
        ),
        ("sync: most calls in any 10 s (20 are granted)", f"{busiest}"),
        (
            "sync: time by the provider's pace",
            f"{(calls.clock.now - started) / timedelta(minutes=1):.0f} min",
        ),
        ("sync: own work for a show", f"{1000 * took / SHOWS:.0f} ms"),
        ("sync: memory, quarter by quarter", " ".join(f"{mb:.0f}" for mb in held) + " MB"),
        ("sync: calls refused or failed", f"{sum(len(r.failures) for r in reports)}"),
        (
            f"sync: {len(answers.took):,} answers meanwhile, half and 99 % within",
            f"{1000 * answers.at(0.5):.0f} ms, {1000 * answers.at(0.99):.0f} ms",
        ),
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        _serve()
    else:
        for name, figure in asyncio.run(_measured()):
            print(f"{name}\t{figure}")
