"""The seasons that a provider lists: each row, what they tell together, when one ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..facts.air_date import AirDate
from ..facts.fields import LAST_SEASON
from ..facts.models import SeasonStatus, ShowStatus
from ..facts.season_verdict import SHOW_OVER
from .record import JsonObject
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
    """One season as it is listed.

    `undated` is whether the provider says that there is no first day yet, which an unreadable one
    does not.
    """

    record: JsonObject
    number: int
    first: date | None
    undated: bool


class SeasonList:
    """The rows that can be read, by number; the first of two with one number stands.

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
        for record in records:
            season = record.whole(number)
            if season is None or not 0 <= season <= LAST_SEASON or season in rows:
                record.note(number, "must be a season's own number", partial=True)
                continue
            first = record.day(day, (season, "premiere"))
            undated = record.silent(day)
            if undated and following is not None and following.opens(season):
                first, undated = following.day, following.day is None
            rows[season] = SeasonRow(record, season, first, undated)
        self._rows: Mapping[int, SeasonRow] = {season: rows[season] for season in sorted(rows)}
        self._dated = max((row.number for row in self if not row.undated), default=None)
        begun = (row.number for row in self if row.first is not None and row.first <= today)
        self.newest = max(begun, default=0)
        """The highest number of those that have begun; 0 for none."""

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

    def goes_on(self, row: SeasonRow) -> bool:
        """Whether the show's next episode is one of that season."""
        return self.following is not None and self.following.season == row.number

    def say_promise(
        self, builder: StatementBuilder, row: SeasonRow, status: ShowStatus | None
    ) -> None:
        """Claim that a season ahead was ordered, while the show goes on."""
        if not self.is_ahead(row):
            return
        if status is None:
            slot = (row.number, "status")
            row.record.note(self._number, "is of a show of unknown status", slot)
        elif status not in SHOW_OVER:
            builder.say(row.number, "status", SeasonStatus.RENEWED)


_AT_ONCE = timedelta(days=7)
"""A season all of whose listed episodes share a day this far behind came out at once: a weekly one
has its next episode listed by then."""

_QUIET = timedelta(days=60)
"""A season that showed nothing for this long and lists nothing more has had its last episode."""


def has_ended(
    first: date | None, last: date, today: date, *, show_over: bool, followed: bool
) -> bool:
    """Whether `last`, the day of the last episode listed so far, is that of the finale.

    Providers list a season under way only as far as it is announced, so its last day is no finale
    until the show is over, a later season has begun (`followed`), or time has told.
    """
    if last > today or (first is not None and last < first):
        return False
    if show_over or followed:
        return True
    return today - last > (_AT_ONCE if first == last else _QUIET)
