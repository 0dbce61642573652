"""The answer to "what about season N of this show, today?": one pure function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from .fields import YEAR_NUMBERED
from .models import Fact, Kind, Season, Show
from .season_order import SeasonOrder
from .season_verdict import (
    OUT,
    OVER,
    SHOW_OVER,
    VerdictKind,
    is_in_development,
    season_verdict,
)

__all__ = [
    "OVER",
    "Verdict",
    "VerdictKind",
    "is_limited",
    "latest_out",
    "verdict",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to tell a fan about one season.

    `number` is the season the answer is about; None when no season of the show is known, and of a
    show that is over when no season was asked about.
    `season` is that season where anything is known of it, `latest` the last one that is out.
    `because` is the fact that decided, for the source line; silence has none.
    `overdue` marks a date that has passed while no source said that it came true.
    """

    kind: VerdictKind
    number: int | None
    season: Season | None = None
    latest: Season | None = None
    because: Fact[object] | None = None
    overdue: bool = False


def verdict(show: Show, number: int | None, now: datetime) -> Verdict:
    """The verdict for season `number`, or without one for the next season that has not ended.

    `now` must be aware. Bare dates are compared with the day that it is where the show comes out
    (`time_zones.on_air`), instants with `now` itself.
    """
    order = SeasonOrder(show, now)
    if number is None:
        return _next(order)
    season = show.season(number)
    if season is not None:
        return _known(order, season)
    return _unknown(order, number)


def latest_out(show: Show, now: datetime) -> Season | None:
    """The highest numbered season that has started, specials (season 0) aside."""
    return _latest_out(SeasonOrder(show, now))


def _latest_out(order: SeasonOrder) -> Season | None:
    newest_first = reversed(order.show.seasons)
    out = (s for s in newest_first if s.number > 0 and season_verdict(order, s)[0] in OUT)
    return next(out, None)


def _known(order: SeasonOrder, season: Season) -> Verdict:
    kind, because, overdue = season_verdict(order, season)
    return Verdict(kind, season.number, season, _latest_out(order), because, overdue)


def _unknown(order: SeasonOrder, number: int) -> Verdict:
    """A season that nobody spoke of."""
    show, latest = order.show, _latest_out(order)
    numbers = [season.number for season in show.seasons if season.number > 0]
    if not numbers:
        return _silence(show, number, latest)
    last = numbers[-1]
    if number == last + 1 or number > last >= YEAR_NUMBERED:
        ahead = _known(order, show.seasons[-1])
        if ahead.kind not in OVER:
            return _silence(show, number, latest)
    if 0 < number < last and (later := _out_after(order, number)):
        return Verdict(VerdictKind.AIRED, number, None, latest, season_verdict(order, later)[1])
    whole = _next(order)
    because = whole.because if whole.kind in OVER else show.status
    return Verdict(VerdictKind.NO_SUCH_SEASON, number, None, latest, because)


def _out_after(order: SeasonOrder, number: int) -> Season | None:
    """A later season that is out, numbered the same way: then that one was out before it.

    Records of long shows begin late and have gaps, and season 3 of a show that is at its 51st
    did air. A calendar year before the show began is no season of it.
    """
    show = order.show
    by_year = number >= YEAR_NUMBERED
    years = [season.number for season in show.seasons if season.number >= YEAR_NUMBERED]
    if by_year and number < (show.first_year or min(years, default=number)):
        return None
    alike = (
        season
        for season in show.seasons
        if season.number > number and (season.number >= YEAR_NUMBERED) is by_year
    )
    return next((season for season in alike if season_verdict(order, season)[0] in OUT), None)


def _silence(show: Show, number: int | None, latest: Season | None) -> Verdict:
    """Nobody spoke of that season: over if the show is, else nothing announced."""
    if show.status is not None and show.status.value in SHOW_OVER:
        return Verdict(SHOW_OVER[show.status.value], number, None, latest, show.status)
    if is_in_development(show) and latest is None and number in (None, 1):
        return Verdict(VerdictKind.IN_PRODUCTION, 1, None, None, show.status)
    last = show.seasons[-1] if show.seasons else None
    if latest is not None and latest is last and last.number == 1 and is_limited(show):
        return Verdict(VerdictKind.ENDED, number, None, latest, show.kind)
    if last is not None and last.number > 0 and last.final is not None and last.final.value:
        return Verdict(VerdictKind.ENDED, number, None, latest, last.final)
    return Verdict(VerdictKind.UNANNOUNCED, number, None, latest)


def is_limited(show: Show) -> bool:
    """Whether the show was made to tell its story in one season."""
    return show.kind is not None and show.kind.value is Kind.LIMITED


def _next(order: SeasonOrder) -> Verdict:
    """The next season that has not ended; when the show is over, that it is."""
    show = order.show
    regular = [season for season in show.seasons if season.number > 0]
    if not regular:
        return _silence(show, None, None)
    stages = [(season, season_verdict(order, season)[0]) for season in regular]
    reached = max((season.number for season, kind in stages if kind in OUT), default=0)
    still_open = [
        (season, kind)
        for season, kind in stages
        if kind is not VerdictKind.AIRED
        # What was canceled or put off before a later season came out (a rescue) is not next.
        and (season.number >= reached or kind is VerdictKind.AIRING)
    ]
    if still_open:
        going = (season for season, kind in still_open if kind not in OVER)
        return _known(order, next(going, still_open[0][0]))
    silence = _silence(show, regular[-1].number + 1, _latest_out(order))
    # Of a show that is over nobody who names no season means one that was never made.
    return replace(silence, number=None) if silence.kind in OVER else silence
