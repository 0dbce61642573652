"""Kinds of change: which a channel chooses among, which facts belong to which, and which are news.

A season of a source that simply runs its course makes no news. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntFlag

from ..errors import BadInputError
from ..facts.air_date import AirDate, Precision, has_passed, same_moment
from ..facts.air_zones import on_air
from ..facts.models import SeasonStatus, Show, ShowStatus
from ..facts.season_verdict import OUT, SHOW_OVER, VerdictKind, season_verdict
from ..facts.timeline import Timeline, first_day
from ..locale.messages import N_, _
from .queries.windows import Window


class AlertKind(IntFlag):
    """One bit a kind; a subscription stores the sum of those it wants."""

    STATUS = 1
    DATE = 2
    TRAILER = 4
    REMINDERS = 8
    CAST = 16
    STORY = 32


_NAMES: Mapping[AlertKind, str] = {
    AlertKind.STATUS: N_("status"),
    AlertKind.DATE: N_("date"),
    AlertKind.TRAILER: N_("trailer"),
    AlertKind.REMINDERS: N_("reminders"),
    AlertKind.CAST: N_("cast"),
    AlertKind.STORY: N_("story"),
}

USUAL = AlertKind.STATUS | AlertKind.DATE | AlertKind.TRAILER | AlertKind.REMINDERS
"""What a subscription tells unless it asks for other kinds."""

ALL = USUAL | AlertKind.CAST | AlertKind.STORY

_SHOW_FIELDS: Mapping[str, AlertKind] = {"status": AlertKind.STATUS}
_SEASON_FIELDS: Mapping[str, AlertKind] = {
    "status": AlertKind.STATUS,
    "final": AlertKind.STATUS,
    "premiere": AlertKind.DATE,
    "finale": AlertKind.DATE,
    "parts": AlertKind.DATE,
    "trailers": AlertKind.TRAILER,
    "cast": AlertKind.CAST,
    "story": AlertKind.STORY,
}

_WORDS: Mapping[str, AlertKind] = {
    "status": AlertKind.STATUS,
    "renewals": AlertKind.STATUS,
    "date": AlertKind.DATE,
    "dates": AlertKind.DATE,
    "release": AlertKind.DATE,
    "trailer": AlertKind.TRAILER,
    "trailers": AlertKind.TRAILER,
    "reminder": AlertKind.REMINDERS,
    "reminders": AlertKind.REMINDERS,
    "cast": AlertKind.CAST,
    "story": AlertKind.STORY,
    "all": ALL,
    "everything": ALL,
    "usual": USUAL,
    "default": USUAL,
}


def kind_of(season: int | None, field: str) -> AlertKind | None:
    """The kind of change of a field; None for one that nobody is alerted to."""
    return (_SHOW_FIELDS if season is None else _SEASON_FIELDS).get(field)


def bits(kinds: int) -> list[int]:
    """The single bits of a mask."""
    return [kind.value for kind in AlertKind if kind & kinds]


def names(kinds: int) -> list[str]:
    """The kinds of a mask in words, in the order in which they are explained."""
    return [_(_NAMES[kind]) for kind in AlertKind if kind & kinds]


def parse(text: str | None) -> AlertKind:
    """The kinds a person asked for, in words separated by anything; the usual ones for nothing.

    Raises:
        BadInputError: a word is none of them.
    """
    words = [word for word in re.split(r"[^a-z]+", (text or "").lower()) if word != "and"]
    chosen = AlertKind(0)
    for word in filter(None, words):
        if word not in _WORDS:
            raise BadInputError(
                "Events are any of: status, date, trailer, reminders, cast, story (or all)."
            )
        chosen |= _WORDS[word]
    if not chosen and text and text.strip():
        raise BadInputError(
            "Events are any of: status, date, trailer, reminders, cast, story (or all)."
        )
    return chosen or USUAL


def mask_of(kinds: Iterable[int]) -> int:
    """Several kinds as one mask."""
    mask = 0
    for kind in kinds:
        mask |= kind
    return mask


LATELY = timedelta(days=7)
"""A season that came out so recently is news to who had not heard of its date."""

_LONG_AGO = timedelta(days=60)
"""What is said to have been so long ago and was ahead until now is another season's."""

_STATUS_NEWS = frozenset({SeasonStatus.CANCELED, SeasonStatus.POSTPONED})
_AHEAD = frozenset(
    {
        VerdictKind.RENEWED,
        VerdictKind.SCHEDULED,
        VerdictKind.IN_PRODUCTION,
        VerdictKind.AIRING,
    }
)


def is_news(
    window: Window, value: object, show: Show, now: datetime, opened: Sequence[Window] = ()
) -> bool:
    """Whether people hear that the window's value is `value` now; None stands for silence.

    `opened` are all windows of the season, itself among them.
    """
    now = on_air(show, now)
    if window.field in ("premiere", "finale"):
        return _date_is_news(window, value, show, now)
    if window.field != "status":
        return True
    if window.season is None:
        return _show_status_is_news(window.before, value, show, now)
    if value is SeasonStatus.RENEWED and _was_out(opened, now):
        # Its date went, after it had come: that makes no season come again.
        return False
    return _season_status_is_news(window, value, show, now)


def _date_is_news(window: Window, value: object, show: Show, now: datetime) -> bool:
    was, comes = _known(window.before), _known(value)
    if comes is None:
        # That a day behind us is not repeated takes nothing back.
        return was is not None and not has_passed(was, now)
    if window.field == "finale" and _is_at_once(window, comes, show):
        return False
    if was is not None and _is_of_another(window, was, show):
        return False
    if was is None:
        recent = window.field == "premiere" and now.date() - comes.latest() <= LATELY
        return recent or not has_passed(comes, now)
    if was.refines(comes) or (comes.refines(was) and was.precision >= Precision.DAY):
        return False
    if now.date() - comes.latest() > _LONG_AGO:
        return False
    return not (has_passed(was, now) and has_passed(comes, now))


def _was_out(opened: Sequence[Window], now: datetime) -> bool:
    """Whether the season had begun, as far as it was known before what changes now."""
    days = [_known(window.before) for window in opened if window.field == "premiere"]
    return any(day is not None and has_passed(day, now) for day in days)


def _is_of_another(window: Window, was: AirDate, show: Show) -> bool:
    """Whether another season bears that date now: numbers were mixed up, and nothing moved."""
    others = [
        fact.value
        for season in show.seasons
        if season.number != window.season
        and (fact := season.premiere if window.field == "premiere" else season.finale) is not None
    ]
    return was.exact and any(same_moment(was, other) for other in others)


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
