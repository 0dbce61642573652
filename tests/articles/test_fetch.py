"""Fetching over real sockets, on servers of the test's own: where a link must not lead."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cachetools import TTLCache

from bot.articles.fetch import AGENT, CannotFetchError, PageFetcher, is_public
from bot.articles.refusals import LARGEST
from bot.facts.public_hosts import Address
from tests.clock import TickingClock

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_PAGE = "<html><body><p>Season 2 of “Lowlands” premieres on May 3.</p></body></html>"
_NO_PLACE = "address that I do not read from"


@dataclass
class Site:
    """A server on 127.0.0.1 that the fetcher may connect to, and nothing else of this machine.

    `names` are what the resolver answers; every host is at the server unless it is in there.
    """

    port: int = 0
    asked: list[web.Request] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    handlers: dict[str, Handler] = field(default_factory=dict)
    seconds: float = 5.0

    def link(self, path: str = "/", host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, **headers: str) -> None:
        """An answer with the page in it."""

        async def handler(request: web.Request) -> web.StreamResponse:
            return web.Response(text=_PAGE, content_type="text/html", headers=headers)

        self.handlers[path] = handler

    def answer(self, path: str, **kind: object) -> None:
        async def handler(request: web.Request) -> web.StreamResponse:
            return web.Response(**kind)  # type: ignore[arg-type]

        self.handlers[path] = handler

    def moved(self, path: str, target: str, status: int = 302) -> None:
        self.answer(path, status=status, headers={"Location": target})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        handler = self.handlers.get(request.path)
        if handler is None:
            return web.Response(status=404)
        return await handler(request)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        try:
            return [str(ip_address(host))]
        except ValueError:
            answers = self.names.get(host)
            if answers is None:
                return ["127.0.0.1"]
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def permit(self, address: Address, port: int) -> bool:
        return (str(address), port) == ("127.0.0.1", self.port) or is_public(address, port)

    @property
    def fetcher(self) -> PageFetcher:
        return PageFetcher(resolve=self.resolve, permit=self.permit, seconds=self.seconds)

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked if request.path != "/robots.txt"]


@asynccontextmanager
async def _serving(site: Site) -> AsyncIterator[Site]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    site.port = server.port or 0
    try:
        yield site
    finally:
        await server.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with _serving(Site()) as one:
        yield one


async def _refused(site: Site, link: str) -> str:
    with pytest.raises(CannotFetchError) as refused:
        await site.fetcher.fetch(link)
    assert "/catalog set" in str(refused.value)
    return str(refused.value)


async def test_a_page(site: Site) -> None:
    site.page("/a")
    found = await site.fetcher.fetch(site.link("/a?b=c#d"))
    assert (found.body.decode(), found.is_page) == (_PAGE, True)
    request = site.asked[-1]
    assert request.headers["User-Agent"] == AGENT
    assert "+https://" in AGENT
    assert request.headers["Host"] == f"news.example:{site.port}"
    assert request.path_qs == "/a?b=c"


async def test_a_page_in_the_encoding_that_its_server_names(site: Site) -> None:
    site.answer(
        "/a",
        body="łąka".encode("iso-8859-2"),
        headers={"Content-Type": "text/html; charset=ISO-8859-2"},
    )
    assert (await site.fetcher.fetch(site.link("/a"))).body.decode() == "łąka"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1",
        "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "2002:a00:1::", "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe", "fe80::1%eth0",
        "192.0.0.8", "192.0.0.192", "3fff::1", "2002:c000:c0::1",
    ],
)  # fmt: skip
async def test_an_address_that_is_not_public(site: Site, address: str) -> None:
    site.names["inside.example"] = [[address]]
    assert _NO_PLACE in await _refused(site, "http://inside.example/")
    # One such address among others is as bad: which one is connected to is a matter of luck.
    site.names["both.example"] = [["93.184.215.14", address]]
    assert _NO_PLACE in await _refused(site, "http://both.example/")
    assert site.asked == []


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_on_the_ports_of_the_web(address: str) -> None:
    assert is_public(ip_address(address), 443)
    assert is_public(ip_address(address), 80)
    assert not any(is_public(ip_address(address), port) for port in (22, 25, 6379, 8080, 8443, 0))


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/",
        "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
        "https://localhost/", "http://localhost./", "http://127.0.0.1:80/", "http://[::]/",
        "http://１２７.0.0.1/",
    ],
)  # fmt: skip
async def test_this_machine_however_it_is_spelled(link: str) -> None:
    """With the system's own resolver and the rules as they are for everybody."""
    with pytest.raises(
        CannotFetchError, match=f"{_NO_PLACE}|cannot be reached|cannot read that link"
    ):
        await PageFetcher().fetch(link)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("file:///etc/passwd", "http:// or https://"),
        ("ftp://news.example/a", "http:// or https://"),
        ("gopher://news.example/", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        ("data:text/html,hello", "http:// or https://"),
        ("news.example/a", "http:// or https://"),
        ("http://", "http:// or https://"),
        ("http://user:secret@news.example/", "name or a password"),
        ("http://news.example@127.0.0.1/", "name or a password"),
        ("http://news.example\n.evil/", "cannot read that link"),
        ("http://[::1/", "cannot read that link"),
        ("", "http:// or https://"),
    ],
)
async def test_what_is_no_link_to_a_page(site: Site, link: str, said: str) -> None:
    assert said in await _refused(site, link)
    assert site.asked == []
    assert site.looked_up == []


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8000, 8080])
async def test_odd_ports(site: Site, port: int) -> None:
    site.names["news.example"] = [["93.184.215.14"]]
    assert _NO_PLACE in await _refused(site, f"http://news.example:{port}/")


