"""Debounce: how long a change must stay, when its window is settled, and whether it is news.
Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from ..facts.air_date import AirDate, Precision, has_passed, known_date, same_moment
from ..facts.models import INDEX, Claim, Season, SeasonStatus, Show, ShowStatus, Trailer
from ..facts.record_linkage import FILES
from ..facts.resolve import Change, Resolved, fact_at
from ..facts.season_order import CAME_TRUE, NOT_HAPPENING, SeasonOrder, first_day, is_off
from ..facts.season_verdict import (
    COMING,
    OUT,
    SHOW_OVER,
    VerdictKind,
    season_verdict,
    verdict_said_by,
)
from ..facts.time_zones import on_air
from .change_kinds import AlertKind, kind_of
from .queries.debounce_windows import Window

WEEK = timedelta(days=7)
"""For how long after a message an undo still edits it."""

STALE = timedelta(days=14)
"""A value that nobody has checked for this long is no baseline: its successor is first
knowledge."""

UNDO_ROUNDS = 3
"""The most undo times by which somebody who keeps editing a season can delay its message."""

AT_LEAST = timedelta(seconds=2)
"""Sources that are polled side by side report one change within this time, so that it is told
once."""

FLAP_WAIT = timedelta(days=1)
"""How long a flapping value must stay before it is told."""

_DATE_FLAP_WAIT = timedelta(days=3)
"""The same for a date, since a cache may repeat an old one for days."""

DATED_FIELDS = frozenset({"premiere", "finale"})
"""Fields for which falling silent counts as flapping too: most of the dates that vanish come
back."""

_FLAPS = timedelta(days=7)
"""A show's status that returns to an earlier value within this time counts as flapping."""

_SEASON_FLAPS = timedelta(days=90)
"""The same for a season's fields, which seldom return to an earlier value."""

BASELINES = frozenset({"add", "import", "merge", "split", "remove", "restore"})
"""Acts of people that create or sort the catalogue: they are first knowledge, and no news."""

LATELY = timedelta(days=7)
"""A season that came out this recently is still news to those who had not heard its date."""

_LONG_AGO = timedelta(days=60)
"""A season said to have come out longer ago than this, whose date lay ahead until now, is mistaken
for another one. A trailer that old is no new one, whoever lists it only now."""

_AHEAD = frozenset({*COMING, VerdictKind.AIRING})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a person's change and a source's change must stand before it is announced."""

    undo: timedelta
    settle: timedelta


def flap_wait(field: str) -> timedelta:
    """How long a flapping value of that field must stand before it is announced."""
    return _DATE_FLAP_WAIT if field in DATED_FIELDS else FLAP_WAIT


def flaps_within(change: Change) -> timedelta:
    """A value that comes back within this time counts as flapping."""
    return _FLAPS if change.season is None else _SEASON_FLAPS


def is_removal(change: Change) -> bool:
    """Whether a trailer was removed or reworded, which is not worth an alert."""
    return kind_of(change.season, change.field) is AlertKind.TRAILER and change.before is not None


class Settlement(Enum):
    """What is done with a window that is due."""

    CLOSE = "close"
    WAIT = "wait"
    ANNOUNCE = "announce"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a window is judged by: the claims of its scope, and when each source was last heard.

    `opened` are all windows of the show; `told` are the keys of those trailers among them that were
    announced for the show before.
    """

    claims: Sequence[Claim]
    resolved: Resolved
    checked: Mapping[str, datetime]
    now: datetime
    patience: Patience
    show: Show | None = None
    opened: Sequence[Window] = ()
    told: frozenset[str] = frozenset()


