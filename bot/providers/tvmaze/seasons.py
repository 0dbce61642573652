"""How TVmaze's season rows become claims: what a day, a blank or an hour in them says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ...facts.air_date import AirDate, BadDateError
from ...facts.fields import LAST_SEASON, SPECIALS
from ...facts.models import SeasonStatus, ShowStatus
from ..json_object import JsonObject
from ..season_end import begun_until, has_ended
from ..statement_builder import StatementBuilder
from ..texts import clipped, plain

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Row:
    """One season: its first day and that of its last *listed* episode, in the network's zone."""

    record: JsonObject
    number: int
    first: date | None
    last: date | None
    ordered: int | None
    undated: bool
    """Whether TVmaze says that there is no first day yet, which an unreadable one does not."""


@dataclass(frozen=True, slots=True)
class _Episode:
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


def say_seasons(
    builder: StatementBuilder, show: JsonObject, embedded: JsonObject, status: ShowStatus | None
) -> list[int]:
    """Claim every season of the embedded rows.

    Returns the numbers of the seasons that the show's own cast may be of: those that have begun,
    or all where none has. A row or day that cannot be read may be of one that has.
    """
    following = _next_episode(embedded)
    rows = _rows(embedded, following)
    unread = following is None or following.when is None or following.number is None
    if unread and "nextepisode" in embedded.names() and not embedded.silent("nextepisode"):
        builder.unheard.update((row.number, "next_episode") for row in rows)
    dated = [row.number for row in rows if not row.undated]
    newest = begun_until(((row.number, row.first) for row in rows), builder.as_of)
    if following is not None and following.season == SPECIALS and following.when is not None:
        builder.say(SPECIALS, "listed", True)
        builder.say(SPECIALS, "next_episode", str(following.when))
    for row in rows:
        ahead = row.undated and bool(dated) and row.number > dated[-1]
        _say_season(builder, row)
        if ahead and status is None:
            row.record.note("number", "is of a show of unknown status", (row.number, "status"))
        elif ahead and status is not ShowStatus.ENDED:
            builder.say(row.number, "status", SeasonStatus.RENEWED)
        # A season that was ordered and never made has no episodes, whatever was ordered.
        if ahead and status is None:
            builder.unheard.add((row.number, "episodes"))
        elif not (ahead and status is ShowStatus.ENDED):
            where = row.record.place("episodeOrder")
            builder.say(row.number, "episodes", row.ordered or None, where=where)
        if row.first is None and not row.undated:
            builder.unheard.add((row.number, "status"))
        if row.first is not None:
            builder.say(row.number, "premiere", str(_premiere(row.first, row.number, following)))
        _say_end(builder, row, newest, status, following)
    if builder.partial():
        return []
    if len(rows) == 1:
        # What the show takes on average is then what its one season takes.
        slot = (rows[0].number, "runtime")
        average = show.whole("averageRuntime", slot, optional=True)
        builder.say(*slot, average or show.whole("runtime", slot) or None)
    begun = [
        row.number
        for row in rows
        if not row.undated and (row.first is None or row.first <= builder.as_of)
    ]
    return begun or [row.number for row in rows]


def _say_end(
    builder: StatementBuilder,
    row: _Row,
    newest: int,
    status: ShowStatus | None,
    following: _Episode | None,
) -> None:
    to_come = following is not None and following.season == row.number
    if (
        to_come
        and following is not None
        and following.number not in (None, 1)
        and following.when is not None
    ):
        builder.say(row.number, "next_episode", str(following.when))
    if row.last is None:
        return
    last = AirDate.on(row.last)
    if _is_finale(row, newest, status, following, builder.as_of):
        builder.say(row.number, "finale", str(last))
    elif not to_come:
        # The next episode told that it is the finale, and is not "next" any more.
        builder.plausible[row.number] = last


def _say_season(builder: StatementBuilder, row: _Row) -> None:
    builder.say(row.number, "listed", True)
    builder.say(row.number, "label", row.record.text("name", (row.number, "label")))
    summary = row.record.text("summary", (row.number, "story"), optional=True)
    builder.say(row.number, "story", clipped(plain(summary)))


def _next_episode(embedded: JsonObject) -> _Episode | None:
    episode = embedded.child("nextepisode", optional=True)
    season = episode.whole("season") if episode else None
    if episode is None or season is None:
        return None
    if "special" in (episode.text("type", optional=True) or ""):
        season = SPECIALS
    day = episode.day("airdate", (season, "premiere"))
    # An hour that cannot be read does not keep the day from being told.
    slot = (season, "premiere") if day is None else None
    when = AirDate.on(day) if day else None
    stamp = episode.text("airstamp", slot)
    # Without an hour the stamp is noon by default, and no instant at all.
    if stamp is not None and episode.text("airtime", slot) is not None:
        try:
            moment = AirDate.parse(stamp)
        except BadDateError as error:
            episode.note("airstamp", str(error), slot)
        else:
            if _is_of(moment, day):
                when = moment
            else:
                episode.note("airstamp", "must be an instant of that day", slot)
    return _Episode(season, episode.whole("number"), day, when)


def _is_of(moment: AirDate, day: date | None) -> bool:
    """Whether it is an instant of that day, wherever the network is; a stamp alone is none."""
    return moment.instant is not None and day is not None and abs(moment.earliest() - day) <= _A_DAY


def _rows(embedded: JsonObject, following: _Episode | None) -> list[_Row]:
    """The rows that can be read, by number; the first of two with one number stands."""
    rows: dict[int, _Row] = {}
    for record in embedded.children("seasons", partial=True):
        number = record.whole("number")
        if number is None or not 0 <= number <= LAST_SEASON or number in rows:
            record.note("number", "must be a season's own number", partial=True)
            continue
        first = record.day("premiereDate", (number, "premiere"))
        undated = record.silent("premiereDate")
        if undated and following is not None and following.opens(number):
            first, undated = following.day, following.day is None
        last = record.day("endDate", (number, "finale"))
        ordered = record.whole("episodeOrder", (number, "episodes"))
        rows[number] = _Row(record, number, first, last, ordered, undated)
    return [rows[number] for number in sorted(rows)]


def _premiere(first: date, season: int, following: _Episode | None) -> AirDate:
    """The row's day, or the instant of its first episode where that is still to come."""
    if following is not None and following.opens(season) and following.day == first:
        return following.when or AirDate.on(first)
    return AirDate.on(first)


def _is_finale(
    row: _Row,
    begun: int,
    status: ShowStatus | None,
    following: _Episode | None,
    today: date,
) -> bool:
    """Whether the day of the last listed episode is that of the season's last one.

    The row of a season under way ends with whatever is listed so far. `begun` is the newest season
    that has begun.
    """
    if row.last is None:
        return False
    if following is not None and following.season == row.number:
        return following.day == row.last and following.number == row.ordered is not None
    over, followed = status is ShowStatus.ENDED, row.number < begun
    return has_ended(row.first, row.last, today, show_over=over, followed=followed)
