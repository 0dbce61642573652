"""Calibrates the levels of ranges on seasons whose dates are known (split-conformal prediction)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from .estimate import (
    ALL,
    COVERAGE,
    WIDEST,
    Experience,
    Growth,
    History,
    Stratum,
    Table,
    masses,
)
from .features import MEMBERS, YEAR, Group, week_of_year
from .runs import FOLDS, Run
from .shipped_table import Levels, Rhythm, table_of

ELAPSED = (None, 1, 90, 180, 270, 335, 365, 430, 500)
"""Days after the last premiere at which a season is estimated for calibration, if it is not out by
then. None is the day after the finale."""

SMALLEST_GROUP = 50
"""A group with fewer seasons has no level of its own."""

HALF_LIFE = 4.0
"""Years in which a score loses half of its weight in calibration.

A range is to be true of the seasons that are waited for now, and these take longer than earlier
ones did. With such weights split-conformal calibration holds under drift (Barber et al. 2023,
"Conformal prediction beyond exchangeability").
"""

_FEWEST_SHOWN = 20

_LEVELS = [thousandths / 1000 for thousandths in range(600, 1000, 5)]

WAITED = timedelta(days=3 * 365)
"""How long a source must cover the time after a premiere for the next gap to be counted."""


@dataclass(frozen=True, slots=True)
class Case:
    """A season to be estimated, from what was known on the day `history.as_of`."""

    history: History
    truth: date
    fold: int


def cases(runs: Iterable[Run], elapsed: int | None) -> Iterator[Case]:
    """Every season but the first, estimated `elapsed` days after the premiere before it.

    With None it is the day after the finale before it, if that is known. A season that came before
    that day is no case. Nor is one that follows a premiere of the last years of its source: of
    those the source knows the next season only if it came soon (right truncation), and ranges made
    true for them would be too short for what is to come.
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
                    tuple(
                        season.finale
                        for season in so_far
                        if season.finale and season.finale <= as_of
                    ),
                    run.group,
                    as_of,
                ),
                truth,
                run.fold,
            )


def trained(runs: Sequence[Run], levels: Levels) -> Table:
    """The table made from these shows, with these levels."""
    return table_of(by_group(runs), levels)


def by_group(runs: Iterable[Run]) -> dict[Group, list[Rhythm]]:
    """The rhythms of all runs with a gap, by the group of their show."""
    shows: dict[Group, list[Rhythm]] = {}
    for run in runs:
        if len(run.seasons) > 1:
            shows.setdefault(run.group, []).append(run.rhythm())
    return shows


class Scored(NamedTuple):
    """The weight that a range had to hold to reach the true date, and the weight from which it is
    too wide to be shown.

    `season` identifies the season: its scores on several days are much alike. `year` is that of the
    premiere before it, with its fraction.
    """

    season: tuple[date, ...]
    year: float
    score: float
    too_wide: float


def calibrated(runs: Sequence[Run]) -> dict[Stratum, float]:
    """Split-conformal levels by cross-validation: every show is scored against a table without it.

    Scores are of several days after the last premiere, given what was known on each (Mondrian
    calibration by group, elapsed time and the number of earlier gaps). The less specific groups are
    scored with shows of which that much is withheld.
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
                    if (scored := _score(case, group, table)) is not None:
                        scores.setdefault(Stratum(group, wait, experience), []).append(scored)
    return {
        stratum: level
        for stratum, of_stratum in scores.items()
        if (level := level_of(of_stratum)) is not None
    }


def _views(group: Group) -> set[Group]:
    return {group, Group.ANY, *(view for view, members in MEMBERS.items() if group in members)}


def level_of(scored: Sequence[Scored]) -> float | None:
    """The least level at which (n + 1) · 0.8 of the n ranges that are shown contain the true date.

    Each counts by its age, and the one to come counts like the newest. Ranges that are too wide are
    not shown, so another level has other ranges. If no level is enough, it is `ALL`; None if there
    are too few seasons.
    """
    if len({season.season for season in scored}) < SMALLEST_GROUP:
        return None
    newest = max(season.year for season in scored)
    weighted = [(0.5 ** ((newest - season.year) / HALF_LIFE), season) for season in scored]
    for mass in _LEVELS:
        shown = [(weight, season) for weight, season in weighted if mass < season.too_wide]
        if len(shown) < _FEWEST_SHOWN:
            break
        true = sum(weight for weight, season in shown if season.score <= mass)
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
