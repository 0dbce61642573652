"""The seasons of a show in order: when each begins and ends, and what they imply about each
other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING

from .air_date import AirDate, has_started, known_date
from .models import Fact, Part, Season, SeasonStatus, Show, ShowStatus, Tier
from .time_zones import on_air

if TYPE_CHECKING:
    from .season_verdict import SeasonVerdict

STOPPED = (SeasonStatus.CANCELED, SeasonStatus.POSTPONED)
"""Statuses that say a season is off."""

CAME_TRUE = (SeasonStatus.AIRING, SeasonStatus.AIRED)
"""Statuses that say it has begun."""

NOT_HAPPENING = (*STOPPED, SeasonStatus.RUMORED)
"""Statuses under which a date of the season does not apply."""


def first_day(season: Season) -> Fact[AirDate] | None:
    """When the season begins, if known: its premiere, else that of its first part."""
    if season.premiere is not None:
        return season.premiere if season.premiere.value.known else None
    dated = _dated(parts_of(season))
    if season.parts is None or not dated:
        return None
    return Fact(_first_of(dated)[0], season.parts.claim)


def last_day(season: Season) -> Fact[AirDate] | None:
    """When the season ends, if known: its finale, else that of its last part.

    A finale before the first day belongs to another season, unless a stronger tier states it.
    """
    finale, first = season.finale, first_day(season)
    if finale is not None:
        if not finale.value.known:
            return None
        if first is not None and finale.claim.tier <= first.claim.tier:
            return finale if finale.value.latest() >= first.value.earliest() else None
        return finale
    last = parts_of(season)[-1:]
    if season.parts is None or not last or last[0].finale is None or not last[0].finale.known:
        return None
    return Fact(last[0].finale, season.parts.claim)


def parts_of(season: Season) -> tuple[Part, ...]:
    """The parts in which a season comes; none for one that comes at once."""
    return season.parts.value if season.parts else ()


def _dated(parts: Iterable[Part]) -> list[tuple[AirDate, Part]]:
    return [(day, part) for part in parts if (day := known_date(part.premiere)) is not None]


def _first_of(dated: Sequence[tuple[AirDate, Part]]) -> tuple[AirDate, Part]:
    """The part that comes first, with its day.

    Parts stand in order: "2026" after 26 February 2026 is no earlier day.
    """
    first, *others = dated
    for other in others:
        if other[0].latest() < first[0].earliest():
            first = other
    return first


class SeasonOrder:
    """The seasons of a show at the aware moment `now`, on the calendar of its bare dates.

    What the seasons imply about each other, and the state of each, is computed once. One object
    serves all questions about a show's seasons, so that a show with thousands of them takes no
    longer than the same number of seasons of many shows.
    """

    def __init__(self, show: Show, now: datetime) -> None:
        self.show = show
        self.now = on_air(show, now)
        self.verdicts: dict[int, SeasonVerdict] = {}
        """The results of `season_verdict` so far, by the season's number."""

    def successor(self, season: Season) -> Fact[AirDate] | None:
        """The premiere of a later season that has begun: then this one is finished.

        Specials (season 0) come before, between and after the others, so nothing succeeds them. It
        is the next season, or, if that is dated before this one, the season dated last.
        """
        if season.number == 0:
            return None
        index = bisect_right(self._begun, season.number, key=itemgetter(0))
        if index == len(self._begun):
            return None
        own = first_day(season)
        for first in (self._begun[index][1], self._last_begun[index]):
            if own is None or first.value.latest() >= own.value.earliest():
                return first
        return None

    def next_part(self, season: Season) -> Part | None:
        """The part of a season that comes next: the first dated ahead, else one that may come.

        A part with a vague date, or known to have none yet, may come unless a later season has
        begun or the show has ended.
        """
        told = [part for part in parts_of(season) if part.premiere is not None]
        dated = [
            (day, part) for day, part in _dated(told) if has_started(day, self.now) is not True
        ]
        certain = [(day, part) for day, part in dated if has_started(day, self.now) is False]
        if certain:
            return _first_of(certain)[1]
        status = self.show.status
        ended = status is not None and status.value is ShowStatus.ENDED
        if ended or self.successor(season) is not None:
            return None
        if dated:
            return _first_of(dated)[1]
        return next((part for part in told if known_date(part.premiere) is None), None)

    def is_followed(self, season: Season) -> bool:
        """Whether a later season implies that this one, whose dates nobody knows, is out.

        A later season that is out does. If none is known to be out, any that is more than rumored
        does, unless one before it is still to come: two that were ordered at once, or never made,
        look alike.
        """
        if self._last_out:
            return season.number < self._last_out
        return season.number < min(self._last_announced, self._first_told_of)

    @cached_property
    def _last_out(self) -> int:
        """The highest number of a season that has begun or is said to be out; 0 for none."""
        told = (
            season.number
            for season in self.show.seasons
            if season.status and season.status.value in CAME_TRUE
        )
        return max((*told, *(number for number, _ in self._begun)), default=0)

    @cached_property
    def _begun(self) -> list[tuple[int, Fact[AirDate]]]:
        begun = []
        for season in self.show.seasons:
            first = first_day(season)
            if first is None or has_started(first.value, self.now) is not True:
                continue
            if season.status is None or not is_undone(season.status, first):
                begun.append((season.number, first))
        return begun

    @cached_property
    def _last_begun(self) -> list[Fact[AirDate]]:
        """For each season that has begun, the one dated last among it and the later ones."""
        facts = [first for _, first in reversed(self._begun)]
        return list(accumulate(facts, _later))[::-1]

    @cached_property
    def _last_announced(self) -> int:
        return max(
            (season.number for season in self.show.seasons if not _rumored(season)), default=0
        )

    @cached_property
    def _first_told_of(self) -> float:
        """The lowest number of a season with a day or a status, specials aside."""
        regular = (season for season in self.show.seasons if season.number > 0)
        told = (
            season.number
            for season in regular
            if season.status is not None or first_day(season) is not None
        )
        return next(told, inf)


def _later(one: Fact[AirDate], other: Fact[AirDate]) -> Fact[AirDate]:
    return max(one, other, key=lambda first: first.value.latest())


def is_undone(status: Fact[SeasonStatus], premiere: Fact[AirDate] | None) -> bool:
    """Whether that status takes the season's date away, or leaves it a rumor.

    A date given later brings the season back, except that a source's date brings back no canceled
    season: providers keep the dates of what was canceled.
    """
    if status.value not in NOT_HAPPENING:
        return False
    if premiere is None:
        return status.value in STOPPED
    claimed, dated = status.claim, premiere.claim
    if dated.tier is not claimed.tier:
        return dated.tier < claimed.tier
    if dated.tier is not Tier.SOURCE:
        return dated.order <= claimed.order
    if status.value is SeasonStatus.CANCELED or dated.as_of <= claimed.as_of:
        return True
    return premiere.value.latest() <= claimed.as_of


def is_off(season: Season) -> bool:
    """Whether the season's status takes its dates away, or leaves them a rumor."""
    return season.status is not None and is_undone(season.status, first_day(season))


def _rumored(season: Season) -> bool:
    return season.status is not None and season.status.value is SeasonStatus.RUMORED
