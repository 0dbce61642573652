"""Bots under load, as figures: answers warm and cold, typing, start, memory, a steady stream.

Latencies are what people wait; on a busy machine most of them is waiting for a processor, by both
bots alike. What an answer takes of a processor tells them apart all the same.

``python -m tests.bench.load`` measures ``bot run`` beside the floor and prints the ratios. Each
bot has a server process of its own, whose clock takes all the times. The two take turns, so
that whatever else the machine does meets both. ``DATABASE_URL`` and the other settings are
passed on to the bot.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.wire.pace import Timings, timings
from tests.wire.process import BotProcess

COMMAND = "season"
WARM_UP = 50
ROUNDS = 50
_KINDS = ("warm", "cold", "autocomplete")
_IDLE, _MOST_SECONDS_BUSY = 0.05, 120
"""A bot that takes so much of a processor in a second has no work of its own; it is waited for
so long."""
Options = dict[str, Any]


class LoadError(RuntimeError):
    """The bot did not start, or did not answer; the message is the server's."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: ``python -m ARGV…`` with ``env`` on top of the environment."""

    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


FLOOR = Subject(("tests.bench.floor",))
BOT = Subject(("bot", "run"))


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one bot; memory is resident, in MB of 10^6 bytes."""

    ready: float
    """Seconds from the process's start to READY."""
    resident_mb: float
    """Right after READY."""
    loaded_mb: float
    """After all the load."""
    warm: Timings
    cold: Timings
    typing: Timings
    steady: Timings
    processor: Mapping[str, float]
    """Seconds of a processor that one of them takes: "warm", "cold", "autocomplete"; "start" is
    the process until READY."""


class Load:
    """A standalone server's control endpoint."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def call(self, action: str, **body: Any) -> dict[str, Any]:
        """One control request; ``LoadError`` where the server refuses."""
        method = "GET" if action == "counters" else "POST"
        async with self._session.request(method, f"/_control/{action}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            if response.status != 200:
                raise LoadError(answer["error"])
            return answer


@asynccontextmanager
async def standalone(*arguments: str) -> AsyncIterator[Load]:
    """A server in its own process, with ``arguments`` of ``python -m tests.wire``."""
    timeout = aiohttp.ClientTimeout(total=None)
    async with BotProcess(("tests.wire", *arguments), {}) as process:
        line = await process.until_line("^listening on ")
        address = line.removeprefix("listening on ")
        async with aiohttp.ClientSession(address, timeout=timeout) as session:
            yield Load(session)


async def measure(
    subjects: Mapping[str, Subject],
    titles: Sequence[str],
    *,
    count: int = 500,
    rate: float = 400.0,
    seconds: float = 10.0,
    season: int | None = 2,
    guilds: int = 0,
    rest: float = 0.0,
) -> dict[str, Figures]:
    """Measure bots beside each other, by name.

    ``titles`` are the shows to ask for: the first stands for warm answers, each other one is
    asked for once, cold, so there should be ``count`` more of them. Then ``rate`` interactions
    a second for ``seconds``, over all of them, one bot after the other. ``guilds`` are added
    to the one that the server begins with. The first is asked `rest` seconds after the start, or as
    soon after that as no bot works out any more behind it what shows have in common.
    """
    extra = {} if season is None else {"season": season}
    warm: list[Options] = [{"show": titles[0], **extra}]
    cold: list[Options] = [{"show": title, **extra} for title in titles[1 : count + 1]]
    typed: list[Options] = [{"show": titles[n % len(titles)][: 3 + n % 6]} for n in range(count)]
    async with AsyncExitStack() as stack:
        loads = {name: await stack.enter_async_context(standalone()) for name in subjects}
        started = {
            name: await loads[name].call(
                "start", argv=list(subject.argv), env=dict(subject.env), guilds=guilds
            )
            for name, subject in subjects.items()
        }
        await asyncio.sleep(rest)
        await _until_idle(loads.values())
        await _by_turns(loads, warm * WARM_UP)
        answers = {
            "warm": await _by_turns(loads, warm * count),
            "cold": await _by_turns(loads, cold or warm),
            "autocomplete": await _by_turns(loads, typed, focused="show"),
        }
        steady = {
            name: await load.call(
                "steady", command=COMMAND, values=warm + cold, rate=rate, seconds=seconds
            )
            for name, load in loads.items()
        }
        counters = {name: await load.call("counters") for name, load in loads.items()}
    return {
        name: Figures(
            ready=started[name]["ready"],
            resident_mb=started[name]["resident_mb"],
            loaded_mb=counters[name]["resident_mb"],
            warm=timings(answers["warm"][name].latencies),
            cold=timings(answers["cold"][name].latencies),
            typing=timings(answers["autocomplete"][name].latencies),
            steady=timings(steady[name]["latencies"], steady[name]["unanswered"]),
            processor={
                "start": started[name]["cpu_seconds"],
                **{kind: given[name].processor for kind, given in answers.items()},
            },
        )
        for name in subjects
    }


async def _until_idle(loads: Collection[Load]) -> None:
    """Wait until no bot has work of its own, or some never ends; nothing is measured beside it."""
    for _ in range(_MOST_SECONDS_BUSY):
        before = [(await load.call("counters"))["cpu_seconds"] for load in loads]
        await asyncio.sleep(1)
        after = [(await load.call("counters"))["cpu_seconds"] for load in loads]
        if max(late - early for early, late in zip(before, after, strict=True)) < _IDLE:
            return


@dataclass(slots=True)
class _Answers:
    """What a bot's answers took, in seconds."""

    latencies: list[float] = field(default_factory=list)
    spent: float = 0.0
    """Of a processor, all of them."""

    @property
    def processor(self) -> float:
        return self.spent / len(self.latencies)


