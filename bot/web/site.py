"""The public site: its routes, its security policy, its start and end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web

from ..answers.library import Library
from ..answers.network_lookup import Networks
from ..answers.related import RelatedShows
from ..calendar.feed_addresses import Feeds
from ..calendar.read_model import Calendar
from ..facts.known_providers import PICTURE_HOSTS, PROVIDERS
from ..foundation.clock import Clock
from ..foundation.http_server import Failure, listener, serving, site_application
from ..locale.messages import _
from ..settings import Settings
from .icalendar_feeds import CalendarPages
from .news_pages import NewsPages
from .page_cache import PageCache, RecentPages, answer, compressed, made_of
from .renderer import Renderer
from .show_pages import ShowPages
from .urls import Links

_IMAGES = " ".join(f"https://{host}" for host in sorted(PICTURE_HOSTS))
_POLICY = (
    "default-src 'none'; style-src 'self'; "
    f"img-src 'self' {_IMAGES} {PROVIDERS['tmdb'].site}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy (https://www.w3.org/TR/CSP3/): no scripts, and pictures only from the
providers, and TMDB's logo from its site."""

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

_ROBOTS = b"User-agent: *\nDisallow: /calendar/\n"


@asynccontextmanager
async def open_site(
    settings: Settings,
    clock: Clock,
    *,
    library: Library,
    related: RelatedShows,
    calendar: Calendar,
    networks: Networks,
    feeds: Feeds,
) -> AsyncIterator[str]:
    """Serve the pages inside the block; yields their address.

    Raises:
        SettingsError: WEB_PORT is taken, or nobody can listen at WEB_HOST.
    """
    assert settings.web_port is not None
    where = listener(settings.web_host, settings.web_port, setting="WEB_PORT")
    address = (settings.web_url or where.address).rstrip("/")
    # Links inside a page are paths, because it may also be read under another name of this machine.
    links, public = Links(urlsplit(address).path.rstrip("/"), lead_on=True), Links(address)
    renderer = Renderer(links, public)
    cache = PageCache(clock)
    application = site_application(
        [
            *ShowPages(library, related, clock, links, renderer, cache).routes(),
            *NewsPages(library, calendar, networks, clock, renderer, cache).routes(),
            *CalendarPages(calendar, networks, feeds, clock, public, cache).routes(),
            web.get("/style.css", _file(renderer.style, "text/css; charset=utf-8")),
            web.get("/icon.svg", _file(renderer.icon, "image/svg+xml")),
            web.get("/robots.txt", _file(_ROBOTS, "text/plain; charset=utf-8")),
        ],
        error_page=_failures(renderer),
    )
    recent = RecentPages(clock, lambda: library.revision)
    application.middlewares.insert(0, recent.middleware)
    application.on_response_prepare.append(_protect)
    try:
        async with serving(application, where):
            yield address
    finally:
        await cache.close()


def _failures(
    renderer: Renderer,
) -> Callable[[web.Request, Failure], Awaitable[web.Response]]:
    async def failure_page(request: web.Request, failure: Failure) -> web.Response:
        page = await renderer.failure(_title(failure.status), failure.sentence)
        return answer(request, page, status=failure.status)

    return failure_page


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


def _file(body: bytes, content_type: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    headers = {"Cache-Control": "public, max-age=86400"}
    page = compressed(made_of(body, content_type, headers=headers))

    async def handler(request: web.Request) -> web.StreamResponse:
        return answer(request, page)

    return handler


async def _protect(request: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
