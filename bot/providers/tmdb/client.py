"""TMDB: cancellations, trailers, cast by season, where to watch. Asks for its attribution."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from ...facts.external_ids import is_key
from ...foundation.rate_limits import Monotonic, Sleep, TokenBucket
from ..http import Http
from ..json_reader import query_of, read_hits
from ..models import Fetched, SearchHit
from ..provider_health import BadAnswerError, NotFoundError
from .seasons import season_numbers
from .show import NAME, read_search_hit, read_show, spoken_language

URL = "https://api.themoviedb.org/3"

_LOOKUPS = {"imdb": "imdb_id", "tvdb": "tvdb_id"}
_SHOW = "alternative_titles,credits,external_ids,translations,videos"
_SEASON = "aggregate_credits,credits,videos,watch/providers"
_SEASON_PAGES = 40
"""How many seasons' own pages are read, newest first; the show's page has the dates of older
ones."""

_LONGEST_RANGE = timedelta(days=14)
_LAST_PAGE = 500
_DAYS_ALONE = timedelta(hours=4)
"""TMDB's list names a show for the whole day on which it changed: one fetched this lately is not
fetched again for it."""


def pace(monotonic: Monotonic = time.monotonic, sleep: Sleep = asyncio.sleep) -> TokenBucket:
    """TMDB asks for at most about 40 calls a second (its rate limiting page)."""
    return TokenBucket(25, 10, monotonic=monotonic, sleep=sleep)


class Tmdb:
    """TMDB's API, with a read access token."""

    name = NAME
    cached = timedelta(hours=8)
    """The age of the caches that its answers pass through."""
    known_by = frozenset({NAME, *_LOOKUPS})

    def __init__(self, http: Http) -> None:
        self._http = http

    async def search(self, query: str) -> list[SearchHit]:
        """The shows that TMDB finds for a title, best first.

        Raises:
            ProviderError: see its docstring.
        """
        if not (query := query_of(query)):
            return []
        answer = await self._http.get("/search/tv", {"query": query, "language": "en-US"})
        return read_search(answer, "results")

    async def lookup(self, ids: Mapping[str, str]) -> SearchHit | None:
        """The show with one of these ids ("tmdb", "imdb", "tvdb"), None where there is none.

        Raises:
            ProviderError: see its docstring.
        """
        if is_key(ids.get(NAME, "")):
            try:
                answer = await self._http.get(f"/tv/{ids[NAME]}", {"language": "en-US"})
            except NotFoundError:
                pass
            else:
                return read_search_hit(answer)
        for known, source in _LOOKUPS.items():
            # Only the letters and digits of an id may get into the path.
            if re.fullmatch(r"[a-z0-9]{1,20}", identifier := ids.get(known, "")):
                try:
                    answer = await self._http.get(
                        f"/find/{identifier}", {"external_source": source, "language": "en-US"}
                    )
                except NotFoundError:
                    continue
                if found := read_search(answer, "tv_results"):
                    return found[0]
        return None

    async def fetch(self, key: str, *, as_of: date) -> Fetched:
        """All that TMDB says of one show today: a call for it and one for each of its seasons.

        One more asks for the videos of a show that does not speak English.

        Raises:
            ProviderError: see its docstring; NotFoundError also for a show merged away.
        """
        if not is_key(key):
            raise NotFoundError(NAME, "has no such record")
        show = await self._http.get(
            f"/tv/{key}", {"append_to_response": _SHOW, "language": "en-US"}
        )
        if not isinstance(show, dict) or show.get("id") != int(key):
            raise BadAnswerError(NAME, "answered about another show than the one asked for")
        spoken = spoken_language(show)
        videos = {"language": "en-US", "include_video_language": f"en,{spoken},null"}
        if spoken != "en":
            # The show's language is known only once its page is read.
            show = {**show, "videos": await self._http.get(f"/tv/{key}/videos", videos)}
        pages: dict[int, object] = {}
        for number in season_numbers(show)[:_SEASON_PAGES]:
            try:
                pages[number] = await self._http.get(
                    f"/tv/{key}/season/{number}",
                    {"append_to_response": _SEASON, **videos},
                )
            except NotFoundError:
                pages[number] = None
        return read_show(show, pages, as_of=as_of)

    async def updated(self, since: datetime, now: datetime) -> dict[str, datetime]:
        """The shows that changed since an instant, with some from shortly before, and about when.

        Both instants are aware.

        Raises:
            ProviderError: see its docstring; a list that ends halfway is not used.
        """
        keys: set[str] = set()
        for start, end in ranges(since - self.cached, now):
            params = {"start_date": start.isoformat(), "end_date": end.isoformat()}
            page, pages = 1, 1
            while page <= min(pages, _LAST_PAGE):
                answer = await self._http.get("/tv/changes", {**params, "page": page})
                updates, pages = read_changes(answer)
                keys |= updates
                page += 1
        return dict.fromkeys(keys, now - _DAYS_ALONE)


def ranges(since: datetime, now: datetime) -> Iterator[tuple[date, date]]:
    """The days from `since` to the end of `now`'s day in UTC, in ranges of 14 days at most."""
    start, end = since.astimezone(UTC).date(), now.astimezone(UTC).date() + timedelta(days=1)
    while start < end:
        stop = min(start + _LONGEST_RANGE, end)
        yield start, stop
        start = stop


def read_changes(answer: object) -> tuple[set[str], int]:
    """The keys on one page of changes, and how many pages there are.

    Raises:
        BadAnswerError: it is no such page.
    """
    results = answer.get("results") if isinstance(answer, dict) else None
    pages = answer.get("total_pages") if isinstance(answer, dict) else None
    if not isinstance(results, list) or type(pages) is not int:
        raise BadAnswerError(NAME, "sent no list of changes")
    numbers = (hit.get("id") for hit in results if isinstance(hit, dict))
    keys = {str(number) for number in numbers if type(number) is int and 0 < number < 10**12}
    if results and not keys:
        raise BadAnswerError(NAME, "sent a list of changes without ids")
    return keys, pages


def read_search(answer: object, name: str) -> list[SearchHit]:
    """The shows in the list `name` of an answer; a hit that cannot be read is left out.

    Raises:
        BadAnswerError: there is no such list.
    """
    hits = answer.get(name) if isinstance(answer, dict) else None
    return read_hits(hits, NAME, read_search_hit)
