"""Hostile interactions at ten at once, beside a busy store, huge shows and files made to stall.

``python -m tests.chaos.hostile`` prints the figures; the exit code tells whether all went well.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.composition_root import open_services
from bot.facts import claim_limits
from bot.facts.models import Statement, Tier
from bot.settings import Settings
from tests.facts.made import claims
from tests.wire.interaction import Interaction, NoAnswerError
from tests.wire.pace import Timings, timings
from tests.wire.process import BotProcess
from tests.wire.server import Server

_AT_ONCE = 10
_LATE_SECONDS = 3.0
_LINK = "https://example.com/news"

_TITLES = ("Soundtrack", "Lamp", "Huge", "Many Names", "Nine Lives", "Harbor", "Ghosts")

_TEXTS: Sequence[str] = (
    "",
    " ",
    "@everyone <@&1> `x` **y** [a](https://evil.example)",
    "❷",
    "²",
    "፪",
    "9" * 4000,
    "-1",
    "\u202e\u0000\u200b",
    "e\u0301" * 300,
    "season " * 500,
    "id:99999999999999999999999",
    "id:1",
    "'; DROP TABLE shows; --",
    "%s %d {0} {x}",
    "🏳️‍🌈" * 200,
    "2026-13-45",
    "H1 2026",
    "https://youtu.be/" + "a" * 3000,
)

_FIELDS = ("status", "premiere", "finale", "episodes", "story", "label", "alias", "nothing")


def hostile_files() -> list[tuple[str, bytes]]:
    """Files that once stopped everything, and some that are broken or too much."""
    huge = {
        "title": "Made Huge",
        "source": _LINK,
        "seasons": [{"number": n, "episodes": 8} for n in range(1, 9000)],
    }
    return [
        ("deep.toml", ("a." * 15_000 + "a = 1\n").encode()),
        ("deep.json", b"[" * 200_000),
        ("twice.json", ("{" + "".join(f'"k{n}":1,"k{n}":2,' for n in range(20_000))).encode()),
        ("last.json", ("{" + '"a":1,' * 60_000 + '"a":1}').encode()),
        ("huge.json", json.dumps(huge).encode()),
        ("aliases.json", json.dumps(
            {"title": "A", "source": _LINK, "aliases": [f"N {n}" for n in range(38_000)]}
        ).encode()),
        ("bytes.json", b"\xff\xfe\x00"),
        ("number.json", b'{"title": "A", "year": ' + b"9" * 100_000 + b"}"),
        ("empty.toml", b""),
        ("name.exe", b"MZ"),
        ("good.json", json.dumps({"title": "Lamp", "source": _LINK, "network": "HBO"}).encode()),
    ]  # fmt: skip


@dataclass
class Result:
    """What became of it; `late` are the interactions that Discord would have given up."""

    timings: Timings
    late: list[str] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    violations: int = 0
    ended_in: float = 0.0

    @property
    def good(self) -> bool:
        """Whether all were answered in time, without an error, and the process ended in time."""
        return not (self.late or self.errors or self.violations) and self.ended_in < 5


class Attack:
    """Makes hostile interactions, the same ones for one seed, and measures the answers."""

    def __init__(self, server: Server, seed: int) -> None:
        self._server = server
        self._chance = random.Random(seed)
        self._files = hostile_files()
        self._numbers = iter(range(10**9))
        self._sample: Interaction | None = None
        self._kinds: Sequence[tuple[int, Callable[[], Any]]] = (
            (30, self._ask_about),
            (10, self._ask),
            (20, self._type),
            (15, self._set),
            (3, self._import),
            (6, self._follow),
            (4, self._suggest),
            (8, self._press),
            (4, self._malformed),
        )

    async def run(self, count: int) -> Result:
        """So many interactions, ten at once."""
        latencies: list[float] = []
        result = Result(timings([]))
        left = iter(range(count))

        async def one_after_another() -> None:
            for _ in left:
                await self._one(latencies, result)

        await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))
        result.timings = timings(latencies, len(result.late))
        result.slow = sorted(result.slow, reverse=True)[:10]
        result.violations = len(self._server.violations)
        return result

    async def _one(self, latencies: list[float], result: Result) -> None:
        weights = [weight for weight, _ in self._kinds]
        [(_, kind)] = self._chance.choices(self._kinds, weights)
        name = kind.__name__.strip("_")
        try:
            interaction = await kind()
        except NoAnswerError as error:
            result.late.append(f"{name}: {error}")
            return
        if interaction is None:
            return
        assert isinstance(interaction, Interaction)
        latencies.append(interaction.latency)
        result.slow.append((interaction.latency, name))
        if interaction.latency > _LATE_SECONDS:
            result.late.append(f"{name}: {interaction.latency:.2f} s")
        if len(result.slow) > 1000:
            result.slow = sorted(result.slow, reverse=True)[:10]

    def _text(self) -> str:
        return self._chance.choice(_TEXTS)

    def _show(self) -> str:
        return self._chance.choice((*_TITLES, *_TITLES, self._text()))

    def _person(self, *, editor: bool = False) -> tuple[Any, Any, Any]:
        server = self._server
        person = server.moderator if editor else server.fan
        return (server.guild, server.general, person)

    async def _ask_about(self) -> Interaction:
        command = self._chance.choice(("season", "release", "cast", "trailer", "story", "where"))
        options: dict[str, Any] = {"show": self._show()}
        if self._chance.random() < 0.6:
            options["season"] = self._chance.choice((1, 2, 3, 9999, 500))
        return await self._server.slash(*self._person(), command, options)

    async def _ask(self) -> Interaction:
        question = f"{self._show()} season {self._text()}"
        return await self._server.slash(*self._person(), "ask", {"question": question[:6000]})

    async def _type(self) -> Interaction:
        typed = {"show": self._show()[:100]}
        return await self._server.autocomplete(*self._person(), "season", typed)

    async def _set(self) -> Interaction:
        options = {
            "show": self._show(),
            "field": self._chance.choice(_FIELDS),
            "value": self._chance.choice(("8", "2027-03-04", "renewed", self._text())) or "x",
            "source": self._chance.choice((_LINK, _LINK, self._text())) or "x",
            "season": self._chance.randint(1, 400),
        }
        return await self._server.slash(*self._person(editor=True), "catalog set", options)

    async def _import(self) -> Interaction:
        name, data = self._chance.choice(self._files)
        file = self._server.driver.upload(name, data)
        return await self._server.slash(
            *self._person(editor=True), "catalog import", {"file": file}
        )

    async def _follow(self) -> Interaction:
        command = self._chance.choice(("alerts follow", "alerts unfollow"))
        return await self._server.slash(
            *self._person(editor=True), command, {"target": self._show() or "x"}
        )

    async def _suggest(self) -> Interaction:
        options = {
            "show": self._show(),
            "field": "story",
            "value": self._text() or "x",
            "source": _LINK,
            "season": 1,
        }
        return await self._server.slash(*self._person(), "suggest", options)

    async def _press(self) -> Interaction | None:
        shown = await self._server.slash(*self._person(), "season", {"show": "Soundtrack"})
        if shown.message is None or not shown.message.components:
            return shown
        return await self._server.click(shown, label="Cast")

    async def _malformed(self) -> None:
        """What Discord's own types forbid gets no answer, and no traceback."""
        server = self._server
        number = next(self._numbers)
        options = self._chance.choice(
            (
                None,
                [{"name": "show", "type": 3, "value": ["Lamp"]}],
                [{"name": "show", "type": 3, "value": None}],
                [{"name": "season", "type": 4, "value": "one"}],
                "options",
                [7],
            )
        )
        if self._sample is None:
            self._sample = await self._server.slash(*self._person(), "season", {"show": "Lamp"})
        payload = deepcopy(self._sample.payload)
        payload |= {"id": str(10**17 + number), "token": f"malformed-{number}"}
        payload["data"]["options"] = options
        await server.gateway.dispatch("INTERACTION_CREATE", payload, guild_id=server.guild.id)
        await asyncio.sleep(0.01)


