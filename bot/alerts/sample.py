"""A sample alert: what an editor sees before anything has happened."""

from __future__ import annotations

from datetime import datetime

from ..facts.models import Fact, Season, Show
from ..facts.verdict import verdict
from .kinds import kind_of
from .queries.events import CHANGE, token_of
from .queries.news import News
from .sender import Message


def sample(show: Show, now: datetime, act: str) -> Message:
    """A message that tells what holds now as if it were new, and says that it is a sample.

    `act` makes it the only one of its kind; `now` is aware, in the server's zone.
    """
    answer = verdict(show, None, now)
    season = answer.season or answer.latest
    number = season.number if season is not None else None
    news = _as_new(show, season)
    token = token_of("sample", act)
    return Message(CHANGE, token, now, show, number, tuple(news), {show.id: show}, sample=True)


def _as_new(show: Show, season: Season | None) -> list[News]:
    facts: list[Fact[object]] = []
    number = None
    if season is not None and season.status is not None:
        facts, number = [season.status, *season.trailers[:1]], season.number
    elif season is not None and season.premiere is not None:
        facts, number = [season.premiere], season.number
    elif show.status is not None:
        facts = [show.status]
    news = []
    for fact in facts:
        claim = fact.claim
        kind = kind_of(number, claim.field)
        assert kind is not None
        news.append(
            News(show.id, 0, number, claim.field, claim.key, kind, None, fact.value, claim.source)
        )
    return news
