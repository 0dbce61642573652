"""The seasons that a provider lists: each row, what the rows imply together, and when a season
ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..facts.air_date import AirDate
from ..facts.fields import LAST_SEASON, SPECIALS
from ..facts.models import SeasonStatus, ShowStatus
from ..facts.season_verdict import SHOW_OVER, STILL_RUNNING
from .json_reader import JsonObject
from .statement_builder import StatementBuilder


@dataclass(frozen=True, slots=True)
class NextEpisode:
    """The show's next episode; `when` is an instant only where an hour is announced.

    A special is one of season 0, whatever season it is shown in.
    """

    season: int
    number: int | None
    day: date | None
    when: AirDate | None

    def opens(self, season: int) -> bool:
        """Whether it is the first of that season."""
        return self.season == season and self.number == 1


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One season of a provider's list.

    `undated` is whether the provider says that there is no first day yet; an unreadable day is not
    that.
    """

    record: JsonObject
    number: int
    first: date | None
    undated: bool


class SeasonList:
    """The rows that can be read, by number; of two rows with one number, the first counts.

    `number` and `day` are the names of a season's number and first day in a row.
    """

    def __init__(
        self,
        records: Iterable[JsonObject],
        following: NextEpisode | None,
        today: date,
        *,
        number: str,
        day: str,
    ) -> None:
        self.following = following
        self._number = number
        rows: dict[int, SeasonRow] = {}
        doubtful: set[int] = set()
        for record in records:
            season = record.whole(number)
            if season is None or not 0 <= season <= LAST_SEASON or season in rows:
                record.note(number, "must be a season's own number", partial=True)
                # Not compared with `first`, which may come from the next episode.
                if season in rows and record.day(day, optional=True) != rows[season].record.day(
                    day, optional=True
                ):
                    doubtful.add(season)
                continue
            first = record.day(day, (season, "premiere"))
            undated = record.silent(day)
            if undated and following is not None and following.opens(season):
                first, undated = following.day, following.day is None
            rows[season] = SeasonRow(record, season, first, undated)
        self._rows: Mapping[int, SeasonRow] = {
            season: replace(rows[season], first=None, undated=True)
            if _is_placeholder(rows[season], rows.values(), today)
            else rows[season]
            for season in sorted(rows)
        }
        self._doubtful = frozenset(doubtful)
        self._dated = max((row.number for row in self if not row.undated), default=None)
        begun = (row.number for row in self if row.first is not None and row.first <= today)
        self.newest = max(begun, default=0)
        """The highest number of a season that has begun; 0 for none."""

    def __iter__(self) -> Iterator[SeasonRow]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the seasons, in order."""
        return list(self._rows)

    def is_ahead(self, row: SeasonRow) -> bool:
        """Whether a season without a date comes after all that have one."""
        return row.undated and self._dated is not None and row.number > self._dated

    def is_followed(self, row: SeasonRow) -> bool:
        """Whether a later season has begun."""
        return 0 < row.number < self.newest

    def is_empty(self, row: SeasonRow) -> bool:
        """Whether the row is a mere number before others, without a day and without an episode."""
        counted = row.record.whole("episode_count", optional=True)
        before_others = self._dated is not None and row.number < self._dated
        return row.undated and counted == 0 and before_others

    def next_day(self, row: SeasonRow) -> date | None:
        """The first day of the season after it, where that has one."""
        following = self._rows.get(row.number + 1) if row.number else None
        return following.first if following is not None else None

    def goes_on(self, row: SeasonRow) -> bool:
        """Whether the show's next episode is one of that season."""
        return self.following is not None and self.following.season == row.number

    def leave_doubtful(self, builder: StatementBuilder) -> None:
        """If rows of one number begin on different days, leave what was heard of that season
        before.

        Which row comes first says nothing, and may change tomorrow.
        """
        builder.unheard.update((number, name) for number in self._doubtful for name in _OF_A_ROW)

    def say_promise(
        self, builder: StatementBuilder, row: SeasonRow, status: ShowStatus | None
    ) -> None:
        """Claim that a season ahead was ordered, as long as the show goes on."""
        if not self.is_ahead(row):
            return
        if status is None:
            slot = (row.number, "status")
            row.record.note(self._number, "is of a show of unknown status", slot)
        elif status not in SHOW_OVER:
            builder.say(row.number, "status", SeasonStatus.RENEWED)


_OF_A_ROW = ("premiere", "finale", "episodes", "status", "label", "story")


def _is_placeholder(row: SeasonRow, rows: Iterable[SeasonRow], today: date) -> bool:
    """Whether a first day only fills the field.

    It is farther ahead than anybody plans, or long before all earlier seasons, or a 1 January.
    """
    if row.first is not None and row.first - today > _PLANNED:
        return True
    if row.first is None or row.number == SPECIALS:
        return False
    earlier = [
        other.first for other in rows if 0 < other.number < row.number and other.first is not None
    ]
    if not earlier or row.first >= min(earlier):
        return row.first.year < _FIRST_YEAR
    # Numbers that are mixed up for a while are a matter of years at most.
    return (row.first.month, row.first.day) == (1, 1) or min(earlier) - row.first > _AN_AGE


_AN_AGE = timedelta(days=5 * 365)
_PLANNED = timedelta(days=10 * 365)
_FIRST_YEAR = 1928
"""No series was made for television before:
https://en.wikipedia.org/wiki/The_Queen%27s_Messenger"""

_AT_ONCE = timedelta(days=7)
"""A season whose listed episodes lie within `_TOGETHER`, this long ago, came out at once: a weekly
one would have its next episode listed by then."""

_TOGETHER = timedelta(days=3)

_QUIET = timedelta(days=60)
"""A season without an episode for this long, and with none listed ahead, has had its last one."""

_BREAK = timedelta(days=240)
"""A break in the middle of a season is shorter than this, if the other half is ever made."""


def has_ended(
    first: date | None,
    last: date,
    today: date,
    *,
    show_over: bool,
    followed: bool,
    complete: bool | None = None,
) -> bool:
    """Whether `last`, the day of the last episode listed so far, is the day of the finale.

    Providers list a running season only as far as it is announced. So its last day is no finale
    until the show is over, a later season has begun (`followed`), or enough time has passed.
    `complete` is whether all episodes of the season are out, if the provider tells.
    """
    if last > today or (first is not None and last < first):
        return False
    if show_over or followed or complete:
        return True
    if complete is False:
        return today - last > _BREAK
    at_once = first is not None and last - first <= _TOGETHER
    return today - last > (_AT_ONCE if at_once else _QUIET)


def say_under_way(
    builder: StatementBuilder, row: SeasonRow, last: date, complete: bool | None
) -> None:
    """Claim that a season is running, if nobody knows until when and its first day does not tell.

    It is known not to be complete, or had an episode lately.
    """
    today = builder.as_of
    long_on = row.first is None or today - row.first > STILL_RUNNING
    if last <= today and (complete is False or (row.number > 0 and long_on)):
        builder.say(row.number, "status", SeasonStatus.AIRING)
