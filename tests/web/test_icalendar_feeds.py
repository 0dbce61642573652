"""Calendars: what is in them and what is not, stable through every edit, read alike by all."""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from bot.calendar.feed_addresses import FeedOwner
from bot.calendar.upcoming import Entry, Source
from bot.facts.air_date import AirDate
from bot.facts.models import Claim, Tier
from bot.facts.season_dates import DateKind
from bot.facts.writes import NewEdit
from bot.web.icalendar_feeds import CalendarFeed
from bot.web.urls import Links
from tests.alerts.conftest import GUILD, LINK, Stage, stage
from tests.answers.hostile import texts
from tests.clock import TODAY
from tests.web.node import run_node
from tests.web.reader import Reader, reading_site

__all__ = ["stage"]

_LINKS = Links("https://shows.example.org")


def entry(airs: str = "2026-12-05", **more: Any) -> Entry:
    made = Entry(
        7,
        "Lamp Light",
        2024,
        2,
        None,
        DateKind.PREMIERE,
        AirDate.parse(airs),
        "Netflix",
        "scripted",
        Source("tvmaze", "https://www.tvmaze.com/shows/1", date(2026, 11, 1)),
        TODAY,
        0,
    )
    return replace(made, **more)


def written(*entries: Entry) -> bytes:
    return asyncio.run(CalendarFeed(_LINKS).write("All", "https://a.example/all.ics", entries))


def test_a_calendar_without_dates_is_a_calendar_all_the_same() -> None:
    """One without a component is refused by some programs, and none by RFC 5545 (3.6)."""
    empty = Calendar.from_ical(written())
    assert [part.name for part in empty.walk()] == ["VCALENDAR", "VTIMEZONE", "STANDARD"]
    assert empty.walk("VTIMEZONE")[0].to_tz().utcoffset(TODAY.replace(tzinfo=None)) == timedelta(0)
    gone = Calendar.from_ical(written(entry(gone=True)))
    assert [part.name for part in gone.walk()] == ["VCALENDAR", "VEVENT"]


@pytest.mark.parametrize("network", ["Netflix", "A&E, Inc; \\n Ltd", "Канал, ; 鬼滅の刃 " * 9])
def test_a_calendar_bears_the_name_that_it_was_given(network: str) -> None:
    """It is text like any other: a comma or a semicolon in it stands behind a backslash."""
    title = f"Seasons to come on {network}"
    body = asyncio.run(CalendarFeed(_LINKS).write(title, "https://a.example/all.ics", []))
    assert max(map(len, body.split(b"\r\n"))) <= 75
    for name in (b"\r\nNAME:", b"\r\nX-WR-CALNAME:"):
        line = body.replace(b"\r\n ", b"").partition(name)[2].partition(b"\r\n")[0].decode()
        assert re.fullmatch(r"(?:[^\\,;\n]|\\[,;])+", line)
        plain = " ".join(title.replace("\\", "\u2216").split())
        assert " ".join(re.sub(r"\\(.)", r"\1", line).split()) == plain


def read(text: bytes) -> dict[str, dict[str, Any]]:
    """The events of a calendar by their UIDs, as the library reads them."""
    calendar = Calendar.from_ical(text)
    events: dict[str, dict[str, Any]] = {}
    for event in calendar.walk("VEVENT"):
        assert str(event["UID"]) not in events
        start = event["DTSTART"].dt
        events[str(event["UID"])] = {
            "uid": str(event["UID"]),
            "start": instant(start) if isinstance(start, datetime) else start.isoformat(),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "summary": str(event["SUMMARY"]),
            "modified": instant(event["LAST-MODIFIED"].dt),
        }
    return events


def instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"


@pytest.fixture
async def reader(stage: Stage) -> AsyncIterator[Reader]:
    async with reading_site(stage.services) as opened:
        yield opened


