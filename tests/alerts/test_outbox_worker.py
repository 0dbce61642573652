"""Every channel hears of it once, whatever happens in between."""

from __future__ import annotations

import asyncio
import random
import shutil
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.fan_out import FanOut
from bot.alerts.message_content import Envelope, nonce_of
from bot.alerts.queries import events, paused_channels
from bot.alerts.queries.debounce_windows import any_due
from bot.alerts.queries.deliveries import outbox_statistics
from bot.alerts.queries.events import any_unfanned
from bot.alerts.queries.outbox import waiting
from bot.alerts.queries.subscriptions import EVERYTHING, NETWORK, SHOW
from bot.alerts.subscriptions import FollowTarget
from bot.alerts.tables import CHANNEL_GONE
from bot.alerts.transport import FailedError, LimitedError, SentMessage, UnsureError
from bot.composition_root import open_services
from bot.facts.air_date import AirDate
from bot.facts.models import SeasonStatus
from bot.facts.queries.shows import revision_at_hand
from bot.foundation.backup import backup, restore
from bot.foundation.rate_limits import HeldError
from bot.settings import Settings
from tests.alerts.conftest import CHANNEL, EDITOR, GUILD, Stage
from tests.alerts.fake import ChaoticTransport, FakeTransport, Killed
from tests.clock import StoppedClock
from tests.facts.stated import Stored, says

RENEWED, CANCELED = SeasonStatus.RENEWED, SeasonStatus.CANCELED


async def news(stage: Stage, status: str = "renewed", **more: Any) -> int:
    made = await stage.edit({"status": status}, **more)
    stage.clock.advance(seconds=61)
    return made


async def test_show_network_and_everything_are_one_message_in_one_channel(stage: Stage) -> None:
    await stage.follow()
    await stage.follow(target=NETWORK, key="netflix", show_id=None, role_id=5, kinds=1)
    await stage.follow(target=EVERYTHING, key="", show_id=None)
    await stage.follow(101, target=NETWORK, key="netflix", show_id=None)
    await stage.follow(102, target=NETWORK, key="hbo", show_id=None)
    await stage.follow(103, target=EVERYTHING, key="", show_id=None)
    await news(stage)
    await stage.run()
    assert {c: len(posted) for c, posted in stage.transport.posted.items() if posted} == {
        CHANNEL: 1,
        101: 1,
        103: 1,
    }
    assert stage.transport.posted[CHANNEL][0].envelope.role_id == 5


@pytest.mark.parametrize("is_at_hand", [True, False])
async def test_by_the_connection_at_hand_or_another_all_that_is_due_is_found(
    stage: Stage, is_at_hand: bool
) -> None:
    database, worker = stage.services.database, stage.scheduler.worker
    async with database.at_hand() if is_at_hand else nullcontext():
        assert (await revision_at_hand(database) is None) is not is_at_hand
        await stage.follow()
        assert not await stage.scheduler.step()
        assert await any_due(database, stage.clock()) is False
        assert await any_unfanned(database) is False
        assert await waiting(database, stage.clock()) is False
        made = await news(stage)
        assert await any_due(database, stage.clock())
        assert await stage.scheduler.settler.step()
        assert await any_unfanned(database)
        assert await stage.scheduler.fan_out.step()
        assert await waiting(database, stage.clock())
        assert await worker.step()
        await stage.run()
        assert [[n[2] for n in told] for told in stage.heard()] == [[RENEWED]]
        assert not await stage.scheduler.step()
        await stage.undo(made)
        await stage.pass_time(minutes=2)
        [posted] = stage.transport.posted[CHANNEL]
        assert [[n.struck for n in edit.message.news] for edit in posted.edits] == [[True]]
    assert await revision_at_hand(database) is None
    assert await waiting(database, stage.clock()) is False


async def test_a_network_is_followed_under_all_its_names(stage: Stage) -> None:
    names = ("max", "hbo max", "HBO", "amc+")
    for channel, key in enumerate(names, start=101):
        await stage.follow(channel, target=NETWORK, key=key, show_id=None)
    for status, network in (("renewed", "Max"), ("in_production", "HBO Max")):
        await stage.source({None: {"network": network}, 1: {"status": "aired"}})
        await news(stage, status)
        await stage.run()
    assert {c: len(posted) for c, posted in stage.transport.posted.items() if posted} == {
        101: 2,
        102: 2,
    }


async def test_only_the_kinds_asked_for_are_told(stage: Stage) -> None:
    await stage.follow(kinds=2)
    await stage.edit({"status": "renewed", "premiere": "2027", "cast": [{"person": "Ann Lee"}]})
    await stage.pass_time(seconds=61)
    assert [[n[0] for n in told] for told in stage.heard()] == [["premiere"]]


async def test_an_answer_that_got_lost_does_not_post_twice(stage: Stage) -> None:
    await stage.follow()
    stage.transport.lost_answers[CHANNEL] = 3
    await news(stage)
    for _ in range(10):
        await stage.pass_time(seconds=20)
    assert stage.transport.sends >= 2
    assert stage.transport.total == 1


