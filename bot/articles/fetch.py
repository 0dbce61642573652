"""Fetches a page that somebody named, without being led anywhere else.

A link is a way into the network that the bot runs in (server-side request forgery). So a host is
looked up once, refused if any of its addresses is not a public one, and connected to at the address
that was looked at: there is no second look-up that could answer otherwise. A redirect is another
link, and goes the same way. The rules are those of OWASP's cheat sheet on the matter.
"""

from __future__ import annotations

import asyncio
import html
import re
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.robotparser import RobotFileParser

import httpx
from cachetools import TTLCache

from ..facts.public_hosts import Address, is_public_address
from .encoding import decoded
from .refusals import LARGEST, NoArticleError

AGENT_NAME = "Cliffhanger"
PROJECT = "https://github.com/cliffhanger-bot/cliffhanger"
"""Where a site can read what fetches from it; `pyproject.toml` names it too."""

AGENT = f"{AGENT_NAME}/1.0 (+{PROJECT})"
SECONDS = 10.0
"""A fetch, its redirects and the robots it asks are over by then."""

REDIRECTS = 5
_PORTS = frozenset((80, 443))
_MOVED = frozenset((301, 302, 303, 307, 308))
_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_ROBOTS_BYTES = 512 * 1024
"""RFC 9309 asks to read at least 500 KiB of it."""

_ROBOTS_SECONDS, _ROBOTS_KEPT = 3_600, 500
_HOSTS = 1_000
_AT_ONCE = 4

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, as texts; raises OSError where there are none."""

Permit = Callable[[Address, int], bool]
"""Whether a port of an address may be connected to."""

_Vetted = dict[tuple[str, int], Address]
"""The address that each host and port of one fetch was found at."""


class CannotFetchError(NoArticleError):
    """The page was not fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page's bytes, decompressed, with where it was in the end and what it said it is.

    They are UTF-8 where the server named another encoding.
    """

    url: str
    body: bytes
    is_page: bool


async def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver, which waits in a thread."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: Address, port: int) -> bool:
    """Whether it is an address of the public internet, on a port of the web."""
    return port in _PORTS and is_public_address(address)


class PageFetcher:
    """Fetches pages, one at a time from a host.

    `resolve` and `permit` are for tests, which have no public addresses to connect to.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = look_up,
        permit: Permit = is_public,
        seconds: float = SECONDS,
        largest: int = LARGEST,
    ) -> None:
        self._resolve = resolve
        self._permit = permit
        self._seconds = seconds
        self._largest = largest
        self._robots: TTLCache[str, RobotFileParser | None] = TTLCache(
            _ROBOTS_KEPT, _ROBOTS_SECONDS
        )
        self._turns: dict[str, asyncio.Lock] = {}
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, link: str) -> FetchedPage:
        """The page at a link.

        Raises:
            CannotFetchError: the link leads somewhere it must not, or what is there is no page; the
                message says which, and no more of the network than the person knows already.
        """
        try:
            async with self._at_once, asyncio.timeout(self._seconds):
                return await self._follow(_parsed(link))
        except TimeoutError:
            raise CannotFetchError("That site took too long to answer.") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            # A redirect's target that is none is an error of the library or of Python's own.
            raise CannotFetchError("That site cannot be reached.") from None

    async def _follow(self, url: httpx.URL) -> FetchedPage:
        vetted: _Vetted = {}
        for _ in range(REDIRECTS + 1):
            async with self._turn(url.host):
                if not await self._robots_allow(url, vetted):
                    raise CannotFetchError("That site asks bots like me to keep out.")
                async with self._response(url, vetted) as response:
                    target = response.headers.get("location")
                    if response.status_code not in _MOVED or not target:
                        _check(response)
                        page = await self._page(response, url)
                        target = _refreshed_to(page.body) if page.is_page else None
                        if target is None or url.join(target) == url:
                            return page
                    url = _parsed(str(url.join(target)))
        raise CannotFetchError(
            "That link redirects more than {redirects} times.", redirects=REDIRECTS
        )

    async def _page(self, response: httpx.Response, url: httpx.URL) -> FetchedPage:
        kind = _kind(response)
        body = await _body(response, self._largest)
        if response.charset_encoding is not None:
            body = decoded(body, response.charset_encoding).encode()
        return FetchedPage(str(url), body, kind != "text/plain")

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        lock = self._turns.setdefault(host, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            if not lock.locked() and len(self._turns) > _HOSTS:
                self._turns.pop(host, None)

    @asynccontextmanager
    async def _response(self, url: httpx.URL, vetted: _Vetted) -> AsyncIterator[httpx.Response]:
        """The answer to one request, at an address that was looked at before."""
        port = url.port or (443 if url.scheme == "https" else 80)
        place = (url.host, port)
        if place not in vetted:
            vetted[place] = await self._address(url, port)
        address = vetted[place]
        host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": AGENT,
            "Accept": ", ".join(_TYPES),
            "Accept-Encoding": "gzip, deflate",
        }
        # The certificate is held against the name that was asked for, and not against the address.
        extensions = {"sni_hostname": url.raw_host.decode("ascii")}
        request_url = url.copy_with(host=host.strip("[]"), port=port)
        async with (
            httpx.AsyncClient(trust_env=False, timeout=self._seconds, cookies=None) as client,
            client.stream(
                "GET", request_url, headers=headers, extensions=extensions, follow_redirects=False
            ) as response,
        ):
            yield response

    async def _address(self, url: httpx.URL, port: int) -> Address:
        """The one address to connect to.

        Raises:
            CannotFetchError: one of the host's addresses is not a public one.
        """
        texts = await self._resolve(url.raw_host.decode("ascii").strip("[]"), port)
        addresses = [ip_address(text.partition("%")[0]) for text in texts]
        if not addresses or not all(self._permit(address, port) for address in addresses):
            raise CannotFetchError("That link leads to an address that I do not read from.")
        # Not every machine has a way out by IPv6.
        return min(addresses, key=lambda address: address.version)

    async def _robots_allow(self, url: httpx.URL, vetted: _Vetted) -> bool:
        """Whether the site's robots.txt lets this bot have the page (RFC 9309)."""
        place = f"{url.scheme}://{url.netloc.decode('ascii')}"
        try:
            robots = self._robots[place]
        except KeyError:
            robots = await self._robots_of(httpx.URL(f"{place}/robots.txt"), vetted)
            self._robots[place] = robots
        return robots is not None and robots.can_fetch(AGENT_NAME, str(url))

    async def _robots_of(self, url: httpx.URL, vetted: _Vetted) -> RobotFileParser | None:
        """A site's rules; empty ones where it has none, None where it cannot say."""
        rules = RobotFileParser()
        for _ in range(REDIRECTS + 1):
            async with self._response(url, vetted) as response:
                target = response.headers.get("location")
                if response.status_code in _MOVED and target:
                    url = _parsed(str(url.join(target)))
                    continue
                if response.status_code >= 500:
                    return None
                lines = []
                if response.status_code == 200:
                    lines = (await _cut_body(response, _ROBOTS_BYTES)).splitlines()
                rules.parse(lines)
                return rules
        rules.parse([])
        return rules


