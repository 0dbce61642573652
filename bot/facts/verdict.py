"""The answer to "what about season N of this show, today?": one pure function."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from .fields import YEAR_NUMBERED
from .models import Fact, Kind, Season, Show, ShowStatus
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

    `number` is the season the answer is about; None if no season of the show is known, and for a
    show that is over if no season was asked about. `season` is that season if anything is known of
    it, `latest` the last one that is out. `because` is the fact that decided, for the source line;
    silence has none. `overdue` marks a date that has passed though no source said that it came
    true. `order` is what it was found in: the show's seasons at that moment.
    """

    order: SeasonOrder = field(repr=False, compare=False)
    kind: VerdictKind
    number: int | None
    season: Season | None = None
    latest: Season | None = None
    because: Fact[object] | None = None
    overdue: bool = False

    def of(self, number: int | None) -> Verdict:
        """The verdict for another season of the show at the same moment; as `verdict` takes it."""
        return _of(self.order, number)


def verdict(show: Show, number: int | None, now: datetime) -> Verdict:
    """The verdict for season `number`, or without one for the next season that has not ended.

    `now` must be aware. Bare dates are compared with the day that it is where the show comes out
    (`time_zones.on_air`), instants with `now` itself.
    """
    return _of(SeasonOrder(show, now), number)


def _of(order: SeasonOrder, number: int | None) -> Verdict:
    if number is None:
        return _next(order)
    season = order.show.season(number)
    if season is not None:
        return _known(order, season)
    return _unknown(order, number)


def latest_out(show: Show, now: datetime) -> Season | None:
    """The highest numbered season that has started, specials (season 0) aside."""
    return _latest_out(SeasonOrder(show, now))


def _latest_out(order: SeasonOrder) -> Season | None:
    newest_first = reversed(order.show.seasons)
    out = (
        season
        for season in newest_first
        if season.number > 0 and season_verdict(order, season)[0] in OUT
    )
    return next(out, None)


def _known(order: SeasonOrder, season: Season) -> Verdict:
    kind, because, overdue = season_verdict(order, season)
    return Verdict(order, kind, season.number, season, _latest_out(order), because, overdue)


def _unknown(order: SeasonOrder, number: int) -> Verdict:
    """The verdict on a season that nobody has mentioned."""
    show, latest = order.show, _latest_out(order)
    numbers = [season.number for season in show.seasons if season.number > 0]
    if not numbers:
        return _silence(order, number, latest)
    last = numbers[-1]
    if number == last + 1 or number > last >= YEAR_NUMBERED:
        ahead = _known(order, show.seasons[-1])
        if ahead.kind not in OVER:
            return _silence(order, number, latest)
    if 0 < number < last and (later := _out_after(order, number)):
        because = season_verdict(order, later)[1]
        return Verdict(order, VerdictKind.AIRED, number, None, latest, because)
    whole = _next(order)
    because = whole.because if whole.kind in OVER else show.status
    return Verdict(order, VerdictKind.NO_SUCH_SEASON, number, None, latest, because)


def _out_after(order: SeasonOrder, number: int) -> Season | None:
    """A later season that is out and numbered in the same way: then the season before it was out,
    too.

    Records of long shows begin late and have gaps: season 3 of a show that is at its 51st did air.
    A calendar year before the show began is no season of it.
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


def _silence(order: SeasonOrder, number: int | None, latest: Season | None) -> Verdict:
    """The verdict on a season of which nothing is known: over if the show is, else nothing
    announced."""
    show = order.show
    if show.status is not None and show.status.value in SHOW_OVER:
        over = SHOW_OVER[show.status.value]
        return Verdict(order, over, number, None, latest, show.status)
    if is_in_development(show) and number in (None, 1):
        return Verdict(order, VerdictKind.IN_PRODUCTION, 1, None, None, show.status)
    last = show.seasons[-1] if show.seasons else None
    if last is not None and last is latest and last.number == 1 and is_limited(show):
        return Verdict(order, VerdictKind.ENDED, number, None, latest, show.kind)
    if last is not None and last.number > 0 and last.final is not None and last.final.value:
        return Verdict(order, VerdictKind.ENDED, number, None, latest, last.final)
    return Verdict(order, VerdictKind.UNANNOUNCED, number, None, latest, _that_it_runs(show))


def _that_it_runs(show: Show) -> Fact[ShowStatus] | None:
    """The fact that a show is running of which no season is known, as with many talk shows; else
    None."""
    runs = show.status is not None and show.status.value is ShowStatus.RUNNING
    return show.status if runs and not show.seasons else None


def is_limited(show: Show) -> bool:
    """Whether the show was made to tell its story in one season."""
    return show.kind is not None and show.kind.value is Kind.LIMITED


def _next(order: SeasonOrder) -> Verdict:
    """The verdict on the next season that has not ended; if the show is over, that it is."""
    show = order.show
    regular = [season for season in show.seasons if season.number > 0]
    if not regular:
        return _silence(order, None, None)
    stages = [(season, season_verdict(order, season)[0]) for season in regular]
    reached = max((season.number for season, kind in stages if kind in OUT), default=0)
    still_open = [
        (season, kind)
        for season, kind in stages
        if kind is not VerdictKind.AIRED
        # A season that was canceled or put off before a later one came out (a rescue) is not next.
        and (season.number >= reached or kind is VerdictKind.AIRING)
    ]
    if still_open:
        going = (season for season, kind in still_open if kind not in OVER)
        return _known(order, next(going, still_open[0][0]))
    silence = _silence(order, regular[-1].number + 1, _latest_out(order))
    # Whoever names no season of a show that is over does not mean one that was never made.
    return replace(silence, number=None) if silence.kind in OVER else silence