@pytest.mark.parametrize("remembered", [True, False])
async def test_a_worker_that_died_after_sending_is_found_out(
    stage: Stage, remembered: bool
) -> None:
    await stage.follow()
    await stage.follow(101)
    await news(stage)
    await stage.scheduler.settler.step()
    await stage.scheduler.fan_out.step()
    worker = stage.scheduler.worker
    await worker.step()
    # Both were sent, and the process dies before it knows.
    for task in list(worker.under_way):
        await task
    if not remembered:
        stage.transport.forget_nonces()
    stage.transport.posted[101].clear()  # ... and one of the two was never stored by Discord
    stage.transport.nonces.pop(
        nonce_of(101, stage.transport.posted[CHANNEL][0].envelope.message.token), 0
    )
    stage.restart()
    await stage.run()
    assert stage.transport.finds == 2
    assert (len(stage.heard()), len(stage.heard(101))) == (1, 1)


@pytest.mark.sqlite
@pytest.mark.parametrize("had_come_to", ["an edit", "an event", "a delivery"])
async def test_a_backup_that_is_put_back_tells_nothing_again(
    stage: Stage, tmp_path: Path, had_come_to: str
) -> None:
    """What it holds as untold was told after it was made; what is new since is told once."""
    await stage.follow()
    await news(stage)
    if had_come_to != "an edit":
        await stage.scheduler.settler.step()
    if had_come_to == "a delivery":
        await stage.scheduler.fan_out.step()
    copy, restored = tmp_path / "copy.db", f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    await asyncio.to_thread(backup, stage.services.settings.database_url, copy)
    await stage.run()
    stage.transport.forget_nonces()
    await asyncio.to_thread(restore, restored, copy, force=False)
    elsewhere = replace(stage.services.settings, database_url=restored)
    async with open_services(elsewhere, stage.clock) as services:
        other = replace(stage, services=services)
        await other.run()
        assert len(stage.heard()) == 1
        await news(other, "canceled")
        await other.run()
        assert stage.heard() == [[("status", None, RENEWED)], [("status", RENEWED, CANCELED)]]
        assert Stored(tmp_path / "restored.db").one("SELECT count(*) FROM deliveries") == 2
        await other.scheduler.close()


@pytest.mark.sqlite
async def test_what_a_source_says_again_after_a_backup_was_put_back_is_not_told_again(
    stage: Stage, tmp_path: Path
) -> None:
    """What was told after the backup was made is found; what is said since then is told."""
    said = {"status": "renewed", "premiere": "2027-03-04"}
    first: dict[int | None, dict[str, Any]] = {None: {"network": "Netflix"}, 1: {}}

    async def confirmed(on: Stage, seasons: dict[int | None, dict[str, Any]]) -> None:
        for _ in range(2):
            await on.source(seasons)
            await on.pass_time(minutes=31)

    await stage.follow()
    copy, restored = tmp_path / "copy.db", f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    await asyncio.to_thread(backup, stage.services.settings.database_url, copy)
    await confirmed(stage, {**first, 2: said})
    assert len(stage.heard()) == 1
    stage.transport.forget_nonces()
    await asyncio.to_thread(restore, restored, copy, force=False)
    elsewhere = replace(stage.services.settings, database_url=restored)
    async with open_services(elsewhere, stage.clock) as services:
        other = replace(stage, services=services)
        await other.pass_time(hours=3)
        await confirmed(other, {**first, 2: said})
        assert len(stage.heard()) == 1
        assert Stored(tmp_path / "restored.db").one("SELECT state FROM deliveries") == "sent"
        await confirmed(other, {**first, 2: {**said, "status": "canceled"}})
        assert len(stage.heard()) == 2
        await other.scheduler.close()


async def test_the_same_change_told_twice_is_two_events(stage: Stage) -> None:
    await stage.follow()
    for _ in range(2):
        await news(stage)
        await stage.run()
        await news(stage, "canceled")
        await stage.run()
    told = [posted.envelope for posted in stage.transport.posted[CHANNEL]]
    assert stage.heard()[1:] == [
        [("status", RENEWED, CANCELED)],
        [("status", CANCELED, RENEWED)],
        [("status", RENEWED, CANCELED)],
    ]
    assert len({envelope.message.token for envelope in told}) == 4


async def test_where_history_is_closed_it_is_held_as_uncertain(stage: Stage) -> None:
    await stage.follow()
    await news(stage)
    await stage.scheduler.settler.step()
    await stage.scheduler.fan_out.step()
    await stage.scheduler.worker.step()
    for task in list(stage.scheduler.worker.under_way):
        await task
    stage.transport.unreadable.add(CHANNEL)
    stage.transport.forget_nonces()
    stage.restart()
    await stage.pass_time(minutes=5)
    assert stage.transport.total == 1
    assert (await outbox_statistics(stage.services.database, stage.clock)).uncertain == 1
    followed = await stage.alerts.following.followed(GUILD)
    assert followed.uncertain == {CHANNEL: 1}
    stage.transport.unreadable.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.pass_time(minutes=5)
    assert stage.transport.total == 1
    assert (await outbox_statistics(stage.services.database, stage.clock)).sent == 1


