"""The connection to Discord: which of two processes has it, and how long it waits for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import gateway_lease as subject
from bot.cli.gateway_lease import gateway_lease, holding, wait_for_lease
from bot.foundation import lease
from bot.foundation.database import Database
from bot.foundation.migrate import migrate
from tests.clock import StoppedClock, be_the_servers_clock

ELSEWHERE = "elsewhere:1:1:mark"


@pytest.fixture(autouse=True)
async def _migrated(url: str) -> None:
    await migrate(url)


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject, "_ASK_SECONDS", 0.01)
        patch.setattr(subject, "_RENEW_SECONDS", 0.01)
        be_the_servers_clock(patch, lease)
        yield


async def _told(caplog: pytest.LogCaptureFixture, text: str) -> None:
    """Wait until the log says it, and see that it says so once."""
    async with asyncio.timeout(30):
        while text not in caplog.text:  # noqa: ASYNC110 - the log tells nobody
            await asyncio.sleep(0.01)
    assert caplog.text.count(text) == 1


async def test_it_waits_for_another_and_connects_when_that_one_lets_go(
    database: Database, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    other = gateway_lease(database, clock, ELSEWHERE)
    await other.take()
    waiting = asyncio.create_task(
        wait_for_lease(gateway_lease(database, clock, "here"), asyncio.Event())
    )
    await _told(caplog, "waiting until it ends, or for 60 s")
    assert not waiting.done()
    await other.release()
    assert await asyncio.wait_for(waiting, 5)


async def test_one_that_waits_outlives_a_server_that_is_away(
    tmp_path: Path, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    stop = asyncio.Event()
    async with Database(f"postgresql+psycopg://u:secret@/d?host={tmp_path}") as away:
        waiting = asyncio.create_task(wait_for_lease(gateway_lease(away, clock), stop))
        await _told(caplog, "is not answering")
        assert not waiting.done()
        stop.set()
        assert not await asyncio.wait_for(waiting, 5)
    assert caplog.text.count("is not answering") == 1
    assert "secret" not in caplog.text


async def test_one_that_waits_can_be_stopped(database: Database, clock: StoppedClock) -> None:
    await gateway_lease(database, clock, ELSEWHERE).take()
    stop = asyncio.Event()
    waiting = asyncio.create_task(wait_for_lease(gateway_lease(database, clock, "here"), stop))
    await asyncio.sleep(0.05)
    stop.set()
    assert not await asyncio.wait_for(waiting, 5)


async def test_the_lease_is_renewed_ends_with_the_stop_and_is_given_up(
    database: Database, clock: StoppedClock
) -> None:
    mine, other = (gateway_lease(database, clock, name) for name in ("here", ELSEWHERE))
    stop = asyncio.Event()
    assert await wait_for_lease(mine, stop)
    async with holding(mine, database, stop) as over:
        for _ in range(3):
            clock.advance(seconds=50)
            await asyncio.sleep(0.1)
        with pytest.raises(Exception, match="Another process"):
            await other.take()
        assert not over.is_set()
        stop.set()
        await asyncio.wait_for(over.wait(), 5)
    await other.take()


@pytest.mark.sqlite
async def test_a_store_that_is_away_for_long_is_a_line_and_so_is_its_return(
    database: Database, clock: StoppedClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    mine = gateway_lease(database, clock)
    assert await wait_for_lease(mine, asyncio.Event())
    async with holding(mine, database, asyncio.Event()) as over:
        away = (tmp_path / "store.db").rename(tmp_path / "away.db")
        await _told(caplog, "the turn cannot be renewed")
        away.rename(tmp_path / "store.db")
        await _told(caplog, "the turn is renewed again")
        assert not over.is_set()
    told = [record.getMessage().partition(":")[0] for record in caplog.records[-2:]]
    assert told == ["the turn cannot be renewed", "the turn is renewed again"]
    assert caplog.text.count("the turn") == 2


async def test_a_lease_that_another_process_took_is_lost(
    database: Database, clock: StoppedClock
) -> None:
    mine, other = (gateway_lease(database, clock, name) for name in ("here", ELSEWHERE))
    assert await wait_for_lease(mine, asyncio.Event())
    clock.advance(minutes=2)
    await other.take()
    async with holding(mine, database, asyncio.Event()) as over:
        await asyncio.wait_for(over.wait(), 5)
