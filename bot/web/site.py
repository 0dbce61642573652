"""The routes of the site: what each address is answered with."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

from aiohttp import hdrs, web

from ..answers.library import Library
from ..clock import Clock
from ..errors import GoneError
from ..facts.fields import LAST_SEASON
from ..foundation.http_site import Failure, listener, serving, site_of
from ..locale.messages import ENGLISH, _, speaking
from ..locale.negotiation import negotiated
from ..settings import Settings
from .article import about_season, about_show
from .links import Links, asked_show
from .page import Page, answer, made_of
from .page_cache import PageCache
from .renderer import Renderer

LANGUAGES = (ENGLISH,)
"""What pages are written in."""

_SEASON = re.compile(r"season-(0|[1-9]\d{0,4})", re.ASCII)

_POLICY = (
    "default-src 'none'; style-src 'self'; "
    "img-src 'self' https://static.tvmaze.com https://image.tmdb.org https://www.themoviedb.org; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""https://www.w3.org/TR/CSP3/: nothing runs, and pictures come from the providers alone."""

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@asynccontextmanager
async def open_site(settings: Settings, library: Library, clock: Clock) -> AsyncIterator[str]:
    """Serve the pages meanwhile; yields the address they are at.

    Raises:
        SettingsError: WEB_PORT is taken, or nobody can listen at WEB_HOST.
    """
    assert settings.web_port is not None
    where = listener(settings.web_host, settings.web_port, setting="WEB_PORT")
    public = (settings.web_url or where.address).rstrip("/")
    pages = Pages(public, library, clock)
    application = site_of(pages.routes(), error_page=pages.failure)
    application.on_response_prepare.append(_protect)
    try:
        async with serving(application, where):
            yield public
    finally:
        await pages.close()


class Pages:
    """Answers requests with pages; each is made once for as long as what it tells stands."""

    def __init__(self, public: str, library: Library, clock: Clock) -> None:
        self._library = library
        self._clock = clock
        self._links = Links(urlsplit(public).path.rstrip("/"))
        self._renderer = Renderer(self._links, Links(public))
        self._cache = PageCache(clock)

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every address there is."""
        return [
            web.get("/show/{show}", self.show),
            web.get("/show/{show}/{season}", self.season),
            web.get("/style.css", self._file(self._renderer.style, "text/css; charset=utf-8")),
            web.get("/icon.svg", self._file(self._renderer.icon, "image/svg+xml")),
            web.get("/robots.txt", self._file(_ROBOTS, "text/plain; charset=utf-8")),
        ]

    async def close(self) -> None:
        """Stop making pages."""
        await self._cache.close()

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page of a show."""
        return await self._article(request, None)

    async def season(self, request: web.Request) -> web.StreamResponse:
        """The page of one season."""
        match = _SEASON.fullmatch(request.match_info["season"])
        if match is None or int(match[1]) > LAST_SEASON:
            raise web.HTTPNotFound
        return await self._article(request, int(match[1]))

    async def _article(self, request: web.Request, number: int | None) -> web.StreamResponse:
        asked = asked_show(request.match_info["show"])
        show_id = self._library.leads_to(asked[0]) if asked is not None else None
        show = await self._library.show(show_id) if show_id is not None else None
        if asked is None or show is None:
            raise GoneError(_("There is no such show here (any more)."))
        place = self._links.show(show) if number is None else self._links.season(show, number)
        if self._links.site + request.path != unquote(place):
            return _moved(place)

        async def make() -> Page:
            now = self._clock()
            if number is None:
                return await self._renderer.article(about_show(show, now))
            article = about_season(show, number, now)
            if article is None:
                raise GoneError(
                    _("Nobody has spoken of season {number} of this show.", number=number)
                )
            return await self._renderer.article(article)

        code = _language(request)
        with speaking(code):
            page = await self._cache.get((show.id, number, code), show, make)
        return answer(request, page)

    async def failure(self, request: web.Request, failure: Failure) -> web.Response:
        """The page that says why there is none."""
        with speaking(_language(request)):
            page = await self._renderer.failure(_title(failure.status), failure.sentence)
        return answer(request, page, status=failure.status)

    def _file(
        self, body: bytes, content_type: str
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        made: list[Page] = []

        async def handler(request: web.Request) -> web.StreamResponse:
            if not made:
                headers = {"Cache-Control": "public, max-age=86400"}
                made.append(await made_of(body, content_type, headers=headers))
            return answer(request, made[0])

        return handler


_ROBOTS = b"User-agent: *\nDisallow: /calendar/\n"


def _language(request: web.Request) -> str:
    return negotiated(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""), LANGUAGES)


def _title(status: int) -> str:
    match status:
        case 404:
            return _("Not found")
        case 405:
            return _("Not possible")
        case 503:
            return _("Not now")
        case _:
            return _("That did not work")


def _moved(place: str) -> web.Response:
    """Where the page is; for good, since an id never comes to mean another show."""
    headers = {hdrs.LOCATION: place, hdrs.CACHE_CONTROL: "public, max-age=3600"}
    return web.Response(status=301, headers=headers)


async def _protect(request: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