@pytest.mark.sqlite
@pytest.mark.parametrize("by", ["the show", "its network", "everything", "no other way"])
async def test_what_waits_in_a_channel_that_unfollows_is_told_there_no_more(
    stage: Stage, by: str
) -> None:
    """Unless what else it follows tells it."""
    following = stage.alerts.following
    more: dict[str, Any] = {
        "the show": {},
        "its network": {"target": NETWORK, "key": "netflix", "show_id": None},
        "everything": {"target": EVERYTHING, "key": "", "show_id": None},
    }
    first = "everything" if by == "the show" else "the show"
    for way in {first, by} & more.keys():
        await stage.follow(**more[way])
    stage.transport.faults[CHANNEL] = [FailedError("503")]
    await news(stage)
    await stage.run()
    assert stage.transport.sends == 1
    target = await following.target("everything" if first == "everything" else "Example", GUILD)
    await following.unfollow(target, CHANNEL, GUILD)
    await stage.pass_time(minutes=5)
    assert stage.heard() == ([] if by == "no other way" else [[("status", None, RENEWED)]])


async def test_a_dead_channel_pauses_itself_and_blocks_no_other(stage: Stage) -> None:
    for channel in range(100, 110):
        await stage.follow(channel)
    await stage.services.guilds.set_log_channel(GUILD, 109)
    stage.transport.dead[CHANNEL] = "I may not send messages there"
    await news(stage)
    await stage.run()
    assert stage.heard() == []
    assert all(len(stage.heard(channel)) == 1 for channel in range(101, 109))
    assert [p.envelope.message.kind for p in stage.transport.posted[109]] == ["change", "notice"]
    paused = (await stage.alerts.following.followed(GUILD)).pauses
    assert [(p.channel_id, p.reason) for p in paused] == [
        (CHANNEL, "I may not send messages there")
    ]


async def test_a_channel_that_comes_back_is_told_the_net_state_once(stage: Stage) -> None:
    await stage.follow()
    stage.transport.dead[CHANNEL] = "gone"
    await news(stage)
    await stage.run()
    await news(stage, "in_production")
    await stage.run()
    await stage.edit({"premiere": "2027"})
    await stage.pass_time(hours=5)
    await stage.edit({"status": "canceled"})
    await stage.pass_time(hours=5)
    assert stage.heard() == []
    stage.transport.dead.clear()
    await stage.pass_time(hours=15)
    assert len(stage.heard()) == 1
    assert sorted((f, b) for f, b, _ in stage.heard()[0]) == [("premiere", None), ("status", None)]
    assert {a for _, _, a in stage.heard()[0]} >= {SeasonStatus.CANCELED}
    await stage.pass_time(days=2)
    assert stage.transport.total == 1 + len(stage.transport.posted[EDITOR_DM])


EDITOR_DM = 7 + 5