async def test_the_host_is_looked_up_once_and_connected_to_as_it_was(site: Site) -> None:
    """DNS rebinding: the second answer would be an address inside."""
    site.page("/a")
    site.names["rebound.example"] = [["127.0.0.1"], ["10.0.0.1"]]
    found = await site.fetcher.fetch(site.link("/a", host="rebound.example"))
    assert found.body.decode() == _PAGE
    assert site.looked_up == ["rebound.example"]
    assert _NO_PLACE in await _refused(site, site.link("/a", host="rebound.example"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://10.0.0.1/", _NO_PLACE),
        ("http://169.254.169.254/latest/meta-data/", _NO_PLACE),
        ("http://[::ffff:127.0.0.1]/", _NO_PLACE),
        ("http://inside.example/", _NO_PLACE),
        ("//10.0.0.1/", _NO_PLACE),
        ("file:///etc/passwd", "http:// or https://"),
        ("http://a:b@news.example/", "name or a password"),
        ("http://127.0.0.1:1/", _NO_PLACE),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_to_where_a_link_must_not_lead(
    site: Site, target: str, said: str, status: int
) -> None:
    site.names["inside.example"] = [["192.168.0.1"]]
    site.moved("/a", target, status)
    assert said in await _refused(site, site.link("/a"))
    assert site.paths == ["/a"]


async def test_five_redirects_and_no_sixth(site: Site) -> None:
    for step in range(5):
        site.moved(f"/{step}", f"/{step + 1}")
    site.page("/5")
    found = await site.fetcher.fetch(site.link("/0"))
    assert found.url.endswith("/5")
    site.moved("/5", "/6")
    site.page("/6")
    assert "more than 5" in await _refused(site, site.link("/0"))


async def test_robots_are_honoured(site: Site) -> None:
    site.page("/private/a")
    site.page("/a")
    site.answer("/robots.txt", text="User-agent: *\nDisallow: /private/\n")
    fetcher = site.fetcher
    with pytest.raises(CannotFetchError, match="keep out"):
        await fetcher.fetch(site.link("/private/a"))
    assert site.paths == []
    await fetcher.fetch(site.link("/a"))
    asked = [request.path for request in site.asked]
    assert asked == ["/robots.txt", "/a"]  # the rules were kept


async def test_rules_that_expire_as_they_are_looked_up_are_read_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.page("/a")
    site.answer("/robots.txt", text="User-agent: *\nAllow: /\n")
    fetcher, clock = site.fetcher, TickingClock(timedelta(seconds=1.1))
    rules = TTLCache[str, Any](16, 5.0, lambda: clock().timestamp())
    monkeypatch.setattr(fetcher, "_robots", rules)
    for _ in range(6):
        assert (await fetcher.fetch(site.link("/a"))).body
    assert 1 < len(site.asked) - len(site.paths) < 6


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
async def test_robots_that_are_not_there(site: Site, status: int, allowed: bool) -> None:
    site.page("/a")
    site.answer("/robots.txt", status=status)
    if allowed:
        await site.fetcher.fetch(site.link("/a"))
    else:
        assert "keep out" in await _refused(site, site.link("/a"))


async def test_robots_do_not_lead_inside(site: Site) -> None:
    site.page("/a")
    site.moved("/robots.txt", "http://10.0.0.1/robots.txt")
    assert _NO_PLACE in await _refused(site, site.link("/a"))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({"status": 401}, "login"),
        ({"status": 402}, "login"),
        ({"status": 403}, "login"),
        ({"status": 404}, "no page"),
        ({"status": 429}, "at the moment"),
        ({"status": 503}, "at the moment"),
        ({"status": 204}, "leads to no page"),
        ({"body": b"%PDF", "content_type": "application/pdf"}, "no page and no text"),
        ({"body": b"\x89PNG", "content_type": "image/png"}, "no page and no text"),
        ({"body": b"{}", "content_type": "application/json"}, "no page and no text"),
        ({"body": b"x" * (LARGEST + 1), "content_type": "text/plain"}, "larger than 2 MiB"),
        (
            {"body": b"x", "content_type": "text/html", "headers": {"Content-Encoding": "br"}},
            "did not ask for",
        ),
        (
            {"body": b"x", "content_type": "text/html", "headers": {"Content-Encoding": "gzip"}},
            "arrived damaged",
        ),
    ],
)
async def test_what_is_no_page(site: Site, kind: dict[str, object], said: str) -> None:
    site.answer("/a", **kind)
    assert said in await _refused(site, site.link("/a"))


