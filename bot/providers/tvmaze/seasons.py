"""How TVmaze's season rows become claims: the meaning of a day, a blank or an hour in them.
Pure."""

from __future__ import annotations

from datetime import date, timedelta

from ...facts.air_date import AirDate, BadDateError
from ...facts.fields import SPECIALS
from ...facts.models import ShowStatus
from ...facts.parse.html_text import without_tags
from ..json_reader import JsonObject, clipped
from ..season_list import NextEpisode, SeasonList, SeasonRow, has_ended, say_under_way
from ..statement_builder import StatementBuilder

_A_DAY = timedelta(days=1)


def say_seasons(
    builder: StatementBuilder, show: JsonObject, embedded: JsonObject, status: ShowStatus | None
) -> list[int]:
    """Claim every season of the embedded rows.

    Returns the numbers of the seasons to which the show's own cast may belong: those that have
    begun, or all if none has. A row or day that cannot be read may be of one that has.
    """
    seasons = SeasonList(
        embedded.children("seasons", partial=True),
        _next_episode(embedded),
        builder.as_of,
        number="number",
        day="premiereDate",
    )
    seasons.leave_doubtful(builder)
    _say_special(builder, embedded, seasons)
    previous = _previous_episode(embedded)
    for row in seasons:
        _say_row(builder, seasons, row, status, previous)
    if builder.partial():
        return []
    if len(seasons) == 1:
        # A show with one season takes as long on average as that season.
        slot = (seasons.numbers[0], "runtime")
        average = show.whole("averageRuntime", slot, optional=True)
        builder.say(*slot, average or show.whole("runtime", slot) or None)
    begun = [
        row.number
        for row in seasons
        if not row.undated and (row.first is None or row.first <= builder.as_of)
    ]
    return begun or seasons.numbers


def _say_row(
    builder: StatementBuilder,
    seasons: SeasonList,
    row: SeasonRow,
    status: ShowStatus | None,
    previous: tuple[int, int] | None,
) -> None:
    """Claim one season; `previous` is the season and number of the last episode that is out."""
    ahead = seasons.is_ahead(row)
    builder.say(row.number, "listed", True)
    builder.say(row.number, "label", row.record.text("name", (row.number, "label")))
    summary = row.record.text("summary", (row.number, "story"), optional=True)
    builder.say(row.number, "story", clipped(without_tags(summary)))
    seasons.say_promise(builder, row, status)
    # A season that was ordered and never made has no episodes, however many were ordered.
    ordered = row.record.whole("episodeOrder", (row.number, "episodes"))
    if ahead and status is None:
        builder.unheard.add((row.number, "episodes"))
    elif not (ahead and status is ShowStatus.ENDED):
        where = row.record.place("episodeOrder")
        builder.say(row.number, "episodes", ordered or None, where=where)
    if row.first is None and not row.undated:
        builder.unheard.add((row.number, "status"))
    if row.first is not None:
        premiere = _premiere(row.first, row.number, seasons.following)
        builder.say(row.number, "premiere", str(premiere))
    complete = None
    # If more episodes are listed than were ordered, the order is outdated.
    if previous is not None and previous[0] == row.number and previous[1] <= (ordered or 0):
        complete = previous[1] == ordered
    _say_end(builder, seasons, row, ordered, status, complete)


def _say_special(builder: StatementBuilder, embedded: JsonObject, seasons: SeasonList) -> None:
    """Claim the next episode if it is a special; an unreadable one may be of any season."""
    following = seasons.following
    when = following.when if following is not None else None
    if following is not None and when is not None and following.season == SPECIALS:
        builder.say(SPECIALS, "listed", True)
        builder.say(SPECIALS, "next_episode", str(when))
    elif following is None or when is None or following.number is None:
        there = "nextepisode" in embedded.names() and not embedded.silent("nextepisode")
        builder.unheard.update((number, "next_episode") for number in seasons.numbers if there)


def _say_end(
    builder: StatementBuilder,
    seasons: SeasonList,
    row: SeasonRow,
    ordered: int | None,
    status: ShowStatus | None,
    complete: bool | None,
) -> None:
    """Claim the next episode, and the finale if the day of the last *listed* episode is that.

    The row of a running season ends with the last episode listed so far. `complete` is whether as
    many episodes are out as were ordered, if that is known.
    """
    following = seasons.following if seasons.goes_on(row) else None
    if following is not None and following.number not in (None, 1) and following.when is not None:
        builder.say(row.number, "next_episode", str(following.when))
    last = row.record.day("endDate", (row.number, "finale"))
    if last is None:
        return
    if following is not None:
        ended = following.day == last and following.number == ordered is not None
    else:
        over, followed = status is ShowStatus.ENDED, row.number < seasons.newest
        ended = has_ended(
            row.first, last, builder.as_of, show_over=over, followed=followed, complete=complete
        )
        if not ended and status is not None and (row.first is None or last >= row.first):
            say_under_way(builder, row, last, complete)
    if ended:
        builder.say(row.number, "finale", str(AirDate.on(last)))
    elif following is None:
        # The next episode was listed as the finale, and is now out.
        builder.plausible[row.number] = AirDate.on(last)


def _previous_episode(embedded: JsonObject) -> tuple[int, int] | None:
    """The season and number of the last episode that is out; None for a special."""
    episode = embedded.child("previousepisode", optional=True)
    season = episode.whole("season") if episode else None
    number = episode.whole("number") if episode else None
    if episode is None or season is None or number is None:
        return None
    return None if "special" in (episode.text("type", optional=True) or "") else (season, number)


def _next_episode(embedded: JsonObject) -> NextEpisode | None:
    episode = embedded.child("nextepisode", optional=True)
    season = episode.whole("season") if episode else None
    if episode is None or season is None:
        return None
    if "special" in (episode.text("type", optional=True) or ""):
        season = SPECIALS
    day = episode.day("airdate", (season, "premiere"))
    # An hour that cannot be read does not keep the day from being claimed.
    slot = (season, "premiere") if day is None else None
    when = AirDate.on(day) if day else None
    stamp = episode.text("airstamp", slot)
    # Without an hour TVmaze's stamp is noon by default, which is no instant.
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
    return NextEpisode(season, episode.whole("number"), day, when)


def _is_of(moment: AirDate, day: date | None) -> bool:
    """Whether the stamp is an instant of that day at the network; without an hour it is none."""
    return moment.instant is not None and day is not None and abs(moment.earliest() - day) <= _A_DAY


def _premiere(first: date, season: int, following: NextEpisode | None) -> AirDate:
    """The row's day, or the instant of its first episode if that is still to come."""
    if following is not None and following.opens(season) and following.day == first:
        return following.when or AirDate.on(first)
    return AirDate.on(first)
