"""A clock that jumps an hour either way cuts no time to undo short, and holds no message up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.alerts.transport import FailedError
from bot.errors import StoreError
from bot.foundation import write_queue
from tests.alerts.conftest import Stage


@dataclass
class Steady:
    """What the machine counts, whatever the time of day says."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def steady(stage: Stage) -> Steady:
    made = Steady()
    await stage.scheduler.close()
    stage.scheduler = stage.alerts.scheduler(
        stage.transport, stage.time, stage.time.sleep, steady=made
    )
    return made


async def live(stage: Stage, steady: Steady, seconds: int) -> None:
    for _ in range(seconds):
        steady.now += 1
        stage.time.now += 1
        stage.clock.advance(seconds=1)
        await stage.scheduler.step()
        await asyncio.gather(*stage.scheduler.worker.under_way, return_exceptions=True)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
async def test_the_time_to_undo_stays_what_it_is(
    stage: Stage, steady: Steady, jump: timedelta
) -> None:
    await stage.follow()
    made = await stage.edit({"status": "canceled"})
    await live(stage, steady, 10)
    stage.clock.now += jump
    await live(stage, steady, 40)
    assert stage.transport.total == 0
    await stage.undo(made)
    await live(stage, steady, 100)
    assert stage.transport.total == 0
    await stage.edit({"status": "renewed"})
    stage.clock.now += jump
    await live(stage, steady, 70)
    assert stage.transport.total == 1


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
async def test_a_message_on_its_way_is_sent_once_and_soon(
    stage: Stage, steady: Steady, jump: timedelta
) -> None:
    await stage.follow()
    stage.transport.lost_answers[100] = 1
    await stage.edit({"status": "renewed"})
    await live(stage, steady, 61)
    assert stage.transport.total == 1
    stage.clock.now += jump
    await live(stage, steady, 30)
    assert (stage.transport.total, stage.transport.sends) == (1, 2)


async def test_small_corrections_change_nothing(stage: Stage, steady: Steady) -> None:
    await stage.follow()
    await stage.edit({"status": "renewed"})
    await live(stage, steady, 30)
    stage.clock.advance(seconds=2)
    await live(stage, steady, 33)
    assert stage.transport.total == 1


async def test_a_jump_that_could_not_be_stored_is_followed_later(
    stage: Stage, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "_TURN_SECONDS", 0.05)
    await stage.follow()
    await stage.edit({"status": "renewed"})
    await live(stage, steady, 10)
    stage.clock.advance(hours=-3)
    async with stage.services.database.write():
        for _ in range(2):
            with pytest.raises(StoreError):
                await live(stage, steady, 1)
    await live(stage, steady, 40)
    assert stage.transport.total == 0
    await live(stage, steady, 15)
    assert stage.transport.total == 1


async def test_a_clock_that_was_set_back_before_the_start_holds_nothing_up(
    stage: Stage, steady: Steady
) -> None:
    await stage.follow()
    stage.transport.faults[100] = [FailedError("Discord said 500")] * 3
    await stage.edit({"status": "renewed"})
    await live(stage, steady, 62)
    await stage.edit({"story": "They meet again."})
    assert stage.transport.total == 0, "one waits to be sent again, one to be undone"
    await stage.scheduler.close()
    stage.clock.advance(hours=-5)
    stage.scheduler = stage.alerts.scheduler(
        stage.transport, stage.time, stage.time.sleep, steady=steady
    )
    await live(stage, steady, 55)
    assert stage.transport.total == 1, "the time to undo stays what it is"
    await live(stage, steady, 10)
    assert [told[0][0] for told in stage.heard()] == ["status", "story"]


@pytest.mark.parametrize("seen", ["running", "at the start"])
async def test_a_message_is_edited_and_gets_its_thread_after_the_clock_was_set_back(
    stage: Stage, steady: Steady, seen: str
) -> None:
    await stage.follow(thread=True)
    made = await stage.edit({"status": "renewed"})
    await live(stage, steady, 62)
    assert stage.transport.total == 1
    if seen == "at the start":
        await stage.edit({"story": "They meet again."})
        await stage.scheduler.close()
    await stage.undo(made)
    stage.clock.advance(hours=-5)
    if seen == "at the start":
        stage.scheduler = stage.alerts.scheduler(
            stage.transport, stage.time, stage.time.sleep, steady=steady
        )
    await live(stage, steady, 10)
    [posted] = stage.transport.posted[100]
    assert [[item.struck for item in edit.message.news] for edit in posted.edits] == [[True]]
    assert len(stage.transport.threads) == 1
