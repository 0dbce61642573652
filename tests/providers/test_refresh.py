"""What is asked about is refreshed behind the answer: seldom, in a short queue."""

from __future__ import annotations

import httpx

from bot.providers.on_demand import QUEUE
from tests.providers.provided import Site, catalogued, shows_asked


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


async def test_named_on_the_command_line_it_is_fetched_at_once(here: Site) -> None:
    (one,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    assert await here.sources.refresh_queue.refresh(one, at_once=True) == []
    assert await here.sources.refresh_queue.refresh(one, at_once=True) == []
    assert shows_asked(here) == ["1", "1"]
    here.tables.broken["tvmaze.test"] = lambda request: httpx.Response(500)
    (error,) = await here.sources.refresh_queue.refresh(one, at_once=True)
    assert error.provider == "tvmaze"
