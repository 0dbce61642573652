"""Pages as they are sent: their bytes and digest, conditional requests, and a bounded cache.

Requests are answered from memory; pages are made in slices, between which the event loop runs.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from cachetools import LRUCache, TTLCache

from ..calendar.feed_addresses import LANGUAGE
from ..foundation.clock import Clock, steady
from ..locale.languages import LANGUAGES, negotiated, speaking, tag
from .urls import chosen

_FEWEST = 512
"""The fewest bytes that are worth compressing."""

HTML = "text/html; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent for an address: the same bytes for as long as nothing has changed.

    `digest` is that of the content. `language` is None for a page without one.
    """

    body: bytes
    compressed: bytes | None
    digest: str
    content_type: str
    language: str | None
    headers: Mapping[str, str]

    @property
    def is_private(self) -> bool:
        """Whether the page is meant only for those who know its address."""
        return "private" in self.headers.get(hdrs.CACHE_CONTROL, "")

    def sent_with(self, *, is_packed: bool) -> dict[str, str]:
        """The headers that are sent with its bytes, compressed or not."""
        # The tag is a strong one: the compressed bytes differ, and so does their tag.
        headers = {
            hdrs.CONTENT_TYPE: self.content_type,
            hdrs.ETAG: f'"{self.digest}-gzip"' if is_packed else f'"{self.digest}"',
            hdrs.CACHE_CONTROL: "public, max-age=60",
            hdrs.VARY: "Accept-Encoding",
            **self.headers,
        }
        if self.language is not None:
            headers[hdrs.CONTENT_LANGUAGE] = tag(self.language)
            headers[hdrs.VARY] = "Accept-Encoding, Accept-Language"
        if is_packed:
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        return headers

    def __len__(self) -> int:
        """How much memory it takes, in bytes."""
        return len(self.body) + len(self.compressed or b"") + 1000