@pytest.mark.slow
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_compressed_pages_and_bombs(site: Site, coding: str) -> None:
    pack = gzip.compress if coding == "gzip" else zlib.compress
    headers = {"Content-Encoding": coding}
    site.answer("/a", body=pack(_PAGE.encode()), content_type="text/html", headers=headers)
    assert (await site.fetcher.fetch(site.link("/a"))).body.decode() == _PAGE
    bomb = pack(b"\0" * (200 * 1024 * 1024))
    assert len(bomb) < 300 * 1024
    site.answer("/bomb", body=bomb, content_type="text/html", headers=headers)
    assert "larger than 2 MiB" in await _refused(site, site.link("/bomb"))


async def test_a_site_that_drips(site: Site) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"<p>")
            await asyncio.sleep(0.02)

    site.handlers["/a"] = drip
    site.seconds = 0.4
    assert "too long" in await _refused(site, site.link("/a"))


async def test_no_cookie_goes_back(site: Site) -> None:
    site.moved("/a", "/b")
    site.page("/a2")
    site.page("/b", **{"Set-Cookie": "id=1; Path=/"})
    fetcher = site.fetcher
    await fetcher.fetch(site.link("/a"))
    await fetcher.fetch(site.link("/b"))
    assert all("Cookie" not in request.headers for request in site.asked)


async def test_one_fetch_at_a_time_from_a_host(site: Site) -> None:
    at_once = most = 0

    async def slow(request: web.Request) -> web.StreamResponse:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.05)
        at_once -= 1
        return web.Response(text=_PAGE, content_type="text/html")

    site.handlers["/a"] = slow
    fetcher = site.fetcher
    await asyncio.gather(*(fetcher.fetch(site.link("/a")) for _ in range(3)))
    assert most == 1


async def test_a_host_that_is_not_there(site: Site) -> None:
    async def none(host: str, port: int) -> Sequence[str]:
        raise OSError("no such host")

    with pytest.raises(CannotFetchError, match="cannot be reached"):
        await PageFetcher(resolve=none).fetch("http://gone.example/")


def _leads(target: str, delay: str = "0") -> str:
    return f'<html><head><META HTTP-EQUIV="refresh" content="{delay}; URL={target}"></head></html>'


async def test_a_page_that_only_leads_on_is_followed_as_a_redirect_is(site: Site) -> None:
    site.page("/story?a=1&b=2")
    site.page("/story")
    site.answer("/short", text=_leads("/story?a=1&amp;b=2"), content_type="text/html")
    fetched = await site.fetcher.fetch(site.link("/short"))
    assert (fetched.url, "Lowlands" in fetched.body.decode()) == (site.link("/story?a=1&b=2"), True)

    for target in ("http://10.0.0.1/", "http://127.0.0.1:22/"):
        site.answer("/inside", text=_leads(target), content_type="text/html")
        assert _NO_PLACE in await _refused(site, site.link("/inside"))
    site.answer("/script", text=_leads("javascript:alert(1)"), content_type="text/html")
    assert "http://" in await _refused(site, site.link("/script"))
    site.answer("/self", text=_leads("/self"), content_type="text/html")
    assert (await site.fetcher.fetch(site.link("/self"))).url == site.link("/self")
    site.answer("/a", text=_leads("/b"), content_type="text/html")
    site.answer("/b", text=_leads("/a"), content_type="text/html")
    assert "redirects more than" in await _refused(site, site.link("/a"))


async def test_a_page_that_is_drawn_anew_later_is_read(site: Site) -> None:
    site.answer("/live", text=_leads("/gone", "300"), content_type="text/html")
    long = _leads("/gone") + "<p>Season 2 of it is out.</p>" * 1_000
    site.answer("/long", text=long, content_type="text/html")
    for path in ("/live", "/long"):
        assert (await site.fetcher.fetch(site.link(path))).url == site.link(path)


@pytest.mark.parametrize(
    "target", ["https:////[", "https:////[[fe80::1]", "https://xn--a/", "javascript:1", "http://[a"]
)
async def test_a_page_that_leads_to_no_address_is_none(site: Site, target: str) -> None:
    site.moved("/redirect", target)
    site.answer("/refresh", text=_leads(target), content_type="text/html")
    for path in ("/redirect", "/refresh"):
        await _refused(site, site.link(path))
