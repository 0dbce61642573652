"""The table made anew from a file of premieres, on shows written by hand."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from bot.estimates.estimate import Estimate, estimate
from bot.estimates.features import Group
from bot.estimates.make_table import calibrated, cases, read_runs, trained

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
    runs = read_runs(file)
    assert [[season.number for season in run.seasons] for run in runs] == [[1, 2], [4], [5]]
    assert runs[0].rhythm() == (0, ((52, 8),))
    assert runs[0].group is Group.US_BROADCAST


def test_a_show_of_two_sources_counts_once(tmp_path: Path) -> None:
    file = write(
        tmp_path / "p.tsv",
        ("x", "A", 1, "2010-01-01", "", ""),
        ("y", "a", 1, "2010-01-01", "", "Netflix"),
        ("y", "a", 2, "2011-01-01", "", "Netflix"),
    )
    assert [run.group for run in read_runs(file)] == [Group.STREAMING]


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
    runs = read_runs(write(tmp_path / "p.tsv", *rows))
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
        assert 0.74 <= sum(hits) / len(hits) <= 0.86, group
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
    runs = read_runs(file)
    for elapsed, seasons in {1: ["A 2", "A 3", "C 2"], None: ["A 2", "A 3"]}.items():
        assert [
            f"{run.title} {len(case.history.premieres) + 1}"
            for run in runs
            for case in cases([run], elapsed)
        ] == seasons
    assert sum(len(run.rhythm().gaps) for run in runs) == 4  # which teach all the same