async def test_a_day_is_a_day_an_instant_is_utc_and_a_month_is_neither(
    stage: Stage, reader: Reader
) -> None:
    await stage.edit({"premiere": "2026-12-05", "finale": "2027-01-05T20:00:00-05:00"}, scope=0)
    await stage.edit({"premiere": "2027-03"}, 3, scope=0)
    await stage.edit({"premiere": "2027-33"}, 4, scope=0)
    await stage.edit({"premiere": "2027-05-01~"}, 5, scope=0)
    await stage.edit({"premiere": "2026-12-24"}, 6, scope=GUILD)
    answer = await reader.get("/calendar/all.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.body.decode()
    assert "DTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261206\r\n" in text
    assert "DTSTART:20270106T010000Z\r\n" in text
    assert len(read(answer.body)) == 2
    # Without one of iTIP's methods the stamp is when it was last changed (RFC 5545, 3.8.7.2).
    assert "METHOD" not in text
    stamps = re.findall(r"\r\nDTSTAMP:(\S+)", text)
    assert stamps == re.findall(r"\r\nLAST-MODIFIED:(\S+)", text)


async def test_a_date_that_moves_keeps_its_uid_and_one_taken_back_stays_canceled(
    stage: Stage, reader: Reader
) -> None:
    async def only() -> dict[str, Any] | None:
        stage.clock.advance(minutes=2)
        events = read((await reader.get("/calendar/all.ics")).body)
        assert len(events) <= 1
        return next(iter(events.values()), None)

    await stage.edit({"premiere": "2026-12-05"}, scope=0)
    first = await only()
    assert first is not None
    assert (first["start"], first["status"]) == ("2026-12-05", "CONFIRMED")
    moved = await stage.edit({"premiere": "2026-12-12"}, scope=0)
    second = await only()
    assert second is not None
    assert (second["uid"], second["start"]) == (first["uid"], "2026-12-12")
    assert second["sequence"] > first["sequence"]
    assert second["modified"] > first["modified"]
    await stage.edit({"premiere": "2027-03"}, scope=0)
    vague = await only()
    assert vague is not None
    assert (vague["uid"], vague["start"]) == (first["uid"], "2026-12-12")
    assert (vague["status"], vague["sequence"]) == ("CANCELLED", second["sequence"] + 1)
    await stage.undo(moved, scope=0)
    await stage.edit({"premiere": "XXXX"}, scope=0)
    gone = await only()
    assert gone is not None
    assert (gone["uid"], gone["status"]) == (first["uid"], "CANCELLED")
    assert gone["sequence"] > vague["sequence"]
    stage.clock.advance(days=29)
    assert await only() == gone
    stage.clock.advance(days=2)
    assert await only() is None
    await stage.source({None: {"network": "Netflix"}, 3: {}})
    stage.clock.advance(days=60)
    await stage.edit({"premiere": "2027-06-01"}, scope=0)
    again = await only()
    assert again is not None
    assert (again["uid"], again["status"]) == (first["uid"], "CONFIRMED")
    assert again["sequence"] > gone["sequence"]


async def test_unchanged_dates_are_identical_bytes(stage: Stage, reader: Reader) -> None:
    await stage.edit({"premiere": "2026-12-05"}, scope=0)
    before = await reader.get("/calendar/all.ics")
    stage.clock.advance(hours=3)
    await stage.edit({"story": "Something else entirely."}, scope=0)
    after = await reader.get("/calendar/all.ics", Accept_Encoding="gzip")
    assert gzip.decompress(after.body) == before.body
    tag = before.headers["ETag"]
    assert (await reader.get("/calendar/all.ics", If_None_Match=tag)).status == 304
    head = await reader.get("/calendar/all.ics", "HEAD")
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(before.body)))


async def test_a_network_has_a_calendar_of_its_own(stage: Stage, reader: Reader) -> None:
    await stage.edit({"premiere": "2026-12-05"}, scope=0)
    every = await reader.get("/calendar/all.ics")
    answer = await reader.get("/calendar/network/netFLIX.ics")
    assert answer.status == 200
    assert read(answer.body) == read(every.body)
    assert b"NAME:Seasons to come on Netflix\r\n" in answer.body
    await stage.edit({"network": "A/B & Söhne"}, None, scope=0)
    await stage.services.library.refresh()
    stage.clock.advance(minutes=2)
    assert len(read((await reader.get("/calendar/network/A%2FB%20%26%20S%C3%B6hne.ics")).body)) == 1
    for path in ("/calendar/network/Netfix.ics", "/calendar/network/%20.ics", "/calendar/x.ics"):
        assert (await reader.get(path)).status == 404
    assert "There is no network" in (await reader.get("/calendar/network/%20.ics")).parsed.text