def settlement_of(window: Window, evidence: Evidence) -> Settlement:
    """Whether a window closes (its old value is back), waits, or is announced.

    A person's change has waited long enough when the window is due. A source's change must also be
    confirmed: by the same source later, or by another one.
    """
    fact = fact_at(evidence.resolved, window.place)
    value = fact.value if fact is not None else None
    if value == window.before:
        return Settlement.CLOSE
    if kind_of(window.season, window.field) is AlertKind.TRAILER and (
        window.before is not None or (window.source is not None and window.key in evidence.told)
    ):
        return Settlement.CLOSE
    if evidence.now < window.due_at:
        return Settlement.WAIT
    show = evidence.show
    if window.source is None:
        recorded = show is not None and is_for_the_record(window, value, show, evidence.now)
        return Settlement.CLOSE if recorded else Settlement.ANNOUNCE
    if value is SeasonStatus.RENEWED and _loses_date(window.season, evidence):
        return Settlement.WAIT
    if not _sure(window, value, evidence):
        return Settlement.WAIT
    if show is not None and not is_news(window, value, show, evidence.now, evidence.opened):
        return Settlement.CLOSE
    return Settlement.ANNOUNCE


def is_for_the_record(window: Window, value: object, show: Show, now: datetime) -> bool:
    """Whether a person's change to `value` only completes the record of what was long over, was
    never known or does not come: the change is kept, and no follower needs to hear of it."""
    now = on_air(show, now)
    if isinstance(value, Trailer):
        return value.published is not None and _is_long_ago(value.published, now)
    season = show.season(window.season)
    if value in CAME_TRUE:
        return season is not None and _was_known_to_have_come(season, show, now)
    if value in NOT_HAPPENING:
        # A day that was given later brought the season back, and is told by itself.
        return season is not None and _stands_at(season, show, now) is VerdictKind.SCHEDULED
    if window.field not in DATED_FIELDS:
        return False
    was, comes = known_date(window.before), known_date(value)
    if was is None and comes is None:
        return True
    # That a season lost its day is news, even where nothing but that day had brought it back.
    dated = comes is not None or window.field == "finale"
    if dated and season and _stands_at(season, show, now) is VerdictKind.CANCELED:
        return True
    days = [day for day in (was, comes) if day is not None]
    if not all(has_passed(day, now) for day in days):
        return False
    if was is None and window.field == "finale":
        return True
    return all(now.date() - day.latest() > LATELY for day in days)


def _stands_at(season: Season, show: Show, now: datetime) -> VerdictKind:
    return season_verdict(SeasonOrder(show, now), season)[0]


def _is_long_ago(day: AirDate, now: datetime) -> bool:
    return now.date() - day.latest() > _LONG_AGO


def _was_known_to_have_come(season: Season, show: Show, now: datetime) -> bool:
    """Whether the season was known to be at the stage that its status names before anybody said
    so."""
    assert season.status is not None
    unsaid = replace(season, status=None)
    seasons = tuple(unsaid if other is season else other for other in show.seasons)
    order = SeasonOrder(replace(show, seasons=seasons), now)
    return season_verdict(order, unsaid)[0] is verdict_said_by(season.status.value)


def with_their_premiere(
    opened: Sequence[Window], settlements: Mapping[int, Settlement]
) -> dict[int, Settlement]:
    """Windows that wait for another of the same season: a source's finale is not announced before
    the premiere, which another source may report one fetch later."""
    premiere_waits = {
        window.season
        for window in opened
        if window.field == "premiere" and settlements[window.id] is Settlement.WAIT
    }
    return {
        window.id: Settlement.WAIT
        for window in opened
        if window.season in premiere_waits
        and window.field == "finale"
        and window.source is not None
        and settlements[window.id] is Settlement.ANNOUNCE
    }


def _loses_date(season: int | None, evidence: Evidence) -> bool:
    """Whether the loss of the season's date waits to be announced: what replaces the date waits
    too."""
    waiting = [
        window
        for window in evidence.opened
        if window.season == season and window.field == "premiere" and evidence.now < window.due_at
    ]
    return any(fact_at(evidence.resolved, window.place) is None for window in waiting)


def _sure(window: Window, value: object, evidence: Evidence) -> bool:
    assert window.source is not None
    wait = flap_wait(window.field) if window.flapped else evidence.patience.settle
    last = evidence.checked.get(window.source)
    if last is None:
        # The source has no record of the show any more, so it will not repeat anything.
        return evidence.now - window.seen_at >= wait
    if last - window.seen_at >= evidence.patience.settle:
        return True
    return any(
        claim.value == value
        and (claim.season, claim.field, claim.key) == (window.season, window.field, window.key)
        and claim.author is None
        and claim.by != window.source
        and claim.by not in (*FILES, INDEX)
        for claim in evidence.claims
    )


