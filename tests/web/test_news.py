"""The first page and the feeds: what is new, what is coming up, and nobody's own."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.cli.run import serving_pages
from tests.alerts.conftest import GUILD, Stage, stage
from tests.web.reader import Reader, reading, reading_site

__all__ = ["stage"]

_ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def local(stage: Stage) -> AsyncIterator[Reader]:
    async with reading_site(stage.services) as opened:
        yield opened


async def settled(stage: Stage, values: dict[str, Any], season: int | None = 2, **more: Any) -> int:
    edit = await stage.edit(values, season, **{"scope": 0, **more})
    await stage.pass_time(minutes=5)
    await stage.services.library.refresh()
    return edit


def feed(text: str) -> list[dict[str, str]]:
    """The entries of a feed, checked for what RFC 4287 demands of it."""
    root = ElementTree.fromstring(text)
    assert root.tag == f"{_ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{_ATOM}{name}")
    found = []
    for entry in root.iter(f"{_ATOM}entry"):
        link = entry.find(f"{_ATOM}link")
        assert link is not None
        found.append(
            {name: entry.findtext(f"{_ATOM}{name}") or "" for name in ("id", "title", "updated")}
            | {"link": link.get("href", ""), "content": entry.findtext(f"{_ATOM}content") or ""}
            | {"author": entry.findtext(f"{_ATOM}author/{_ATOM}name") or ""}
        )
    assert len({entry["id"] for entry in found}) == len(found)
    return found


async def test_the_first_page_tells_what_is_new_and_what_is_coming(
    stage: Stage, local: Reader
) -> None:
    await settled(stage, {"premiere": "2026-12-05"})
    await settled(stage, {"premiere": "2026-12"}, 3)
    await settled(stage, {"premiere": "2026-12-06"}, 4, scope=GUILD)
    page = (await local.get("/")).parsed
    assert "Season 2 comes out on 5 December 2026" in page.text
    assert "Saturday, 5 December 2026" in page.text
    assert "Example: season 2 begins" in page.text
    assert "Sometime in December 2026" in page.text
    assert "season 4" not in page.text
    assert f"/show/{stage.show}-example/season-2" in page.links
    assert {"/calendar/all.ics", "/calendar/network/Netflix.ics", "/feed.atom"} <= {*page.links}
    for link in page.links:
        if link.startswith("/"):
            assert (await local.get(link)).status == 200, link


async def test_news_of_a_season_that_nobody_speaks_of_any_more_links_to_its_show(
    stage: Stage, local: Reader
) -> None:
    made = await settled(stage, {"status": "renewed"}, 5)
    stage.clock.advance(days=8)
    await stage.undo(made, scope=0)
    await stage.pass_time(minutes=10)
    await stage.services.library.refresh()
    (entry,) = feed((await local.get("/feed.atom")).text)
    assert "season 5" in entry["title"]
    assert (await local.get(entry["link"].removeprefix(local.address))).status == 200
    for link in (await local.get("/")).parsed.links:
        if link.startswith("/show/"):
            assert (await local.get(link)).status == 200, link


async def test_with_nothing_to_tell_it_says_so(stage: Stage, local: Reader) -> None:
    page = (await local.get("/")).parsed
    assert "Nothing in the last 30 days." in page.text
    assert "I know of nothing in the next 30 days." in page.text
    assert feed((await local.get("/feed.atom")).text) == []


async def test_a_feed_is_never_dated_before_the_news_that_left_it(
    stage: Stage, local: Reader
) -> None:
    """Without news a feed still has a date, which readers show: that was 1970."""
    addresses = ("/feed.atom", f"/feed/show/{stage.show}.atom", "/feed/network/Netflix.atom")

    async def updated() -> list[str]:
        texts = [(await local.get(address)).text for address in addresses]
        return [ElementTree.fromstring(text).findtext(f"{_ATOM}updated") or "" for text in texts]

    assert await updated() == ["2026-09-24T00:00:00Z"] * 3, "sixty days ago"
    await settled(stage, {"status": "renewed"})
    (date,) = {*await updated()}
    dates = [date]
    for length in ({"days": 59}, {"days": 1, "hours": 1}, {"hours": 12}, {"hours": 12}):
        stage.clock.advance(**length)
        dates.append((await updated())[0])
    assert feed((await local.get("/feed.atom")).text) == []
    assert dates == sorted(dates)
    assert dates[-1] == "2026-11-24T00:00:00Z"


async def test_the_feed_is_of_everybodys_news_and_stays_the_same(
    stage: Stage, local: Reader
) -> None:
    await settled(stage, {"status": "renewed"})
    await settled(stage, {"status": "canceled"}, 2, scope=GUILD)
    answer = await local.get("/feed.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = feed(answer.text)
    assert entry["title"] == "Example season 2: Season 2 is coming: it was renewed."
    assert entry["link"] == f"{local.address}/show/{stage.show}-example/season-2"
    assert entry["author"]
    assert "<strong>Season 2 is coming: it was renewed.</strong>" in entry["content"]
    stage.clock.advance(hours=5)
    assert (await local.get("/feed.atom")).body == answer.body
    tag = answer.headers["ETag"]
    assert (await local.get("/feed.atom", If_None_Match=tag)).status == 304


async def test_programs_are_answered_in_the_language_of_the_address_they_were_given(
    stage: Stage, local: Reader
) -> None:
    """Google's calendar and readers of feeds name none: what Germans gave them was English."""
    await settled(stage, {"premiere": "2026-12-05"})
    show = f"/show/{stage.show}-example"
    front, page = [await local.get(path, Accept_Language="de") for path in ("/", show)]
    given = {link for link in front.parsed.links + page.parsed.links if "/show/" not in link}
    given = {link for link in given if ".ics" in link or ".atom" in link}
    given |= set(re.findall(r'(/feed/[^"]+)', page.text))
    assert len(given) >= 4
    for link in given:
        assert link.endswith("?lang=de")
        for header in ({}, {"Accept_Language": "fr"}):
            answer = await local.get(link, **header)
            assert answer.headers["Content-Language"] == "de"
            assert "Staffel 2" in answer.text
            assert f"{local.address}{link}" in answer.text.replace("\r\n ", "")
        english = await local.get(link.partition("?")[0])
        assert "?lang" not in english.text
        if ".ics" in link:
            names = [re.findall(rb"\r\nUID:(\S+)", each.body) for each in (answer, english)]
            assert names[0] == names[1], "the same calendar and events in every language"
    for unknown in ("xx", "", "%00", "de;q=0"):
        answer = await local.get(f"/feed.atom?lang={unknown}", Accept_Language="fr")
        assert answer.headers["Content-Language"] == "fr"


