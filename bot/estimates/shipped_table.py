"""The shipped table: gaps between seasons of other shows as JSON of some KB, one word for each
show.

``2016-38@52 51 12:104`` is a show that began in week 38 of 2016, with three gaps between premieres
in weeks; the season before the last gap ran for 12 weeks from premiere to finale.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .estimate import Analog, Experience, Stratum, Table, Wait
from .features import YEAR, Group, drift_of, features_of

TABLE = Path(__file__).with_name("table.json")


class Gap(NamedTuple):
    """From one premiere to the next, in weeks; `length` from premiere to finale, where known."""

    weeks: int
    length: int | None = None


class Rhythm(NamedTuple):
    """The gaps of one show in order, and the year and week in which it began."""

    year: int
    week: int
    gaps: tuple[Gap, ...]


Sequences = Mapping[Group, Sequence[Rhythm]]
"""Shows by group."""


Levels = Mapping[Stratum, float]


@cache
def shipped() -> Table:
    """The table that comes with the program."""
    held = json.loads(TABLE.read_text("utf-8"))
    levels = {
        Stratum(Group(name), wait, experience): level
        for wait in Wait
        for experience in Experience
        for name, level in held["levels"][wait][experience].items()
    }
    shows = {
        Group(name): [_rhythm(show) for show in text.split(", ")]
        for name, text in held["gaps"].items()
    }
    return table_of(shows, levels)


def table_of(shows: Sequences, levels: Levels) -> Table:
    """Every gap becomes one analog, with the history that the show had before it."""
    first: dict[Group, list[Analog]] = {}
    later: dict[Group, list[Analog]] = {}
    for group, sequences in shows.items():
        for first_year, first_week, gaps in sequences:
            for at, gap in enumerate(gaps):
                before = [float(earlier.weeks) for earlier in gaps[:at]]
                week = first_week + sum(before)
                features = features_of(before, gap.length, week, first_year + week / YEAR)
                pool = later if before else first
                pool.setdefault(group, []).append(Analog(features, drift_of(before), gap.weeks))
    return Table(dict(first), dict(later), dict(levels))


def written(shows: Sequences, levels: Levels) -> str:
    """The table in the form in which it is shipped; `shipped` reads it back."""
    gaps = {group.value: ", ".join(sorted(map(_word, shows[group]))) for group in sorted(shows)}
    held = {
        wait.value: {
            experience.value: {
                stratum.group.value: level
                for stratum, level in sorted(levels.items())
                if stratum[1:] == (wait, experience)
            }
            for experience in Experience
        }
        for wait in Wait
    }
    return json.dumps({"levels": held, "gaps": gaps}, indent=1) + "\n"


def _word(show: Rhythm) -> str:
    gaps = (
        f"{gap.weeks}" if gap.length is None else f"{gap.length}:{gap.weeks}" for gap in show.gaps
    )
    return f"{show.year}-{show.week}@{' '.join(gaps)}"


def _rhythm(text: str) -> Rhythm:
    began, _, gaps = text.partition("@")
    year, _, week = began.partition("-")
    return Rhythm(int(year), int(week), tuple(map(_gap, gaps.split())))


def _gap(text: str) -> Gap:
    length, colon, weeks = text.rpartition(":")
    return Gap(int(weeks), int(length) if colon else None)
