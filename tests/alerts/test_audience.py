"""Who is promised to be told of a change, held to who is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.alerts.audience import Hearing
from bot.facts.writes import NewEdit
from tests.alerts.conftest import CHANNEL, EDITOR, GUILD, LINK, Stage, stage
from tests.facts.made import claims

__all__ = ["stage"]

OTHERS = {7: 71, 8: 81, 9: 91}
"""The channels of other servers that follow the show."""


async def promised(stage: Stage, values: dict[str, Any], scope: int, season: int | None) -> Hearing:
    """An editor of that server writes that: who is said to be told."""
    about = tuple(replace(claim, source=LINK) for claim in claims(season, values))
    draft = NewEdit(next(stage.ids), stage.show, scope, EDITOR, "set", about)
    written = await stage.services.ledger.edit(draft)
    return await stage.alerts.audience.hearing(written.changes, GUILD)


@pytest.mark.parametrize(
    ("own", "values", "hear"),
    [
        ({}, {"status": "renewed"}, {7, 8, 9}),
        # What servers' own people say wins there, about that place of that season.
        ({7: (2, {"status": "canceled"})}, {"status": "renewed"}, {8, 9}),
        ({7: (2, {"status": "renewed"})}, {"status": "renewed"}, {8, 9}),
        ({7: (3, {"status": "canceled"})}, {"status": "renewed"}, {7, 8, 9}),
        ({7: (2, {"story": "They meet."})}, {"status": "renewed"}, {7, 8, 9}),
        ({7: (None, {"hidden": True})}, {"status": "renewed"}, {8, 9}),
        (
            {7: (2, {"status": "in_production"}), 8: (2, {"premiere": "2027-01-05"})},
            {"status": "renewed", "premiere": "2027-03-01"},
            {7, 8, 9},
        ),
        # No date of a season that is off there.
        ({8: (2, {"status": "canceled"})}, {"finale": "2027-03-01"}, {7, 9}),
    ],
)
async def test_those_who_are_promised_to_be_told_are_told_and_nobody_else(
    stage: Stage,
    own: dict[int, tuple[int | None, dict[str, Any]]],
    values: dict[str, Any],
    hear: set[int],
) -> None:
    await stage.source({None: {"network": "Netflix"}, 2: {}})
    for server, (season, said) in own.items():
        await stage.edit(said, season, scope=server)
    await stage.pass_time(days=1)
    await stage.follow()
    for server, channel in OTHERS.items():
        await stage.follow(channel, server)
    hearing = await promised(stage, values, 0, 2)
    await stage.pass_time(minutes=5)
    told = {channel for channel, messages in stage.transport.posted.items() if messages}
    assert hearing.followers.here == (CHANNEL,)
    assert hearing.followers.elsewhere == len(hear)
    assert told == {CHANNEL} | {OTHERS[server] for server in hear}
