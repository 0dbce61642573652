"""The pages of shows and seasons: which one an address means; each is made once and cached."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import unquote

from aiohttp import hdrs, web

from ..answers.library import Library
from ..answers.related import RelatedShows
from ..facts.fields import LAST_SEASON
from ..facts.models import Show
from ..foundation.clock import Clock
from ..locale.messages import _, language
from .page_cache import Page, PageCache, answer
from .renderer import Renderer
from .show_profile import Profile, about_season, about_show, instead_of_season
from .urls import Links, is_chosen, known_show

_RELATED = 5

_QUICK = 30
"""The page of a show with at most this many seasons is written within some milliseconds."""

_SEASON = re.compile(r"season-(0|[1-9]\d{0,4})", re.ASCII)


class _NoSeasonError(Exception):
    """There is no page of such a season."""


class ShowPages:
    """Answers with the page of a show or a season; other spellings of its address are redirected to
    it."""

    def __init__(
        self,
        library: Library,
        related: RelatedShows,
        clock: Clock,
        links: Links,
        renderer: Renderer,
        cache: PageCache,
    ) -> None:
        self._library = library
        self._related = related
        self._clock = clock
        self._links = links
        self._renderer = renderer
        self._cache = cache

    def routes(self) -> list[web.AbstractRouteDef]:
        """The addresses of shows and of seasons."""
        return [
            web.get("/show/{show}", self.show),
            web.get("/show/{show}/{season}", self.season),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page of a show."""
        return await self._profile(request, None)

    async def season(self, request: web.Request) -> web.StreamResponse:
        """The page of one season."""
        match = _SEASON.fullmatch(request.match_info["season"])
        if match is None or int(match[1]) > LAST_SEASON:
            raise web.HTTPNotFound
        return await self._profile(request, int(match[1]))

    async def _profile(self, request: web.Request, number: int | None) -> web.StreamResponse:
        show = await known_show(self._library, request.match_info["show"])
        place = self._links.show(show) if number is None else self._links.season(show, number)
        if self._links.site + request.path != unquote(place.partition("?")[0]):
            return _moved(place)

        async def make() -> Page:
            related = await self._related_to(show)
            profile = await self._written(show, number, related)
            if profile is None:
                raise _NoSeasonError
            return await self._renderer.profile(profile)

        try:
            page = await self._cache.get((show.id, number, language(), is_chosen()), show, make)
        except _NoSeasonError:
            assert number is not None
            sentence = instead_of_season(show, number, self._clock())
            page = await self._renderer.failure(_("Not found"), sentence, show)
            return answer(request, page, status=404)
        return answer(request, page)

    async def _written(
        self, show: Show, number: int | None, related: Sequence[Show]
    ) -> Profile | None:
        """The profile; for a show with very many seasons it is written in a thread, because it
        takes long."""
        now = self._clock()

        def write() -> Profile | None:
            if number is None:
                return about_show(show, now, related)
            return about_season(show, number, now, related)

        if len(show.seasons) <= _QUICK:
            return write()
        return await asyncio.to_thread(write)

    async def _related_to(self, show: Show) -> list[Show]:
        near = self._related.of(show, _RELATED)
        return list((await self._library.shows(near)).values())


def _moved(place: str) -> web.Response:
    """The redirect to the page; permanent, since an id never comes to mean another show."""
    headers = {hdrs.LOCATION: place, hdrs.CACHE_CONTROL: "public, max-age=3600"}
    return web.Response(status=301, headers=headers)
