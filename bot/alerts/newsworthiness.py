"""Which changes of a source are news: a season that simply runs its course makes none. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..facts.air_date import AirDate, Precision, has_passed
from ..facts.air_zones import on_air
from ..facts.models import SeasonStatus, Show, ShowStatus
from ..facts.season_verdict import OUT, SHOW_OVER, VerdictKind, season_verdict
from ..facts.timeline import Timeline, first_day
from .queries.windows import Window

LATELY = timedelta(days=7)
"""A season that came out so recently is news to who had not heard of its date."""

_STATUS_NEWS = frozenset({SeasonStatus.CANCELED, SeasonStatus.POSTPONED})
_AHEAD = frozenset(
    {
        VerdictKind.RENEWED,
        VerdictKind.SCHEDULED,
        VerdictKind.IN_PRODUCTION,
        VerdictKind.AIRING,
    }
)


def is_news(window: Window, value: object, show: Show, now: datetime) -> bool:
    """Whether people hear that the window's value is `value` now; None stands for silence."""
    now = on_air(show, now)
    if window.field in ("premiere", "finale"):
        return _date_is_news(window, value, show, now)
    if window.field != "status":
        return True
    if window.season is None:
        return _show_status_is_news(window.before, value, show, now)
    return _season_status_is_news(window, value, show, now)


def _date_is_news(window: Window, value: object, show: Show, now: datetime) -> bool:
    was, comes = _known(window.before), _known(value)
    if comes is None:
        # That a day behind us is not repeated takes nothing back.
        return was is not None and not has_passed(was, now)
    if window.field == "finale" and _is_at_once(window, comes, show):
        return False
    if was is None:
        recent = window.field == "premiere" and now.date() - comes.latest() <= LATELY
        return recent or not has_passed(comes, now)
    if was.refines(comes) or (comes.refines(was) and was.precision >= Precision.DAY):
        return False
    return not (has_passed(was, now) and has_passed(comes, now))


def _is_at_once(window: Window, finale: AirDate, show: Show) -> bool:
    """Whether the season begins and ends on that day, which its premiere tells."""
    season = show.season(window.season) if window.season is not None else None
    first = first_day(season) if season is not None else None
    return first is not None and first.value == finale


def _season_status_is_news(window: Window, value: object, show: Show, now: datetime) -> bool:
    assert window.season is not None
    season = show.season(window.season)
    over = show.status is not None and show.status.value in SHOW_OVER
    if season is None:
        return not over
    stage = season_verdict(Timeline(show, now), season)[0]
    if value is None:
        # A date, the season itself or the end of the show took its place, and is told by itself.
        return first_day(season) is None and stage not in OUT and not over
    return value in _STATUS_NEWS or stage not in OUT


def _show_status_is_news(was: object, value: object, show: Show, now: datetime) -> bool:
    match value:
        case ShowStatus.ENDED:
            return was is not ShowStatus.CANCELED
        case ShowStatus.RUNNING if was in SHOW_OVER:
            return True
        case ShowStatus.RUNNING:
            timeline = Timeline(show, now)
            ahead = any(season_verdict(timeline, s)[0] in _AHEAD for s in show.seasons if s.number)
            return was is ShowStatus.TO_BE_DETERMINED and not ahead
        case None | ShowStatus.IN_DEVELOPMENT:
            return False
        case _:
            return True


def _known(value: object) -> AirDate | None:
    return value if isinstance(value, AirDate) and value.known else None
