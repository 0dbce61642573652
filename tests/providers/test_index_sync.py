"""TVmaze's index, read page by page over real HTTP: what is stored, and what is not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from bot.composition_root import Services, open_services
from bot.errors import StoreError
from bot.facts.models import reserved_id
from bot.foundation.lease import BusyError, Lease
from bot.foundation.rate_limits import TokenBucket
from bot.providers.http import Http, open_client
from bot.providers.provider_health import BadAnswerError, NotFoundError
from bot.providers.tvmaze.client import TVmaze
from bot.providers.tvmaze.index_sync import DAILY, MONTHLY, IndexReport
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.editing.editors import act, put
from tests.facts.indexed import page_show
from tests.facts.stated import stored_in
from tests.providers.loopback import HANGING, Loopback
from tests.providers.provided import Tables
from tests.wire.faults import Broken, Delayed


@dataclass
class Lane:
    """The services of a bot whose TVmaze is on this machine, and the shows that are there."""

    services: Services
    providers: Loopback
    clock: StoppedClock

    def has(self, *shows: dict[str, Any]) -> None:
        for show in shows:
            self.providers.tables.tvmaze[str(show["id"])] = show

    async def run(self, **more: Any) -> IndexReport:
        return await self.services.sources.index.run(**more)

    def rows(self) -> list[int]:
        stored = stored_in(self.services.database.url)
        return [number for (number,) in stored("SELECT number FROM index_rows ORDER BY number")]

    def pages(self) -> list[str]:
        """The pages that were asked for since the last look."""
        asked = [ask.query["page"] for ask in self.providers.asked if "page" in ask.query]
        self.providers.asked.clear()
        return asked

    def breaks(self, page: int, answer: object) -> None:
        """Have one page answered with something else."""

        def broken(request: httpx.Request) -> httpx.Response:
            if request.url.params.get("page") == str(page):
                if isinstance(answer, str):
                    return httpx.Response(200, text=answer)
                return httpx.Response(200, json=answer)
            tables = replace(self.providers.tables, broken={})
            return tables(request)

        self.providers.tables.broken["tvmaze.test /shows$"] = broken

    def titled(self, title: str) -> list[int]:
        return [m.entry.show_id for m in self.services.library.titles.exact(title)]


@pytest.fixture
def providers(clock: StoppedClock) -> Iterator[Loopback]:
    with Loopback(Tables(clock)) as running:
        yield running


@pytest.fixture
async def lane(settings: Settings, clock: StoppedClock, providers: Loopback) -> AsyncIterator[Lane]:
    """Without the pace, which `tests/foundation/test_rate_limits.py` looks at."""
    own = replace(settings, tvmaze_url=providers.tvmaze_url, catalog_dir=None)
    async with open_services(own, clock) as services, open_client() as client:
        http = Http(client, "tvmaze", providers.tvmaze_url, TokenBucket(1000.0, 100))
        services.sources.index.provider = TVmaze(http)
        yield Lane(services, providers, clock)


def shows(*numbers: int) -> list[dict[str, Any]]:
    return [page_show(number, f"Show {number}", externals={}) for number in numbers]


def broken(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text="<html>")


async def test_the_first_pass_reads_every_page_and_then_nothing_for_a_day(lane: Lane) -> None:
    lane.has(*shows(1, 249, 250, 700))
    report = await lane.run()
    assert (report.pages, report.written, report.failing) == (4, 4, None)
    assert lane.pages() == ["0", "1", "2", "3", "4"], "the last is looked for behind it too"
    assert lane.rows() == [1, 249, 250, 700]
    assert lane.titled("show 700") == [reserved_id(700)]
    assert (await lane.services.sources.index.state()).summary(4) == "4 shows by name"
    lane.clock.advance(hours=23)
    assert (await lane.run()).pages == 0
    assert lane.pages() == []


async def test_a_pass_by_a_clock_that_was_ahead_is_made_again(lane: Lane) -> None:
    lane.has(*shows(1))
    lane.clock.advance(days=3650)
    await lane.run()
    lane.pages()
    lane.clock.advance(days=-3650)
    lane.has(*shows(1, 2))
    assert (await lane.run()).written == 1
    assert lane.rows() == [1, 2]
    assert (await lane.run()).pages == 0


async def test_a_failure_by_a_clock_that_was_ahead_is_not_waited_out(lane: Lane) -> None:
    lane.has(*shows(1, 300, 600, 900))
    lane.providers.tables.broken["tvmaze.test /shows$"] = broken
    lane.clock.advance(days=3650)
    assert (await lane.run()).failing is not None
    lane.providers.tables.broken.clear()
    assert (await lane.run()).pages == 0, "it waits a while"
    lane.clock.advance(days=-3650)
    assert (await lane.run()).written


async def test_killed_at_any_page_it_goes_on_with_the_next(lane: Lane) -> None:
    lane.has(*shows(1, 300, 600))
    fault = lane.providers.faults.add("GET", "/tvmaze/shows", HANGING, nth=2)
    running = asyncio.create_task(lane.run())
    await lane.providers.until_asked("/tvmaze/shows", 2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert lane.rows() == [1]
    assert "so far, still reading (page 1 next)" in (
        (await lane.services.sources.index.state()).summary(1)
    )
    lane.providers.faults.script.remove(fault)
    lane.pages()
    await lane.run()
    assert lane.pages() == ["1", "2", "3", "4"]
    assert lane.rows() == [1, 300, 600]


async def test_each_day_it_reads_what_changed_and_what_is_new(lane: Lane) -> None:
    lane.has(*shows(1, 300, 600))
    await lane.run()
    lane.pages()
    lane.clock.advance(days=1, minutes=1)
    later = int(lane.clock().timestamp()) - 60
    lane.has(page_show(300, "Renamed", externals={}, updated=later), *shows(601))
    lane.providers.tables.updated = {"300": later}
    report = await lane.run()
    assert lane.pages() == ["1", "2", "3"]
    assert report.written == 2
    assert lane.titled("renamed") == [reserved_id(300)]
    assert lane.titled("show 601") == [reserved_id(601)]
    lane.clock.advance(days=1, minutes=1)
    stored = stored_in(lane.services.database.url)
    before = stored("SELECT * FROM index_rows ORDER BY number")
    assert (await lane.run()).written == 0
    assert stored("SELECT * FROM index_rows ORDER BY number") == before


async def test_ids_far_behind_the_last_lead_to_no_page(lane: Lane) -> None:
    lane.has(*shows(1, 300))
    await lane.run()
    lane.clock.advance(days=1, minutes=1)
    now = int(lane.clock().timestamp())
    lane.has(*shows(2300, 10_299))
    lane.providers.tables.updated = dict.fromkeys(
        ("2300", "10299", "10300", "549755813888", "9" * 12), now
    )
    lane.pages()
    await lane.run()
    assert lane.pages() == ["1", "9", "41", "42"]
    assert lane.rows() == [1, 300, 2300, 10_299]


async def test_once_a_month_it_reads_all_and_forgets_what_was_deleted(lane: Lane) -> None:
    lane.has(*shows(1, 2, 3, 300))
    await lane.run()
    await put(lane.services, act(), reserved_id(2), "status", "renewed", season=2)
    del lane.providers.tables.tvmaze["1"], lane.providers.tables.tvmaze["300"]
    lane.has(*shows(900))
    lane.clock.advance(seconds=MONTHLY.total_seconds() + 1)
    lane.pages()
    await lane.run()
    assert lane.pages() == ["0", "1", "2", "3", "4", "5"]
    assert lane.titled("show 1") == []
    assert lane.rows() == [2, 3, 300, 900], "an empty page is believed the second time"
    lane.clock.advance(seconds=DAILY.total_seconds() + 1)
    await lane.run()
    assert lane.rows() == [2, 3, 900]
    del lane.providers.tables.tvmaze["2"]
    lane.clock.advance(seconds=MONTHLY.total_seconds() + 1)
    await lane.run()
    assert 2 in lane.rows(), "somebody said something about it"


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    ["<html>", [], {"name": "x"}, [1, None, {"id": "x"}], [{"id": 99_999, "name": "Elsewhere"}]],
    ids=["html", "empty", "another shape", "no shows", "another page"],
)
async def test_a_page_that_cannot_be_read_loses_itself_alone(
    lane: Lane, answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    lane.has(*shows(1, 300, 600))
    lane.breaks(1, answer)
    with caplog.at_level(logging.WARNING):
        report = await lane.run()
    assert report.failing is None
    assert lane.rows() == [1, 600]
    told = [r for r in caplog.records if "page 1 of the index" in r.getMessage()]
    assert len(told) == (0 if answer == [] else 1)
    assert (await lane.services.sources.index.state()).unread == (1,)
    lane.providers.tables.broken.clear()
    lane.clock.advance(seconds=DAILY.total_seconds() + 1)
    await lane.run()
    assert 300 in lane.rows()


async def test_a_page_that_is_not_there_in_the_middle_ends_no_pass(lane: Lane) -> None:
    lane.has(*shows(1, 300, 600))
    gone = lane.providers.faults.add("GET", "/tvmaze/shows", Broken(404), nth=2)
    assert (await lane.run()).failing is None
    assert lane.rows() == [1, 600]
    lane.providers.faults.script.remove(gone)
    lane.clock.advance(seconds=DAILY.total_seconds() + 1)
    await lane.run()
    assert sorted(lane.rows()) == [1, 300, 600]

    lane.clock.advance(seconds=DAILY.total_seconds() + 1)
    lane.providers.tables.updated = {n: int(lane.clock().timestamp()) for n in ("1", "300", "600")}
    lane.has(*(show | {"name": "New"} for show in shows(1, 300, 600)))
    lane.providers.faults.add("GET", "/tvmaze/shows", Broken(404), times=1)
    await lane.run()
    assert len(lane.titled("new")) == 2, "nor the reading of what changed"


async def test_no_page_at_all_is_a_failure_and_not_an_empty_index(lane: Lane) -> None:
    lane.has(*shows(1))
    lane.providers.faults.add("GET", "/tvmaze/shows", Broken(404), times=2)
    assert isinstance((await lane.run()).failing, NotFoundError)
    lane.clock.advance(minutes=11)
    await lane.run()
    assert lane.rows() == [1]


@pytest.mark.sqlite
async def test_a_disk_that_fills_in_the_middle_loses_nothing(lane: Lane) -> None:
    lane.has(*shows(1, 300, 600))
    database = lane.services.database
    async with database.write() as writing:
        await writing.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON index_rows WHEN new.number = 300 BEGIN "
            "SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(StoreError, match="disk is full"):
        await lane.run()
    assert lane.rows() == [1]
    async with database.write() as writing:
        await writing.exec_driver_sql("DROP TRIGGER full")
    await lane.run()
    assert lane.rows() == [1, 300, 600]


async def test_of_two_processes_one_reads_the_index(lane: Lane) -> None:
    lane.has(*shows(1, 300))
    lane.providers.faults.add("GET", "/tvmaze/shows", Delayed(0.2), nth=1)
    other = replace(lane.services.sources.index)
    other._lease = Lease(lane.services.database, lane.clock, "index", process="another")
    running = asyncio.create_task(lane.run())
    await lane.providers.until_asked("/tvmaze/shows")
    with pytest.raises(BusyError):
        await other.run()
    await running
    assert (await other.run(whole=True)).written == 0
    assert lane.rows() == [1, 300]


async def test_a_broken_show_loses_its_row_alone(lane: Lane) -> None:
    lane.has(
        page_show(1, "W" * 400),
        page_show(2, "X", externals={}),
        page_show(3, "😀", externals=None),
        page_show(4, "مسلسل", network="no network", status=7, weight="x", updated="y", summary=[]),
        page_show(5, ""),
        page_show(6, "Good", externals={"imdb": "tt1" * 400}, premiered="0000-99-99", genres=None),
    )
    report = await lane.run()
    assert report.failing is None
    assert {2, 3, 4, 6} <= set(lane.rows())
    assert 5 not in lane.rows()
    assert lane.titled("😀") == [reserved_id(3)]
    for number in lane.rows():
        show = await lane.services.library.show(reserved_id(number))
        assert show is not None


async def test_two_rows_of_one_id_are_two_names_of_one_show(lane: Lane) -> None:
    lane.has(page_show(1, "Twin"), page_show(2, "Twin Again"))
    await lane.run()
    assert lane.rows() == [1, 2]


async def test_pages_that_fail_one_after_another_end_the_run_and_are_told_once(
    lane: Lane, caplog: pytest.LogCaptureFixture
) -> None:
    lane.has(*shows(1, 300, 600, 900))
    lane.providers.tables.broken["tvmaze.test /shows$"] = broken
    with caplog.at_level(logging.INFO):
        report = await lane.run()
        assert isinstance(report.failing, BadAnswerError)
        assert (await lane.run()).pages == 0, "it waits a while"
        lane.clock.advance(minutes=11)
        await lane.run()
        lane.providers.tables.broken.clear()
        lane.clock.advance(minutes=11)
        await lane.run()
    texts = [record.getMessage() for record in caplog.records]
    assert len([text for text in texts if "the index of shows waits" in text]) == 1
    assert len([text for text in texts if "kept up again" in text]) == 1
    assert lane.rows() == [600, 900]
    lane.clock.advance(seconds=DAILY.total_seconds() + 1)
    await lane.run()
    assert sorted(lane.rows()) == [1, 300, 600, 900]


async def test_without_the_index_nothing_is_read(
    settings: Settings, clock: StoppedClock, providers: Loopback
) -> None:
    own = replace(settings, tvmaze_url=providers.tvmaze_url, tvmaze_index=False, catalog_dir=None)
    async with open_services(own, clock) as services:
        assert (await services.sources.index.run(whole=True)).pages == 0
    assert providers.asked == []