def _parsed(link: str) -> httpx.URL:
    """A link that may be followed.

    Raises:
        CannotFetchError: it is no link to a page of the web.
    """
    try:
        url = httpx.URL(link.strip().removeprefix("<").removesuffix(">"))
        host = url.raw_host
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise CannotFetchError("I cannot read that link.") from None
    if url.scheme not in ("http", "https") or not host:
        raise CannotFetchError("A link must start with http:// or https://.")
    if url.userinfo:
        raise CannotFetchError("I do not follow links with a user name or a password in them.")
    return url.copy_with(fragment=None)


_REFRESH = re.compile(rb"<meta\b[^>]{0,300}\bhttp-equiv\s*=\s*[\"']?refresh\b[^>]{0,2000}>", re.I)
_TARGET = re.compile(
    rb"\bcontent\s*=\s*[\"']?\s*[0-5]?(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>]+)", re.I
)
_NOTHING_ELSE = 8 * 1024
"""A page that only leads on has no more bytes; a longer one is read, wherever it leads later."""


def _refreshed_to(body: bytes) -> str | None:
    """Where a page leads that is nothing but that: `<meta http-equiv="refresh">`; None for none."""
    if len(body) > _NOTHING_ELSE or (refresh := _REFRESH.search(body)) is None:
        return None
    target = _TARGET.search(refresh[0])
    return html.unescape(target[1].decode("utf-8", "replace")).strip() if target else None


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status in (401, 402, 403, 407):
        raise CannotFetchError("That page requires a login or a subscription.")
    if status in (404, 410):
        raise CannotFetchError("There is no page at that link.")
    if status == 429 or status >= 500:
        raise CannotFetchError("That site is not answering at the moment.")
    if status != 200:
        raise CannotFetchError("That link leads to no page.")


def _kind(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise CannotFetchError("That link leads to no page and no text.")
    return str(kind)


async def _body(response: httpx.Response, largest: int) -> bytes:
    """The whole body, decompressed no further than it may be long."""
    body = bytearray()
    async for piece in _decompressed(response, largest):
        body += piece
        if len(body) > largest:
            raise CannotFetchError("That page is larger than 2 MiB, which no article is.")
    return bytes(body)


async def _cut_body(response: httpx.Response, largest: int) -> str:
    body = bytearray()
    async for piece in _decompressed(response, largest):
        body += piece
        if len(body) > largest:
            break
    return bytes(body[:largest]).decode("utf-8", "replace")


async def _decompressed(response: httpx.Response, largest: int) -> AsyncIterator[bytes]:
    """Pieces of a body, none of which is longer than `largest` and a byte.

    httpx would decompress what it was sent at once, and a thousandth of a bomb is a bomb.
    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        async for raw in response.aiter_raw():
            yield raw
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise CannotFetchError("That page came in a form that I did not ask for.")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # tells gzip from zlib by its head
    try:
        async for raw in response.aiter_raw():
            # What is left of a piece after that is beyond what anybody reads.
            yield unpacker.decompress(raw, largest + 1)
        if not unpacker.eof:
            raise CannotFetchError("That page arrived damaged.")
    except zlib.error:
        raise CannotFetchError("That page arrived damaged.") from None
