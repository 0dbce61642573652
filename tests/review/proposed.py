"""What members and sources propose, for tests of the review queue."""

from __future__ import annotations

from bot.composition_root import Services
from bot.editing.receipts import Act
from bot.review.queue import QueuePosition
from bot.review.suggestions import Suggested
from tests.editing.editors import HERE, SOURCE, act, seen


async def suggest(
    services: Services,
    by: Act,
    show: int,
    text: str = "HBO",
    *,
    name: str = "network",
    season: int | None = None,
    source: str = SOURCE,
) -> Suggested:
    fact = services.curation.read(season, name, text, source, by.zone)
    view = await seen(services, show, by.guild_id)
    return await services.suggestions.suggest(by, view, fact)


async def first(services: Services, guild: int = HERE, *, curator: bool = False) -> QueuePosition:
    return await services.review_queue.at(act(guild, curator=curator), 0)


async def token_of(services: Services) -> str:
    row = (await first(services)).proposal
    assert row is not None
    return row.token
