"""Somebody who reads pages as a browser does, and takes them apart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import aiohttp

from bot.cli.run import serving_pages
from bot.composition_root import Services

VOID = frozenset({"meta", "link", "br", "img"})
ELEMENTS = VOID | {
    "html", "head", "title", "script", "body", "header", "a", "span", "main", "article", "section",
    "nav", "h1", "h2", "h3", "p", "strong", "small", "time", "ul", "li", "dl", "div", "dt", "dd",
    "footer",
}  # fmt: skip
ATTRIBUTES = frozenset({
    "lang", "dir", "charset", "name", "content", "property", "rel", "href", "type", "title",
    "class", "id", "src", "alt", "width", "height", "loading", "referrerpolicy", "aria-label",
    "aria-labelledby", "aria-current", "datetime", "hreflang",
})  # fmt: skip
"""What the templates are made of."""


@dataclass(frozen=True)
class Answered:
    """What came back, as it came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def parsed(self) -> Parsed:
        return parsed(self.text)


@dataclass
class Reader:
    """Asks for addresses of one site; follows nothing and unpacks nothing by itself."""

    address: str
    session: aiohttp.ClientSession

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answered:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = self.session.request(
            method, self.address + path, headers=named, allow_redirects=False
        )
        async with asyncio.timeout(20), asked as answer:
            return Answered(answer.status, answer.headers, await answer.read())


@asynccontextmanager
async def reading(address: str) -> AsyncIterator[Reader]:
    async with aiohttp.ClientSession(
        auto_decompress=False, skip_auto_headers=["Accept-Encoding"]
    ) as session:
        yield Reader(address, session)


@asynccontextmanager
async def reading_site(services: Services) -> AsyncIterator[Reader]:
    """Serve the site of those services, and read it."""
    settings = replace(services.settings, web_port=0)
    async with (
        serving_pages(settings, services) as address,
        reading(address or "") as opened,
    ):
        services.feeds.site = address  # as if WEB_URL said so
        yield opened


@dataclass
class Parsed:
    """A page taken apart: its text, its links, those to other languages, the JSON-LD in it."""

    text: str = ""
    title: str = ""
    links: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)


def parsed(text: str) -> Parsed:
    """The page; fails where an element or an attribute stands in it that no template has."""
    page = Parsed()
    parser = _Parser(page)
    parser.feed(text)
    parser.close()
    assert parser.open == [], parser.open
    page.text = " ".join(page.text.split())
    return page


class _Parser(HTMLParser):
    def __init__(self, page: Parsed) -> None:
        super().__init__()
        self.page = page
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in ELEMENTS, tag
        assert given.keys() <= ATTRIBUTES, given
        if tag == "script":
            assert given == {"type": "application/ld+json"}
        if tag == "a":
            href = given["href"] or ""
            assert href.startswith(("http://", "https://", "/", "?lang=")), href
            (self.page.languages if href[0] == "?" else self.page.links).append(href)
        if tag == "img":
            self.page.pictures.append(given["src"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        match self.open[-1:]:
            case ["script"]:
                self.page.data.append(json.loads(data))
            case ["title"]:
                self.page.title += data
            case _:
                self.page.text += data + (" " if self.open[-1:] != ["time"] else "")
