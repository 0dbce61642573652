"""AniList: anime, asked on demand and never stored, as its terms demand."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from datetime import date

from ...foundation.token_bucket import Monotonic, Sleep, TokenBucket
from ..errors import BadAnswerError, NotFoundError
from ..http import Http
from ..models import Fetched, SearchHit
from ..record import JsonObject, query_of, read_hits
from .media import NAME, is_broadcast, read_media, read_search_hit, season_of, whole_season

URL = "https://graphql.anilist.co"

_CHAIN = 8
"""Sequels that are followed, one call each, from the record that is known to the season asked."""

_HIT = """
id idMal siteUrl format countryOfOrigin seasonYear
title { romaji english native } startDate { year month day }
"""
_SEARCH = f"""
query ($search: String) {{
  Page(perPage: 10) {{ media(search: $search, type: ANIME) {{ {_HIT} }} }}
}}
"""
_MEDIA = f"""
query ($id: Int) {{
  Media(id: $id, type: ANIME) {{
    {_HIT}
    status episodes duration genres synonyms description(asHtml: false)
    coverImage {{ large }}
    endDate {{ year month day }}
    nextAiringEpisode {{ episode airingAt }}
    trailer {{ id site }}
    externalLinks {{ site url type }}
    relations {{ edges {{ relationType(version: 2) node {{ id type format }} }} }}
    characters(sort: [ROLE, RELEVANCE], perPage: 25) {{
      edges {{ node {{ name {{ full }} }} voiceActors(language: JAPANESE) {{ name {{ full }} }} }}
    }}
  }}
}}
"""


def pace(monotonic: Monotonic = time.monotonic, sleep: Sleep = asyncio.sleep) -> TokenBucket:
    """AniList grants 90 calls a minute by its documentation, and 30 on its bad days."""
    return TokenBucket(0.4, 5, monotonic=monotonic, sleep=sleep)


class AniList:
    """AniList's GraphQL API, without a key. Each season of a show is a record of its own."""

    name = NAME

    def __init__(self, http: Http) -> None:
        self._http = http

    async def search(self, query: str) -> list[SearchHit]:
        """The anime that AniList finds for a title, best first; each season is one.

        Raises:
            ProviderError: as its docstring tells.
        """
        if not (query := query_of(query)):
            return []
        return read_search(await self._ask(_SEARCH, {"search": query}))

    async def fetch(self, key: str, *, as_of: date, season: int | None = None) -> Fetched:
        """All that AniList says today of one record, or of that season in its line of sequels.

        A record tells its season by its title, or by having no prequel; one that tells none makes
        no claim about any. `season` looks onward through the sequels for the record of that one.

        Raises:
            ProviderError: as its docstring tells; NotFoundError also where no sequel is it.
        """
        seen: set[str] = set()
        following: str | None = key
        while following is not None and following not in seen and len(seen) <= _CHAIN:
            seen.add(following)
            media = await self._media(following)
            place = season_of(media)
            if season is None and (place is None or place[1] > 1):
                return read_media(media, as_of=as_of)
            if place is not None and place[1] == 1 and season in (None, place[0]):
                return read_media(await self._whole(media, place[0]), as_of=as_of)
            following = _sequel(media)
        raise NotFoundError(NAME, "has no record of that season")

    async def _whole(self, first: Mapping[str, object], season: int) -> Mapping[str, object]:
        """A season with all its parts: the first alone would pass for the whole."""
        parts = [first]
        while len(parts) < _CHAIN and (following := _sequel(parts[-1])) is not None:
            media = await self._media(following)
            if season_of(media) != (season, len(parts) + 1):
                break
            parts.append(media)
        return whole_season(parts)

    async def _media(self, key: str) -> Mapping[str, object]:
        # GraphQL's Int has 32 bits.
        if not re.fullmatch(r"[0-9]{1,9}", key):
            raise NotFoundError(NAME, "has no such record")
        data = await self._ask(_MEDIA, {"id": int(key)})
        media = data.get("Media")
        if not isinstance(media, dict):
            raise NotFoundError(NAME, "has no such record")
        if media.get("id") != int(key):
            raise BadAnswerError(NAME, "answered about another anime than the one asked for")
        return media

    async def _ask(self, query: str, variables: dict[str, object]) -> dict[str, object]:
        answer = await self._http.post("", {"query": query, "variables": variables})
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, dict):
            raise BadAnswerError(NAME, "sent errors in place of data")
        return data


def read_search(data: object) -> list[SearchHit]:
    """The anime of a search; a hit that cannot be read is left out.

    Raises:
        BadAnswerError: there is no list of hits.
    """
    page = data.get("Page") if isinstance(data, dict) else None
    hits = page.get("media") if isinstance(page, dict) else None
    return read_hits(hits, NAME, read_search_hit)


def _sequel(media: object) -> str | None:
    """The next record in line, told by broadcast anime alone: films and specials are no season."""
    if not isinstance(media, dict):
        return None
    relations = JsonObject(media, []).child("relations")
    for edge in relations.children("edges") if relations else ():
        node = edge.child("node")
        if node is None or edge.text("relationType") != "SEQUEL":
            continue
        number = node.whole("id")
        if number is not None and node.text("format") is not None and is_broadcast(node):
            return str(number)
    return None