def made_of(
    body: bytes,
    content_type: str,
    *,
    language: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """A page made of those bytes, not compressed yet."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    return Page(body, None, digest, content_type, language, headers or {})


def compressed(page: Page) -> Page:
    """The page with its bytes also compressed, if that saves something; may take milliseconds."""
    if len(page.body) < _FEWEST:
        return page
    return replace(page, compressed=gzip.compress(page.body, 6, mtime=0))


def answer(request: web.Request, page: Page, *, status: int = 200) -> web.Response:
    """The response to a request for the page: 304 if the client has it already, compressed if it
    accepts that.

    https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
    """
    if status == 200 and not page.is_private:
        request[_ASKED_PAGE] = page
    packed = page.compressed
    if packed is not None and not _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
        packed = None
    headers = page.sent_with(is_packed=packed is not None)
    if status != 200:
        headers = {
            name: text for name, text in headers.items() if name not in (hdrs.ETAG, *page.headers)
        } | {hdrs.CACHE_CONTROL: "no-store"}
    elif _has_it(request, page.digest):
        unsent = (hdrs.CONTENT_TYPE, hdrs.CONTENT_ENCODING)
        return web.Response(
            status=304, headers={name: text for name, text in headers.items() if name not in unsent}
        )
    return web.Response(status=status, body=packed or page.body, headers=headers)


_AT_HAND_SECONDS = 5
_AT_HAND_BYTES = 4_000_000

_CODES = tuple(LANGUAGES)
_TAGS = frozenset(tag(code).lower() for code in _CODES)

_ASKED_PAGE = web.RequestKey("asked_page", Page)


class RecentPages:
    """Answers a request like a recent one at once, before anything else is looked up.

    A page is kept for seconds, and only until something is written: then `edition` is another.
    """

    def __init__(self, clock: Clock, edition: Callable[[], int]) -> None:
        self._edition = edition
        self._pages: TTLCache[tuple[str, str, int], Page] = TTLCache(
            _AT_HAND_BYTES,
            _AT_HAND_SECONDS,
            timer=steady(clock),
            getsizeof=len,
        )

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The recent page, else the handler's, in the language that the client prefers.

        A language in the address takes precedence: a person chose it, while a program's headers
        seldom are chosen.
        """
        wanted = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")
        said = request.query.get(LANGUAGE, "") if request.query_string else ""
        if said:
            wanted = f"{said}, {wanted}"
        key = (request.raw_path, wanted, self._edition())
        is_read = request.method in (hdrs.METH_GET, hdrs.METH_HEAD)
        if is_read and (recent := self._pages.get(key)) is not None:
            return answer(request, recent)
        with speaking(negotiated(wanted, _CODES)), chosen(said.lower() in _TAGS):
            response = await handler(request)
        page = request.get(_ASKED_PAGE)
        if page is not None and len(page) < _AT_HAND_BYTES / 4:
            self._pages[key] = page
        return response


def _has_it(request: web.Request, digest: str) -> bool:
    """Whether one of the client's tags, weak or strong, matches the page in either form."""
    tags = request.if_none_match or ()
    return any(tag.value in ("*", digest, f"{digest}-gzip") for tag in tags)


@lru_cache(maxsize=64)
def _takes_gzip(accepted: str) -> bool:
    """Whether the client accepts gzip:
    https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding"""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        try:
            weights[name.strip()] = float(rest.partition("q=")[2] or 1)
        except ValueError:
            continue
    return weights.get("gzip", weights.get("*", 0.0)) > 0


CAPACITY = 16_000_000
"""How many bytes of pages are kept."""

_FRESH_SECONDS = 60
"""Seconds after which a page is made anew: a day may have begun, an instant may have passed."""

_STALE_SECONDS = 120
"""A page younger than this is still sent while it is made anew (stale-while-revalidate, RFC
5861)."""


@dataclass(frozen=True, slots=True)
class _Kept:
    subject: object
    made: float
    page: Page


class PageCache:
    """Caches pages. Each is made once, however many requests wait for it.

    Only one page is made at a time: if many were made in turns, an answer of the bot would wait for
    a slice of each.
    """

    def __init__(self, clock: Clock, capacity: int = CAPACITY) -> None:
        self._now = steady(clock)
        self._capacity = capacity
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(
            capacity, getsizeof=lambda kept: len(kept.page)
        )
        self._making: dict[Hashable, tuple[object, asyncio.Task[Page]]] = {}
        self._turn = asyncio.Semaphore(1)

    async def get(
        self, key: Hashable, subject: object, make: Callable[[], Awaitable[Page]]
    ) -> Page:
        """The page of that key about `subject`; if `subject` is another object than before, it is
        made anew."""
        kept = self._kept.get(key)
        age = None
        if kept is not None and kept.subject is subject:
            age = self._now() - kept.made
            if age < _FRESH_SECONDS:
                return kept.page
        under_way = self._making.get(key)
        if under_way is None or under_way[0] is not subject:
            task = asyncio.create_task(self._make(key, subject, make), name="page")
            # There may be no request left that waits for it; the next one gets the error.
            task.add_done_callback(lambda task: task.cancelled() or task.exception())
            self._making[key] = under_way = (subject, task)
        if kept is not None and age is not None and age < _STALE_SECONDS:
            return kept.page
        # A cancelled request does not cancel it for the others.
        return await asyncio.shield(under_way[1])

    async def close(self) -> None:
        """Cancel the pages that are being made."""
        tasks = [task for _, task in self._making.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _make(
        self, key: Hashable, subject: object, make: Callable[[], Awaitable[Page]]
    ) -> Page:
        try:
            async with self._turn:
                page = await make()
                kept = self._kept.get(key)
                if kept is not None and kept.page.digest == page.digest:
                    page = kept.page
                else:
                    page = await asyncio.to_thread(compressed, page)
            if len(page) < self._capacity / 4:
                self._kept[key] = _Kept(subject, self._now(), page)
            return page
        finally:
            if self._making.get(key, (None, None))[0] is subject:
                del self._making[key]
