"""Who is promised to be told of a change, held to who is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.alerts.audience import Hearing
from bot.alerts.queries.paused_channels import pause
from bot.alerts.queries.subscriptions import Followers
from bot.alerts.tables import CHANNEL_GONE
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


@pytest.mark.slow
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


async def test_a_channel_that_no_longer_exists_is_promised_nothing(stage: Stage) -> None:
    await stage.source({None: {"network": "Netflix"}, 2: {}})
    await stage.pass_time(days=1)
    await stage.follow()
    now = stage.services.clock()
    async with stage.services.database.write() as writing:
        await pause(writing, CHANNEL, GUILD, CHANNEL_GONE, now=now, probe_at=now)
    hearing = await promised(stage, {"premiere": "2027-03-01"}, GUILD, 2)
    assert hearing.told
    assert hearing.followers == Followers()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"premiere": "2015-03-01"}, False),
        ({"premiere": "XXXX"}, False),
        ({"finale": "2015-05-01"}, False),
        ({"premiere": "2015-03-01", "status": "aired"}, False),
        ({"premiere": "2027-03-01"}, True),
        ({"premiere": "2015-03-01", "final": True}, True),
    ],
)
async def test_nobody_is_promised_to_hear_what_only_completes_the_record(
    stage: Stage, values: dict[str, Any], told: bool
) -> None:
    await stage.source({None: {"network": "Netflix"}, 2: {}})
    await stage.pass_time(days=1)
    await stage.follow()
    hearing = await promised(stage, values, GUILD, 2)
    await stage.pass_time(minutes=5)
    assert hearing.told is told
    assert hearing.followers.here == ((CHANNEL,) if told else ())
    assert [CHANNEL] * told == [channel for channel, sent in stage.transport.posted.items() if sent]
