"""When the next season could come: a kernel estimate of the gap between two premieres.

The gaps of other shows are weighted by how similar their history was (Nadaraya and Watson's
estimator of a conditional distribution), gaps shorter than the time already gone by are dropped,
and the range grows from the mode until it holds what split-conformal calibration asks for. Pure: no
clock, no file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .features import (
    MEMBERS,
    TIME_OF_YEAR,
    YEAR,
    Features,
    Group,
    drift_of,
    features_of,
    week_of_year,
)

COVERAGE = 0.8
"""The share of seasons that come inside their range."""

ALL = 1.0
"""The level of a range of every gap that is possible."""

WIDEST = timedelta(days=548)
"""18 months; a wider range tells nothing."""

SAME_SEASON = timedelta(days=14)
"""Premieres closer than this are one season's, listed twice or split into parts."""

LONGEST = timedelta(days=2000)
"""After a longer gap a show counts as new: it was brought back, or a date is wrong."""

NO_PREMIERE = "no premiere so far"
DATED = "a premiere is dated already"
TOO_WIDE = "shows like it differ too much to tell"
TOO_LONG = "longer ago than nearly any gap known"

_ANOTHER_GROUP = 3.0  # the distance to a show of another group
_ENOUGH = 80.0  # the effective number of gaps that a kernel takes in
_FEWEST = 20  # gaps
_WIDEN = 1.5  # times as wide a kernel, until enough gaps count
_WIDEST_KERNEL = 50.0  # a distance, as those of `features`
_ABOUT_A_YEAR = 9.0  # weeks
_RETURN = 0.5  # the share of a drift that the next season makes up for
_NEGLIGIBLE = 12.0  # widths of the kernel beyond the nearest gap
_ALIKE = 0.05  # the share of the largest weight from which a gap counts as alike
_SMOOTHING = 4  # weeks
_REACH = 12  # weeks
_LAST_DAY = 3  # days on either side of the one that a week stands for
_LATE, _VERY_LATE = 330, 400  # days since the last premiere
_BREAK = 90  # days
_HABIT = 3  # gaps
_LATER_THAN = {0: 0.17, 1: 0.09, 2: 0.04}
"""The share of gaps that end later than that many days after the whole week to which they are
rounded."""


class Analog(NamedTuple):
    """A gap of another show, with the features of its history; `drift` is in weeks."""

    features: Features
    drift: float
    weeks: int


class Wait(StrEnum):
    """How long a season has been waited for, in three classes."""

    ORDINARY = "ordinary"
    LATE = "late"
    VERY_LATE = "very late"


class Experience(StrEnum):
    """How many gaps of its own a show has, in three classes."""

    NONE = "none"
    FEW = "few"
    MANY = "many"

    @classmethod
    def of(cls, gaps: int) -> Experience:
        """The class for a number of gaps; fewer than three are no habit yet."""
        return cls.NONE if gaps == 0 else cls.FEW if gaps < _HABIT else cls.MANY


class Stratum(NamedTuple):
    """The stratum of a season: those of one stratum are calibrated together."""

    group: Group
    wait: Wait
    experience: Experience


@dataclass(frozen=True, slots=True)
class Table:
    """The known gaps of other shows by their group, those before second seasons apart."""

    first: Mapping[Group, Sequence[Analog]]
    later: Mapping[Group, Sequence[Analog]]
    levels: Mapping[Stratum, float]

    def level(self, stratum: Stratum) -> float:
        """How much weight a range must hold; for a group that is too small, the level of any show.

        It must hold all of it if no smaller level is known to be right.
        """
        of_any = self.levels.get(stratum._replace(group=Group.ANY), ALL)
        return self.levels.get(stratum, of_any)


@dataclass(frozen=True, slots=True)
class History:
    """A show up to a day: premieres and finales in any order, with no season out since the last."""

    premieres: tuple[date, ...]
    finales: tuple[date, ...]
    group: Group
    as_of: date

    def elapsed(self, last: date) -> int:
        """Days since the last premiere."""
        return (self.as_of - last).days

    def wait(self, last: date) -> Wait:
        """The class of the wait so far.

        It is late when most shows would be back, and not early after a season that ran for that
        long.
        """
        elapsed = self.elapsed(last)
        if elapsed < _LATE or any(0 <= (self.as_of - day).days <= _BREAK for day in self.finales):
            return Wait.ORDINARY
        return Wait.LATE if elapsed < _VERY_LATE else Wait.VERY_LATE


@dataclass(frozen=True, slots=True)
class Estimate:
    """The range that holds the date with a probability of 80 %, both days included, and its
    likeliest day.

    `own` is the number of earlier gaps of the show, `alike` the number of other shows' gaps that
    count.
    """

    low: date
    likely: date
    high: date
    own: int
    alike: int


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """Why there is no estimate."""

    reason: str


