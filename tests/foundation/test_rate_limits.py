"""How many calls leave in any stretch of time, and which of them wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.foundation.rate_limits import HeldError, Shaper, TokenBucket
from bot.providers.anilist import client as anilist
from bot.providers.tmdb import client as tmdb
from bot.providers.tvmaze import client as tvmaze
from tests.providers.faketime import FakeTime


async def departures(bucket: TokenBucket, time: FakeTime, count: int) -> list[float]:
    left = []
    for _ in range(count):
        await bucket.wait(1000)
        left.append(time.elapsed)
    return left


@given(st.floats(0.1, 50), st.integers(1, 20), st.floats(0.5, 60))
def test_a_stretch_never_sees_more_than_burst_and_rate(
    rate: float, burst: int, stretch: float
) -> None:
    time = FakeTime()
    bucket = TokenBucket(rate, burst, monotonic=time.monotonic, sleep=time.sleep)
    left = asyncio.run(departures(bucket, time, 3 * burst + 20))
    for start in left:
        assert sum(start <= at < start + stretch for at in left) <= burst + rate * stretch + 1e-6


@pytest.mark.parametrize(
    ("made", "calls", "seconds"),
    [(tvmaze.pace, 20, 10), (tmdb.pace, 40, 1), (anilist.pace, 30, 60)],
)
async def test_each_provider_is_asked_within_its_limit(
    made: object, calls: int, seconds: float
) -> None:
    time = FakeTime()
    bucket = made(time.monotonic, time.sleep)  # type: ignore[operator]
    left = await departures(bucket, time, 200)
    assert max(sum(at <= other < at + seconds for other in left) for at in left) <= calls
    # And not needlessly slower: at least half of what is granted.
    assert 200 / left[-1] >= calls / seconds / 2


async def test_waiters_go_in_the_order_they_came() -> None:
    time = FakeTime()
    bucket = TokenBucket(1, 1, monotonic=time.monotonic, sleep=time.sleep)
    order: list[int] = []

    async def call(number: int) -> None:
        await bucket.wait(1000)
        order.append(number)

    await asyncio.gather(*(call(number) for number in range(6)))
    assert order == list(range(6))
    assert time.elapsed == pytest.approx(5)


async def test_a_hold_stops_those_who_wait_already() -> None:
    time = FakeTime()
    bucket = TokenBucket(1, 1, monotonic=time.monotonic, sleep=time.sleep)
    await bucket.wait(1000)
    waiting = asyncio.create_task(bucket.wait(1000))
    bucket.hold(30)
    await waiting
    assert time.elapsed >= 30


async def test_a_hold_longer_than_ones_patience_is_told_at_once() -> None:
    time = FakeTime()
    bucket = TokenBucket(1, 1, monotonic=time.monotonic, sleep=time.sleep)
    bucket.hold(600)
    with pytest.raises(HeldError) as caught:
        await bucket.wait(30)
    assert caught.value.seconds == pytest.approx(600)
    assert time.slept == []
    time.elapsed = 590
    await bucket.wait(30)
    assert time.elapsed >= 600


async def test_what_was_saved_up_is_gone_after_a_hold() -> None:
    time = FakeTime()
    bucket = TokenBucket(1, 10, monotonic=time.monotonic, sleep=time.sleep)
    bucket.hold(3)
    left = await departures(bucket, time, 10)
    assert left[0] == pytest.approx(3)
    assert left[-1] == pytest.approx(10), "three were regained while it was held"


async def test_one_who_gives_up_takes_nobody_elses_turn() -> None:
    time = FakeTime()
    bucket = TokenBucket(1, 1, monotonic=time.monotonic, sleep=time.sleep)
    await bucket.wait(10)
    leaving = asyncio.create_task(bucket.wait(10))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await bucket.wait(10)
    assert time.elapsed <= 2


@given(
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 30), st.floats(0.0, 3.0)), min_size=1, max_size=12),
)
def test_what_was_planned_ahead_and_missed_is_lost(
    rate: int, stalls: list[tuple[int, float]]
) -> None:
    time = FakeTime()
    shaper = Shaper(rate, 0.15, monotonic=time.monotonic, sleep=time.sleep)
    left: list[float] = []

    async def leave(number: int, stall: float) -> None:
        departures = shaper.reserve(number)
        assert shaper.ahead <= number
        time.elapsed += stall
        for at in departures:
            with suppress(HeldError):
                await shaper.depart(at)
                left.append(time.elapsed)

    for number, stall in stalls:
        asyncio.run(leave(number, stall))
    for start in left:
        assert sum(start <= at < start + 1 for at in left) <= rate * 1.15 + 1
    on_time = sum(number for number, stall in stalls if stall < 0.15)
    assert len(left) >= on_time


async def test_a_hold_stops_what_was_planned_before_it() -> None:
    time = FakeTime()
    shaper = Shaper(10, 0.15, monotonic=time.monotonic, sleep=time.sleep)
    departures = shaper.reserve(5)
    await shaper.depart(departures[0])
    shaper.hold(60)
    with pytest.raises(HeldError) as held:
        await shaper.depart(departures[1])
    assert held.value.seconds == pytest.approx(59.9)
    assert shaper.reserve(1) == [pytest.approx(60)]


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (-1, 1), (1, 0)])
def test_a_pace_that_lets_nothing_through_is_refused(rate: float, burst: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        TokenBucket(rate, burst)
