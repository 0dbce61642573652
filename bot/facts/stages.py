"""Where one season that somebody spoke of stands today."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from .air_date import AirDate, Precision
from .models import Fact, Part, Season, SeasonStatus, Show, ShowStatus, Tier
from .timing import has_passed, has_started

_STILL_RUNNING = timedelta(days=120)
"""A season that premiered this recently, with no finale known and nobody calling it finished, is
taken to be airing; a longer run than that without a known finale is rarer than a lapsed record."""


class VerdictKind(StrEnum):
    """Every answer there is."""

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

_STOPPED = (SeasonStatus.CANCELED, SeasonStatus.POSTPONED)

Stage = tuple[VerdictKind, Fact[object] | None, bool]
"""Where a season stands, the fact that decides it, and whether a date lapsed unconfirmed."""


def first_day(season: Season) -> Fact[AirDate] | None:
    """When the season begins, where that is known: its premiere, else that of its first part."""
    if season.premiere is not None:
        return season.premiere if season.premiere.value.known else None
    dated = [part.premiere for part in _parts(season) if part.premiere and part.premiere.known]
    if season.parts is None or not dated:
        return None
    return Fact(min(dated, key=AirDate.earliest), season.parts.claim)


def last_day(season: Season) -> Fact[AirDate] | None:
    """When the season ends, where that is known: its finale, else that of its last part."""
    if season.finale is not None:
        return season.finale if season.finale.value.known else None
    last = _parts(season)[-1:]
    if season.parts is None or not last or last[0].finale is None or not last[0].finale.known:
        return None
    return Fact(last[0].finale, season.parts.claim)


def next_part(season: Season, now: datetime) -> Part | None:
    """The first part of the season that is dated and still to come."""
    ahead = [
        (part.premiere.earliest(), place)
        for place, part in enumerate(_parts(season))
        if part.premiere and part.premiere.known and has_started(part.premiere, now) is False
    ]
    return _parts(season)[min(ahead)[1]] if ahead else None


def _parts(season: Season) -> tuple[Part, ...]:
    return season.parts.value if season.parts else ()


class Timeline:
    """A show at the aware moment `now`; what its seasons say of each other is worked out once.

    Whoever looks at each season of a show makes one, so that thousands of seasons take no longer
    than as many seasons of many shows.
    """

    def __init__(self, show: Show, now: datetime) -> None:
        self.show = show
        self.now = now

    def successor(self, season: Season) -> Fact[AirDate] | None:
        """The premiere of a later season that has begun: then this one is finished.

        Specials (season 0) come before, between and after the others, so nothing succeeds them.
        It is the next one, or where that is dated before this one, the one dated last.
        """
        if season.number == 0:
            return None
        place = bisect_right(self._begun, season.number, key=itemgetter(0))
        if place == len(self._begun):
            return None
        own = first_day(season)
        for first in (self._begun[place][1], self._last_begun[place]):
            if own is None or first.value.latest() >= own.value.earliest():
                return first
        return None

    def is_followed(self, season: Season) -> bool:
        """Whether a later season is more than rumored."""
        return self._last_announced > season.number

    @cached_property
    def _begun(self) -> list[tuple[int, Fact[AirDate]]]:
        begun = []
        for season in self.show.seasons:
            first = first_day(season)
            if first is None or has_started(first.value, self.now) is not True:
                continue
            if season.status is None or not _undone(season.status, first):
                begun.append((season.number, first))
        return begun

    @cached_property
    def _last_begun(self) -> list[Fact[AirDate]]:
        """For each that has begun, which of it and those after it is dated last."""
        facts = [first for _, first in reversed(self._begun)]
        return list(accumulate(facts, _later))[::-1]

    @cached_property
    def _last_announced(self) -> int:
        return max((s.number for s in self.show.seasons if not _rumored(s)), default=0)


def _later(one: Fact[AirDate], other: Fact[AirDate]) -> Fact[AirDate]:
    return max(one, other, key=lambda first: first.value.latest())


def stage_of(timeline: Timeline, season: Season) -> Stage:
    """Where one season of that show stands then."""
    now = timeline.now
    said, premiere = season.status, first_day(season)
    begun = has_started(premiere.value, now) if premiere is not None else None
    if said is not None and _undone(said, premiere):
        if said.value in _STOPPED:
            return _AS_SAID[said.value], said, False
        return *_undated(timeline, season), begun is True
    if premiere is None:
        return *_undated(timeline, season), False
    if said is None:
        if begun is not False and (begun is None or _foretold(premiere)):
            return _vague(timeline, season, premiere)
    elif said.value in _CAME_TRUE:
        # A date still ahead denies that, unless it comes from a weaker voice.
        if begun is not False or said.claim.tier > premiere.claim.tier:
            return *_running(timeline, season, premiere), False
    elif begun and not premiere.value.exact and said.value not in _NOT_HAPPENING:
        return _AS_SAID[said.value], said, True
    if begun:
        return *_running(timeline, season, premiere), False
    return VerdictKind.SCHEDULED, premiere, False


_CAME_TRUE = (SeasonStatus.AIRING, SeasonStatus.AIRED)


def _undone(said: Fact[SeasonStatus], premiere: Fact[AirDate] | None) -> bool:
    """Whether that status takes the season's date away, or leaves it a rumour.

    A date that was given since then brings the season back; a source's date brings back no
    canceled season, because providers keep the dates of what was canceled.
    """
    if said.value not in _NOT_HAPPENING:
        return False
    if premiere is None:
        return said.value in _STOPPED
    status, date_ = said.claim, premiere.claim
    if date_.tier is not status.tier:
        return date_.tier < status.tier
    if date_.tier is not Tier.SOURCE:
        return date_.order <= status.order
    if said.value is SeasonStatus.CANCELED or date_.as_of <= status.as_of:
        return True
    return premiere.value.latest() <= status.as_of


_NOT_HAPPENING = (SeasonStatus.CANCELED, SeasonStatus.POSTPONED, SeasonStatus.RUMORED)


def _foretold(premiere: Fact[AirDate]) -> bool:
    """Whether it is a vague date that was said before it could have passed: a forecast."""
    return not premiere.value.exact and premiere.claim.as_of <= premiere.value.latest()


def _running(
    timeline: Timeline, season: Season, premiere: Fact[AirDate]
) -> tuple[VerdictKind, Fact[object] | None]:
    """Airing or aired, for a season that has begun."""
    show, now = timeline.show, timeline.now
    said, finale = season.status, last_day(season)
    status = said.value if said is not None and said.value in _CAME_TRUE else None
    if season.parts is not None and next_part(season, now) is not None:
        outranked = said is not None and said.claim.tier > season.parts.claim.tier
        if not (outranked and status is SeasonStatus.AIRED):
            return VerdictKind.AIRING, season.parts
    if _goes_on(season, now) and (said is None or status is not SeasonStatus.AIRED):
        return VerdictKind.AIRING, season.next_episode
    if finale is not None:
        at_once = finale.value.exact and finale.value == premiere.value
        if at_once or has_passed(finale.value, now):
            return VerdictKind.AIRED, finale
        ahead = has_started(finale.value, now) is False
        if status is not SeasonStatus.AIRED or said is None:
            return VerdictKind.AIRING, premiere
        if ahead and said.claim.tier <= finale.claim.tier:
            return VerdictKind.AIRING, premiere
    succeeded = timeline.successor(season) is not None
    if said is not None and status is not None:
        over = succeeded and status is SeasonStatus.AIRING
        return (VerdictKind.AIRED, premiere) if over else (_AS_SAID[status], said)
    starts = [part.premiere for part in _parts(season) if part.premiere and part.premiere.known]
    newest = max([premiere.value, *starts], key=AirDate.latest)
    recent = now.date() - newest.latest() <= _STILL_RUNNING or season.number == now.year
    # A show is often canceled while its last season is still on; one that ended is off.
    ended = show.status is not None and show.status.value is ShowStatus.ENDED
    vague = newest.approximate or newest.precision < Precision.MONTH
    if vague or not recent or ended or succeeded:
        return VerdictKind.AIRED, premiere
    return VerdictKind.AIRING, premiere


def _goes_on(season: Season, now: datetime) -> bool:
    """Whether an episode of it is still to come, however long it has been running."""
    following = season.next_episode
    return following is not None and not has_passed(following.value, now)


def _vague(timeline: Timeline, season: Season, premiere: Fact[AirDate]) -> Stage:
    """A season with no status, dated so vaguely that nobody can say whether it has begun."""
    now = timeline.now
    if _is_over(timeline.show) or _dated_out(season, now) or timeline.successor(season):
        return VerdictKind.AIRED, premiere, False
    return VerdictKind.SCHEDULED, premiere, has_started(premiere.value, now) is True


def _dated_out(season: Season, now: datetime) -> bool:
    finale = last_day(season)
    return finale is not None and has_passed(finale.value, now)


def _undated(timeline: Timeline, season: Season) -> tuple[VerdictKind, Fact[object] | None]:
    """A season without a date to go by: what its status, and else the rest of the show, says."""
    show, now = timeline.show, timeline.now
    said = season.status
    if said is None:
        if _goes_on(season, now):
            return VerdictKind.AIRING, season.next_episode
        return _implied(timeline, season)
    if taken_back := _overruled(show, season):
        return taken_back, show.status
    if said.value is not SeasonStatus.AIRED:
        if _dated_out(season, now):
            return VerdictKind.AIRED, last_day(season)
        if later := timeline.successor(season):
            return VerdictKind.AIRED, later
    return _AS_SAID[said.value], said


def is_in_development(show: Show) -> bool:
    """Whether the show is being made and nothing of it has come out yet."""
    return show.status is not None and show.status.value is ShowStatus.IN_DEVELOPMENT


def _is_over(show: Show) -> bool:
    return show.status is not None and show.status.value in SHOW_OVER


SHOW_OVER = {
    ShowStatus.ENDED: VerdictKind.ENDED,
    ShowStatus.CANCELED: VerdictKind.CANCELED,
}


def _implied(timeline: Timeline, season: Season) -> tuple[VerdictKind, Fact[object] | None]:
    """A season with neither date nor status: what the rest of the show says about it."""
    show, now = timeline.show, timeline.now
    if _dated_out(season, now):
        return VerdictKind.AIRED, last_day(season)
    if season.premiere is not None:
        # It is dated TBA, or its date would have told: somebody says that it is still to come.
        over = SHOW_OVER.get(show.status.value) if show.status else None
        return (over, show.status) if over else (VerdictKind.UNANNOUNCED, None)
    if timeline.is_followed(season):
        return VerdictKind.AIRED, _mention(season)
    if is_in_development(show):
        return VerdictKind.IN_PRODUCTION, show.status
    if show.status is not None and show.status.value in SHOW_OVER:
        if season.number == 1 or season.cast or season.episodes:
            return VerdictKind.AIRED, show.status
        return SHOW_OVER[show.status.value], show.status
    return VerdictKind.UNANNOUNCED, None


def _mention(season: Season) -> Fact[object] | None:
    """Whatever tells that an undated season exists."""
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


def _rumored(season: Season) -> bool:
    return season.status is not None and season.status.value is SeasonStatus.RUMORED


def _overruled(show: Show, season: Season) -> VerdictKind | None:
    """A promise of an undated season that the end of the whole show took back since.

    A final season is promised *because* the show ends, so it stands.
    """
    status, over = season.status, show.status
    if status is None or over is None or over.value not in SHOW_OVER:
        return None
    if status.value not in _PROMISED or (season.final is not None and season.final.value):
        return None
    stands = (over.claim.tier, over.claim.as_of) >= (status.claim.tier, status.claim.as_of)
    return SHOW_OVER[over.value] if stands else None


_PROMISED = (SeasonStatus.RUMORED, SeasonStatus.RENEWED)
