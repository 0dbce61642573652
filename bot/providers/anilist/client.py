"""AniList: anime, asked on demand, joined in memory and never stored.

AniList's terms forbid using it as a store (https://docs.anilist.co/guide/terms-of-use): its answers
are forgotten after ten minutes, cause no alert and are written nowhere.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from weakref import WeakValueDictionary

from cachetools import TTLCache

from ...errors import StoreError
from ...facts.models import Claim, Kind, Show
from ...facts.queries.claims import claims_of
from ...facts.resolve import resolve, show_of
from ...foundation.clock import Clock, steady
from ...foundation.database import Database
from ...foundation.rate_limits import Monotonic, Sleep, TokenBucket
from ..http import Http, RequestLimits
from ..json_reader import JsonObject, query_of, read_hits
from ..models import Fetched, SearchHit
from ..provider_health import BadAnswerError, NotFoundError, ProviderError, ProviderHealth
from ..season_numbering import kept_apart
from .media import NAME, is_broadcast, read_media, read_search_hit, season_of, whole_season

_LOG = logging.getLogger(__name__)
URL = "https://graphql.anilist.co"

_CHAIN = 8
"""How many sequels are followed, one call each, from the known record to the season asked about."""

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
    """AniList allows 90 calls a minute by its documentation, and 30 when it is degraded."""
    return TokenBucket(0.4, 5, monotonic=monotonic, sleep=sleep)


class AniList:
    """AniList's GraphQL API, without a key. Each season of a show is a record of its own."""

    name = NAME

    def __init__(self, http: Http) -> None:
        self._http = http

    async def search(self, query: str) -> list[SearchHit]:
        """The anime that AniList finds for a title, best first; each season is one.

        Raises:
            ProviderError: see its docstring.
        """
        if not (query := query_of(query)):
            return []
        return read_search(await self._ask(_SEARCH, {"search": query}))

    async def fetch(self, key: str, *, as_of: date, season: int | None = None) -> Fetched:
        """All that AniList says today of one record, or of that season in its line of sequels.

        A record tells its season by its title, or by having no prequel; one that tells none makes
        no claim about any. `season` looks onward through the sequels for the record of that one.

        Raises:
            ProviderError: see its docstring; NotFoundError also where no sequel is it.
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
        """A season with all its parts: the first part alone would be taken for the whole."""
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
    """The next record in line. Only broadcast anime count: films and specials are no seasons."""
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


KEPT = timedelta(minutes=10)
"""How long an answer is cached, so that a card's buttons ask nothing again."""

PATIENCE = 10.0
"""Seconds after which an answer is too late for the card."""

LIMITS = RequestLimits(timeout=4.0, attempts=2)
"""They end before `PATIENCE` does: a call that `PATIENCE` ends may have waited in our own queue,
which says nothing about AniList."""

_REMEMBERED = 200


class Anime:
    """Asks AniList about one season of one show at a time, and only where its id is known."""

    def __init__(
        self, anilist: AniList | None, health: ProviderHealth, database: Database, clock: Clock
    ) -> None:
        self._anilist = anilist
        self._health = health
        self._database = database
        self._clock = clock
        self._answers: TTLCache[tuple[str, int | None], tuple[Claim, ...]] = TTLCache(
            _REMEMBERED, ttl=KEPT.total_seconds(), timer=steady(clock)
        )
        # A lock that nobody waits for any more is dropped by itself.
        self._turns: WeakValueDictionary[tuple[str, int | None], asyncio.Lock] = (
            WeakValueDictionary()
        )

    def knows(self, show: Show) -> bool:
        """Whether AniList may know anything about that show."""
        anime = show.kind is not None and show.kind.value is Kind.ANIME
        return self._anilist is not None and anime and "anilist" in show.ids

    async def joined(self, show: Show, season: int | None) -> Show | None:
        """The show as it resolves with AniList's claims about a season; None if there are none.

        Waits for AniList for at most ten seconds, and not at all if the answer is cached.
        """
        if self._anilist is None or not self.knows(show):
            return None
        key = show.ids["anilist"].value
        claims = await self._claims(self._anilist, key, season)
        if not claims:
            return None
        try:
            async with self._database.read() as reading:
                known = await claims_of(reading, show.id, show.scope)
        except StoreError as error:
            _LOG.warning("what AniList says was not joined: %s", error)
            return None
        return show_of(show.id, resolve([*known, *_fitting(claims, known)]), scope=show.scope)

    async def _claims(self, anilist: AniList, key: str, season: int | None) -> tuple[Claim, ...]:
        asked = (key, season)
        turn = self._turns.get(asked)
        if turn is None:
            turn = self._turns[asked] = asyncio.Lock()
        # Concurrent callers wait for the same answer.
        async with turn:
            claims = self._answers.get(asked)
            if claims is None:
                claims = self._answers[asked] = await self._request(anilist, key, season)
        return claims

    async def _request(self, anilist: AniList, key: str, season: int | None) -> tuple[Claim, ...]:
        try:
            async with asyncio.timeout(PATIENCE):
                fetched = await anilist.fetch(key, as_of=self._clock().date(), season=season)
        except (NotFoundError, BadAnswerError) as error:
            _LOG.info("AniList has nothing on %s: %s", key, error)
            return ()
        except ProviderError as error:
            self._health.failed(error)
            return ()
        except TimeoutError:
            _LOG.info("AniList came too late with %s", key)
            return ()
        self._health.answered(anilist.name)
        now = self._clock()
        # About the show itself the stored sources know more: to AniList each season is a show.
        return tuple(
            replace(claim, checked_at=now)
            for claim in fetched.statement.claims
            if claim.season is not None and season in (None, claim.season)
        )


def _fitting(claims: Sequence[Claim], known: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without those about seasons that AniList numbers differently from the rest."""
    if not claims:
        return ()
    return kept_apart(claims, "anilist", known)[0]
