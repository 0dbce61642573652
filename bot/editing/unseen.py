"""What an edit changed that the card does not show, and what to set for it to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..facts.changes import Change
from ..facts.models import Fact, Season, SeasonStatus, Show
from ..facts.season_verdict import season_verdict, verdict_said_by
from ..facts.timeline import NOT_HAPPENING, Timeline, first_day, is_undone
from ..locale.messages import _
from ..presentation.style import Style
from ..presentation.values import field_name, value_text

_DATES = ("premiere", "finale", "parts")


def unseen(show: Show, changes: Sequence[Change], style: Style, now: datetime) -> list[str]:
    """A sentence for each change that does not show, by what stands before it."""
    told = []
    for change in changes:
        fact = show.fact(change.season, change.field, change.key)
        if change.after is not None and fact is not None and fact.value != change.after:
            told.append(_covered(change, fact, style, now))
            continue
        season = show.season(change.season) if change.season is not None else None
        if season is None or change.after is None:
            continue
        if change.field in _DATES:
            told += _dates_that_do_not_hold(season, style, now)
        elif change.field == "status":
            told += _status_overtaken(show, season, style, now)
    return list(dict.fromkeys(told))


def _covered(change: Change, fact: Fact[object], style: Style, now: datetime) -> str:
    return _(
        "Here the card goes on saying {field} {value}, which stands before this; set or undo that "
        "too.",
        field=field_name(change.season, change.field, style),
        value=value_text(fact.value, style, now),
    )


def _dates_that_do_not_hold(season: Season, style: Style, now: datetime) -> list[str]:
    status = season.status
    if status is None or status.value not in NOT_HAPPENING:
        return []
    if not is_undone(status, first_day(season)):
        return []
    return [
        _(
            "The card goes by the status, {status}, and not by the date; set the status as well.",
            status=value_text(status.value, style, now),
        )
    ]


def _status_overtaken(show: Show, season: Season, style: Style, now: datetime) -> list[str]:
    assert season.status is not None
    said = season.status.value
    kind, because, _overdue = season_verdict(Timeline(show, now), season)
    if kind is verdict_said_by(said) or because is None or because.claim.field == "status":
        return []
    if said is SeasonStatus.SCHEDULED:
        return []
    return [
        _(
            "The card goes by this before the status: {field}, {value}. Change that too if it no "
            "longer holds.",
            field=field_name(because.claim.season, because.claim.field, style),
            value=value_text(because.value, style, now),
        )
    ]
