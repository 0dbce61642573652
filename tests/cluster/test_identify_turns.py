"""The turns of shards to identify: one at a time in each bucket, and none too soon."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from bot.cluster import cluster_clock, identify_turns
from bot.cluster.identify_turns import IDENTIFY_EVERY, IdentifyTurns
from bot.foundation.database import Database
from tests.clock import StoppedClock


@pytest.fixture
def turns_at(monkeypatch: pytest.MonkeyPatch) -> dict[object, list[float]]:
    """When each task asked for its turn, by the store's clock; the last time it got it."""
    asked: dict[object, list[float]] = {}

    async def now_of(_connection: object, clock: StoppedClock) -> float:
        now = clock().timestamp()
        asked.setdefault(asyncio.current_task(), []).append(now)
        return now

    monkeypatch.setattr(cluster_clock, "now_of", now_of)
    return asked


async def test_one_identifies_at_a_time_in_each_bucket(
    database: Database, clock: StoppedClock, turns_at: dict[object, list[float]]
) -> None:
    async def sleep(seconds: float) -> None:
        clock.advance(seconds=seconds)
        await asyncio.sleep(0)

    processes = [IdentifyTurns(database, clock, sleep) for _ in range(2)]
    asked, left = [], []
    turn_of: dict[int, float] = {}

    async def turn(shard: int) -> None:
        async def ready() -> None:
            asked.append(shard)

        await processes[shard // 2 % 2].wait(shard, 2, ready)
        assert asked.count(shard)
        turn_of[shard] = turns_at[asyncio.current_task()][-1]
        left.append(shard)

    await asyncio.gather(*(turn(shard) for shard in range(6)))
    assert left.index(0) < left.index(4), "those of one process go in the order they came"
    for bucket in (0, 1):
        times = sorted(at for shard, at in turn_of.items() if shard % 2 == bucket)
        assert all(later - sooner >= IDENTIFY_EVERY for sooner, later in pairwise(times))


async def test_a_turn_that_the_store_told_of_late_is_taken_anew(
    database: Database,
    clock: StoppedClock,
    turns_at: dict[object, list[float]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(identify_turns, "_PROMPT", 1e-5)
    await IdentifyTurns(database, clock).wait(0, 1)
    assert len(turns_at[asyncio.current_task()]) > 1


@pytest.mark.parametrize("is_first", [False, True])
async def test_a_turn_counts_from_when_it_is_taken(
    database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    """Between reading the clock and taking the turn nobody else takes it: an old moment would cut
    a turn short that was taken meanwhile."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.advance(seconds=seconds)

    first, late, third = (IdentifyTurns(database, clock, sleep) for _ in range(3))
    if not is_first:
        await first.wait(0, 1)
        clock.advance(seconds=8)
    meanwhile: list[asyncio.Task[None]] = []

    async def now_of(_connection: object, clock: StoppedClock) -> float:
        now = clock().timestamp()
        if not meanwhile:
            clock.advance(seconds=7)
            meanwhile.append(asyncio.create_task(first.wait(0, 1)))
            await asyncio.wait(meanwhile, timeout=0.2)
        return now

    monkeypatch.setattr(identify_turns, "_PROMPT", 1.0)
    monkeypatch.setattr(cluster_clock, "now_of", now_of)
    await late.wait(0, 1)
    await asyncio.gather(*meanwhile)
    clock.advance(seconds=0.5)
    slept.clear()
    await third.wait(0, 1)
    assert sum(slept) >= IDENTIFY_EVERY - 0.5
