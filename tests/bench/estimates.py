"""Estimates of premieres, on whole shows that the table was not made of; their cost and timelines'.

A third of the shows is set apart for the last measurement and teaches nothing. Of the rest, on
which the estimate was tuned, each third is guessed with a table of the other two.
"""

from __future__ import annotations

import io
import json
import math
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice, pairwise

from PIL import Image

from bot.cli.estimate import answer
from bot.estimates.calibration import Case, calibrated, cases, trained
from bot.estimates.estimate import COVERAGE, Estimate, Table, estimate
from bot.estimates.features import Group
from bot.estimates.runs import Run, read_runs
from bot.pictures.drawing import HEIGHT, WIDTH, png
from tests.pictures.test_timeline import SHOWS, chart
from tests.wire.process import ROOT

_SHARED = ROOT.parent / "shared" / "data"
PREMIERES = _SHARED / "seasons" / "premieres.tsv"
TITLES = _SHARED / "titles" / "tmdb_tv_titles.tsv"
PARTS = 3
SMALLEST = 50
RECENT = 2019
DAYS: Mapping[str, int | None] = {
    "a day after the finale": None,
    "a day after the premiere": 1,
    **{f"{days} days after it": days for days in (90, 180, 270, 365, 500)},
}


@dataclass(frozen=True, slots=True)
class Guess:
    """One season with what was said of it, in days after the premiere before it, of that year."""

    group: Group
    year: int
    truth: int
    earlier: tuple[int, ...]
    elapsed: int
    low: int
    likely: int
    high: int

    @property
    def error(self) -> int:
        return abs(self.truth - self.likely)

    @property
    def inside(self) -> bool:
        return self.low <= self.truth <= self.high


BASELINES: Mapping[str, Callable[[Guess], float]] = {
    "365 days": lambda guess: 365,
    "the last gap": lambda guess: guess.earlier[-1],
    "the show's median": lambda guess: statistics.median(guess.earlier),
}


def is_apart(run: Run) -> bool:
    """Whether the show is of the third that teaches nothing."""
    return zlib.crc32(f"sealed {run.title.casefold()}".encode()) // 7 % 3 == 0


def folds(runs: Sequence[Run]) -> list[tuple[Table, list[Run]]]:
    """A table for each part of the shows, made of the others."""
    made = []
    for part in range(PARTS):
        others = [run for run in runs if run.fold % PARTS != part]
        table = trained(others, calibrated(others))
        made.append((table, [run for run in runs if run.fold % PARTS == part]))
    return made


def guesses(parts: Sequence[tuple[Table, Sequence[Run]]], elapsed: int | None) -> list[Guess]:
    """Every season for which there is an estimate, as of a day that `cases` explains."""
    return [
        _guess(case, made)
        for table, runs in parts
        for case in cases(runs, elapsed)
        if isinstance(made := estimate(case.history, table), Estimate)
    ]


def _guess(case: Case, made: Estimate) -> Guess:
    days = case.history.premieres
    last = days[-1]
    return Guess(
        case.history.group,
        last.year,
        (case.truth - last).days,
        tuple((after - before).days for before, after in pairwise(days)),
        case.history.elapsed(last),
        (made.low - last).days,
        (made.likely - last).days,
        (made.high - last).days,
    )


def ungrouped(errors: Sequence[int]) -> int:
    """The width of a split-conformal range without groups: twice the ⌈(n + 1) · 0.8⌉-th error."""
    return 2 * sorted(errors)[math.ceil((len(errors) + 1) * COVERAGE) - 1] + 1


def rows(made: Sequence[Guess]) -> Iterator[tuple[str, str]]:
    """Coverage, widths, and errors beside the baselines' on the seasons that all can guess.

    A baseline is told as it is, and moved to the next day where its day is gone by.
    """
    yield "inside the range of 80 %", f"{coverage(made):.1%} of {len(made):,}"
    for group in Group:
        own = [guess for guess in made if guess.group is group]
        if len(own) >= SMALLEST:
            yield f"  {group.value}", f"{coverage(own):.1%} of {len(own):,}"
    late = [guess for guess in made if guess.year >= RECENT]
    if len(late) >= SMALLEST:
        yield f"  waited for since {RECENT}", f"{coverage(late):.1%} of {len(late):,}"
        yield "    mean width, days", f"{width(late):.0f}"
    yield "mean width, days", f"{width(made):.0f}"
    yield "  without groups", f"{ungrouped([guess.error for guess in made])}"
    later = [guess for guess in made if guess.earlier]
    yield f"median error of {len(later):,}, days", f"{error(later):.0f}"
    for name, baseline in BASELINES.items():
        plain = (abs(guess.truth - baseline(guess)) for guess in later)
        moved = (abs(guess.truth - max(baseline(guess), guess.elapsed + 1)) for guess in later)
        figure = f"{statistics.median(plain):.0f}, {statistics.median(moved):.0f}"
        yield f"  {name}", figure


def coverage(made: Sequence[Guess]) -> float:
    """The share inside the range."""
    return sum(guess.inside for guess in made) / len(made)


def width(made: Sequence[Guess]) -> float:
    """The mean of the ranges in days, both ends included."""
    return statistics.mean(guess.high - guess.low + 1 for guess in made)


def error(made: Sequence[Guess]) -> float:
    """The median error in days."""
    return statistics.median(guess.error for guess in made)


def costs(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """Processor time: of 1,000 lines of JSON, and of a timeline beside a PNG of nothing."""
    asked = [json.dumps(_as_json(case)) for case in islice(cases(runs, 1), 1000)]
    answer(asked[0], date.min)  # reads the table
    spent = _processor_seconds(lambda: [answer(line, date.min) for line in asked])
    yield f"estimates, {len(asked):,} lines of JSON", f"{spent:.2f} s"
    empty = Image.new("P", (WIDTH, HEIGHT))
    floor = _processor_seconds(lambda: empty.save(io.BytesIO(), "PNG", optimize=True))
    for name, show in sorted(SHOWS.items()):
        drawn = chart(show)
        size = len(png(drawn))  # loads the fonts
        spent = _processor_seconds(partial(png, drawn))
        figure = f"{spent * 1000:.0f} ms, {spent / floor:.1f} x, {size / 1000:.0f} KB"
        yield f"timeline, {name}: time, over an empty PNG's, size", figure


def _as_json(case: Case) -> Mapping[str, object]:
    return {
        "premieres": [day.isoformat() for day in case.history.premieres],
        "as_of": case.history.as_of.isoformat(),
    }


def _processor_seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def run() -> Iterator[tuple[str, str]]:
    """The rows of the report, where the data is beside the project."""
    if not PREMIERES.exists():
        return
    runs = read_runs(PREMIERES, TITLES if TITLES.exists() else None)
    yield from costs(runs)
    apart = [run for run in runs if is_apart(run)]
    rest = [run for run in runs if not is_apart(run)]
    sets = {
        "cross-validated": folds(rest),
        "set apart": [(trained(rest, calibrated(rest)), apart)],
    }
    for kept, parts in sets.items():
        for name, elapsed in DAYS.items():
            for label, figure in rows(guesses(parts, elapsed)):
                yield f"estimates, {kept}, {name}: {label}", figure


if __name__ == "__main__":
    for label, figure in run():
        print(f"{label:<90} {figure:>18}")
