"""Makes the shipped table anew: ``python -m bot.estimates.make_table PREMIERES [TITLES]``.

PREMIERES is tab-separated with the columns source, show_key, show, season, premiere_date,
end_date and network; TITLES, if given, names the networks of shows for which PREMIERES does not
(tmdb_id, title, popularity, networks). The starter catalogue is one more source, and the one that
knows the latest years.
"""

from __future__ import annotations

import csv
import math
import sys
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from .estimate import (
    ALL,
    COVERAGE,
    LONGEST,
    SAME_SEASON,
    WIDEST,
    Experience,
    Growth,
    History,
    Stratum,
    Table,
    masses,
)
from .features import MEMBERS, YEAR, Group, group_of, week_of_year
from .shipped_table import TABLE, Gap, Levels, Rhythm, table_of, written

CATALOG = TABLE.parents[2] / "data" / "catalog"

FOLDS = 10
ELAPSED = (None, 1, 90, 180, 270, 335, 365, 430, 500)
"""Days after the last premiere on which a season is guessed for calibration, if it is not out.

None is the day after the finale.
"""

SMALLEST_GROUP = 50
"""Fewer seasons give no level of their own."""

HALF_LIFE = 4.0
"""Years in which a score loses half of its weight in calibration.

A range is to be true of the seasons that are waited for now, and they take longer than they did.
Weighted so, split-conformal calibration holds under drift (Barber et al. 2023, "Conformal
prediction beyond exchangeability").
"""

_FEWEST_SHOWN = 20

_LEVELS = [thousandths / 1000 for thousandths in range(600, 1000, 5)]

WAITED = timedelta(days=3 * 365)
"""How long a source must have looked on after a premiere for the gap behind it to be measured."""


@dataclass(frozen=True, slots=True)
class Season:
    """One season's dates."""

    number: int
    premiere: date
    finale: date | None


@dataclass(frozen=True, slots=True)
class Run:
    """Seasons of one show without a number missing in between.

    `known_until` is the last day that their source covers.
    """

    title: str
    group: Group
    seasons: tuple[Season, ...]
    known_until: date

    @property
    def fold(self) -> int:
        """Which fold the whole show belongs to: no show is measured with a table it is in."""
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
        began = self.seasons[0].premiere
        return Rhythm(began.year, int(week_of_year(began)), gaps)


@dataclass(frozen=True, slots=True)
class Case:
    """A season to be guessed, from what was known on the day `history.as_of`."""

    history: History
    truth: date
    fold: int


def read_runs(
    premieres: Path, titles: Path | None = None, catalog: Path | None = CATALOG
) -> list[Run]:
    """The runs of all shows, each show once: from the source that knows most seasons of it.

    `catalog` is a folder in the format of the starter catalogue.
    """
    networks = _networks(titles) if titles else {}
    shows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in chain(_rows(premieres), _catalog_rows(catalog) if catalog else ()):
        shows.setdefault((row["source"], row["show_key"]), []).append(row)
    known_until = _known_until(shows)
    best: dict[str, tuple[int, list[Run]]] = {}
    for (source, key), rows in shows.items():
        title = rows[0]["show"]
        network = rows[0]["network"] or networks.get(key) or networks.get(title.casefold(), "")
        kind = "anime" if source.startswith("bangumi") else rows[0].get("kind")
        group_in = partial(group_of, kind, network, rows[0].get("country"))
        runs = [
            Run(title, group_in(seasons[0].premiere.year), seasons, known_until[source])
            for seasons in _unbroken(rows)
        ]
        weight = sum(len(run.seasons) for run in runs)
        if weight > best.get(title.casefold(), (0, []))[0]:
            best[title.casefold()] = weight, runs
    return [run for _, runs in best.values() for run in runs]


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _catalog_rows(folder: Path) -> Iterator[dict[str, str]]:
    """The seasons of the starter catalogue with an exact first day in the past.

    A season that came in parts is as long as all of them.
    """
    for file in sorted(folder.glob("*.toml")):
        show = tomllib.loads(file.read_text("utf-8"))
        about = {name: _text(show.get(name)) for name in ("network", "kind", "country")}
        about |= {"source": "catalog", "show_key": file.stem, "show": _text(show["title"])}
        for season in show.get("seasons", ()):
            if season["number"] < 1 or _text(season.get("status")) not in _CAME:
                continue
            stretches = [season, *(_value(season.get("parts")) or ())]
            began = [day for one in stretches if (day := _day(one.get("premiere")))]
            ended = [day for one in stretches if (day := _day(one.get("finale")))]
            if began:
                yield about | {
                    "season": str(season["number"]),
                    "premiere_date": min(began),
                    "end_date": max(ended, default=""),
                }


_CAME = ("", "airing", "aired")


def _value(fact: Any) -> Any:
    """The value of a fact in the catalogue, which may be in a table with its source."""
    return fact["value"] if isinstance(fact, dict) else fact


def _text(fact: object) -> str:
    return str(_value(fact) or "")


def _day(fact: object) -> str:
    """An exact date; for an instant the day at its place."""
    text = _text(fact)
    day = text.partition("T")[0]
    return day if len(day) == len("2026-10-05") else ""


def _networks(titles: Path) -> Mapping[str, str]:
    """By id, and by title for the most popular show of that title."""
    rows = sorted(_rows(titles), key=lambda row: float(row["popularity"] or 0))
    by_title = {row["title"].casefold(): row["networks"] for row in rows}
    return by_title | {f"tmdb:{row['tmdb_id']}": row["networks"] for row in rows}