async def test_a_network_that_nobody_knows_is_told_from_one_that_comes_near(
    stage: Stage, reader: Reader
) -> None:
    await stage.source({None: {"network": "Star Plus"}, 3: {}})
    for kind in ("calendar/network/{}.ics", "feed/network/{}.atom"):
        near = await reader.get("/" + kind.format("Star%20Pls"))
        assert "called Star Pls. Did you mean Star Plus?" in near.parsed.text
        far = await reader.get("/" + kind.format("%3Cb%3ENobody"))
        assert "called <b>Nobody. The front page names" in far.parsed.text
        assert "list" not in far.parsed.text
        assert (near.status, far.status) == (404, 404)
        assert len((await reader.get("/" + kind.format("x" * 2000))).body) < 10_000


async def test_what_is_followed_is_for_whoever_has_the_token(stage: Stage, reader: Reader) -> None:
    await stage.edit({"premiere": "2026-12-05"}, scope=0)
    await stage.edit({"premiere": "2026-12-24"}, scope=GUILD)
    feeds = stage.services.feeds
    places = {}
    for name, owner in (("server", FeedOwner(guild_id=GUILD)), ("member", FeedOwner(user_id=7))):
        address = await feeds.address(owner)
        assert address.startswith(f"{reader.address}/calendar/")
        places[name] = address.removeprefix(reader.address)
        assert read((await reader.get(places[name])).body) == {}
    await stage.follow()
    stage.clock.advance(minutes=2)
    answer = await reader.get(places["server"])
    (event,) = read(answer.body).values()
    assert event["start"] == "2026-12-24", "as that server sees it"
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert read((await reader.get(places["member"])).body) == {}
    renewed = await feeds.address(FeedOwner(guild_id=GUILD), anew=True)
    assert (await reader.get(places["server"])).status == 404
    assert (await reader.get(renewed.removeprefix(reader.address))).body.count(b"VEVENT") == 2
    for token in ("x" * 32, "all", "%00" * 20, "a" * 5000, "../all"):
        assert (await reader.get(f"/calendar/{token}.ics")).status in (200, 400, 404)


@pytest.mark.parametrize("known", ["nothing", "show", "season"])
async def test_each_date_of_a_private_calendar_links_to_a_page_that_is_there(
    stage: Stage, reader: Reader, known: str
) -> None:
    """What one server alone has is on no page; what everybody once had is on none any more."""
    if known == "nothing":
        claims = [Claim(None, "title", "", "Lamp", Tier.SERVER, "editor", LINK, date(2026, 11, 1))]
        added = await stage.services.ledger.edit(NewEdit(900, None, GUILD, 7, "add", tuple(claims)))
        stage.show = added.show_id
    elif known == "season":
        await stage.source({None: {"network": "ZDF"}, 1: {"status": "aired"}, 5: {"listed": True}})
    await stage.edit({"premiere": "2026-12-24"}, season=5)
    await stage.edit({"premiere": "2026-12-20"}, season=1)
    await stage.services.library.refresh()
    await stage.follow()
    address = await stage.services.feeds.address(FeedOwner(guild_id=GUILD))
    place = address.removeprefix(reader.address)
    events = Calendar.from_ical((await reader.get(place)).body).walk("VEVENT")
    links = {event["DTSTART"].dt: str(event.get("URL", "")) for event in events}
    assert len(links) == 2
    for link in links.values():
        if link.startswith(reader.address):
            assert (await reader.get(link.removeprefix(reader.address))).status == 200
    fifth, first = links[date(2026, 12, 24)], links[date(2026, 12, 20)]
    if known == "nothing":
        assert fifth == first == LINK, "who says so is all that there is to read"
    else:
        assert first.endswith("-example/season-1")
        assert fifth.endswith("-example/season-5" if known == "season" else "-example")


async def test_a_date_that_everybody_had_links_to_a_page_that_is_there(
    stage: Stage, reader: Reader
) -> None:
    await stage.source({1: {"status": "aired"}, 5: {"premiere": "2026-12-24"}})
    await reader.get("/calendar/all.ics")
    await stage.source({1: {"status": "aired"}})
    stage.clock.advance(minutes=2)
    (event,) = Calendar.from_ical((await reader.get("/calendar/all.ics")).body).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    page = await reader.get(str(event["URL"]).removeprefix(reader.address))
    assert page.status == 200


