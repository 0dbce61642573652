"""How a provider can fail, at the level of the sync: what was known stays, and others go on."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.facts.queries.index_rows import put_rows
from bot.providers import queries
from bot.providers.models import Fetched, ScheduledFetch
from bot.providers.provider_health import (
    BadAnswerError,
    NotFoundError,
    ProviderError,
    RateLimitedError,
    Tally,
    UnauthorizedError,
    UnreachableError,
)
from bot.providers.tvmaze.client import TVmaze
from tests.facts.indexed import page_show, rows
from tests.facts.stated import Stored, draft, person
from tests.providers.provided import Site, catalogued, of
from tests.providers.test_any_json import damaged

Answer = Callable[[httpx.Request], httpx.Response]


def _fails(error: type[httpx.HTTPError]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("no such thing")

    return answer


def _says(status: int, content: bytes = b"{}", **headers: str) -> Answer:
    named = {"content-type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return lambda request: httpx.Response(status, headers=named, content=content)


OUTAGES: dict[str, tuple[Answer, type[ProviderError]]] = {
    "a timeout": (_fails(httpx.ReadTimeout), UnreachableError),
    "no name": (_fails(httpx.ConnectError), UnreachableError),
    "a broken connection": (_fails(httpx.RemoteProtocolError), UnreachableError),
    "500": (_says(500), UnreachableError),
    "503": (_says(503), UnreachableError),
    "429": (_says(429), RateLimitedError),
    "429 for an hour": (_says(429, retry_after="3600"), RateLimitedError),
    "401": (_says(401), UnauthorizedError),
}

BAD: dict[str, Answer] = {
    "HTML": lambda request: httpx.Response(200, html="<p>Hello</p>"),
    "HTML called JSON": _says(200, b"<html></html>"),
    "cut off": _says(200, b'{"id": 1, "na'),
    "huge": _says(200, b'"' + b" " * (8 * 1024 * 1024 + 1) + b'"'),
    "a list": _says(200, b"[]"),
    "null": _says(200, b"null"),
    "no name": _says(200, b'{"id": 1}'),
    "another show": _says(200, json.dumps({"id": 2, "name": "Two"}).encode()),
    "elsewhere": _says(302, location="https://evil.test/shows/1"),
    "a refusal": _says(400),
}


async def known(here: Site, stored: Stored) -> list[int]:
    """Two shows that both providers spoke of; only what comes after counts."""
    shows = await catalogued(here, 1, 2)
    for number in (1, 2):
        here.tables.tvmaze_show(number, f"Show {number}")
    await here.track(*shows)
    await here.sources.sync.round()
    here.clock.advance(minutes=40)
    await here.sources.sync.round()
    assert stored("SELECT * FROM visits") == []
    here.clock.advance(hours=30)
    here.tables.touch(1)
    here.tables.touch(2)
    return shows


def records(stored: Stored) -> list[tuple[Any, ...]]:
    return stored("SELECT source, key, show_id, statement, as_of FROM records ORDER BY id")


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in OUTAGES if kind != "401"])
async def test_an_outage_loses_nothing_and_is_told_once(
    here: Site, stored: Stored, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    await known(here, stored)
    before = records(stored)
    answer, error = OUTAGES[kind]
    here.tables.broken["tvmaze.test"] = answer
    with caplog.at_level(logging.INFO, "bot.providers"):
        for _ in range(5):
            report = of(await here.sources.sync.round(), "tvmaze")
            assert isinstance(report.failing, error)
            here.clock.advance(minutes=70)
        assert records(stored) == before
        assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == 1
        assert here.sources.health.of("tvmaze").failing is not None
        here.tables.broken.clear()
        here.tables.tvmaze["1"]["_embedded"]["seasons"][1]["premiereDate"] = "2027-06-01"
        report = of(await here.sources.sync.round(), "tvmaze")
    assert report.failing is None
    assert report.fetched == 2, "nothing that changed meanwhile was lost"
    assert [r.getMessage() for r in caplog.records if "again" in r.getMessage()] == [
        "tvmaze answers again"
    ]
    assert here.sources.health.failing() == []


async def test_a_provider_that_is_slow_holds_up_no_other(here: Site, stored: Stored) -> None:
    here.tables.lookalikes()
    (show,) = await catalogued(here, 900001)
    await here.track(show)
    await here.sources.sync.round()
    here.clock.advance(days=8)
    here.tables.changed.add(800001)
    here.tables.asked.clear()
    many = await catalogued(here, *range(1, 40))
    for number in range(1, 40):
        here.tables.tvmaze_show(number, f"Show {number}")
    await here.track(*many)
    await here.sources.sync.round()
    first = next(i for i, asked in enumerate(here.tables.asked) if "tmdb.test /3/tv/8" in asked)
    last = max(i for i, asked in enumerate(here.tables.asked) if "tvmaze.test" in asked)
    assert first < last / 2


async def test_a_refused_token_is_no_outage(
    here: Site, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    await known(here, stored)
    here.tables.broken["tmdb.test"] = OUTAGES["401"][0]
    here.clock.advance(days=1)
    for _ in range(3):
        reports = await here.sources.sync.round(at_once=True)
    assert isinstance(of(reports, "tmdb").failing, UnauthorizedError)
    assert of(reports, "tvmaze").failing is None, "the other provider goes on"
    state = here.sources.health.of("tmdb")
    assert state.refused
    assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == 1
    assert "secret-token" not in caplog.text


@pytest.mark.slow
@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_record_loses_that_record_alone(here: Site, stored: Stored, kind: str) -> None:
    one, two = await known(here, stored)
    before = [row for row in records(stored) if row[2] == one]
    here.tables.broken[r"tvmaze.test /shows/1$"] = BAD[kind]
    here.tables.tvmaze["2"]["_embedded"]["seasons"][1]["premiereDate"] = "2027-06-01"
    report = of(await here.sources.sync.round(), "tvmaze")
    assert (report.fetched, report.bad, report.failing) == (1, 1, None)
    assert [row for row in records(stored) if row[2] == one] == before
    season = (await here.show(two)).season(2)
    assert season is not None
    assert season.premiere is not None
    assert str(season.premiere.value) == "2027-06-01"
    # It is tried again when there is news of it, or some hours later.
    here.tables.broken.clear()
    here.tables.asked.clear()
    here.tables.updated = {"2": here.tables.updated["2"]}
    here.clock.advance(hours=1)
    await here.sources.sync.round()
    assert "tvmaze.test /shows/1" not in here.tables.asked
    here.tables.touch(1)
    here.clock.advance(hours=1)
    await here.sources.sync.round()
    assert "tvmaze.test /shows/1" in here.tables.asked


async def test_a_record_that_nobody_foresaw_stops_no_other(
    here: Site, stored: Stored, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await known(here, stored)
    fetch = TVmaze.fetch

    async def fails(self: TVmaze, key: str, *, as_of: date) -> Fetched:
        if key == "1":
            raise ZeroDivisionError
        return await fetch(self, key, as_of=as_of)

    monkeypatch.setattr(TVmaze, "fetch", fails)
    report = of(await here.sources.sync.round(), "tvmaze")
    assert (report.fetched, report.bad, report.waiting) == (1, 1, 0)
    (failed,) = report.failures
    assert str(failed.error) == "TVmaze sent something that I cannot read."
    logged = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert [r.exc_info[0] for r in logged if r.exc_info] == [ZeroDivisionError]
    assert here.sources.health.of("tvmaze").failing is None
    caplog.clear()
    monkeypatch.setattr(TVmaze, "fetch", fetch)
    here.clock.advance(hours=7)
    here.tables.asked.clear()
    assert of(await here.sources.sync.round(), "tvmaze").good
    assert "tvmaze.test /shows/1" in here.tables.asked


@pytest.mark.parametrize("status", [500, 404])
async def test_one_record_that_always_fails_stops_no_other(
    here: Site, stored: Stored, status: int
) -> None:
    one, _two = await known(here, stored)
    before = [row for row in records(stored) if row[2] == one]
    here.tables.broken[r"tvmaze.test /shows/1$"] = _says(status)
    report = of(await here.sources.sync.round(), "tvmaze")
    assert (report.fetched, report.failing) == (1, None)
    assert [row for row in records(stored) if row[2] == one] == before


async def test_a_field_that_cannot_be_read_is_named_and_kept(
    here: Site, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    one, _two = await known(here, stored)
    here.tables.tvmaze["1"]["_embedded"]["seasons"][1]["premiereDate"] = 20270601
    here.tables.tvmaze["1"]["name"] = "Renamed"
    with caplog.at_level(logging.INFO, "bot.providers"):
        await here.sources.sync.round()
    assert "tvmaze:1 was read without some fields: _embedded.seasons[1].premiereDate" in caplog.text
    show = await here.show(one)
    season = show.season(2)
    assert season is not None
    assert season.premiere is not None
    assert str(season.premiere.value) == "2027-03-01"
    said = stored.one("SELECT statement FROM records WHERE source = 'tvmaze' AND key = '1'")
    assert "Renamed" in said


async def test_an_empty_list_takes_back_no_season_that_has_begun(
    here: Site, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    one, _two = await known(here, stored)
    here.tables.tvmaze["1"]["_embedded"]["seasons"] = []
    here.tables.tvmaze["1"]["status"] = "Ended"
    with caplog.at_level(logging.INFO, "bot.providers"):
        await here.sources.sync.round()
    assert "tvmaze:1 was read without some fields: seasons are none" in caplog.text
    show = await here.show(one)
    assert [season.number for season in show.seasons if season.premiere] == [1, 2]
    assert show.status is not None
    assert show.status.value == "ended"


async def test_a_record_merged_away_is_followed_by_the_shows_other_ids(
    here: Site, stored: Stored
) -> None:
    here.tables.lookalikes()
    (show,) = await catalogued(here, 900001)
    await here.track(show)
    await here.sources.sync.round()
    here.clock.advance(days=8)
    moved = here.tables.tvmaze.pop("900001")
    here.tables.tvmaze["900777"] = moved | {"id": 900777, "status": "Ended"}
    await here.sources.sync.round()
    assert stored("SELECT key, show_id FROM records WHERE source = 'tvmaze'") == [("900777", show)]
    status = (await here.show(show)).status
    assert status is not None
    assert "ended" in {c.value.value for c in (status.claim, *status.others)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("answers_301", [False, True])
async def test_changes_of_a_moved_record_are_confirmed_and_its_unreadable_fields_stay(
    here: Site, stored: Stored, answers_301: bool
) -> None:
    """An alert waits for the second fetch, which no list of updates names."""
    externals = {"imdb": "tt1234567", "thetvdb": None}
    here.tables.tvmaze_show(1, "Old Name", externals=externals)
    (show,) = await catalogued(here, 1)
    await here.track(show)
    await here.sources.sync.round()
    here.clock.advance(days=8)
    new = here.tables.tvmaze_show(77, "New Name", externals=externals, premiered=2025)
    new["_embedded"]["seasons"][0]["premiereDate"] = "garbled"
    new["_embedded"]["seasons"][1]["premiereDate"] = "2027-06-01"
    del here.tables.tvmaze["1"]
    here.tables.updated.clear()
    if answers_301:
        here.tables.broken["^tvmaze.test /shows/1$"] = lambda request: httpx.Response(
            301, headers={"Location": "https://tvmaze.test/shows/77"}
        )
    await here.sources.sync.round()
    known = await here.show(show)
    dates = {
        season.number: str(season.premiere.value) for season in known.seasons if season.premiere
    }
    assert dates == {1: "2025-03-01", 2: "2027-06-01"}
    assert known.year is not None
    assert stored("SELECT key FROM visits WHERE due_at IS NOT NULL") == [("77",)]
    here.tables.asked.clear()
    here.clock.advance(minutes=32)
    await here.sources.sync.round()
    assert "tvmaze.test /shows/77" in here.tables.asked


async def test_a_show_that_is_picked_again_has_what_changed_confirmed(
    here: Site, stored: Stored
) -> None:
    here.tables.tvmaze_show(1, "Show 1")
    await here.fetcher.fetch(here.sources.kept[0], "1")
    assert stored("SELECT * FROM visits") == []
    here.tables.tvmaze["1"]["_embedded"]["seasons"][1]["premiereDate"] = "2027-06-01"
    await here.fetcher.fetch(here.sources.kept[0], "1")
    assert stored("SELECT key FROM visits WHERE due_at IS NOT NULL") == [("1",)]


@pytest.mark.parametrize("listed", [False, True])
async def test_the_new_page_of_a_moved_show_takes_the_old_records_place(
    here: Site, stored: Stored, listed: bool
) -> None:
    """TVmaze answers 301; what hangs on the show stays, also where the index has the new page."""
    here.tables.tvmaze_show(1, "Old Name")
    (show,) = await catalogued(here, 1)
    await here.track(show)
    await here.sources.sync.round()
    await here.ledger.edit(draft(1, show, person(1, "premiere", "2025-03-09"), scope=5))
    if listed:
        async with here.database.write() as writing:
            pages = [page_show(n, f"Name {n}", externals={}) for n in (1, 77)]
            await put_rows(writing, rows(*pages))
    here.tables.tvmaze_show(77, "New Name", status="Ended")
    del here.tables.tvmaze["1"]
    here.tables.broken["^tvmaze.test /shows/1$"] = lambda request: httpx.Response(
        301, headers={"Location": "https://tvmaze.test/shows/77"}
    )
    here.clock.advance(days=8)
    await here.sources.sync.round()
    assert stored("SELECT key, show_id FROM records WHERE source = 'tvmaze'") == [("77", show)]
    known = await here.show(show)
    assert known.status is not None
    assert (known.status.value, known.status.claim.source) == (
        "ended",
        "https://www.tvmaze.com/shows/77/short",
    )
    await here.library.reload_titles()
    names = {"Show 1", "New Name", "Name 1", "Name 77"}
    found = {m.entry.show_id for name in names for m in here.library.titles.exact(name)}
    assert found == {show}, "neither page is a show beside it"
    theirs = await here.library.show(show, 5)
    assert theirs is not None
    assert str(theirs.fact(1, "premiere").value) == "2025-03-09"  # type: ignore[union-attr]
    assert here.sources.health.failing() == []


async def test_a_moved_show_can_be_picked_by_its_old_page(here: Site) -> None:
    here.tables.tvmaze_show(77, "New Name")
    here.tables.broken["^tvmaze.test /shows/1$"] = lambda request: httpx.Response(
        301, headers={"Location": "/shows/77"}
    )
    added = await here.sources.add_show.add("tvmaze", "1", scope=0, user_id=1)
    assert added.show.ids["tvmaze"].value == "77"


async def test_two_shows_that_became_one_wait_for_a_person(here: Site, stored: Stored) -> None:
    for number in (1, 77):
        here.tables.tvmaze_show(number, f"Show {number}")
    shows = await catalogued(here, 1, 77)
    await here.track(*shows)
    await here.sources.sync.round()
    here.tables.broken["^tvmaze.test /shows/1$"] = lambda request: httpx.Response(
        301, headers={"Location": "/shows/77"}
    )
    here.clock.advance(days=8)
    await here.sources.sync.round()
    assert stored("SELECT key, show_id FROM records WHERE source = 'tvmaze' ORDER BY show_id") == [
        ("1", shows[0]),
        ("77", shows[1]),
    ]


async def test_answers_and_failures_are_counted(here: Site) -> None:
    here.tables.tvmaze_show(1, "One")
    tvmaze, began = here.sources.kept[0], here.clock()
    await tvmaze.fetch("1", as_of=began.date())
    here.clock.advance(minutes=1)
    with pytest.raises(NotFoundError):
        await tvmaze.fetch("2", as_of=began.date())
    here.tables.broken["tvmaze.test"] = BAD["HTML"]
    here.clock.advance(minutes=1)
    for _ in range(3):
        with pytest.raises(BadAnswerError):
            await tvmaze.search("one")
    # That it has no such record is an answer.
    counted = Tally(answered=2, failed=3, answered_at=began + timedelta(minutes=1))
    assert here.sources.health.tallies() == {"tvmaze": counted}


async def test_a_list_of_updates_that_breaks_moves_no_cursor(here: Site, stored: Stored) -> None:
    await known(here, stored)
    cursor = stored.one("SELECT at FROM cursors WHERE provider = 'tvmaze'")
    here.tables.broken["/updates/shows"] = BAD["HTML"]
    report = of(await here.sources.sync.round(), "tvmaze")
    assert isinstance(report.failing, BadAnswerError)
    assert stored.one("SELECT at FROM cursors WHERE provider = 'tvmaze'") == cursor
    here.tables.broken.clear()
    assert of(await here.sources.sync.round(), "tvmaze").fetched == 2


async def test_a_provider_that_sends_nonsense_for_everything_loses_nothing(
    here: Site, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = range(1, 31)
    shows = await catalogued(here, *numbers)
    for number in numbers:
        here.tables.tvmaze_show(number, f"Show {number}")
    await here.track(*shows)
    here.tables.broken["tvmaze.test"] = BAD["HTML"]
    report = of(await here.sources.sync.round(), "tvmaze")
    assert isinstance(report.failing, BadAnswerError)
    assert (report.bad, report.waiting) == (10, 20)
    assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == 1
    here.tables.broken.clear()
    here.clock.advance(hours=7)
    report = of(await here.sources.sync.round(), "tvmaze")
    assert (report.fetched, report.bad, report.failing) == (30, 0, None)
    assert here.sources.health.failing() == []


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=12,
)


@dataclass(repr=False)
class Sent:
    """What a provider may send; its text would be too long to show."""

    value: Any


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    show=st.one_of(damaged("tvmaze_running"), _anything).map(Sent),
    page=st.one_of(damaged("tmdb_show"), _anything).map(Sent),
    season=st.one_of(damaged("tmdb_season_1"), _anything).map(Sent),
    updates=st.one_of(_anything, st.dictionaries(st.text(max_size=8), _anything)).map(Sent),
)
async def test_no_json_whatsoever_raises_or_touches_another_show(
    here: Site,
    stored: Stored,
    caplog: pytest.LogCaptureFixture,
    show: Sent,
    page: Sent,
    season: Sent,
    updates: Sent,
) -> None:
    rows = stored("SELECT show_id FROM records WHERE source = 'import' ORDER BY show_id")
    if not rows:
        await catalogued(here, 900001, 2)
        here.tables.lookalikes()
        here.tables.tvmaze_show(2, "Two")
        rows = stored("SELECT show_id FROM records WHERE source = 'import' ORDER BY show_id")
        await here.track(*(row[0] for row in rows))
        await here.sources.sync.round()
    other = rows[1][0]
    before = [row[:4] for row in records(stored) if row[2] == other]
    assert before
    for path, answer in (
        (r"tvmaze.test /shows/900001$", show),
        (r"tmdb.test /3/tv/800001$", page),
        (r"tmdb.test /3/tv/800001/season/1$", season),
        (r"/updates/shows$|/tv/changes$", updates),
    ):
        content = json.dumps(answer.value).encode()
        here.tables.broken[path] = _says(200, content)
    async with here.database.write() as writing:
        for provider, key, show_id in (
            ("tvmaze", "900001", rows[0][0]),
            ("tmdb", "800001", rows[0][0]),
            ("tvmaze", "2", other),
        ):
            await queries.want(writing, {ScheduledFetch(provider, key, show_id): here.clock()})
    here.tables.asked.clear()
    await here.sources.sync.round(at_once=True)
    here.tables.broken.clear()
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert "tvmaze.test /shows/900001" in here.tables.asked
    assert "tvmaze.test /shows/2" in here.tables.asked
    assert [row[:4] for row in records(stored) if row[2] == other] == before
    for (show_id,) in rows:
        await here.show(show_id)
