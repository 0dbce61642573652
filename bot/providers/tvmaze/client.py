"""TVmaze: shows, seasons and network dates. Its data is CC BY-SA: credit with a link back."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from ...facts.external_ids import is_key
from ...foundation.rate_limits import Monotonic, Sleep, TokenBucket
from ..http import Http
from ..json_reader import query_of, read_hits
from ..models import Fetched, SearchHit
from ..provider_health import BadAnswerError, MovedError, NotFoundError
from .show import NAME, read_search_hit, read_show

URL = "https://api.tvmaze.com"

_LOOKUPS = {"imdb": "imdb", "tvdb": "thetvdb"}
_EMBEDS = ["cast", "seasons", "nextepisode", "previousepisode", "akas"]
_SINCE = ((timedelta(days=1), "day"), (timedelta(days=7), "week"), (timedelta(days=30), "month"))


def pace(monotonic: Monotonic = time.monotonic, sleep: Sleep = asyncio.sleep) -> TokenBucket:
    """TVmaze allows 20 calls in any 10 seconds (https://www.tvmaze.com/api#rate-limiting)."""
    return TokenBucket(1.5, 4, monotonic=monotonic, sleep=sleep)


class TVmaze:
    """The public TVmaze API, without a key."""

    name = NAME
    cached = timedelta(hours=1)
    """The age of TVmaze's edge cache; a change of the last hour may appear only in the next
    list."""
    known_by = frozenset({NAME, *_LOOKUPS})

    def __init__(self, http: Http) -> None:
        self._http = http

    async def search(self, query: str) -> list[SearchHit]:
        """The shows that TVmaze finds for a title, best first.

        Raises:
            ProviderError: see its docstring.
        """
        if not (query := query_of(query)):
            return []
        return read_search(await self._http.get("/search/shows", {"q": query}))

    async def lookup(self, ids: Mapping[str, str]) -> SearchHit | None:
        """The show with one of these ids ("tvmaze", "imdb", "tvdb"), None where there is none.

        Raises:
            ProviderError: see its docstring.
        """
        asked: list[tuple[str, dict[str, str]]] = []
        if is_key(ids.get(NAME, "")):
            asked.append((f"/shows/{ids[NAME]}", {}))
        asked += [
            ("/lookup/shows", {parameter: ids[known]})
            for known, parameter in _LOOKUPS.items()
            if ids.get(known)
        ]
        for path, params in asked:
            try:
                answer = await self._http.get(path, params)
            except NotFoundError:
                continue
            if found := read_search_hit(answer):
                return found
        return None

    async def fetch(self, key: str, *, as_of: date) -> Fetched:
        """All that TVmaze says of one show today, in one call.

        Raises:
            ProviderError: see its docstring; MovedError for a show merged into another.
        """
        if not is_key(key):
            raise NotFoundError(NAME, "has no such record")
        answer, path = await self._http.follow(f"/shows/{key}", {"embed[]": _EMBEDS})
        moved = re.fullmatch(r"/shows/([0-9]{1,12})", path)
        if moved is not None and moved[1] != key:
            raise MovedError(NAME, moved[1])
        fetched = read_show(answer, as_of=as_of)
        if fetched.statement.key != key:
            raise BadAnswerError(NAME, "answered about another show than the one asked for")
        return fetched

    async def page(self, number: int) -> object:
        """A page of the index of all shows, as TVmaze sends it; it is requested while calls are to
        spare.

        Raises:
            ProviderError: see its docstring; NotFoundError behind the last page.
        """
        return await self._http.get("/shows", {"page": str(number)}, background=True)

    async def updated(self, since: datetime, now: datetime) -> dict[str, datetime]:
        """The shows that changed since an instant, with some that changed shortly before, and when.

        Both instants are aware.

        Raises:
            ProviderError: see its docstring.
        """
        since -= self.cached
        age = now - since
        window = next((name for limit, name in _SINCE if age <= limit), None)
        answer = await self._http.get("/updates/shows", {"since": window} if window else None)
        return read_updates(answer, since=since, now=now)


def read_updates(answer: object, *, since: datetime, now: datetime) -> dict[str, datetime]:
    """The entries not older than `since` in an answer `{"<id>": epoch}`, by key.

    Raises:
        BadAnswerError: it is no such answer.
    """
    if not isinstance(answer, dict):
        raise BadAnswerError(NAME, "sent no list of updates")
    moments = {key: moment for key, moment in answer.items() if type(moment) is int}
    if answer and not moments:
        raise BadAnswerError(NAME, "sent a list of updates without times")
    earliest, latest = since.timestamp(), now.timestamp()
    return {
        key: datetime.fromtimestamp(min(moment, latest), UTC)
        for key, moment in moments.items()
        if is_key(key) and moment >= earliest
    }


def read_search(answer: object) -> list[SearchHit]:
    """The shows of a search; a hit that cannot be read is left out.

    Raises:
        BadAnswerError: the answer is no list of hits.
    """
    return read_hits(
        answer,
        NAME,
        lambda hit: read_search_hit(hit.get("show")) if isinstance(hit, dict) else None,
    )