async def test_through_any_edits_no_uid_changes_and_the_sequence_rises(
    stage: Stage, tmp_path: Path
) -> None:
    chance = random.Random(20261128)
    feed = CalendarFeed(_LINKS)
    known: dict[tuple[int, str], str] = {}
    last: dict[str, dict[str, Any]] = {}
    files = []
    done: list[int] = []
    for step in range(int(os.environ.get("WEB_EDITS", "30"))):
        season, kind = chance.randint(2, 4), chance.choice(["premiere", "finale"])
        if done and chance.random() < 0.2:
            await stage.undo(done.pop(), scope=0)
        else:
            day = date(2026, 12, 1) + timedelta(days=chance.randint(0, 200))
            value = chance.choice(
                [str(day), str(day), f"{day:%Y-%m}", f"{day}T20:00:00-05:00", "XXXX", f"{day}~"]
            )
            done.append(await stage.edit({kind: value}, season, scope=0))
        stage.clock.advance(minutes=chance.randint(1, 600))
        entries = await stage.services.calendar.entries(
            date(2026, 10, 1), date(2028, 1, 1), gone=True
        )
        text = await feed.write("All", "https://a.example/all.ics", entries)
        assert text == await CalendarFeed(_LINKS).write(
            "All", "https://a.example/all.ics", entries
        ), "a feed made anew is the same"
        events = read(text)
        for one in entries:
            uid = feed.uid(one)
            assert known.setdefault((one.season, one.kind.value), uid) == uid
        standing = {uid for uid, event in last.items() if event["status"] == "CONFIRMED"}
        assert standing <= events.keys(), "what goes is told to have gone"
        for uid, event in events.items():
            if uid in last and (event["start"], event["status"]) != (
                last[uid]["start"], last[uid]["status"],
            ):  # fmt: skip
                assert event["sequence"] > last[uid]["sequence"], (step, event, last[uid])
                assert event["modified"] > last[uid]["modified"]
        last |= events
        files.append((text, events))
    told = {event["status"] for _, events in files for event in events.values()}
    assert told == {"CONFIRMED", "CANCELLED"}
    _read_alike(tmp_path, files)


@settings(max_examples=int(os.environ.get("WEB_EXAMPLES", "20")), deadline=None)
@given(texts(300), texts(200), texts(100))
def test_no_text_breaks_out_of_a_line(title: str, network: str, part: str) -> None:
    text = written(
        entry(title=title, network=network, part=part, kind=DateKind.RETURN),
        entry("2027-01-05T20:00:00-05:00", source=Source(title, title, date(2026, 1, 1))),
    )
    lines = text.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.startswith(b"BEGIN")] == [
        b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"BEGIN:VEVENT"
    ]  # fmt: skip
    assert len(read(text)) == 2


def test_hostile_titles_are_read_alike(tmp_path: Path) -> None:
    titles = [
        "A; B, C: D\\n E", "BEGIN:VEVENT", "ü" * 200, "🎬" * 60, 'Say "no"', "夜の灯" * 30,
        "a\\", "\\;\\,", "مسلسل", "x" * 75, "&amp;<b>",
    ]  # fmt: skip
    text = written(*(entry(title=title, show_id=n) for n, title in enumerate(titles)))
    events = read(text)
    assert len(events) == len(titles)
    _read_alike(tmp_path, [(text, events)])


async def test_others_have_their_turn_while_events_are_written() -> None:
    entries = [entry(show_id=n, title=f"Show {n}") for n in range(400)]
    feed = CalendarFeed(_LINKS)
    writing = asyncio.create_task(feed.write("All", "https://a.example/all.ics", entries))
    turns = 0
    while not writing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 50
    assert len(read(await writing)) == 400
    again = await feed.write("All", "https://a.example/all.ics", entries)
    assert again == await writing


def _read_alike(folder: Path, files: list[tuple[bytes, dict[str, dict[str, Any]]]]) -> None:
    """What JavaScript's libraries read of those calendars is what Python's did."""
    names = []
    for number, (text, _) in enumerate(files):
        name = folder / f"{number}.ics"
        name.write_bytes(text)
        names.append(str(name))
    for start in range(0, len(names), 500):
        some = files[start : start + 500]
        found = run_node("calendars.mjs", *names[start : start + 500])
        for (_, events), (by_ical_js, by_node_ical) in zip(some, found, strict=True):
            expected = sorted(events.values(), key=lambda event: event["uid"])
            for theirs in (by_ical_js, by_node_ical):
                assert sorted(theirs, key=lambda event: event["uid"]) == expected