def estimate(history: History, table: Table) -> Estimate | NoEstimate:
    """When the next season could premiere, or why nothing can be said."""
    seasons = premieres_of(history.premieres)
    if not seasons:
        return NoEstimate(NO_PREMIERE)
    last = seasons[-1]
    if last > history.as_of:
        return NoEstimate(DATED)
    mass = masses(seasons, history, table)
    if mass is None:
        return NoEstimate(TOO_LONG)
    weeks, alike = mass
    experience = Experience.of(len(seasons) - 1)
    stratum = Stratum(history.group, history.wait(last), experience)
    growth = Growth.of(weeks, late=stratum.wait is not Wait.ORDINARY)
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
    return Estimate(low, likely, high, len(seasons) - 1, alike)


def _days(weeks: float, more: int) -> timedelta:
    return timedelta(days=round(7 * weeks) + more)


def premieres_of(days: Sequence[date]) -> list[date]:
    """One day per season, in order, since the show last started over."""
    seasons: list[date] = []
    for day in sorted(days):
        if seasons and day - seasons[-1] > LONGEST:
            seasons.clear()
        if not seasons or day - seasons[-1] >= SAME_SEASON:
            seasons.append(day)
    return seasons


def masses(
    seasons: Sequence[date], history: History, table: Table
) -> tuple[list[tuple[int, float]], int] | None:
    """The weight of each week after the last premiere, in order, and how many gaps are similar.

    Every group's gaps count, other groups' at a distance. None if too few gaps were ever as long as
    the time gone by. `seasons` are the premieres of the history, from `premieres_of`.
    """
    last = seasons[-1]
    gaps = [(after - before).days / 7 for before, after in pairwise(seasons)]
    ends = [day for day in history.finales if last <= day <= history.as_of]
    length = (max(ends) - last).days / 7 if ends else None
    week = week_of_year(last)
    features = features_of(gaps, length, week, last.year + week / YEAR)
    drift = drift_of(gaps)
    own = MEMBERS.get(history.group, (history.group,))
    near: list[tuple[float, float]] = []
    for group, pool in (table.later if gaps else table.first).items():
        away = 0.0 if group in own else _ANOTHER_GROUP
        near += _distances(features, drift, pool, history.elapsed(last), away)
    if len(near) < _FEWEST:
        return None
    weighted = _weights(near)
    total = sum(weight for weight, _ in weighted)
    largest = max(weight for weight, _ in weighted)
    weeks: dict[int, float] = {}
    for weight, at in weighted:
        week = int(at)
        part = weight / total * (at - week)
        weeks[week] = weeks.get(week, 0.0) + weight / total - part
        if part:
            weeks[week + 1] = weeks.get(week + 1, 0.0) + part
    return sorted(weeks.items()), sum(weight >= _ALIKE * largest for weight, _ in weighted)


def _distances(
    features: Features, drift: float, pool: Sequence[Analog], elapsed: int, away: float
) -> Iterator[tuple[float, float]]:
    """How far each gap of a pool is that has not ended by now, and in how many weeks it would end.

    A season that came later in its year than usual is half made up for by the next one.
    """
    last, median, length, time_of_year, experience, year = features
    half_round = TIME_OF_YEAR * YEAR / 2
    this_week, days = divmod(elapsed, 7)
    late = -math.log(_LATER_THAN[days]) if days in _LATER_THAN else math.inf
    shortest = this_week if late < math.inf else this_week + 1
    for (last_2, median_2, length_2, time_2, experience_2, year_2), drift_2, weeks in pool:
        if weeks < shortest:
            continue
        distance = away if weeks > this_week else away + late
        distance += (
            abs(last - last_2)
            + abs(median - median_2)
            + abs(length - length_2)
            + abs(experience - experience_2)
            + abs(year - year_2)
        )
        distance += half_round - abs(half_round - abs(time_of_year - time_2))
        if drift_2 != drift and abs(weeks - YEAR) < _ABOUT_A_YEAR:
            yield distance, max(weeks + _RETURN * (drift_2 - drift), shortest)
        else:
            yield distance, weeks


def _weights(near: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The gaps with their weights; the kernel is as wide as it takes for enough of them to count.

    "Enough" is Kish's effective sample size.
    """
    nearest = min(near)[0]
    width = 1.0
    while True:
        weighted = [
            (math.exp((nearest - distance) / width), weeks)
            for distance, weeks in near
            if distance - nearest < _NEGLIGIBLE * width
        ]
        total = sum(weight for weight, _ in weighted)
        enough = total * total >= _ENOUGH * sum(weight * weight for weight, _ in weighted)
        if enough or width > _WIDEST_KERNEL:
            return weighted
        width *= _WIDEN


@dataclass(frozen=True, slots=True)
class Growth:
    """How a range grows: the weeks with their weight, in the order in which they are added.

    It starts at the mode and continues on the side that is denser, so a range of more weight always
    contains one of less. `likely` is the centre of the densest weeks: few of them, or more if a
    season is late, because then it comes at no time of its own.
    """

    order: tuple[tuple[int, float], ...]
    likely: float

    @classmethod
    def of(cls, weeks: Sequence[tuple[int, float]], *, late: bool = False) -> Growth:
        """The growth of a range over these weeks, in order, each with its weight."""
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
