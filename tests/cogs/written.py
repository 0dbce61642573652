"""Shows of a test's own, written through the ledger like those of any source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.composition_root import Services
from bot.facts.models import Claim, Statement, Tier
from bot.facts.writes import NewEdit
from tests.facts.made import claims

AS_OF = date(2026, 10, 1)

LINK = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
ONE = {
    "status": "aired",
    "premiere": "2024-05-01",
    "finale": "2024-06-12",
    "episodes": 8,
    "story": "Two strangers share a lighthouse.",
    "cast": [{"person": "Ann Lee", "character": "Mara"}, {"person": "Bo Ek"}],
    "trailers": [
        {"url": "https://youtu.be/bbbbbbbbbbb", "kind": "teaser", "published": "2024-04-20"},
        {"url": LINK, "title": "Official trailer", "published": "2024-04-01"},
        {"url": "https://fans.example/cut", "official": False, "published": "2024-05-05"},
    ],
    "where": [
        {"provider": "Hulu", "region": "US", "url": "https://hulu.example/lamp"},
        {"provider": "Canal", "region": "FR"},
    ],
}
TWO = {"status": "renewed"}

Seasons = Mapping[int, Mapping[str, Any]]


def said(seasons: Seasons | None = None, **own: Any) -> tuple[Claim, ...]:
    """The claims of a show with those fields and seasons, in their JSON form."""
    made = claims(None, own)
    for number, values in (seasons or {}).items():
        made += claims(number, values or {"listed": True})
    return tuple(made)


async def write_show(services: Services, seasons: Seasons | None = None, **own: Any) -> int:
    """Write a show that everybody sees; its id."""
    link = "https://news.example/"
    key = f"{own['title']} ({own.get('year')})"
    statement = Statement("import", key, Tier.SOURCE, link, AS_OF, said(seasons, **own))
    outcome = await services.ledger.state("import", [statement])
    await services.library.refresh()
    return outcome.show_ids[0]


async def remove_show(services: Services, title: str) -> None:
    """Take back all that was written of a show."""
    await services.ledger.state("import", [], gone=[f"{title} (None)"])
    await services.library.refresh()


async def write_in_server(services: Services, guild: int, **own: Any) -> int:
    """Write a show that one server alone sees, one a server; its id."""
    draft = NewEdit(guild, None, guild, 7, "add", said(**own))
    written = await services.ledger.edit(draft)
    await services.library.refresh()
    return written.show_id