def is_news(
    window: Window, value: object, show: Show, now: datetime, opened: Sequence[Window] = ()
) -> bool:
    """Whether it is news that the window's value is now `value`; None stands for silence.

    `opened` are all windows of the show, this one among them.
    """
    now = on_air(show, now)
    season = show.season(window.season)
    is_date = kind_of(window.season, window.field) is AlertKind.DATE
    if is_date and season is not None and is_off(season):
        # Its date applies to nobody: the card says that it does not come, or is a rumour.
        return False
    if isinstance(value, Trailer):
        return value.published is None or not _is_long_ago(value.published, now)
    if window.field in ("premiere", "finale"):
        return _date_is_news(window, value, show, now)
    if window.field != "status":
        return True
    if window.season is None:
        return _show_status_is_news(window.before, value, show, now)
    if value is SeasonStatus.RENEWED and _was_out(window.season, opened, now):
        # Its date vanished after it had come: that does not make the season come again.
        return False
    return _season_status_is_news(window, value, show, now)


def _date_is_news(window: Window, value: object, show: Show, now: datetime) -> bool:
    was, comes = known_date(window.before), known_date(value)
    if was is not None and _is_of_another(window, was, show):
        return False
    if comes is None:
        # A source that no longer repeats a day in the past takes nothing back.
        return was is not None and not has_passed(was, now)
    if window.field == "finale" and _is_at_once(window, comes, show):
        return False
    if was is None:
        recent = window.field == "premiere" and now.date() - comes.latest() <= LATELY
        return recent or not has_passed(comes, now)
    if was.refines(comes) or (comes.refines(was) and was.precision >= Precision.DAY):
        return False
    if _is_long_ago(comes, now):
        return False
    return not (has_passed(was, now) and has_passed(comes, now))


def _was_out(season: int | None, opened: Sequence[Window], now: datetime) -> bool:
    """Whether the season had begun, by what was known before this change."""
    days = [
        known_date(window.before)
        for window in opened
        if window.season == season and window.field == "premiere"
    ]
    return any(day is not None and has_passed(day, now) for day in days)


def _is_of_another(window: Window, was: AirDate, show: Show) -> bool:
    """Whether another season has that date now: the numbers were mixed up, and no date moved."""
    others = [
        fact.value
        for season in show.seasons
        if season.number != window.season
        and (fact := season.premiere if window.field == "premiere" else season.finale) is not None
    ]
    return was.exact and any(same_moment(was, other) for other in others)


def _is_at_once(window: Window, finale: AirDate, show: Show) -> bool:
    """Whether the season begins and ends on that day, so that its premiere tells everything."""
    season = show.season(window.season)
    first = first_day(season) if season is not None else None
    return first is not None and first.value == finale


def _season_status_is_news(window: Window, value: object, show: Show, now: datetime) -> bool:
    assert window.season is not None
    season = show.season(window.season)
    over = show.status is not None and show.status.value in SHOW_OVER
    if season is None:
        return not over
    stage = _stands_at(season, show, now)
    if value is SeasonStatus.RENEWED and window.before is None and stage is VerdictKind.SCHEDULED:
        # One source has no date of a season that another dates: it was known to come.
        return False
    if value is None:
        # A date, the season itself or the end of the show took its place, and is told by itself.
        return first_day(season) is None and stage not in OUT and not over
    # If another source says that it is out, as the card shows, it is not told to be off.
    return stage not in OUT


def _show_status_is_news(was: object, value: object, show: Show, now: datetime) -> bool:
    match value:
        case ShowStatus.ENDED:
            return was is not ShowStatus.CANCELED
        case ShowStatus.RUNNING if was in SHOW_OVER:
            return True
        case ShowStatus.RUNNING:
            order = SeasonOrder(show, now)
            ahead = any(
                season_verdict(order, season)[0] in _AHEAD
                for season in show.seasons
                if season.number
            )
            return was is ShowStatus.TO_BE_DETERMINED and not ahead
        case None | ShowStatus.IN_DEVELOPMENT:
            return False
        case _:
            return True
