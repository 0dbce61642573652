"""Processes on one store keep one pace together, and one alone waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.foundation import shared_pace as subject
from bot.foundation.clock import system_clock
from bot.foundation.database import Database
from bot.foundation.rate_limits import HeldError, TokenBucket
from bot.foundation.shared_pace import SharedPace
from tests.clock import be_the_servers_clock
from tests.providers.faketime import FakeTime

RATE, BURST = 1.5, 4


class Process:
    """One process: a connection, a bucket and a share of the pace, all on one clock."""

    def __init__(self, database: Database, time: FakeTime) -> None:
        self.time = time
        self.bucket = TokenBucket(RATE, BURST, monotonic=time.monotonic, sleep=time.sleep)
        self.shared = SharedPace(
            database, time.now, "tvmaze", rate=RATE, burst=BURST, sleep=time.sleep
        )

    async def calls(self, count: int, left: list[float]) -> None:
        """Let calls leave, and note when."""
        for _ in range(count):
            await self.bucket.wait(1000)
            await self.shared.wait(1000)
            left.append(self.time.elapsed)


@pytest.fixture
def url(new_store: Callable[[str, str], str]) -> str:
    return new_store("paces.db", "migrated")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """Also the clock of the store's server."""
    be_the_servers_clock(monkeypatch, subject)
    return FakeTime()


async def test_several_processes_send_no_more_than_one_may(url: str, time: FakeTime) -> None:
    left: list[float] = []
    async with Database(url) as one, Database(url) as two, Database(url) as three:
        running = (Process(database, time) for database in (one, two, three))
        await asyncio.gather(*(process.calls(15, left) for process in running))
    assert len(left) == 45
    for start in left:
        assert sum(start <= at < start + 10 for at in left) <= 20
    assert left[-1] <= 45 / RATE + 10


async def test_a_process_that_starts_anew_has_no_burst_of_its_own(url: str, time: FakeTime) -> None:
    left: list[float] = []
    for _ in range(5):
        async with Database(url) as database:
            await Process(database, time).calls(BURST, left)
    for start in left:
        assert sum(start <= at < start + 10 for at in left) <= 20


async def test_one_alone_waits_for_its_own_bucket_only(url: str, time: FakeTime) -> None:
    async with Database(url) as database:
        process = Process(database, time)
        await process.calls(20, [])
        shared = time.elapsed
    alone = FakeTime()
    bucket = TokenBucket(RATE, BURST, monotonic=alone.monotonic, sleep=alone.sleep)
    for _ in range(20):
        await bucket.wait(1000)
    assert shared == pytest.approx(alone.elapsed, abs=0.01)


async def test_what_one_is_asked_to_wait_all_wait(url: str, time: FakeTime) -> None:
    async with Database(url) as one, Database(url) as two:
        await Process(one, time).shared.hold(60)
        other = Process(two, time)
        with pytest.raises(HeldError) as held:
            await other.shared.wait(30)
        assert held.value.seconds == pytest.approx(60)
        left: list[float] = []
        await other.calls(2, left)
    assert left[0] >= 60
    assert left[1] - left[0] >= 1 / RATE - 0.01


async def test_what_is_planned_ahead_takes_turns_over_all_processes(url: str, engine: str) -> None:
    # On SQLite all processes are on one machine. The pace is so slow that the time which the test
    # takes is nothing beside it.
    apart = timedelta(hours=1 if engine == "postgres" else 0)
    async with Database(url) as one, Database(url) as two:
        paces = [
            SharedPace(one, system_clock, "alerts", rate=0.01),
            SharedPace(two, lambda: system_clock() + apart, "alerts", rate=0.01),
        ]

        async def reserve(which: int, number: int, **more: float) -> float:
            async with (one, two)[which].write() as writing:
                return await paces[which].reserve(writing, number, patience=1_000, **more)

        waits = [await reserve(which, number) for which, number in ((0, 2), (1, 3), (0, 1))]
        assert waits == [pytest.approx(at, abs=20) for at in (0, 200, 500)]
        for pace in paces:
            with pytest.raises(HeldError) as held:
                await pace.wait(60)
            assert held.value.seconds == pytest.approx(600, abs=20)
        await reserve(1, 2, held=5_000)
        assert [await reserve(0, 1) for _ in range(2)] == [pytest.approx(5_000, abs=20)] * 2
        await paces[1].hold(9_000)
        assert await reserve(0, 1) == pytest.approx(9_000, abs=20)


async def test_a_clock_that_was_set_back_holds_nobody_for_years(url: str, time: FakeTime) -> None:
    async with Database(url) as database:
        time.elapsed = 400 * 86_400.0
        await Process(database, time).calls(1, [])
        time.elapsed = 0.0
        await Process(database, time).calls(1, [])
    assert time.elapsed == 0.0


async def test_a_store_that_cannot_be_written_stops_no_call(
    url: str, time: FakeTime, tmp_path: Path
) -> None:
    async with Database(url) as database:
        process = Process(database, time)
        await process.calls(1, [])
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'none' / 'store.db'}") as broken:
        left: list[float] = []
        await Process(broken, time).calls(3, left)
    assert len(left) == 3
