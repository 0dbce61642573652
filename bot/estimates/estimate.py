"""When the next season could come: a kernel estimate of the gap between two premieres.

The gaps of other shows are weighted by how alike their history was (Nadaraya and Watson's
estimator of a conditional distribution), those that are shorter than the time already gone by are
out, and the range grows from the mode until it holds what split-conformal calibration asks for.
Pure: no clock, no file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from .groups import (
    MEMBERS,
    TIME_OF_YEAR,
    YEAR,
    Features,
    Group,
    features_of,
    week_of_year,
)

COVERAGE = 0.8
"""The share of seasons that come inside their range."""

WIDEST = timedelta(days=548)
"""18 months; a wider range is too early to tell."""

SAME_SEASON = timedelta(days=14)
"""Premieres closer than this are one season's, told twice or cut in parts."""

NO_PREMIERE = "no premiere so far"
DATED = "a premiere is dated already"
TOO_WIDE = "too early to tell"
TOO_LONG = "longer ago than nearly any gap known"

_ANOTHER_GROUP = 3.5
_ENOUGH = 40.0
_FEWEST = 20
_WIDEN = 1.5
_NEGLIGIBLE = 12.0
_ALIKE = 0.05
_SMOOTHING = 4
_REACH = 12
_LAST_DAY = 3
_LATE = 330
_BREAK = timedelta(days=90)
_LATER_THAN = {0: 0.17, 1: 0.09, 2: 0.04}
"""The share of gaps that end later than so many days after the whole weeks that they round to."""


class Analog(NamedTuple):
    """A gap of another show, with what its history looked like."""

    features: Features
    weeks: int


class Stratum(NamedTuple):
    """Seasons that are calibrated together; `late` are those not out when most others are."""

    group: Group
    late: bool


