"""Pages are made once, kept within bounds, and made anew when what they tell of has changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.errors import StoreError
from bot.locale.messages import language
from bot.web.page_cache import Page, PageCache, RecentPages, answer, made_of
from tests.clock import StoppedClock, TickingClock


class Maker:
    """Makes pages of a size, and counts them."""

    def __init__(self, size: int = 100) -> None:
        self.made = 0
        self.at_once = 0
        self.most_at_once = 0
        self.fails = False
        self.size = size

    async def __call__(self) -> Page:
        self.made += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.01)
        self.at_once -= 1
        if self.fails:
            raise StoreError("The database is locked.")
        return made_of(b"%d" % self.made + bytes(self.size), "text/plain")


async def test_one_is_made_however_many_wait(clock: StoppedClock) -> None:
    cache, make, subject = PageCache(clock), Maker(), object()
    pages = await asyncio.gather(*(cache.get("a", subject, make) for _ in range(50)))
    assert make.made == 1
    assert all(page is pages[0] for page in pages)


async def test_who_leaves_takes_nothing_from_the_others(clock: StoppedClock) -> None:
    cache, make, subject = PageCache(clock), Maker(), object()
    first = asyncio.create_task(cache.get("a", subject, make))
    second = asyncio.create_task(cache.get("a", subject, make))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).body.startswith(b"1")


async def test_it_stands_until_its_subject_is_another_or_a_minute_is_over(
    clock: StoppedClock,
) -> None:
    cache, make, subject = PageCache(clock), Maker(), object()
    await cache.get("a", subject, make)
    clock.advance(seconds=59)
    await cache.get("a", subject, make)
    assert make.made == 1
    clock.advance(seconds=62)
    await cache.get("a", subject, make)
    assert make.made == 2
    await cache.get("a", object(), make)
    assert make.made == 3


async def test_nobody_waits_for_a_page_that_is_read_often(clock: StoppedClock) -> None:
    cache, make, subject = PageCache(clock), Maker(), object()
    first = await cache.get("a", subject, make)
    clock.advance(seconds=61)
    assert await cache.get("a", subject, make) is first
    await asyncio.sleep(0)
    assert make.at_once == 1, "it is made anew meanwhile"
    second = await _made(cache, subject, make, 2)
    make.fails = True
    clock.advance(seconds=61)
    assert await cache.get("a", subject, make) is second
    clock.advance(seconds=60)
    with pytest.raises(StoreError):
        await cache.get("a", subject, make)


async def test_a_page_that_is_made_the_same_stays_the_page(clock: StoppedClock) -> None:
    cache, subject = PageCache(clock), object()

    async def make() -> Page:
        return made_of(b"unchanged" * 100, "text/plain")

    first = await cache.get("a", subject, make)
    assert first.compressed is not None
    clock.advance(seconds=180)
    assert await cache.get("a", subject, make) is first


async def _made(cache: PageCache, subject: object, make: Maker, number: int) -> Page:
    """The page once it was made so often."""
    async with asyncio.timeout(30):
        while True:
            page = await cache.get("a", subject, make)
            if page.body.startswith(b"%d" % number):
                return page
            await asyncio.sleep(0.01)


async def test_a_failure_reaches_all_and_is_not_kept(clock: StoppedClock) -> None:
    cache, make, subject = PageCache(clock), Maker(), object()
    make.fails = True
    results = await asyncio.gather(
        *(cache.get("a", subject, make) for _ in range(3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [StoreError] * 3
    make.fails = False
    assert (await cache.get("a", subject, make)).body.startswith(b"2")


async def test_it_is_bounded_and_makes_one_at_a_time(clock: StoppedClock) -> None:
    cache, make = PageCache(clock, capacity=100_000), Maker(10_000)
    subject = object()
    await asyncio.gather(*(cache.get(n, subject, make) for n in range(20)))
    assert (make.made, make.most_at_once) == (20, 1)
    await cache.get(19, subject, make)
    assert make.made == 20
    await cache.get(0, subject, make)
    assert make.made == 21
    huge = Maker(1_000_000)
    await cache.get("huge", subject, huge)
    await cache.get("huge", subject, huge)
    assert huge.made == 2


async def test_closing_ends_what_is_being_made(clock: StoppedClock) -> None:
    cache = PageCache(clock)

    async def never() -> Page:
        await asyncio.sleep(60)
        raise AssertionError

    waiting = asyncio.create_task(cache.get("a", object(), never))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await cache.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_pages_are_cached_for_seconds_and_until_a_write(
    clock: StoppedClock,
) -> None:
    edition, headers, handled = [1], {"Cache-Control": "private"}, []
    recent = RecentPages(clock, lambda: edition[0])

    async def handler(request: web.Request) -> web.StreamResponse:
        handled.append(f"{request.path} {language()}")
        private = request.path == "/private"
        page = made_of(b"x", "text/plain", headers=headers if private else None)
        return answer(request, page, status=404 if request.path == "/lost" else 200)

    async def asked(path: str, accepted: str = "", method: str = "GET") -> list[str]:
        handled.clear()
        request = make_mocked_request(method, path, {"Accept-Language": accepted})
        await recent.middleware(request, handler)
        return handled

    for path in ("/", "/?page=2"):
        assert await asked(path) == ["/ en"]
        assert await asked(path) == await asked(path, method="HEAD") == []
    assert await asked("/", "de") == ["/ de"]
    assert await asked("/", method="POST") == ["/ en"]
    edition[0] = 2
    assert await asked("/") == ["/ en"]
    clock.advance(seconds=6)
    assert await asked("/") == ["/ en"]
    for path in ("/private", "/lost"):
        assert await asked(path) == await asked(path) == [f"{path} en"]


async def test_a_page_that_expires_as_it_is_looked_up_is_made_anew() -> None:
    recent = RecentPages(TickingClock(timedelta(seconds=1.3)), lambda: 1)
    made: list[int] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        made.append(1)
        return answer(request, made_of(b"x", "text/plain"))

    for _ in range(20):
        response = await recent.middleware(make_mocked_request("GET", "/"), handler)
        assert response.status == 200
    assert 1 < len(made) < 20
