"""The table made anew from a file of premieres, on shows written by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.estimates.calibration import Scored, calibrated, cases, level_of, trained
from bot.estimates.estimate import ALL, Estimate, estimate
from bot.estimates.features import Group
from bot.estimates.runs import read_runs

HEAD = "source\tshow_key\tshow\tseason\tpremiere_date\tend_date\tnetwork\tnote\n"


def write(file: Path, *rows: tuple[str, str, int, str, str, str]) -> Path:
    lines = ("\t".join((r[0], r[1], r[1], str(r[2]), r[3], r[4], r[5], "")) for r in rows)
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_missing_number_or_a_date_out_of_order_parts_a_run(tmp_path: Path) -> None:
    file = write(
        tmp_path / "p.tsv",
        ("x", "A", 1, "2010-01-01", "2010-03-01", "NBC"),
        ("x", "A", 2, "2011-01-01", "", "NBC"),
        ("x", "A", 4, "2013-01-01", "", "NBC"),
        ("x", "A", 5, "2012-01-01", "", "NBC"),
    )
    runs = read_runs(file, catalog=None)
    assert [[season.number for season in run.seasons] for run in runs] == [[1, 2], [4], [5]]
    assert runs[0].rhythm() == (2010, 0, ((52, 8),))
    assert runs[0].group is Group.US_BROADCAST


def test_a_show_of_two_sources_counts_once(tmp_path: Path) -> None:
    file = write(
        tmp_path / "p.tsv",
        ("x", "A", 1, "2010-01-01", "", ""),
        ("y", "a", 1, "2010-01-01", "", "Netflix"),
        ("y", "a", 2, "2011-01-01", "", "Netflix"),
    )
    assert [run.group for run in read_runs(file, catalog=None)] == [Group.STREAMING]


@pytest.mark.slow
def test_four_seasons_in_five_come_inside_their_range(tmp_path: Path) -> None:
    rng = random.Random(4)
    rows = []
    for show in range(200):
        network = "NBC" if show % 2 else "Netflix"
        day = date(2005, 1, 1) + timedelta(days=rng.randrange(365))
        for season in range(1, 5):
            rows.append(("x", f"Show {show}", season, day.isoformat(), "", network))
            noise = rng.gauss(0, 14) if show % 2 else rng.gauss(60, 70)
            day += timedelta(days=round(364 + noise))
    runs = read_runs(write(tmp_path / "p.tsv", *rows), catalog=None)
    inside = {Group.US_BROADCAST: [], Group.STREAMING: []}
    widths = {Group.US_BROADCAST: [], Group.STREAMING: []}
    for half in (0, 1):
        taught = [run for run in runs if run.fold % 2 != half]
        table = trained(taught, calibrated(taught))
        for case in cases((run for run in runs if run.fold % 2 == half), 1):
            found = estimate(case.history, table)
            assert isinstance(found, Estimate)
            inside[case.history.group].append(found.low <= case.truth <= found.high)
            widths[case.history.group].append((found.high - found.low).days)
    for group, hits in inside.items():
        assert 0.72 <= sum(hits) / len(hits) <= 0.88, group
    assert max(widths[Group.US_BROADCAST]) < min(widths[Group.STREAMING]) * 2
    assert sum(widths[Group.US_BROADCAST]) * 2 < sum(widths[Group.STREAMING])


def test_what_its_source_could_not_yet_know_measures_nothing(tmp_path: Path) -> None:
    """Of the newest premieres only those have a next season on the list whose next came soon."""
    file = write(
        tmp_path / "p.tsv",
        ("x", "A", 1, "2015-01-01", "2015-03-01", "Netflix"),
        ("x", "A", 2, "2016-06-01", "2016-08-01", "Netflix"),
        ("x", "A", 3, "2018-01-01", "2018-02-01", "Netflix"),
        ("x", "B", 1, "2017-05-31", "2017-06-01", "Netflix"),
        ("x", "B", 2, "2019-06-01", "", "Netflix"),
        ("y", "C", 1, "2018-01-01", "", "NBC"),
        ("y", "C", 2, "2018-09-20", "", "NBC"),
        ("y", "D", 1, "2026-01-01", "", "NBC"),
    )
    runs = read_runs(file, catalog=None)
    for elapsed, seasons in {1: ["A 2", "A 3", "C 2"], None: ["A 2", "A 3"]}.items():
        assert [
            f"{run.title} {len(case.history.premieres) + 1}"
            for run in runs
            for case in cases([run], elapsed)
        ] == seasons
    assert sum(len(run.rhythm().gaps) for run in runs) == 4  # which teach all the same


def scored(years: int, score: Callable[[int], float], too_wide: float = 1.0) -> list[Scored]:
    """Twenty seasons a year, the newest year being 0."""
    return [
        Scored((date(2020 - year, 1, 1 + at),), 2020.0 - year, score(year), too_wide)
        for year in range(years)
        for at in range(20)
    ]


def test_a_level_is_that_of_the_seasons_of_late() -> None:
    """Half of the weight is that of the last four years, and the rest has the rest."""
    assert level_of(scored(20, lambda year: 0.7)) == 0.7
    assert level_of(scored(20, lambda year: 0.9 if year < 4 else 0.7)) == 0.9
    assert level_of(scored(20, lambda year: 0.7 if year < 12 else 0.9)) == 0.7
    assert level_of(scored(2, lambda year: 0.7)) is None


def test_where_no_level_is_true_it_is_all() -> None:
    assert level_of(scored(20, lambda year: math.inf)) == ALL
    assert level_of(scored(20, lambda year: 0.9, too_wide=0.8)) == ALL
    shown = scored(10, lambda year: 0.7) + scored(10, lambda year: math.inf, too_wide=0.6)
    assert level_of(shown) == 0.7


CATALOG = """
title = "A"
kind = "scripted"
network = { value = "HBO", source = "https://example.org" }
country = "US"

[[seasons]]
number = 0
premiere = "2018-12-24"

[[seasons]]
number = 1
status = "aired"
premiere = { value = "2019-06-16", as_of = "2019-06-16" }
finale = "2019-08-04"

[[seasons]]
number = 2
parts = [
  { label = "Part 2", premiere = "2022-02-27" },
  { label = "Part 1", premiere = "2022-01-09T21:00:00-05:00", finale = "2022-02-06" },
]

[[seasons]]
number = 3
status = { value = "scheduled", source = "https://example.org" }
premiere = "2026-04-12"

[[seasons]]
number = 4
premiere = "2027~"

[[seasons]]
number = 5
premiere = "2028-10-01~"
"""


def test_the_catalogue_is_a_source_of_what_came(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(CATALOG, "utf-8")
    file = write(tmp_path / "p.tsv", ("x", "a", 1, "2019-06-16", "", ""))
    (run,) = read_runs(file, catalog=tmp_path)
    assert run.group is Group.STREAMING
    assert [(s.number, s.premiere, s.finale) for s in run.seasons] == [
        (1, date(2019, 6, 16), date(2019, 8, 4)),
        (2, date(2022, 1, 9), date(2022, 2, 6)),
    ]
    assert run.known_until == date(2022, 1, 9)