@dataclass(frozen=True, slots=True)
class Level:
    """How much weight a range must hold, and the number of scores on which that was measured."""

    mass: float
    scores: int


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of other shows: their gaps by group, first seasons apart from later ones."""

    first: Mapping[Group, Sequence[Analog]]
    later: Mapping[Group, Sequence[Analog]]
    levels: Mapping[Stratum, Level]

    def level(self, stratum: Stratum) -> float:
        """That of the stratum; where it is too small for one, the most cautious like it."""
        if (own := self.levels.get(stratum)) is not None:
            return own.mass
        alike = (stratum._replace(late=not stratum.late), stratum._replace(group=Group.ANY))
        return max(self.levels[one].mass for one in alike if one in self.levels)


@dataclass(frozen=True, slots=True)
class History:
    """A show up to a day: premieres and finales in any order, no season out since the last."""

    premieres: tuple[date, ...]
    finales: tuple[date, ...]
    group: Group
    as_of: date

    def elapsed(self, last: date) -> int:
        """Days since the last premiere."""
        return (self.as_of - last).days

    def is_late(self, last: date) -> bool:
        """Whether most shows would be back by now; not after a season that ran until lately."""
        lately = self.as_of - _BREAK
        ran = any(lately <= finale <= self.as_of for finale in self.finales)
        return self.elapsed(last) >= _LATE and not ran


@dataclass(frozen=True, slots=True)
class Estimate:
    """The 80 % range, both days included, and the likeliest day in it.

    `own` is the number of earlier gaps of the show, `alike` that of the gaps of others that bear
    on it.
    """

    low: date
    likely: date
    high: date
    own: int
    alike: int


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """Why there is none."""

    reason: str


def estimate(history: History, table: Table) -> Estimate | NoEstimate:
    """When the next season could premiere, or why nothing can be said."""
    seasons = premieres_of(history.premieres)
    if not seasons:
        return NoEstimate(NO_PREMIERE)
    last = seasons[-1]
    if last > history.as_of:
        return NoEstimate(DATED)
    gaps = len(seasons) - 1
    features = features_at(seasons, history)
    mass = masses(features, history.group, history.elapsed(last), table)
    if mass is None:
        return NoEstimate(TOO_LONG)
    weeks, alike = mass
    stratum = Stratum(history.group, history.is_late(last))
    growth = Growth.of(weeks, late=stratum.late)
    first, final = growth.spread(table.level(stratum))
    middle = growth.likely
    try:
        low = max(last + _days(first, -_LAST_DAY), history.as_of + timedelta(days=1))
        high = last + _days(final, _LAST_DAY)
        likely = min(max(last + _days(middle, 0), low), high)
    except OverflowError:  # the year 10000
        return NoEstimate(TOO_WIDE)
    if high - low > WIDEST:
        return NoEstimate(TOO_WIDE)
    return Estimate(low, likely, high, gaps, alike)


def _days(weeks: float, more: int) -> timedelta:
    return timedelta(days=round(7 * weeks) + more)


def premieres_of(days: Sequence[date]) -> list[date]:
    """One day a season, in order."""
    seasons: list[date] = []
    for day in sorted(days):
        if not seasons or day - seasons[-1] >= SAME_SEASON:
            seasons.append(day)
    return seasons


def features_at(seasons: Sequence[date], history: History) -> Features:
    """Those of a show whose seasons premiered on these days, in order."""
    gaps = [(after - before).days / 7 for before, after in pairwise(seasons)]
    ends = [day for day in history.finales if seasons[-1] <= day <= history.as_of]
    length = (max(ends) - seasons[-1]).days / 7 if ends else None
    return features_of(gaps, length, week_of_year(seasons[-1]))


def masses(
    features: Features, group: Group, elapsed: int, table: Table
) -> tuple[list[tuple[int, float]], int] | None:
    """The weight of each week after the last premiere, in order, and how many gaps are alike.

    The group speaks for itself where it amounts to enough gaps; else all shows join it, at a
    distance. None where too few gaps were ever as long as the time gone by (`elapsed`, in days).
    """
    pools = table.later if features.later else table.first
    own = MEMBERS.get(group, (group,))
    near = [one for name in own for one in _distances(features, pools.get(name, ()), elapsed)]
    weighted = _weights(near)
    if weighted is None:
        away = _ANOTHER_GROUP if near else 0.0
        for name, pool in pools.items():
            if name not in own:
                near += _distances(features, pool, elapsed, away)
        weighted = _weights(near, patient=True)
    if weighted is None:
        return None
    total = sum(weight for weight, _ in weighted)
    largest = max(weight for weight, _ in weighted)
    weeks: dict[int, float] = {}
    for weight, week in weighted:
        weeks[week] = weeks.get(week, 0.0) + weight / total
    return sorted(weeks.items()), sum(weight >= _ALIKE * largest for weight, _ in weighted)


def _distances(
    features: Features, pool: Sequence[Analog], elapsed: int, away: float = 0.0
) -> list[tuple[float, int]]:
    a, b, c, d, e, f = features
    half_round = TIME_OF_YEAR * YEAR / 2
    this_week, days = divmod(elapsed, 7)
    late = -math.log(_LATER_THAN[days]) if days in _LATER_THAN else math.inf
    shortest = this_week if late < math.inf else this_week + 1
    return [
        (
            (away if weeks > this_week else away + late)
            + (abs(a - u) + abs(b - v) + abs(c - w) + abs(d - x) + abs(e - y))
            + (half_round - abs(half_round - abs(f - z))),
            weeks,
        )
        for (u, v, w, x, y, z), weeks in pool
        if weeks >= shortest
    ]


def _weights(
    near: Sequence[tuple[float, int]], *, patient: bool = False
) -> list[tuple[float, int]] | None:
    """The gaps with their weights, the kernel as wide as it takes for enough of them to count.

    "Enough" is Kish's effective sample size. Without patience the kernel widens only a little.
    """
    if len(near) < _FEWEST:
        return None
    nearest = min(near)[0]
    width = 1.0
    while True:
        weighted = [
            (math.exp((nearest - distance) / width), weeks)
            for distance, weeks in near
            if distance - nearest < _NEGLIGIBLE * width
        ]
        total = sum(weight for weight, _ in weighted)
        if total * total >= _ENOUGH * sum(weight * weight for weight, _ in weighted):
            return weighted
        width *= _WIDEN
        if width > (50.0 if patient else 2.0):
            return weighted if patient else None


@dataclass(frozen=True, slots=True)
class Growth:
    """How a range grows: the weeks with their weight in the order in which it takes them in.

    It starts at the mode and goes on to the side that is denser, so a range of more weight always
    contains the one of less. `likely` is the centre of the densest weeks: few of them, or more
    where a season is late, which then comes at no time of its own.
    """

    order: tuple[tuple[int, float], ...]
    likely: float

    @classmethod
    def of(cls, weeks: Sequence[tuple[int, float]], *, late: bool = False) -> Growth:
        """From the weight of each week that has any, in order."""
        low, high = weeks[0][0], weeks[-1][0]
        raw = [0.0] * (high - low + 1)
        for week, weight in weeks:
            raw[week - low] = weight
        mode = _densest(_smoothed(raw, _SMOOTHING))
        broad = _smoothed(raw, _REACH)
        centre, reach = (_densest(broad), _REACH) if late else (mode, _SMOOTHING)
        around = range(max(centre - reach, 0), min(centre + reach + 1, len(raw)))
        likely = sum(raw[at] * at for at in around) / sum(raw[at] for at in around)
        order = [(low + mode, raw[mode])]
        left, right = mode - 1, mode + 1
        while left >= 0 or right < len(raw):
            if right >= len(raw) or (left >= 0 and broad[left] >= broad[right]):
                order.append((low + left, raw[left]))
                left -= 1
            else:
                order.append((low + right, raw[right]))
                right += 1
        return cls(tuple(order), low + likely)

    def spread(self, mass: float) -> tuple[int, int]:
        """The first and the last week of the range that holds more than `mass`."""
        held, low, high = 0.0, self.order[0][0], self.order[0][0]
        for week, weight in self.order:
            if held > mass:
                break
            low, high = min(low, week), max(high, week)
            held += weight
        return low, high


def _densest(smooth: Sequence[float]) -> int:
    return max(range(len(smooth)), key=smooth.__getitem__)


def _smoothed(raw: Sequence[float], reach: int) -> list[float]:
    """A moving average with triangular weights, `reach` weeks to both sides."""
    out = [0.0] * len(raw)
    for at, weight in enumerate(raw):
        if weight:
            for to in range(max(at - reach, 0), min(at + reach + 1, len(raw))):
                out[to] += weight * (reach + 1 - abs(to - at))
    return out
