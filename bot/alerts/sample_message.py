"""A sample of an alert, which shows a server's editors what a channel will get."""

from __future__ import annotations

from datetime import datetime

from ..facts.models import Fact, Season, Show
from ..facts.verdict import verdict
from ..locale.languages import ENGLISH
from .change_kinds import kind_of
from .message_content import Message
from .queries.event_news import News
from .queries.events import CHANGE, token_of


def sample(show: Show, now: datetime, act: str, language: str = ENGLISH) -> Message:
    """A message that presents what is true now as if it were new, and says that it is a sample.

    `act` makes it unique; `now` is aware, in the server's zone; `language` is that of the server's
    alerts.
    """
    answer = verdict(show, None, now)
    season = answer.season or answer.latest
    number = season.number if season is not None else None
    news = _as_new(show, season)
    token = token_of("sample", act)
    return Message(
        CHANGE,
        token,
        now,
        show,
        number,
        tuple(news),
        {show.id: show},
        language=language,
        sample=True,
    )


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
            News(
                show_id=show.id,
                scope=0,
                season=number,
                field=claim.field,
                key=claim.key,
                kind=kind,
                before=None,
                after=fact.value,
                link=claim.source,
            )
        )
    return news
