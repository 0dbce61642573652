"""A channel that was paused hears once of what it missed, as it follows it by then."""

from __future__ import annotations

import pytest

from bot.alerts.queries.outbox import waiting
from bot.alerts.queries.subscriptions import NETWORK, SHOW
from bot.alerts.subscriptions import FollowTarget
from bot.facts.air_date import AirDate
from tests.alerts.conftest import CHANNEL, GUILD, Stage


@pytest.mark.slow
@pytest.mark.parametrize("missed", [1, 2])
@pytest.mark.parametrize("waits", ["an edit", "a source", "of all", "not fanned out", "flapped"])
async def test_what_is_not_settled_when_a_channel_comes_back_is_told_there_once(
    stage: Stage, waits: str, missed: int
) -> None:
    """That is told when it has settled; until then holds what all others have heard."""
    march, april = "2027-03-01", "2027-04-01"
    await stage.follow()
    await stage.follow(101)
    stage.transport.dead[CHANNEL] = "gone"
    scope = 0 if waits == "of all" else GUILD

    async def date(day: str) -> int | None:
        if waits in ("a source", "flapped"):
            await stage.source({1: {"status": "aired"}, 2: {"premiere": day}})
            return None
        return await stage.edit({"premiere": day}, scope=scope)

    await date(march)
    await stage.pass_time(minutes=31)
    await date(march)
    await stage.pass_time(minutes=31)
    if missed == 2:
        await stage.edit({"story": "They meet again."})
        await stage.pass_time(minutes=2)
    made = await date(april)
    if waits == "not fanned out":
        stage.clock.advance(minutes=2)
        assert await stage.scheduler.settler.step()
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    if waits == "flapped":
        await date(march)
    for _ in range(2):
        await stage.pass_time(minutes=31)
        if made is None and waits != "flapped":
            await date(april)
    told = [
        [(str(before), str(after)) for field, before, after in news if field == "premiere"]
        for news in stage.heard()
    ]
    later = [] if waits == "flapped" else [[(march, april)]]
    assert told == [[("None", march)], *later]
    assert [n for n in stage.heard() if len(n) == 2] == ([] if missed == 1 else [stage.heard()[0]])
    others = [n for news in stage.heard(101) for n in news if n[0] == "premiere"]
    assert len(others) == len(told)


@pytest.mark.slow
@pytest.mark.parametrize("missed", [1, 2])
@pytest.mark.parametrize(
    "meanwhile", ["unfollowed", "fewer kinds", "more kinds", "another role", "its network"]
)
async def test_a_channel_that_comes_back_is_told_what_it_follows_by_then(
    stage: Stage, meanwhile: str, missed: int
) -> None:
    network = {"target": NETWORK, "key": "netflix", "show_id": None}
    target = FollowTarget(SHOW, str(stage.show), "Example")
    await stage.follow(kinds=3, role_id=5)
    stage.transport.dead[CHANNEL] = "gone"
    await stage.edit({"status": "renewed", "premiere": "2027", "story": "They meet again."})
    await stage.pass_time(minutes=2)
    if missed == 2:
        await stage.edit({"status": "in_production"})
        await stage.pass_time(minutes=2)
    match meanwhile:
        case "unfollowed":
            await stage.alerts.following.unfollow(target, CHANNEL, GUILD)
        case "fewer kinds":
            await stage.follow(kinds=2, role_id=5)
        case "more kinds":
            await stage.follow(role_id=5)
        case "another role":
            await stage.follow(kinds=3, role_id=6)
        case "its network":
            await stage.follow(role_id=7, **network)
            await stage.alerts.following.unfollow(target, CHANNEL, GUILD)
            await stage.source({None: {"network": "Hulu"}, 1: {"status": "aired"}})
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    told = [[name for name, _, _ in news] for news in stage.heard()]
    roles = [posted.envelope.role_id for posted in stage.transport.posted[CHANNEL]]
    match meanwhile:
        case "unfollowed":
            assert told == []
        case "fewer kinds":
            assert (told, roles) == ([["premiere"]], [5])
        case _:
            assert sorted(told[0]) == ["premiere", "status"]
            expected = {"more kinds": 5, "another role": 6, "its network": 7}
            assert roles == [expected[meanwhile]]
    assert not await waiting(stage.services.database, stage.clock())


async def pause(stage: Stage) -> None:
    """The channel refuses a message that it was to get."""
    stage.transport.dead[CHANNEL] = "gone"
    await stage.edit({"story": "They meet."}, 1)
    await stage.pass_time(minutes=2)


async def come_back(stage: Stage) -> list[tuple[str, str, str]]:
    """What the channel is told of the second season when it is back."""
    before = len(stage.transport.posted[CHANNEL])
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    return [
        (item.field, str(item.before), str(item.after))
        for posted in stage.transport.posted[CHANNEL][before:]
        for item in posted.envelope.message.news
        if item.season == 2
    ]


@pytest.mark.parametrize("is_settled", [True, False])
async def test_a_change_that_a_servers_people_deny_was_not_missed_there(
    stage: Stage, is_settled: bool
) -> None:
    """Nor does it hide what the server's own people said meanwhile, before all hear of it."""
    await stage.follow()
    await stage.edit({"status": "renewed"}, scope=0)
    await stage.pass_time(minutes=2)
    if is_settled:
        await stage.edit({"status": "in_production"})
        await stage.pass_time(minutes=2)
    await pause(stage)
    if not is_settled:
        await stage.edit({"status": "in_production"})
        await stage.pass_time(minutes=2)
    await stage.edit({"status": "canceled"}, scope=0)
    if is_settled:
        await stage.pass_time(minutes=2)
    told = await come_back(stage)
    assert told == ([] if is_settled else [("status", "renewed", "in_production")])
    await stage.pass_time(minutes=5)
    assert await come_back(stage) == []


async def test_an_undo_strikes_the_last_change_in_a_message_about_missed_changes(
    stage: Stage,
) -> None:
    await stage.follow()
    await pause(stage)
    await stage.edit({"premiere": "2027-03-01"}, scope=0)
    await stage.pass_time(minutes=2)
    made = await stage.edit({"premiere": "2027-04-01"})
    await stage.pass_time(minutes=2)
    assert await come_back(stage) == [("premiere", "None", "2027-04-01")]
    await stage.undo(made)
    await stage.pass_time(minutes=2)
    posted, *others = stage.transport.posted[CHANNEL]
    assert [[n.field for n in edit.message.news if n.struck] for edit in posted.edits] == [
        ["premiere"]
    ]
    # What all others had heard holds there too by now, and was never told there.
    [after] = [n for other in others for n in other.envelope.message.news]
    assert (after.before, after.after) == (None, AirDate.parse("2027-03-01"))