def _known_until(shows: Mapping[tuple[str, str], Sequence[Mapping[str, str]]]) -> dict[str, date]:
    """The newest premiere of each source."""
    newest: dict[str, date] = {}
    for (source, _), rows in shows.items():
        days = [date.fromisoformat(row["premiere_date"]) for row in rows]
        newest[source] = max([*days, newest.get(source, date.min)])
    return newest


def _unbroken(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[Season, ...]]:
    """The seasons of a show in order, split where a number is missing or a date makes no sense."""
    seasons = sorted(map(_season, rows), key=lambda season: season.number)
    run: list[Season] = []
    for season in seasons:
        if run:
            gap = season.premiere - run[-1].premiere
            if season.number != run[-1].number + 1 or not SAME_SEASON <= gap <= LONGEST:
                yield tuple(run)
                run = []
        run.append(season)
    yield tuple(run)


def _season(row: Mapping[str, str]) -> Season:
    end = row["end_date"]
    return Season(
        int(row["season"]),
        date.fromisoformat(row["premiere_date"]),
        date.fromisoformat(end) if end else None,
    )


def cases(runs: Iterable[Run], elapsed: int | None) -> Iterator[Case]:
    """Every season but the first, guessed `elapsed` days after the premiere before it.

    None is the day after the finale before it, where that is known. A season that came before
    that day is no case. Nor is one that follows a premiere of the last years of its source: of
    those it knows the next season only where that came soon (right truncation), and ranges made
    true for them are too short for what is to come.
    """
    for run in runs:
        for at in range(1, len(run.seasons)):
            so_far, truth = run.seasons[:at], run.seasons[at].premiere
            since = so_far[-1].premiere if elapsed is not None else so_far[-1].finale
            if since is None:
                continue
            as_of = since + timedelta(days=1 if elapsed is None else elapsed)
            if not so_far[-1].premiere < as_of < truth:
                continue
            if so_far[-1].premiere + WAITED > run.known_until:
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
    """A table made from these shows."""
    return table_of(_by_group(runs), levels)


def _by_group(runs: Iterable[Run]) -> dict[Group, list[Rhythm]]:
    shows: dict[Group, list[Rhythm]] = {}
    for run in runs:
        if len(run.seasons) > 1:
            shows.setdefault(run.group, []).append(run.rhythm())
    return shows


class Scored(NamedTuple):
    """The weight that a range had to hold to reach the true date, and from which it is not shown.

    `season` tells which it is: its scores on several days are much alike. `year` is that of the
    premiere before it, with its fraction.
    """

    season: tuple[date, ...]
    year: float
    score: float
    too_wide: float


def calibrated(runs: Sequence[Run]) -> dict[Stratum, float]:
    """Split-conformal levels, folded: every show is scored against a table without it.

    Scores are of several days after the last premiere, given what was known on each (Mondrian
    calibration by group, time gone by and the number of earlier gaps). The vaguer groups are
    scored with shows of which that much is held back.
    """
    scores: dict[Stratum, list[Scored]] = {}
    for fold in range(FOLDS):
        table = trained([run for run in runs if run.fold != fold], {})
        held_out = [run for run in runs if run.fold == fold]
        for elapsed in ELAPSED:
            for case in cases(held_out, elapsed):
                seasons = case.history.premieres
                wait, experience = case.history.wait(seasons[-1]), Experience.of(len(seasons) - 1)
                for group in _views(case.history.group):
                    if (one := _score(case, group, table)) is not None:
                        scores.setdefault(Stratum(group, wait, experience), []).append(one)
    return {
        stratum: level
        for stratum, scored in scores.items()
        if (level := level_of(scored)) is not None
    }


def _views(group: Group) -> set[Group]:
    return {group, Group.ANY, *(view for view, members in MEMBERS.items() if group in members)}


def level_of(scored: Sequence[Scored]) -> float | None:
    """The least level at which (n + 1) · 0.8 of the n ranges that are shown reach the truth.

    Each counts by its age, the one to come like the newest. Ranges that are too wide are not
    shown, so another level is one of other ranges. Where no level is enough it is all; None of too
    few seasons.
    """
    if len({one.season for one in scored}) < SMALLEST_GROUP:
        return None
    newest = max(one.year for one in scored)
    weighted = [(0.5 ** ((newest - one.year) / HALF_LIFE), one) for one in scored]
    for mass in _LEVELS:
        shown = [(weight, one) for weight, one in weighted if mass < one.too_wide]
        if len(shown) < _FEWEST_SHOWN:
            break
        true = sum(weight for weight, one in shown if one.score <= mass)
        if true >= COVERAGE * (sum(weight for weight, _ in shown) + 1):
            return mass
    return ALL


def _score(case: Case, group: Group, table: Table) -> Scored | None:
    seasons = case.history.premieres
    mass = masses(seasons, replace(case.history, group=group), table)
    if mass is None:
        return None
    truth = round((case.truth - seasons[-1]).days / 7)
    score, too_wide, held = math.inf, math.inf, 0.0
    low, high = math.inf, -math.inf
    for week, weight in Growth.of(mass[0]).order:
        low, high = min(low, week), max(high, week)
        if timedelta(weeks=high - low + 1) > WIDEST:
            too_wide = min(too_wide, held)
        if week == truth:
            score = held
        held += weight
    year = seasons[-1].year + week_of_year(seasons[-1]) / YEAR
    return Scored(seasons, year, score, too_wide)


def main(arguments: Sequence[str]) -> None:
    """Read the files named, calibrate, and put the table in its place."""
    runs = read_runs(*map(Path, arguments))
    TABLE.write_text(written(_by_group(runs), calibrated(runs)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
