"""Rows of TVmaze's index, as its pages have them and as they are stored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.composition_root import Services
from bot.facts.queries.index_rows import IndexRow, put_rows
from bot.providers.tvmaze.index import read_index_page

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page_show(number: int, name: str, **more: Any) -> dict[str, Any]:
    """A show as a page of the index has it."""
    return {
        "id": number,
        "url": f"https://www.tvmaze.com/shows/{number}/a-show",
        "name": name,
        "type": "Scripted",
        "language": "English",
        "genres": ["Drama"],
        "status": "Running",
        "premiered": "2022-06-23",
        "ended": None,
        "officialSite": None,
        "weight": 98,
        "network": {
            "id": 13,
            "name": "FX",
            "country": {"code": "US", "timezone": "America/New_York"},
        },
        "webChannel": None,
        "externals": {"tvrage": None, "thetvdb": 403294, "imdb": "tt14452776"},
        "image": {
            "medium": "https://static.tvmaze.com/m.jpg",
            "original": "https://static.tvmaze.com/o.jpg",
        },
        "summary": "<p>A chef comes home.</p>",
        "updated": 1_790_000_000,
        **more,
    }


def rows(*shows: dict[str, Any]) -> list[IndexRow]:
    return [row for show in shows for row in read_index_page([show], show["id"] // 250, NOW)[0]]


async def index(services: Services, *shows: dict[str, Any]) -> list[int]:
    """Put rows into the index, and what they are found by into memory."""
    async with services.database.write() as writing:
        written = await put_rows(writing, rows(*shows))
    await services.library.reload_titles()
    return written
