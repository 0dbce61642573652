"""A bot under load, as figures: answers warm and cold, typing, start, memory, a steady stream.

``python -m tests.bench.load`` measures the floor, then ``bot run`` beside it, and prints the
ratios. The server is a process of its own, and all times are from its clock.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.wire.process import BotProcess

FLOOR = ("tests.bench.floor",)
BOT = ("bot", "run")
COMMAND = "season"
WARM_UP = 30


class LoadError(RuntimeError):
    """The bot did not start, or did not answer; the message is the server's."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run measured. Latencies are ``p50``, ``p99``, ``longest`` in seconds, with
    ``sent``, ``late`` (over a second) and ``unanswered``; memory in MB of 10^6 bytes."""

    ready: float
    """Seconds from the process's start to READY."""
    resident_mb: float
    """Right after READY."""
    loaded_mb: float
    """After all the load."""
    warm: Mapping[str, float]
    cold: Mapping[str, float]
    typing: Mapping[str, float]
    steady: Mapping[str, float]


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
    argv: Sequence[str],
    env: Mapping[str, str],
    titles: Sequence[str],
    *,
    count: int = 500,
    rate: float = 400.0,
    seconds: float = 10.0,
    season: int | None = 2,
    guilds: int = 0,
) -> Figures:
    """Run ``python -m ARGV`` with ``env`` on a fresh server and measure it.

    ``titles`` are the shows to ask for: the first stands for warm answers, each other one is
    cold once, so there should be ``count`` more than that. ``seconds`` of steady load at
    ``rate`` a second run over all of them.
    """
    extra = {} if season is None else {"season": season}
    warm = [{"show": titles[0], **extra}]
    cold = [{"show": title, **extra} for title in titles[1 : count + 1]] or warm
    typed = [{"show": title[: 3 + n % 6]} for n, title in enumerate(_repeat(titles, count))]
    async with standalone() as load:
        started = await load.call("start", argv=list(argv), env=dict(env), guilds=guilds)
        await load.call("measure", command=COMMAND, values=warm * WARM_UP)
        measured = {
            "warm": await load.call("measure", command=COMMAND, values=warm * count),
            "cold": await load.call("measure", command=COMMAND, values=cold),
            "typing": await load.call("measure", command=COMMAND, values=typed, focused="show"),
            "steady": await load.call(
                "steady", command=COMMAND, values=warm + cold, rate=rate, seconds=seconds
            ),
        }
        counters = await load.call("counters")
        await load.call("stop")
    return Figures(
        ready=started["ready"],
        resident_mb=started["resident_mb"],
        loaded_mb=counters["resident_mb"],
        **measured,
    )


def _repeat(titles: Sequence[str], count: int) -> list[str]:
    return [titles[n % len(titles)] for n in range(count)]


def lines(name: str, figures: Figures) -> list[str]:
    """One run as text: milliseconds, seconds, MB."""
    rows = [f"{name}: READY after {figures.ready:.2f} s, {figures.resident_mb:.0f} MB"]
    for label, timing in (
        ("warm answer", figures.warm),
        ("cold answer", figures.cold),
        ("autocomplete", figures.typing),
        ("steady load", figures.steady),
    ):
        p50, p99, longest = (timing[key] * 1000 for key in ("p50", "p99", "longest"))
        rows.append(f"  {label:<13} p50 {p50:7.2f} ms  p99 {p99:7.2f} ms  longest {longest:.0f} ms")
    sent, late = figures.steady["sent"], figures.steady["late"]
    rows.append(f"  {late:.0f} of {sent:.0f} later than 1 s; {figures.loaded_mb:.0f} MB after it")
    return rows


def ratios(floor: Figures, bot: Figures) -> dict[str, float]:
    """The bot over the floor: ratios of latency, differences of start (s) and memory (MB)."""
    return {
        "warm p50": bot.warm["p50"] / floor.warm["p50"],
        "warm p99": bot.warm["p99"] / floor.warm["p99"],
        "cold p50": bot.cold["p50"] / floor.cold["p50"],
        "cold p99": bot.cold["p99"] / floor.cold["p99"],
        "autocomplete p50": bot.typing["p50"] / floor.typing["p50"],
        "autocomplete p99": bot.typing["p99"] / floor.typing["p99"],
        "start, s over": bot.ready - floor.ready,
        "memory, MB over": bot.resident_mb - floor.resident_mb,
        "later than 1 s": bot.steady["late"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("argv", nargs="*", default=BOT, help="the bot's module and arguments")
    parser.add_argument("--titles", type=Path, help="shows to ask for, one a line")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--floor-only", action="store_true")
    given = parser.parse_args()
    titles = given.titles.read_text("utf-8").splitlines() if given.titles else ["Soundtrack"]
    pace = {"count": given.count, "rate": given.rate, "seconds": given.seconds}

    floor = asyncio.run(measure(FLOOR, {}, titles, **pace))
    print(*lines("floor", floor), sep="\n")
    if given.floor_only:
        return
    bot = asyncio.run(measure(given.argv, {}, titles, **pace))
    print(*lines("bot", bot), sep="\n")
    for name, ratio in ratios(floor, bot).items():
        print(f"  {name:<18} {ratio:8.2f}")


if __name__ == "__main__":
    main()
