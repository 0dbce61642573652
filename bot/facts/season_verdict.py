"""The state in which a season that somebody has mentioned is today."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from .air_date import AirDate, Precision, has_passed, has_started
from .fields import SPECIALS
from .models import Fact, Season, SeasonStatus, Show, ShowStatus
from .season_order import (
    CAME_TRUE,
    NOT_HAPPENING,
    STOPPED,
    SeasonOrder,
    first_day,
    is_undone,
    last_day,
    parts_of,
)

STILL_RUNNING = timedelta(days=120)
"""A season that premiered this recently, without a known finale and without anybody calling it
finished, is taken to be airing: a longer run without a known finale is rarer than an outdated
record."""


class VerdictKind(StrEnum):
    """The possible answers."""

    AIRED = "aired"
    AIRING = "airing"
    SCHEDULED = "scheduled"
    RENEWED = "renewed"
    IN_PRODUCTION = "in_production"
    POSTPONED = "postponed"
    CANCELED = "canceled"
    ENDED = "ended"
    UNANNOUNCED = "unannounced"
    RUMORED = "rumored"
    NO_SUCH_SEASON = "no_such_season"


OVER = frozenset({VerdictKind.CANCELED, VerdictKind.ENDED})
OUT = frozenset({VerdictKind.AIRED, VerdictKind.AIRING})
COMING = frozenset({VerdictKind.SCHEDULED, VerdictKind.RENEWED, VerdictKind.IN_PRODUCTION})

OFF = frozenset({*OVER, VerdictKind.POSTPONED, VerdictKind.RUMORED})
"""The kinds for a season that is off, or only a rumor: it comes on no day, whatever dates it
has."""

_AS_SAID: dict[SeasonStatus, VerdictKind] = {
    SeasonStatus.RUMORED: VerdictKind.RUMORED,
    SeasonStatus.RENEWED: VerdictKind.RENEWED,
    SeasonStatus.IN_PRODUCTION: VerdictKind.IN_PRODUCTION,
    SeasonStatus.POSTPONED: VerdictKind.POSTPONED,
    SeasonStatus.SCHEDULED: VerdictKind.SCHEDULED,
    SeasonStatus.AIRING: VerdictKind.AIRING,
    SeasonStatus.AIRED: VerdictKind.AIRED,
    SeasonStatus.CANCELED: VerdictKind.CANCELED,
}


SeasonVerdict = tuple[VerdictKind, Fact[object] | None, bool]
"""The state of a season, the fact that decides it, and whether a date passed without
confirmation."""


def verdict_said_by(status: SeasonStatus) -> VerdictKind:
    """The verdict that a season's status alone gives."""
    return _AS_SAID[status]


def season_verdict(order: SeasonOrder, season: Season) -> SeasonVerdict:
    """The state of one season of a show at the moment of `order`."""
    known = order.verdicts.get(season.number)
    if known is None:
        known = order.verdicts[season.number] = _season_verdict(order, season)
    return known


def _season_verdict(order: SeasonOrder, season: Season) -> SeasonVerdict:
    now = order.now
    status, premiere = season.status, first_day(season)
    ahead = season.next_episode if season.number == SPECIALS and status is None else None
    if ahead is not None and has_started(ahead.value, now) is False:
        return VerdictKind.SCHEDULED, ahead, False
    begun = has_started(premiere.value, now) if premiere is not None else None
    if status is not None and is_undone(status, premiere):
        if status.value in STOPPED:
            return _AS_SAID[status.value], status, False
        return *_undated(order, season), begun is True
    if premiere is None:
        return *_undated(order, season), False
    if status is None:
        if begun is not False and (begun is None or _foretold(premiere)):
            return _vague(order, season, premiere)
    elif status.value in CAME_TRUE:
        # A date still ahead contradicts that, unless a weaker tier states it.
        if begun is not False or status.claim.tier > premiere.claim.tier:
            return *_running(order, season, premiere), False
    elif begun and not premiere.value.exact and status.value not in NOT_HAPPENING:
        return _AS_SAID[status.value], status, True
    if begun:
        return *_running(order, season, premiere), False
    return VerdictKind.SCHEDULED, premiere, False


def _foretold(premiere: Fact[AirDate]) -> bool:
    """Whether it is a vague date stated before it could have passed, and so a forecast."""
    return not premiere.value.exact and premiere.claim.as_of <= premiere.value.latest()


def _running(
    order: SeasonOrder, season: Season, premiere: Fact[AirDate]
) -> tuple[VerdictKind, Fact[object] | None]:
    """Airing or aired, for a season that has begun."""
    now, status = order.now, season.status
    is_said_out = status is not None and status.value is SeasonStatus.AIRED
    part = order.next_part(season)
    if season.parts is not None and part is not None and part.premiere is not None:
        outranked = status is not None and status.claim.tier > season.parts.claim.tier
        may_come = has_started(part.premiere, now) is None
        if not (is_said_out and (outranked or may_come)):
            return VerdictKind.AIRING, season.parts
    if _goes_on(season, now) and not is_said_out:
        return VerdictKind.AIRING, season.next_episode
    finale = last_day(season)
    if finale is not None:
        at_once = finale.value.exact and finale.value == premiere.value
        if at_once or has_passed(finale.value, now):
            return VerdictKind.AIRED, finale
        if status is None or not is_said_out:
            return VerdictKind.AIRING, premiere
        if has_started(finale.value, now) is False and status.claim.tier <= finale.claim.tier:
            return VerdictKind.AIRING, premiere
    return _open_ended(order, season, premiere)