async def _prepare(url: str, shows: int) -> None:
    """Some shows by name, of which two have as many seasons and names as may be, and the rest."""
    settings = Settings(database_url=url, catalog_dir=None)
    async with open_services(settings) as services:
        said = []
        for number, title in enumerate((*_TITLES, *(f"Show {n:05}" for n in range(shows)))):
            own: dict[str, Any] = {"title": title, "network": "Netflix"}
            if title == "Many Names":
                own["aliases"] = [
                    f"Name {n}" for n in range(claim_limits.member_limit("aliases") or 0)
                ]
            seasons = claim_limits.SEASONS if title == "Huge" else 2
            about = [*claims(None, own)]
            for season in range(1, seasons + 1):
                about += claims(season, {"status": "aired", "premiere": "2024-05-01"})
            said.append(
                Statement(
                    "import", str(number), Tier.CURATOR, _LINK, date(2026, 1, 1), tuple(about)
                )
            )
        await services.ledger.state("import", said)


def _hold(file: Path, seconds: float) -> None:
    """Another program has the store's write lock for that long."""
    with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")


async def _keep_busy(file: Path, free: float) -> None:
    """The store is busy for two seconds again and again, and `free` seconds between."""
    while True:
        await asyncio.sleep(free)
        await asyncio.to_thread(_hold, file, 2.0)


async def attack(
    folder: Path, *, count: int, shows: int, seed: int = 1, free: float = 6.0
) -> Result:
    """Play it on the real process, with `shows` in the store beside the named ones."""
    file = folder / "hostile.db"
    url = f"sqlite+aiosqlite:///{file}"
    await _prepare(url, shows)
    environment: dict[str, str | None] = {"DATABASE_URL": url, "CATALOG_DIR": "none"}
    async with Server(openapi=None, keep=200) as server:
        async with server.bot(env=environment, seconds=120) as process:
            holding = asyncio.create_task(_keep_busy(file, free))
            try:
                result = await Attack(server, seed).run(count)
            finally:
                holding.cancel()
                await asyncio.gather(holding, return_exceptions=True)
            result.ended_in = await process.terminate()
        result.errors = _errors(process)
        return result


def _errors(process: BotProcess) -> list[str]:
    return [line for line in process.lines if " ERROR " in line or line.startswith("Traceback")]


async def main() -> int:
    """Print the figures; 1 where not all went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.hostile", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--shows", type=int, default=35_590)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        result = await attack(Path(folder), count=given.count, shows=given.shows, seed=given.seed)
    found = result.timings
    print(
        f"{found.sent} answered of {given.count}: p50 {found.p50 * 1000:.0f} ms, "
        f"p99 {found.p99 * 1000:.0f} ms, longest {found.longest:.2f} s, "
        f"{len(result.late)} late, {len(result.errors)} errors, "
        f"{result.violations} refused bodies, ended in {result.ended_in:.1f} s, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    for latency, name in result.slow:
        print(f"  {latency:.2f} s {name}")
    for line in (*result.late[:20], *result.errors[:20]):
        print(f"  {line}")
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