@pytest.mark.slow
@pytest.mark.parametrize("days", [99, 130, 900])
async def test_however_long_a_pause_is_what_it_held_is_told(stage: Stage, days: int) -> None:
    await stage.follow()
    stage.transport.dead[CHANNEL] = "gone"
    await news(stage)
    await stage.run()
    await stage.pass_time(days=days)
    await news(stage, "canceled")
    await stage.pass_time(hours=1)
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    told = [(field, before, str(after)) for field, before, after in stage.heard()[0]]
    assert told == [("status", None, "canceled")]
    assert len(stage.heard()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("ends", ["resumed", "unfollowed", "reminder"])
async def test_what_nobody_waits_for_is_forgotten_in_the_end(stage: Stage, ends: str) -> None:
    await stage.follow()
    stage.transport.dead[CHANNEL] = "gone"
    if ends == "reminder":
        await stage.source({2: {"premiere": "2026-12-05"}})
        for _ in range(16):
            await stage.pass_time(days=1)
    else:
        await news(stage)
        await stage.run()
    if ends == "resumed":
        stage.transport.dead.clear()
        await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
        await stage.run()
    elif ends == "unfollowed":
        target = FollowTarget(SHOW, str(stage.show), "Example")
        await stage.alerts.following.unfollow(target, CHANNEL, GUILD)
    begun = stage.clock()
    assert await _kept(stage, begun)
    await stage.pass_time(days=130)
    assert not await _kept(stage, begun)


async def _kept(stage: Stage, before: datetime) -> list[int]:
    """The events from before then that are still stored."""
    async with stage.services.database.read() as reading:
        known = await events.by_id(reading, range(1, 100))
    return [event.id for event in known.values() if event.created_at <= before]


async def test_a_single_missed_event_is_sent_as_it_was(stage: Stage) -> None:
    await stage.follow()
    stage.transport.dead[CHANNEL] = "gone"
    await news(stage)
    await stage.run()
    stage.transport.dead.clear()
    assert await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    assert stage.heard() == [[("status", None, RENEWED)]]
    assert not await stage.alerts.paused_channels.resume(CHANNEL, GUILD)


@pytest.mark.parametrize("wakes", ["daily", "when its permissions change"])
async def test_of_several_processes_each_looks_at_its_own_servers_channels_again(
    stage: Stage, wakes: str
) -> None:
    async with stage.with_another() as (other, guild):
        # The process that leads is no member of that server, as far as it knows.
        stage.transport.dead[CHANNEL] = "I was removed from this server"
        other.transport.dead[CHANNEL] = "I lack *Send Messages*"
        await stage.follow(guild=guild)

        async def both(**length: float) -> None:
            stage.clock.advance(**length)
            for process in (stage, other):
                await process.run()

        await news(stage, scope=0)
        await both(minutes=5)
        [pause] = (await other.services.alerts.following.followed(guild)).pauses
        assert pause.reason == "I lack *Send Messages*"
        other.transport.dead.clear()
        if wakes == "daily":
            await both(hours=25)
        else:
            await other.services.alerts.paused_channels.permissions_changed(guild)
            await both(minutes=5)
        await both(minutes=5)
        assert (await other.services.alerts.following.followed(guild)).pauses == []
        assert other.heard() == [[("status", None, RENEWED)]]
        assert stage.transport.total == 0


async def test_what_came_and_went_during_a_pause_is_not_told(stage: Stage) -> None:
    await stage.follow()
    stage.transport.dead[CHANNEL] = "gone"
    await news(stage)
    await stage.run()
    await news(stage, "canceled")
    await stage.run()
    made = await stage.edit({"premiere": "2027"})
    await stage.pass_time(minutes=2)
    await stage.undo(made)
    await stage.edit({"status": "renewed"})
    await stage.pass_time(minutes=2)
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    assert stage.heard() == [[("status", None, RENEWED)]]


async def test_undoing_edits_the_messages_and_posts_nothing(stage: Stage) -> None:
    await stage.follow()
    await stage.follow(101)
    made = await news(stage)
    await stage.run()
    await stage.undo(made)
    await stage.pass_time(minutes=2)
    assert stage.transport.total == 2
    for channel in (CHANNEL, 101):
        [posted] = stage.transport.posted[channel]
        assert [[n.struck for n in edit.message.news] for edit in posted.edits] == [[True]]
    # A new claim is news, and posts.
    await news(stage)
    await stage.run()
    assert stage.transport.total == 4


@pytest.mark.slow
@pytest.mark.parametrize("field", ["status", "premiere", "story"])
async def test_everybodys_change_is_struck_even_in_a_server_that_says_something_else(
    stage: Stage, field: str
) -> None:
    """A server with facts of its own about the show, none of them about what is taken back."""
    await stage.follow(100, 10)
    await stage.follow(200, 20)
    await stage.edit({"episodes": 8}, 1, scope=20)
    value = {"status": "renewed", "premiere": "2027-03-01", "story": "They meet again."}[field]
    made = await stage.edit({field: value}, scope=0)
    await stage.pass_time(minutes=2)
    await stage.undo(made, scope=0)
    await stage.pass_time(minutes=2)
    for channel in (100, 200):
        [posted] = stage.transport.posted[channel]
        assert [[n.struck for n in edit.message.news] for edit in posted.edits] == [[True]]


async def test_what_a_message_told_stays_in_it_and_what_it_left_out_stays_out(
    stage: Stage,
) -> None:
    """What is struck is that alone which was undone, also where the server's own people speak."""
    await stage.follow()
    first = await stage.edit({"final": True})
    await stage.pass_time(minutes=2)
    # Others say what they had said, and heard, before.
    await stage.edit({"final": True, "story": "They part."}, scope=0)
    await stage.undo(first)
    made = await stage.edit({"status": "renewed"}, scope=0)
    await stage.edit({"premiere": "2027-03-01"}, scope=0)
    await stage.pass_time(minutes=4)
    told = [("status", None, RENEWED), ("premiere", None, AirDate.parse("2027-03-01"))]
    assert stage.heard()[1:] == [[("story", None, "They part."), *told]]

    await stage.edit({"premiere": "2027-04-01"})
    await stage.edit({"story": "They stay."})
    await stage.pass_time(minutes=4)
    await stage.undo(made, scope=0)
    await stage.pass_time(minutes=2)
    posted = stage.transport.posted[CHANNEL][1]
    [edit] = posted.edits
    lines = {n.field: n.struck for n in edit.message.news}
    assert lines == {"story": False, "status": True, "premiere": False}


@pytest.mark.sqlite
@pytest.mark.parametrize("scope", [0, GUILD])
async def test_what_an_undo_leaves_that_nobody_was_told_of_is_told(
    stage: Stage, scope: int
) -> None:
    """Two edits were told as one: what the first of them said stands once the second is undone."""
    await stage.follow()
    await stage.edit({"story": "They meet.", "status": "renewed"}, scope=scope)
    made = await stage.edit({"story": "They part.", "final": True}, scope=scope)
    await stage.pass_time(minutes=4)
    await stage.undo(made, scope=scope)
    await stage.pass_time(minutes=2)
    [first, second] = stage.transport.posted[CHANNEL]
    struck = {n.field for n in first.edits[-1].message.news if n.struck}
    assert struck == {"story", "final"}
    assert [(n.field, n.before, n.after) for n in second.envelope.message.news] == [
        ("story", None, "They meet.")
    ]


@pytest.mark.sqlite
@pytest.mark.parametrize("theirs", ["the same", "the same later", "something else"])
async def test_what_a_servers_own_people_go_on_saying_is_not_struck_there(
    stage: Stage, theirs: str
) -> None:
    """And what they say anew once it was taken back is told once more, as their own word."""
    await stage.follow()
    made = await stage.edit({"status": "renewed", "premiere": "2027-03-01"}, scope=0)
    await stage.pass_time(minutes=2)
    if theirs == "the same later":
        await stage.undo(made, scope=0)
    await stage.edit({"status": "canceled" if theirs == "something else" else "renewed"})
    await stage.pass_time(minutes=2)
    if theirs != "the same later":
        await stage.undo(made, scope=0)
    await stage.pass_time(minutes=2)
    [edit] = stage.transport.posted[CHANNEL][0].edits
    struck = {n.field: n.struck for n in edit.message.news}
    assert struck == {"status": theirs != "the same", "premiere": True}
    told = [change[2] for message in stage.heard()[1:] for change in message]
    later = {"the same": [], "the same later": [RENEWED], "something else": [CANCELED]}
    assert told == later[theirs]


async def test_undoing_what_somebody_else_says_too_strikes_nothing(stage: Stage) -> None:
    """The message names whoever says it now, and is struck when they take it back."""
    await stage.follow()
    first = await stage.edit({"status": "renewed"}, scope=0)
    await stage.pass_time(minutes=2)
    second = await stage.edit({"status": "renewed"}, scope=0)
    await stage.undo(first, scope=0)
    await stage.undo(second, scope=0)
    await stage.pass_time(minutes=2)
    [posted] = stage.transport.posted[CHANNEL]
    assert [[n.struck for n in edit.message.news] for edit in posted.edits] == [[True]]

    await stage.edit({"status": "renewed"})
    await stage.pass_time(minutes=2)
    third = stage.transport.posted[CHANNEL][1]
    await stage.source({1: {"status": "aired"}, 2: {"status": "renewed"}})
    await stage.undo(next(stage.ids) - 1)
    await stage.pass_time(minutes=2)
    [edit] = third.edits
    assert [(n.struck, n.link) for n in edit.message.news] == [(False, "https://tvmaze.example/1")]
    assert stage.transport.total == 2

    said: dict[int | None, dict[str, Any]] = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    made = await stage.edit({"status": "renewed"}, 3, scope=0)
    await stage.pass_time(minutes=2)
    await stage.source({**said, 3: {"status": "renewed"}})
    await stage.undo(made, scope=0)
    await stage.pass_time(minutes=2)
    for _ in range(2):
        await stage.source(said)
        await stage.pass_time(minutes=31)
    fourth = stage.transport.posted[CHANNEL][2]
    assert [[n.struck for n in edit.message.news] for edit in fourth.edits] == [[False], [True]]
    assert stage.transport.total == 3


async def test_undoing_after_a_week_is_news(stage: Stage) -> None:
    await stage.follow()
    made = await news(stage)
    await stage.run()
    stage.clock.advance(days=8)
    await stage.undo(made)
    await stage.pass_time(minutes=2)
    assert stage.heard()[1:] == [[("status", RENEWED, None)]]


async def test_what_is_undone_before_it_was_sent_is_never_sent(stage: Stage) -> None:
    await stage.follow()
    await stage.follow(101)
    stage.transport.faults[CHANNEL] = [LimitedError(30)]
    stage.transport.lost_answers[101] = 1
    made = await news(stage)
    await stage.scheduler.step()
    await stage.undo(made)
    await stage.pass_time(seconds=60)
    await stage.pass_time(seconds=60)
    assert stage.heard() == []
    # It reached the other channel without our knowing: that is found out, and struck.
    [posted] = stage.transport.posted[101]
    assert [edit.message.news[0].struck for edit in posted.edits] == [True]


async def test_edits_that_discord_limits_take_the_slow_lane(stage: Stage) -> None:
    await stage.follow()
    made = await news(stage)
    await stage.run()
    stage.transport.edit_faults = [LimitedError(0)]
    await stage.undo(made)
    await stage.pass_time(minutes=2)
    assert stage.transport.posted[CHANNEL][0].edits == []
    await stage.pass_time(minutes=25)
    assert len(stage.transport.posted[CHANNEL][0].edits) == 1


async def other_show(stage: Stage) -> None:
    """A second show, which the stage is about from now on."""
    outcome = await stage.services.ledger.state("tvmaze", [says("2", "Other", {1: {}})])
    [stage.show] = outcome.show_ids
    await stage.services.library.refresh()


@pytest.mark.slow
async def test_what_followed_on_news_that_failed_is_told_after_them(stage: Stage) -> None:
    await stage.follow(target=EVERYTHING, key="", show_id=None)
    stage.transport.faults[CHANNEL] = [FailedError("Discord said 500")] * 9
    await news(stage)
    while stage.transport.faults[CHANNEL]:
        await stage.pass_time(seconds=60)
    await news(stage, "canceled")
    await stage.run()
    assert stage.heard() == [], "the first is tried again in minutes"
    # Another show's does not wait for it.
    await other_show(stage)
    await news(stage, "in_production")
    await stage.run()
    assert [told[0][2] for told in stage.heard()] == [SeasonStatus.IN_PRODUCTION]
    await stage.pass_time(minutes=20)
    await stage.pass_time(minutes=1)
    told = [told[0][2] for told in stage.heard()]
    assert told == [SeasonStatus.IN_PRODUCTION, RENEWED, SeasonStatus.CANCELED]


@pytest.mark.slow
async def test_what_followed_on_what_a_paused_channel_missed_is_told_after_it(stage: Stage) -> None:
    await stage.follow(target=EVERYTHING, key="", show_id=None)
    stage.transport.dead[CHANNEL] = "gone"
    first = stage.show
    await news(stage)
    await stage.run()
    await other_show(stage)
    await news(stage, "in_production")
    await stage.run()
    stage.transport.dead.clear()
    stage.transport.faults[CHANNEL] = [FailedError("Discord said 500")] * 9
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    while stage.transport.faults[CHANNEL]:
        await stage.pass_time(seconds=60)
    for show in (stage.show, first):
        stage.show = show
        await news(stage, "canceled")
    await stage.run()
    assert stage.heard() == [], "what was missed is tried again in minutes"
    await stage.pass_time(minutes=20)
    for _ in range(2):
        await stage.pass_time(minutes=1)
    told = [[after for _, _, after in message] for message in stage.heard()]
    canceled = [SeasonStatus.CANCELED]
    assert told == [[RENEWED, SeasonStatus.IN_PRODUCTION], canceled, canceled]


@pytest.mark.slow
@pytest.mark.parametrize("held", ["limited", "failed", "missed"])
async def test_a_message_that_did_not_leave_keeps_its_place(
    stage: Stage, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.follow(target=EVERYTHING, key="", show_id=None)
    await news(stage)
    await other_show(stage)
    await news(stage, "in_production")
    await stage.scheduler.settler.step()
    while await stage.scheduler.fan_out.step():
        stage.clock.advance(seconds=5)
    if held == "missed":
        depart, missed = stage.scheduler.worker._shaper.depart, [HeldError(0.0)]

        async def late(at: float) -> None:
            if missed:
                raise missed.pop()
            await depart(at)

        monkeypatch.setattr(stage.scheduler.worker._shaper, "depart", late)
    else:
        error = LimitedError(30) if held == "limited" else FailedError("Discord said 500")
        stage.transport.faults[CHANNEL] = [error]
    await stage.scheduler.worker.step()
    await asyncio.gather(*stage.scheduler.worker.under_way)
    stage.clock.advance(minutes=2)
    stage.time.now += 120
    await stage.run()
    assert [told[0][2] for told in stage.heard()] == [RENEWED, SeasonStatus.IN_PRODUCTION]


@pytest.mark.slow
async def test_trouble_of_the_moment_is_tried_again_for_a_day_and_then_shown(stage: Stage) -> None:
    await stage.follow()
    stage.transport.faults[CHANNEL] = [FailedError("Discord said 400")] * 1000
    await news(stage)
    for _ in range(20):
        await stage.pass_time(hours=1)
    assert 12 <= stage.transport.sends <= 40
    assert (await stage.alerts.following.followed(GUILD)).failed == {}
    for _ in range(10):
        await stage.pass_time(hours=1)
    failed = (await stage.alerts.following.followed(GUILD)).failed
    assert failed == {CHANNEL: "Discord said 400"}
    sends = stage.transport.sends
    await stage.pass_time(days=3)
    assert stage.transport.sends == sends


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("at", ["a message", "an edit", "a thread", "a publication"])
async def test_while_discord_refuses_everything_nothing_leaves(stage: Stage, at: str) -> None:
    """Whatever it was that found it out."""
    transport, refusal = stage.transport, LimitedError(60, everywhere=True)
    await stage.follow(thread=at == "a thread")
    if at == "a publication":
        transport.news_channels.add(CHANNEL)
    faults = {"a message": transport.faults[CHANNEL], "an edit": transport.edit_faults}
    faults.get(at, transport.finish_faults).append(refusal)
    made = await stage.edit({"status": "renewed"})
    await stage.follow(101)
    stage.clock.advance(seconds=61)
    await stage.run(rounds=10)
    if at == "an edit":
        await stage.undo(made)
        stage.clock.advance(seconds=61)
        await stage.run(rounds=10)
    sends = transport.sends
    await stage.follow(102)
    await stage.edit({"story": "They meet."})
    stage.clock.advance(seconds=61)
    await stage.run(rounds=20)
    assert (transport.sends, transport.posted[102]) == (sends, [])
    await stage.run()
    assert len(transport.posted[102]) == 1
    assert (len(transport.threads), len(transport.crossposted)) == (
        (2 if at == "a thread" else 0),
        (2 if at == "a publication" else 0),
    )


@pytest.mark.slow
@pytest.mark.sqlite
async def test_announcements_are_published_ten_an_hour(stage: Stage) -> None:
    await stage.follow()
    stage.transport.news_channels.add(CHANNEL)
    for number in range(12):
        await stage.edit({"premiere": f"{2030 + number}"})
        await stage.pass_time(seconds=61)
    assert stage.transport.total == 12
    assert len(stage.transport.crossposted) == 10
    for _ in range(8):
        await stage.pass_time(minutes=15)
    assert len(stage.transport.crossposted) == 12


async def test_a_thread_on_each_message_if_wanted(stage: Stage) -> None:
    await stage.follow(thread=True)
    await news(stage)
    await stage.run()
    assert stage.transport.threads == ["Example"]


async def test_one_in_flight_a_channel_and_fair_between_servers(stage: Stage) -> None:
    for channel in range(1000, 1040):
        await stage.follow(channel, 1)
    await stage.follow(2000, 2)
    await news(stage, scope=0)
    await stage.scheduler.settler.step()
    await stage.scheduler.fan_out.step()
    for _ in range(6):
        await stage.scheduler.worker.step()
        for task in list(stage.scheduler.worker.under_way):
            await task
        if stage.transport.posted[2000]:
            break
    assert list(stage.transport.posted).index(2000) < 5


async def test_what_another_process_took_meanwhile_is_not_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.follow()
    await news(stage, scope=0)
    await stage.scheduler.settler.step()
    await stage.scheduler.fan_out.step()
    worker = stage.scheduler.worker
    other = stage.alerts.scheduler(stage.transport, stage.time, stage.time.sleep).worker
    library = stage.services.library
    read = library.show

    async def slowly(*given: Any) -> Any:
        monkeypatch.undo()
        await other.step()
        await asyncio.gather(*other.under_way)
        return await read(*given)

    monkeypatch.setattr(library, "show", slowly)
    await worker.step()
    await asyncio.gather(*worker.under_way)
    assert stage.transport.sends == 1
    await other.close()


async def test_a_fan_out_goes_on_where_it_was_killed(stage: Stage) -> None:
    for channel in range(1000, 1100):
        await stage.follow(channel, channel % 7 + 1)
    await news(stage, scope=0)
    await stage.scheduler.settler.step()
    fan_out = FanOut(stage.services.database, stage.clock, chunk=30)
    assert await fan_out.step()
    assert await fan_out.step()
    again = FanOut(stage.services.database, stage.clock, chunk=30)
    while await again.step():
        pass
    await stage.run(2000)
    assert all(len(stage.heard(channel)) == 1 for channel in range(1000, 1100))


async def test_a_merged_show_keeps_those_who_follow_it(stage: Stage) -> None:
    from bot.facts import tables as schema

    await stage.follow()
    old = stage.show
    async with stage.services.database.write() as writing:
        await writing.execute(
            schema.shows.insert().values(id=99, scope=0, revision=1, created_at=0)
        )
        await writing.execute(schema.records.update().values(show_id=99))
        await writing.execute(
            schema.shows.update().where(schema.shows.c.id == old).values(merged_into=99)
        )
    stage.show = 99
    await news(stage)
    await stage.run()
    assert stage.heard() == [[("status", None, RENEWED)]]


async def test_a_removed_bot_finds_its_subscriptions_paused_not_gone(stage: Stage) -> None:
    await stage.follow()
    await stage.alerts.paused_channels.server_left(GUILD)
    await news(stage)
    await stage.pass_time(days=3)
    assert stage.heard() == []
    followed = await stage.alerts.following.followed(GUILD)
    assert len(followed.subscriptions) == len(followed.pauses) == 1
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    assert len(stage.heard()) == 1


async def test_a_bot_that_is_invited_back_goes_on_and_tells_what_was_missed(stage: Stage) -> None:
    """It was silent until somebody thought of `/alerts resume`."""
    await stage.follow()
    await stage.alerts.paused_channels.server_left(GUILD)
    await news(stage)
    await stage.pass_time(minutes=5)
    stage.transport.dead[CHANNEL] = "I lack *Send Messages*"
    await stage.alerts.paused_channels.server_joined(GUILD)
    await stage.pass_time(minutes=2)
    [pause] = (await stage.alerts.following.followed(GUILD)).pauses
    assert pause.reason == "I lack *Send Messages*"
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.permissions_changed(GUILD)
    await stage.pass_time(minutes=2)
    assert stage.heard() == [[("status", None, RENEWED)]]
    await stage.alerts.paused_channels.server_left(GUILD)
    await stage.alerts.paused_channels.server_joined(GUILD)
    await stage.pass_time(minutes=2)
    assert (await stage.alerts.following.followed(GUILD)).pauses == []
    await news(stage, "canceled")
    await stage.pass_time(minutes=5)
    assert len(stage.heard()) == 2


async def test_a_channel_that_was_deleted_meanwhile_is_called_gone(stage: Stage) -> None:
    """It was said for good that the bot was removed, beside the message that it is back."""
    await stage.follow()
    await stage.alerts.paused_channels.server_left(GUILD)
    stage.transport.dead[CHANNEL] = CHANNEL_GONE
    await stage.alerts.paused_channels.server_joined(GUILD)
    await stage.pass_time(minutes=2)
    [pause] = (await stage.alerts.following.followed(GUILD)).pauses
    assert pause.reason == CHANNEL_GONE


async def test_who_is_forgotten_leaves_edits_and_follows_without_a_name(stage: Stage) -> None:
    await stage.follow()
    await stage.follow(300, GUILD, user_id=7, kinds=8)
    made = await news(stage)
    await stage.run()
    assert await stage.services.erasure.erase(7) == 1
    from bot.facts.queries.edits import edits_by_interaction

    async with stage.services.database.read() as reading:
        [edit] = await edits_by_interaction(reading, made)
    assert edit.author_id is None
    [left] = (await stage.alerts.following.followed(GUILD)).subscriptions
    assert left.created_by is None


def test_nonces_are_short_and_differ_by_channel_and_event() -> None:
    nonces = {nonce_of(channel, token) for channel in range(50) for token in ("a", "b")}
    assert len(nonces) == 100
    assert max(map(len, nonces)) <= 25


async def test_a_process_that_stalls_makes_up_for_nothing(stage: Stage) -> None:
    channels = range(1000, 1070)
    for channel in channels:
        await stage.follow(channel, channel)
    await news(stage, scope=0)
    left: list[float] = []
    send = stage.transport.send

    async def timed(envelope: Envelope) -> SentMessage:
        left.append(stage.time.now)
        return await send(envelope)

    stage.transport.send = timed  # type: ignore[method-assign]
    stage.scheduler.hurry()
    for stall in (0.2, 0.0, 3.0, 0.5, *[0.0] * 20):
        await stage.scheduler.step()
        await asyncio.sleep(0)
        stage.time.now += stall
        await asyncio.gather(*stage.scheduler.worker.under_way)
    assert {len(stage.transport.posted[channel]) for channel in channels} == {1}
    assert max(sum(at <= other < at + 1 for other in left) for at in left) <= 45
    assert left[-1] < 3.7 + 70 / 30 + 1.5
    assert (await outbox_statistics(stage.services.database, stage.clock)).retried == 0


@pytest.mark.slow
@settings(
    max_examples=14,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**9), remembers=st.booleans())
async def test_killed_at_any_moment_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, seed: int, remembers: bool
) -> None:
    chance = random.Random(seed)
    clock = StoppedClock()
    path = shutil.copy(migrated, tmp_path_factory.mktemp("chaos") / "test.db")
    wanted = Settings(database_url=f"sqlite+aiosqlite:///{path}", catalog_dir=None)
    channels = range(100, 112)
    async with open_services(wanted, clock) as services:
        transport: FakeTransport = ChaoticTransport(chance, deadly=0.1)
        stage = Stage(services, clock, transport)
        await stage.source({None: {"network": "Netflix"}, 1: {"status": "aired"}})
        for channel in channels:
            await stage.follow(channel, channel % 3 + 1)
        await news(stage, scope=0)
        for _ in range(60):
            try:
                await one_round(stage)
            except Killed:
                # The process is gone with all it knew; the next one finds the store alone.
                stage.restart()
                if not remembers:
                    transport.forget_nonces()
            clock.advance(seconds=chance.choice((1, 5, 61)))
            if transport.posted and not (await outbox_statistics(services.database, clock)).backlog:
                break
        transport.deadly = 0.0  # type: ignore[attr-defined]
        for _ in range(3):
            await stage.pass_time(hours=1)
        await stage.scheduler.close()
    assert {len(transport.posted[channel]) for channel in channels} == {1}


