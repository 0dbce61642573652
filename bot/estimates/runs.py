"""Runs of seasons as they came out, read from lists of premieres and from the starter catalogue."""

from __future__ import annotations

import csv
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from .estimate import LONGEST, SAME_SEASON
from .features import Group, group_of, week_of_year
from .shipped_table import TABLE, Gap, Rhythm

CATALOG = TABLE.parents[2] / "data" / "catalog"

FOLDS = 10


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
        """The fold of cross-validation to which the whole show belongs: no show is measured with a
        table made from it."""
        return zlib.crc32(self.title.casefold().encode()) % FOLDS

    def rhythm(self) -> Rhythm:
        """The gaps in weeks, each with the length of the season before it."""
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

    A season that came in parts is as long as all of them together.
    """
    for file in sorted(folder.glob("*.toml")):
        show = tomllib.loads(file.read_text("utf-8"))
        about = {name: _text(show.get(name)) for name in ("network", "kind", "country")}
        about |= {"source": "catalog", "show_key": file.stem, "show": _text(show["title"])}
        for season in show.get("seasons", ()):
            if season["number"] < 1 or _text(season.get("status")) not in _CAME:
                continue
            stretches = [season, *(_value(season.get("parts")) or ())]
            began = [day for stretch in stretches if (day := _day(stretch.get("premiere")))]
            ended = [day for stretch in stretches if (day := _day(stretch.get("finale")))]
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
    """An exact date; for an instant, the day in its own zone."""
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
