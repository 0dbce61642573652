"""The dates of a show's seasons: when each begins, returns with another part, and ends. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .air_date import AirDate, has_started
from .models import Claim, Season, Show
from .resolve import resolve, show_of, visible
from .season_order import SeasonOrder, first_day, last_day
from .season_verdict import OFF, VerdictKind, season_verdict
from .time_zones import air_zone

BEHIND = timedelta(days=400)
"""For how long dates in the past are kept: older ones are in no calendar."""


class DateKind(StrEnum):
    """What happens on a date, in the order of a season."""

    PREMIERE = "premiere"
    RETURN = "return"
    FINALE = "finale"


@dataclass(frozen=True, slots=True)
class SeasonDate:
    """One date of a season. `part` is the label of the part that it returns with.

    `claim` is the one that the date rests on, `country` (ISO 3166 alpha-2) whose day it is if it is
    no instant; None if nobody says where the show comes out.
    """

    season: int
    kind: DateKind
    part: str | None
    airs: AirDate
    claim: Claim
    country: str | None


def dates_of(show: Show, now: datetime) -> list[SeasonDate]:
    """The dates of a show's seasons as it stands at the aware moment `now`, from `BEHIND` on.

    A season that is off has none, and a date that a stronger tier denies is left out.
    """
    order, home = SeasonOrder(show, now), air_zone(show)
    country = home.country if home is not None else None
    oldest = (now - BEHIND).date()
    return [
        dated
        for season in show.seasons
        for dated in _dates_of_season(order, season, country)
        if 1 < dated.airs.year < 9998 and dated.airs.latest() >= oldest
    ]


def _dates_of_season(
    order: SeasonOrder, season: Season, country: str | None
) -> Iterator[SeasonDate]:
    first, last = first_day(season), last_day(season)
    if first is None and last is None and season.parts is None:
        return
    kind = season_verdict(order, season)[0]
    if kind in OFF:
        return
    if first is not None:
        ahead = has_started(first.value, order.now) is False
        if not ahead or kind is VerdictKind.SCHEDULED:
            yield SeasonDate(
                season.number, DateKind.PREMIERE, None, first.value, first.claim, country
            )
    dated = {first.value} if first is not None else set()
    parts = season.parts.value if season.parts is not None else ()
    for part in parts[1:]:
        if part.premiere is None or not part.premiere.known or part.premiere in dated:
            continue
        assert season.parts is not None
        dated.add(part.premiere)
        yield SeasonDate(
            season.number, DateKind.RETURN, part.label, part.premiere, season.parts.claim, country
        )
    if last is not None and last.value not in dated:
        yield SeasonDate(season.number, DateKind.FINALE, None, last.value, last.claim, country)


DateKey = tuple[int, DateKind, str | None]
"""A season, what happens, and the part that it happens with."""


def views_of(
    show_id: int, claims: Sequence[Claim], scopes: set[int], now: datetime
) -> dict[int, dict[DateKey, SeasonDate]]:
    """The dates as everybody (scope 0) and as each of those servers sees them."""
    views: dict[int, dict[DateKey, SeasonDate]] = {}
    for scope in {0, *scopes}:
        show = show_of(show_id, resolve(visible(claims, scope)), scope=scope)
        dates = dates_of(show, now) if show is not None else []
        views[scope] = {(dated.season, dated.kind, dated.part): dated for dated in dates}
    return views
