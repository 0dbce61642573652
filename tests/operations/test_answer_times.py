"""Interactions that nobody answers are counted, once each and in their order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord

from bot.operations.answer_times import AnswerTimes, Waited


def _component(number: int) -> Any:
    return SimpleNamespace(
        type=discord.InteractionType.component,
        id=number,
        data={"custom_id": f"card:{number}"},
    )


def test_what_nobody_answered_is_counted_after_a_minute() -> None:
    noted: list[Waited] = []
    now = 0.0
    times = AnswerTimes(noted.append, lambda: now)
    for number, at in ((1, 0.0), (2, 1.0), (3, 30.0)):
        now = at
        times.received(_component(number))
    now = 59.0
    times.forget_unanswered()
    assert noted == []
    now = 61.5
    times.received(_component(4))
    assert [(one.outcome, one.seconds) for one in noted] == [
        ("unanswered", 61.5),
        ("unanswered", 60.5),
    ]
    now = 200.0
    times.forget_unanswered()
    assert [one.seconds for one in noted[2:]] == [170.0, 138.5]
    times.forget_unanswered()
    assert len(noted) == 4