async def test_a_network_and_a_show_have_feeds(stage: Stage, local: Reader) -> None:
    undone = await settled(stage, {"status": "renewed"})
    every = feed((await local.get("/feed.atom")).text)
    assert feed((await local.get("/feed/network/netflix.atom")).text) == every
    assert feed((await local.get(f"/feed/show/{stage.show}.atom")).text) == every
    assert (await local.get("/feed/network/nobody.atom")).status == 404
    assert (await local.get("/feed/show/999.atom")).status == 404
    await stage.undo(undone, scope=0)
    await stage.pass_time(minutes=5)
    assert feed((await local.get(f"/feed/show/{stage.show}.atom")).text) == []


async def test_hostile_titles_stay_texts_in_the_feed(stage: Stage, local: Reader) -> None:
    await settled(stage, {"title": "]]></title><script>&\u2028"}, None)
    await settled(stage, {"status": "renewed"})
    (entry,) = feed((await local.get("/feed.atom")).text)
    assert entry["title"].startswith("]]></title><script>&")
    assert "<script>" not in entry["content"]
    assert "]]></title><script>&" in (await local.get("/")).parsed.text


async def test_behind_another_address_links_are_those_of_the_public(stage: Stage) -> None:
    await settled(stage, {"premiere": "2026-12-05"})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = "https://shows.example.org/tv/"
    own = replace(stage.services.settings, web_port=port, web_url=url)
    async with (
        serving_pages(own, stage.services) as address,
        reading(f"http://127.0.0.1:{port}") as local,
    ):
        assert address == "https://shows.example.org/tv"
        front = (await local.get("/")).parsed
        assert all(link.startswith(("/tv/", "https://")) for link in front.links)
        place = f"/show/{stage.show}-example/season-2"
        moved = await local.get(f"/show/{stage.show}/season-2")
        assert moved.headers["Location"] == f"/tv{place}"
        page = await local.get(place)
        assert f'<link rel="canonical" href="https://shows.example.org/tv{place}">' in page.text
        assert page.parsed.data[0]["url"] == f"https://shows.example.org/tv{place}"
        (entry,) = feed((await local.get("/feed.atom")).text)
        assert entry["link"] == f"https://shows.example.org/tv{place}"
        assert entry["id"].startswith("tag:shows.example.org,2026:news/")
        calendar = (await local.get("/calendar/all.ics")).text.replace("\r\n ", "")
        assert f"URL:https://shows.example.org/tv{place}\r\n" in calendar
        assert "@shows.example.org\r\n" in calendar
