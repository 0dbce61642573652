"""The right to sync: who has it, and when it is free again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.foundation import lease as subject
from bot.foundation.clock import system_clock
from bot.foundation.database import Database
from bot.foundation.lease import BusyError, Lease, LeaseLostError, has_ended, name_of_this_process
from tests.clock import StoppedClock, be_the_servers_clock

ELSEWHERE = "elsewhere:1:1:mark"


@pytest.fixture
def url(new_store: Callable[[str, str], str]) -> str:
    return new_store("leases.db", "migrated")


@pytest.fixture
def _one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    be_the_servers_clock(monkeypatch, subject)


@pytest.fixture
def ended() -> str:
    """The name of a process that has ended."""
    code = "from bot.foundation import lease; print(lease.name_of_this_process(), end='')"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


async def held_by(
    database: Database, clock: StoppedClock, process: str, ahead: timedelta = timedelta()
) -> None:
    """Another process takes it, whose clock may be ahead of ours."""
    await Lease(database, lambda: clock() + ahead, "sync", process).take()


@pytest.mark.usefixtures("_one_clock")
async def test_it_is_free_when_it_runs_out(database: Database, clock: StoppedClock) -> None:
    await held_by(database, clock, ELSEWHERE)
    mine = Lease(database, clock, "sync")
    with pytest.raises(BusyError, match="in 5 minutes at the latest"):
        await mine.take()
    clock.advance(seconds=270)
    with pytest.raises(BusyError, match="in 1 minute at the latest"):
        await mine.take()
    clock.advance(seconds=30)
    await mine.take()


async def test_one_of_a_process_that_ended_here_is_free_at_once(
    database: Database, clock: StoppedClock, ended: str
) -> None:
    if ended.startswith(":"):
        pytest.skip("this system does not tell where a process runs")
    await held_by(database, clock, ended)
    await Lease(database, clock, "sync").take()
    with pytest.raises(BusyError):
        await Lease(database, clock, "sync").take()


@pytest.mark.usefixtures("_one_clock")
async def test_one_from_before_the_clock_was_set_back_is_free(
    database: Database, clock: StoppedClock
) -> None:
    await held_by(database, clock, ELSEWHERE, timedelta(days=1))
    await Lease(database, clock, "sync").take()
    with pytest.raises(BusyError):
        await Lease(database, clock, "sync", ELSEWHERE).take()


async def test_clocks_that_differ_do_not_give_it_to_two(database: Database) -> None:
    if database.url.startswith("sqlite"):
        pytest.skip("a file is one machine's")
    for ahead in (timedelta(hours=-3), timedelta(minutes=6), timedelta(days=1)):
        theirs = Lease(database, system_clock, "sync", ELSEWHERE)
        mine = Lease(database, lambda ahead=ahead: system_clock() + ahead, "sync")  # type: ignore[misc]
        for one, other in ((theirs, mine), (mine, theirs)):
            await one.take()
            with pytest.raises(BusyError) as told:
                await other.take()
            assert timedelta(minutes=4) < told.value.left <= subject.LENGTH
            async with database.write() as writing:
                await one.renew(writing)
            with pytest.raises(BusyError):
                await other.take()
            with pytest.raises(LeaseLostError):
                async with database.write() as writing:
                    await other.renew(writing)
            await one.release()


def test_a_process_of_an_unknown_name_has_not_ended() -> None:
    mine = name_of_this_process()
    place, pid, started, mark = mine.split(":")
    assert not has_ended(mine)
    for other in (
        "",
        "x",
        ELSEWHERE,
        f"{place}:x:1:m",
        f":{pid}:{started}:{mark}",
        f"{place}:{pid}",
    ):
        assert not has_ended(other)
    if place:
        assert has_ended(f"{place}:{os.getpid()}:1:{mark}"), "the number is another's by now"
