"""Editors of servers, for tests of the services that act for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from itertools import count
from typing import Any

from bot.composition_root import Services
from bot.editing.receipts import Act, Receipt
from bot.facts.models import Show
from tests.facts.stated import says

HERE, THERE = 1001, 2002
"""Two servers; neither is a curator's."""

SOURCE = "https://news.example/page"

_interactions = count(10**17)


def act(guild: int = HERE, user: int = 7, *, curator: bool = False) -> Act:
    """A new act of an editor of that server."""
    return Act(next(_interactions), user, guild, 0 if curator else guild, UTC)


async def stated(
    services: Services,
    title: str,
    seasons: Mapping[int, Mapping[str, Any]] | None = None,
    *,
    source: str = "tvmaze",
    key: str | None = None,
    **own: Any,
) -> int:
    """What a source says of a show, replacing what it said before; the show's id."""
    statement = says(key or title, title, seasons, source=source, **own)
    outcome = await services.ledger.state(source, [statement])
    await services.library.refresh()
    return outcome.show_ids[0]


async def seen(services: Services, show_id: int, guild: int = HERE) -> Show:
    """The show as that server sees it."""
    show = await services.library.show(show_id, guild)
    assert show is not None
    return show


async def put(
    services: Services,
    by: Act,
    show_id: int,
    name: str,
    value: str,
    season: int | None = None,
    source: str = SOURCE,
) -> Receipt:
    """Set a field, as `/catalog set` does."""
    fact = services.curation.read(season, name, value, source, by.zone)
    return await services.curation.set(by, await seen(services, show_id, by.guild_id), fact)


def value(show: Show, field: str, season: int | None = None) -> Any:
    """What a field resolves to; None for silence."""
    holder: Any = show if season is None else show.season(season)
    fact = getattr(holder, field, None)
    return None if fact is None else fact.value