async def one_round(stage: Stage) -> None:
    """One step of the scheduler and all it began; `Killed` where the process died of it."""
    await stage.scheduler.step()
    done = await asyncio.gather(*stage.scheduler.worker.under_way, return_exceptions=True)
    stage.time.now += 1
    if any(isinstance(outcome, Killed) for outcome in done):
        raise Killed


__all__ = ["SHOW", "UnsureError"]


async def test_where_the_log_channel_refuses_too_whoever_follows_is_told(stage: Stage) -> None:
    await stage.services.guilds.set_log_channel(GUILD, 900)
    stage.transport.dead = {CHANNEL: "no", 900: "no"}
    await stage.follow()
    await news(stage)
    await stage.run()
    [notice] = stage.transport.posted[EDITOR + 5]
    assert notice.envelope.message.body == {"channel": str(CHANNEL), "reason": "no"}
    await stage.pass_time(hours=1)
    assert stage.transport.total == 1


async def test_being_forgotten_leaves_no_trace_of_closed_messages(stage: Stage) -> None:
    show = await stage.services.library.show(stage.show, GUILD)
    assert show is not None
    await stage.alerts.personal_reminders.remind(50, 55, show, GUILD)
    async with stage.services.database.write() as writing:
        await paused_channels.pause(writing, 55, GUILD, "closed", now=stage.clock(), probe_at=None)
    assert await stage.services.erasure.erase(50) == 1
    async with stage.services.database.read() as reading:
        assert await paused_channels.pauses_in(reading, [55]) == []
