"""Shows that people ask about are fetched at once where too little is known, else in a queue."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest

from bot.answers.citations import SETTLED, Fetch
from bot.facts.models import Show, reserved_id
from bot.facts.queries.index_rows import put_rows
from bot.providers.fetch import ShowRefresh
from bot.providers.on_demand import NO_PROVIDER, QUEUE, OnDemandFetch
from tests.facts.indexed import page_show, rows
from tests.providers.provided import Site, catalogued, shows_asked

BEAR = reserved_id(50)
PENDING = Fetch(pending=True)


@pytest.fixture
async def bear(here: Site) -> Show:
    """A show that a row of the index alone knows."""
    return await known(here, 50)


async def known(here: Site, number: int) -> Show:
    async with here.database.write() as writing:
        await put_rows(writing, rows(page_show(number, f"Show {number}", externals={})))
    here.tables.tvmaze_show(number, f"Show {number}")
    here.library.forget(reserved_id(number))
    show = await here.library.show(reserved_id(number))
    assert show is not None
    assert show.is_indexed_only
    return show


async def test_many_who_ask_at_once_wait_for_one_fetch(here: Site, bear: Show) -> None:
    arrivals = [here.sources.on_demand.begin(bear) for _ in range(20)]
    assert {arrival.fetch for arrival in arrivals} == {PENDING}
    assert here.sources.on_demand.is_running(BEAR)
    outcomes = await asyncio.gather(*(arrival.outcome() for arrival in arrivals))
    assert set(outcomes) == {SETTLED}
    assert shows_asked(here) == ["50"]
    assert not here.sources.on_demand.is_running(BEAR)
    show = await here.show(BEAR)
    assert [season.number for season in show.seasons] == [1, 2]
    assert here.sources.on_demand.begin(show).fetch == SETTLED


async def test_it_does_not_wait_behind_the_queue_nor_is_it_asked_twice(
    here: Site, bear: Show
) -> None:
    arrival = here.sources.on_demand.begin(bear)
    here.sources.asked([BEAR])
    assert here.sources.refresh_queue.waiting == 0
    await arrival.outcome()
    here.sources.asked([BEAR])
    await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["50"]


async def test_a_provider_that_is_away_is_tried_once_in_a_while(here: Site) -> None:
    here.tables.broken["tvmaze.test"] = lambda request: httpx.Response(500)
    for number in range(51, 54):
        arrival = here.sources.on_demand.begin(await known(here, number))
        outcome = await arrival.outcome()
        assert outcome is not None
        assert str(outcome.failure).startswith("TVmaze ")
    here.tables.asked.clear()
    bear = await known(here, 50)
    told = here.sources.on_demand.begin(bear)
    outcome = await told.outcome()
    assert outcome is not None
    assert str(outcome.failure).startswith("TVmaze "), (
        "though TMDB was asked, and knows nothing of it"
    )
    assert shows_asked(here) == []
    del here.tables.broken["tvmaze.test"]
    here.clock.advance(minutes=2)
    again = here.sources.on_demand.begin(bear)
    assert again.fetch == PENDING
    assert await again.outcome() == SETTLED
    assert here.sources.health.of("tvmaze").failing is None


async def test_a_clock_that_is_set_back_keeps_no_provider_away(here: Site) -> None:
    here.tables.broken["tvmaze.test"] = lambda request: httpx.Response(500)
    for number in range(51, 54):
        await here.sources.on_demand.begin(await known(here, number)).outcome()
    del here.tables.broken["tvmaze.test"]
    bear = await known(here, 50)
    here.clock.ahead = timedelta(hours=-3)
    assert await here.sources.on_demand.begin(bear).outcome() == SETTLED


async def test_what_was_checked_by_a_clock_ahead_is_checked_again(here: Site) -> None:
    (one,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    here.clock.ahead = timedelta(days=365)
    await here.track(one)
    await here.sources.sync.round()
    here.clock.ahead = timedelta()
    here.tables.asked.clear()
    here.sources.asked([one])
    await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["1"]
    here.clock.advance(days=2)
    here.tables.asked.clear()
    assert await here.sources.on_demand.begin(await here.show(one)).outcome() == SETTLED
    assert shows_asked(here) == ["1"]


async def test_a_failure_is_told_again_without_asking(here: Site, bear: Show) -> None:
    here.tables.tvmaze.clear()
    outcome = await here.sources.on_demand.begin(bear).outcome()
    assert str(outcome.failure) == "TVmaze has no such record."
    here.tables.asked.clear()
    assert here.sources.on_demand.begin(bear).fetch == outcome
    assert here.tables.asked == []


async def test_without_providers_it_says_so(here: Site, bear: Show) -> None:
    parts = (here.database, here.library, here.clock, here.fetcher)
    alone = OnDemandFetch(ShowRefresh(*parts, (), here.sources.health))
    assert alone.begin(bear).fetch == Fetch(failure=NO_PROVIDER)


async def test_what_is_on_its_way_is_given_up_at_the_end(here: Site, bear: Show) -> None:
    arrival = here.sources.on_demand.begin(bear)
    await here.sources.on_demand.close()
    assert arrival.task is not None
    assert arrival.task.done()
    assert not here.sources.on_demand.is_running(BEAR)


async def test_a_show_asked_about_is_fetched_behind_the_answer(here: Site) -> None:
    one, _two = await catalogued(here, 1, 2)
    here.tables.tvmaze_show(1, "One")
    here.sources.asked([one])
    assert here.tables.asked == []
    await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["1"]
    season = (await here.show(one)).season(2)
    assert season is not None
    assert season.premiere is not None


async def test_at_most_once_in_six_hours(here: Site) -> None:
    (one,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    for hours in (0, 1, 4):
        here.clock.advance(hours=hours)
        here.sources.asked([one])
        await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["1"]
    here.clock.advance(hours=2)
    here.sources.asked([one])
    await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["1", "1"]


async def test_what_the_sync_checked_lately_is_left_alone(here: Site) -> None:
    (one,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    await here.track(one)
    await here.sources.sync.round()
    here.clock.advance(hours=5)
    here.sources.asked([one])
    await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["1"]


async def test_the_queue_is_short(here: Site) -> None:
    for show_id in range(1, 500):
        here.sources.asked([show_id])
    assert here.sources.refresh_queue.waiting == QUEUE


async def test_a_failing_provider_is_left_alone_and_what_was_known_stays(here: Site) -> None:
    shows = await catalogued(here, *range(1, 9))
    here.tables.broken["tvmaze.test"] = lambda request: httpx.Response(500)
    here.sources.asked(shows)
    await here.sources.refresh_queue.work()
    assert len(set(shows_asked(here))) == 3
    assert (await here.show(shows[0])).name == "Show 1"


@pytest.mark.parametrize("externals", [{}, {"imdb": "tt0000050"}])
async def test_a_show_of_the_index_in_the_queue_is_fetched(
    here: Site, externals: dict[str, str]
) -> None:
    """A record, or the note that a provider was asked, belonged to no show."""
    async with here.database.write() as writing:
        await put_rows(writing, rows(page_show(50, "Show 50", externals=externals)))
    here.tables.tvmaze_show(50, "Show 50")
    here.library.forget(BEAR)
    here.sources.asked([BEAR])
    await here.sources.refresh_queue.work()
    assert shows_asked(here) == ["50"]
    assert not (await here.show(BEAR)).is_indexed_only


async def test_named_on_the_command_line_it_is_fetched_at_once(here: Site) -> None:
    (one,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    assert await here.sources.refresh_queue.refresh(one, at_once=True) == []
    assert await here.sources.refresh_queue.refresh(one, at_once=True) == []
    assert shows_asked(here) == ["1", "1"]
    here.tables.broken["tvmaze.test"] = lambda request: httpx.Response(500)
    (error,) = await here.sources.refresh_queue.refresh(one, at_once=True)
    assert error.provider == "tvmaze"