async def _by_turns(
    loads: Mapping[str, Load], values: Sequence[Options], focused: str | None = None
) -> dict[str, _Answers]:
    """What ``values`` took, a few of them at a time for each bot, in changing order."""
    taken = {name: _Answers() for name in loads}
    for turn in range(min(ROUNDS, len(values))):
        names = list(loads) if turn % 2 == 0 else list(loads)[::-1]
        part = values[turn::ROUNDS]
        for name in names:
            body = {"command": COMMAND, "values": part, "focused": focused}
            before = await loads[name].call("counters")
            answer = await loads[name].call("measure", **body)
            after = await loads[name].call("counters")
            taken[name].latencies += answer["latencies"]
            taken[name].spent += after["cpu_seconds"] - before["cpu_seconds"]
    return taken


def lines(name: str, figures: Figures) -> list[str]:
    """One bot's figures as text: milliseconds, seconds, MB."""
    rows = [f"{name}: READY after {figures.ready:.2f} s, {figures.resident_mb:.0f} MB"]
    for kind, timing in (
        ("warm", figures.warm),
        ("cold", figures.cold),
        ("autocomplete", figures.typing),
        ("steady load", figures.steady),
    ):
        p50, p99, longest = (t * 1000 for t in (timing.p50, timing.p99, timing.longest))
        row = f"  {kind:<13} p50 {p50:7.2f} ms  p99 {p99:7.2f} ms  longest {longest:.0f} ms"
        if kind in figures.processor:
            row += f"  processor {figures.processor[kind] * 1000:.2f} ms"
        rows.append(row)
    steady = figures.steady
    rows.append(f"  {steady.late} of {steady.sent} later than 1 s; then {figures.loaded_mb:.0f} MB")
    return rows


def ratios(floor: Figures, bot: Figures) -> dict[str, float]:
    """The bot over the floor: ratios of latency, differences of start (s) and memory (MB)."""
    return {
        "warm p50": bot.warm.p50 / floor.warm.p50,
        "warm p99": bot.warm.p99 / floor.warm.p99,
        "cold p50": bot.cold.p50 / floor.cold.p50,
        "cold p99": bot.cold.p99 / floor.cold.p99,
        "autocomplete p50": bot.typing.p50 / floor.typing.p50,
        "autocomplete p99": bot.typing.p99 / floor.typing.p99,
        **{f"{kind} processor": bot.processor[kind] / floor.processor[kind] for kind in _KINDS},
        "start, s over": bot.ready - floor.ready,
        "start processor, s over": bot.processor["start"] - floor.processor["start"],
        "memory, MB over": bot.resident_mb - floor.resident_mb,
        "later than 1 s": float(bot.steady.late),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("argv", nargs="*", default=BOT.argv, help="the bot's module, arguments")
    parser.add_argument("--titles", type=Path, help="shows to ask for, one a line")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--floor-only", action="store_true")
    given = parser.parse_args()
    titles = given.titles.read_text("utf-8").splitlines() if given.titles else ["Soundtrack"]
    subjects = (
        {"floor": FLOOR} if given.floor_only else {"floor": FLOOR, "bot": Subject(given.argv)}
    )
    pace = {"count": given.count, "rate": given.rate, "seconds": given.seconds}
    measured = asyncio.run(measure(subjects, titles, **pace))
    for name, figures in measured.items():
        print(*lines(name, figures), sep="\n")
    if "bot" in measured:
        for name, ratio in ratios(measured["floor"], measured["bot"]).items():
            print(f"  {name:<18} {ratio:8.2f}")


if __name__ == "__main__":
    main()
