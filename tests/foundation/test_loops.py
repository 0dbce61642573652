"""The step of a loop: what is logged of it, and that the loop goes on."""

from __future__ import annotations

import logging

import pytest

from bot.errors import StoreError
from bot.foundation.loops import GuardedStep


async def test_failing_is_logged_once_and_recovering_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    outcomes: list[Exception | int] = [StoreError("busy"), StoreError("busy"), 1, 2, KeyError("x")]

    async def step() -> int:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    guarded = GuardedStep(logging.getLogger("loop"), "waiting", "failed", "again")
    assert [await guarded.run(step) for _ in range(5)] == [None, None, 1, 2, None]
    assert [record.getMessage() for record in caplog.records] == [
        "waiting: busy",
        "again",
        "failed",
    ]


async def test_a_fault_of_every_step_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    well, there, elsewhere, away = "well", "there", "elsewhere", "away"
    outcomes = [there, there, elsewhere, away, elsewhere, there, well, there, there, well]

    async def step() -> None:
        outcome = outcomes.pop(0)
        if outcome == there:
            raise KeyError(len(outcomes))  # an error of one place may have other words each time
        if outcome == elsewhere:
            raise KeyError("x")
        if outcome == away:
            raise StoreError("away")

    guarded = GuardedStep(logging.getLogger("loop"), "waiting", "failed", "again")
    for _ in range(len(outcomes)):
        await guarded.run(step)
    told = ["failed", "failed", "waiting: away", "failed", "again", "failed", "again"]
    assert [record.getMessage() for record in caplog.records] == told
    assert all(record.exc_info for record in caplog.records if record.getMessage() == "failed")
