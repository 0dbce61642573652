"""Makes the shipped table anew: ``python -m bot.estimates.make_table PREMIERES [TITLES]``.

PREMIERES is tab-separated with the columns source, show_key, show, season, premiere_date,
end_date and network; TITLES, if given, names the networks of shows for which PREMIERES does not
(tmdb_id, title, popularity, networks).
"""

from __future__ import annotations

import csv
import math
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from .estimate import (
    COVERAGE,
    SAME_SEASON,
    WIDEST,
    Growth,
    History,
    Level,
    Table,
    features_at,
    masses,
    week_of_year,
)
from .groups import MEMBERS, Group, group_of
from .table import TABLE, Gap, Levels, Rhythm, table_of, written

FOLDS = 10
ELAPSED = (1, 100, 200, 300)
"""Days after the last premiere on which a season is guessed for calibration, if it is not out."""

SMALLEST_GROUP = 120
SURE_GROUP = 280
"""From so many scores on a group may be bolder than all shows together."""

STEADY_GROUP = 600
"""A level from fewer scores than these is set a standard error higher, to be on the safe side."""

_LONGEST = timedelta(days=2000)


@dataclass(frozen=True, slots=True)
class Season:
    """One season's dates."""

    number: int
    premiere: date
    finale: date | None


@dataclass(frozen=True, slots=True)
class Run:
    """Seasons of one show that follow each other without a number missing."""

    title: str
    group: Group
    seasons: tuple[Season, ...]

    @property
    def fold(self) -> int:
        """Which part the whole show belongs to: no show teaches what it is measured with."""
        return zlib.crc32(self.title.casefold().encode()) % FOLDS

    def rhythm(self) -> Rhythm:
        """Its gaps in weeks, each with the length of the season before it."""
        gaps = tuple(
            Gap(
                round((after.premiere - before.premiere).days / 7),
                None
                if before.finale is None
                else max(round((before.finale - before.premiere).days / 7), 0),
            )
            for before, after in pairwise(self.seasons)
        )
        return Rhythm(int(week_of_year(self.seasons[0].premiere)), gaps)


@dataclass(frozen=True, slots=True)
class Case:
    """A season to be guessed, from what was known on the day `history.as_of`."""

    history: History
    truth: date
    fold: int


def read_runs(premieres: Path, titles: Path | None = None) -> list[Run]:
    """The runs of all shows, once each: of several sources the one that knows most seasons."""
    networks = _networks(titles) if titles else {}
    shows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in _rows(premieres):
        shows.setdefault((row["source"], row["show_key"]), []).append(row)
    best: dict[str, tuple[int, list[Run]]] = {}
    for (source, key), rows in shows.items():
        title = rows[0]["show"]
        network = rows[0]["network"] or networks.get(key) or networks.get(title.casefold(), "")
        kind = "anime" if source.startswith("bangumi") else None
        runs = list(_runs(title, group_of(kind, network, None), rows))
        weight = sum(len(run.seasons) for run in runs)
        if weight > best.get(title.casefold(), (0, []))[0]:
            best[title.casefold()] = weight, runs
    return [run for _, runs in best.values() for run in runs]


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _networks(titles: Path) -> Mapping[str, str]:
    """By id, and by title for the most popular show of that title."""
    rows = sorted(_rows(titles), key=lambda row: float(row["popularity"] or 0))
    by_title = {row["title"].casefold(): row["networks"] for row in rows}
    return by_title | {f"tmdb:{row['tmdb_id']}": row["networks"] for row in rows}


def _runs(title: str, group: Group, rows: Iterable[dict[str, str]]) -> Iterator[Run]:
    seasons = sorted(map(_season, rows), key=lambda season: season.number)
    run: list[Season] = []
    for season in seasons:
        if run:
            gap = season.premiere - run[-1].premiere
            if season.number != run[-1].number + 1 or not SAME_SEASON <= gap <= _LONGEST:
                yield Run(title, group, tuple(run))
                run = []
        run.append(season)
    yield Run(title, group, tuple(run))


def _season(row: Mapping[str, str]) -> Season:
    end = row["end_date"]
    return Season(
        int(row["season"]),
        date.fromisoformat(row["premiere_date"]),
        date.fromisoformat(end) if end else None,
    )