def _open_ended(
    order: SeasonOrder, season: Season, premiere: Fact[AirDate]
) -> tuple[VerdictKind, Fact[object] | None]:
    """Airing or aired, for a season that has begun and has no usable last day."""
    show, now, status = order.show, order.now, season.status
    succeeded = order.successor(season) is not None
    if status is not None and status.value in CAME_TRUE:
        over = succeeded and status.value is SeasonStatus.AIRING
        return (VerdictKind.AIRED, premiere) if over else (_AS_SAID[status.value], status)
    starts = [part.premiere for part in parts_of(season) if part.premiere and part.premiere.known]
    newest = max([premiere.value, *starts], key=AirDate.latest)
    recent = now.date() - newest.latest() <= STILL_RUNNING or season.number == now.year
    # A show is often canceled while its last season is still running; one that ended has stopped.
    ended = show.status is not None and show.status.value is ShowStatus.ENDED
    vague = newest.approximate or newest.precision < Precision.MONTH
    if vague or not recent or ended or succeeded:
        return VerdictKind.AIRED, premiere
    return VerdictKind.AIRING, premiere


def _goes_on(season: Season, now: datetime) -> bool:
    """Whether an episode is still to come, however long the season has been running."""
    following = season.next_episode
    return following is not None and not has_passed(following.value, now)


def _vague(order: SeasonOrder, season: Season, premiere: Fact[AirDate]) -> SeasonVerdict:
    """The verdict on a season without a status whose date is too vague to tell whether it has
    begun."""
    now = order.now
    if _is_over(order.show) or _dated_out(season, now) or order.successor(season):
        return VerdictKind.AIRED, premiere, False
    return VerdictKind.SCHEDULED, premiere, has_started(premiere.value, now) is True


def _dated_out(season: Season, now: datetime) -> bool:
    finale = last_day(season)
    return finale is not None and has_passed(finale.value, now)


def _undated(order: SeasonOrder, season: Season) -> tuple[VerdictKind, Fact[object] | None]:
    """The verdict on a season without a usable date, by its status or else by the rest of the
    show."""
    show, now = order.show, order.now
    status = season.status
    if status is None:
        if _goes_on(season, now):
            return VerdictKind.AIRING, season.next_episode
        return _implied(order, season)
    if taken_back := _overruled(show, season):
        return taken_back, show.status
    if status.value is not SeasonStatus.AIRED:
        if _dated_out(season, now):
            return VerdictKind.AIRED, last_day(season)
        if later := order.successor(season):
            return VerdictKind.AIRED, later
    return _AS_SAID[status.value], status


def is_in_development(show: Show) -> bool:
    """Whether the show is being made and nothing of it has come out yet."""
    return show.status is not None and show.status.value is ShowStatus.IN_DEVELOPMENT


def _is_over(show: Show) -> bool:
    return show.status is not None and show.status.value in SHOW_OVER


SHOW_OVER = {
    ShowStatus.ENDED: VerdictKind.ENDED,
    ShowStatus.CANCELED: VerdictKind.CANCELED,
}


def _implied(order: SeasonOrder, season: Season) -> tuple[VerdictKind, Fact[object] | None]:
    """The verdict on a season with neither date nor status: what the rest of the show implies."""
    show, now = order.show, order.now
    finale = last_day(season)
    if finale is not None and has_passed(finale.value, now):
        return VerdictKind.AIRED, finale
    if season.premiere is not None:
        # Its date is TBA, since any other would have decided: somebody says that it is still to
        # come.
        over = SHOW_OVER.get(show.status.value) if show.status else None
        return (over, show.status) if over else (VerdictKind.UNANNOUNCED, None)
    if finale is not None:
        return VerdictKind.SCHEDULED, finale
    told = (season.episodes, season.runtime, season.story)
    if season.number == SPECIALS and not any((*told, season.cast, season.trailers, season.where)):
        # TMDB lists a season of specials even for shows that have none.
        return VerdictKind.NO_SUCH_SEASON, show.status
    if order.is_followed(season):
        return VerdictKind.AIRED, _mention(season)
    if is_in_development(show):
        return VerdictKind.IN_PRODUCTION, show.status
    if show.status is not None and show.status.value in SHOW_OVER:
        if season.number == 1 or season.cast or season.episodes:
            return VerdictKind.AIRED, show.status
        return SHOW_OVER[show.status.value], show.status
    return VerdictKind.UNANNOUNCED, None


def _mention(season: Season) -> Fact[object] | None:
    """A fact that proves that an undated season exists; None if there is none."""
    single = (season.episodes, season.listed, season.label, season.runtime, season.story)
    more = (
        season.final,
        season.parts,
        season.finale,
        *season.cast,
        *season.trailers,
        *season.where,
    )
    return next((fact for fact in (*single, *more) if fact is not None), None)


def _overruled(show: Show, season: Season) -> VerdictKind | None:
    """Whether the end of the whole show has since overruled the promise of an undated season.

    A final season is promised *because* the show ends, so its promise stands.
    """
    status, over = season.status, show.status
    if status is None or over is None or over.value not in SHOW_OVER:
        return None
    if status.value not in _PROMISED or (season.final is not None and season.final.value):
        return None
    stands = (over.claim.tier, over.claim.as_of) >= (status.claim.tier, status.claim.as_of)
    return SHOW_OVER[over.value] if stands else None


_PROMISED = (SeasonStatus.RUMORED, SeasonStatus.RENEWED)
