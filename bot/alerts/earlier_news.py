"""What was announced about a show lately, and what a change does to it: take back, repeat,
complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..facts.models import SeasonStatus, ShowStatus
from ..facts.resolve import Resolved, fact_at
from ..facts.season_verdict import SHOW_OVER
from ..foundation.database import Transaction
from .debounce_rules import WEEK, Evidence
from .queries import event_news
from .queries.debounce_windows import Window
from .queries.event_news import News

COMPLETED_WITHIN = timedelta(hours=12)
"""For how long an addition of the same source is edited into the message that told its news."""


async def is_told_by_a_season(
    writing: Transaction, window: Window, evidence: Evidence, announced: Sequence[Window]
) -> bool:
    """Whether "the show goes on" is already announced by its new season to the same channels.

    If they have heard since then that the show is over, it is not.
    """
    fact = fact_at(evidence.resolved, window.place)
    if (
        window.source is None
        or window.season is not None
        or window.field != "status"
        or window.before not in SHOW_OVER
        or fact is None
        or fact.value is not ShowStatus.RUNNING
    ):
        return False
    if any(_is_renewal(other, evidence.resolved) for other in announced):
        return True
    since = evidence.now - WEEK
    told = await event_news.news_about(writing, window.scope, window.place, None, since)
    over = max((item.id for item in told if item.after in SHOW_OVER), default=0)
    lately = await event_news.news_of_seasons(
        writing, window.scope, window.show_id, window.field, since
    )
    return any(item.after is SeasonStatus.RENEWED and item.id > over for item in lately)


def _is_renewal(window: Window, resolved: Resolved) -> bool:
    """Whether the window's change is that a season was renewed."""
    fact = fact_at(resolved, window.place)
    return fact is not None and fact.value is SeasonStatus.RENEWED


async def takes_back(writing: Transaction, window: Window, evidence: Evidence) -> bool:
    """Whether a source no longer says what it had said: then the announcement is struck out.

    If it says something else now, that is news, and so is what another source says.
    """
    if window.source is None:
        return False
    speaks = any(
        claim.by == window.source
        and (claim.season, claim.field, claim.key) == (window.season, window.field, window.key)
        for claim in evidence.claims
    )
    if speaks:
        return False
    fact = fact_at(evidence.resolved, window.place)
    value = fact.value if fact is not None else None
    since = evidence.now - WEEK
    # If several sources said so, the one that no longer does need not be the one that was cited.
    source = window.source if value is not None else None
    news = [
        item
        for item in await event_news.news_about(writing, window.scope, window.place, source, since)
        if item.source is not None and item.after == window.before and item.before == value
    ]
    await event_news.strike(writing, news, evidence.now)
    return bool(news)


async def completes(
    writing: Transaction, item: News, announced: Sequence[Window], now: datetime
) -> bool:
    """Whether a source now gives the end of a season whose beginning it announced just before.

    Sources are asked hours apart: the messages that announced the beginning get the end added, and
    nobody is notified twice of one announcement.
    """
    if item.field != "finale" or item.source is None or item.before is not None:
        return False
    premiere = item.place._replace(field="premiere")
    if any(window.place == premiere for window in announced):
        return False
    since = now - COMPLETED_WITHIN
    told = await event_news.news_about(writing, item.scope, premiere, None, since)
    if not told or told[-1].after is None:
        return False
    # A channel that was paused meanwhile heard of the beginning together with all else that it
    # missed.
    for event_id in sorted({earlier.event_id for earlier in told}):
        await event_news.add_to(writing, event_id, item, now)
    return True