def cases(runs: Iterable[Run], elapsed: int | None = None) -> Iterator[Case]:
    """Every season but the first, guessed on some day since the one before it.

    `elapsed` is the days gone by; without it each season gets a day of its own, from the first to
    the 316th. A season that came before that day is no case.
    """
    for run in runs:
        for at in range(1, len(run.seasons)):
            so_far, truth = run.seasons[:at], run.seasons[at].premiere
            days = zlib.crc32(f"{run.title}/{at}".encode()) % 8 * 45 + 1
            as_of = so_far[-1].premiere + timedelta(days=days if elapsed is None else elapsed)
            if truth <= as_of:
                continue
            yield Case(
                History(
                    tuple(season.premiere for season in so_far),
                    tuple(s.finale for s in so_far if s.finale and s.finale <= as_of),
                    run.group,
                    as_of,
                ),
                truth,
                run.fold,
            )


def trained(runs: Sequence[Run], levels: Levels) -> Table:
    """A table of these shows."""
    return table_of(_by_group(runs), levels)


def _by_group(runs: Iterable[Run]) -> dict[Group, list[Rhythm]]:
    shows: dict[Group, list[Rhythm]] = {}
    for run in runs:
        if len(run.seasons) > 1:
            shows.setdefault(run.group, []).append(run.rhythm())
    return shows


@dataclass(frozen=True, slots=True)
class _Scored:
    """The weight that a range had to hold to reach the truth, and how it grew."""

    score: float
    growth: Growth

    def shown(self, mass: float) -> bool:
        """Whether a range of that weight is narrow enough to be shown at all."""
        low, high = self.growth.spread(mass)
        return timedelta(weeks=high - low + 1) <= WIDEST


def calibrated(runs: Sequence[Run]) -> dict[tuple[Group, bool], Level]:
    """Split-conformal levels, folded: every show is scored against a table without it.

    A level is the ⌈(n + 1) · 0.8⌉-th smallest of n scores (of few, a later one), taken among the
    ranges that are narrow enough to be shown. A group too small gets none of its own, and one too
    small to be sure of its level is no bolder than all shows together. The vaguer groups are
    scored with shows of which that much is held back.
    """
    scores: dict[Group, list[_Scored]] = {}
    for fold in range(FOLDS):
        table = trained([run for run in runs if run.fold != fold], {})
        held_out = [run for run in runs if run.fold == fold]
        for case in (case for elapsed in ELAPSED for case in cases(held_out, elapsed)):
            for group in _views(case.history.group):
                if (one := _score(case, group, table)) is not None:
                    scores.setdefault(group, []).append(one)
    levels = {}
    for group, scored in scores.items():
        both = _level(scored)
        for wide in (False, True):
            level = _level([one for one in scored if one.growth.wide is wide]) or both
            if level is not None:
                levels[group, wide] = level
    for (group, wide), level in levels.items():
        if level.scores < SURE_GROUP:
            levels[group, wide] = Level(max(level.mass, levels[Group.ANY, wide].mass), level.scores)
    return levels


def _views(group: Group) -> set[Group]:
    return {group, Group.ANY, *(view for view, members in MEMBERS.items() if group in members)}


def _level(scored: Sequence[_Scored]) -> Level | None:
    mass = COVERAGE
    shown: list[float] = []
    for _ in range(4):
        shown = sorted(one.score for one in scored if one.shown(mass))
        if len(shown) < SMALLEST_GROUP:
            return None
        rank = (len(shown) + 1) * COVERAGE
        if len(shown) < STEADY_GROUP:
            rank += math.sqrt(len(shown) * COVERAGE * (1 - COVERAGE))
        mass = math.ceil(shown[math.ceil(rank) - 1] * 1000) / 1000
    return Level(mass, len(shown))


def _score(case: Case, group: Group, table: Table) -> _Scored | None:
    history = case.history
    seasons = history.premieres
    elapsed = history.elapsed(seasons[-1])
    mass = masses(features_at(seasons, history), group, elapsed, table)
    if mass is None:
        return None
    growth = Growth.of(mass[0])
    truth = round((case.truth - seasons[-1]).days / 7)
    held = 0.0
    for week, weight in growth.order:
        if week == truth:
            return _Scored(held, growth)
        held += weight
    return _Scored(math.inf, growth)


def main(arguments: Sequence[str]) -> None:
    """Read the files named, calibrate, and put the table in its place."""
    runs = read_runs(*map(Path, arguments))
    TABLE.write_text(written(_by_group(runs), calibrated(runs)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
