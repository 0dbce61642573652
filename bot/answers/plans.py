"""What is told of a season that is out by its date alone: nobody has said so since the plan."""

from __future__ import annotations

from datetime import date, timedelta

from ..facts.air_date import AirDate
from ..facts.models import Claim, Season, SeasonStatus
from ..facts.stages import first_day, last_day
from .citations import last_heard
from .telling import Telling

_SURE = timedelta(days=14)
"""A date that was told so shortly before it is hardly ever moved again."""


def planned(told: Telling) -> str:
    """The plan and its age, where all that is known was said long before the day; else "".

    What a server's people or a curator wrote is theirs to watch over, and told as it is.
    """
    season, start = told.season, told.start
    if season is None or start is None or not start.exact or _came_true(season):
        return ""
    known = (first_day(season), last_day(season), season.episodes, season.parts)
    claims = [fact.claim for fact in known if fact is not None]
    if any(claim.author is not None for claim in claims):
        return ""
    heard = max(_heard(claim) for claim in claims)
    if heard >= start.earliest() - _SURE:
        return ""
    it, was = told.verb("It", "They"), told.verb("was", "were")
    since = told.date(AirDate.on(heard))
    return f"{it} {was} announced for {told.date(start)}; I have heard nothing since {since}."


def _came_true(season: Season) -> bool:
    return season.status is not None and season.status.value in (
        SeasonStatus.AIRING,
        SeasonStatus.AIRED,
    )


def _heard(claim: Claim) -> date:
    checked = last_heard(claim)
    return claim.as_of if checked is None else max(claim.as_of, checked.date())
