"""A show that is merged into another takes along who follows it, and nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.alerts.queries.subscriptions import Subscription, drop, put
from bot.alerts.tables import subscriptions
from bot.facts.models import SeasonStatus
from bot.facts.writes import NewEdit
from tests.alerts.conftest import CHANNEL, EDITOR, GUILD, LINK, AlertKind, Stage
from tests.alerts.test_reminders import told, until
from tests.editing.editors import act, seen
from tests.facts.made import claims
from tests.facts.stated import says

RENEWED = SeasonStatus.RENEWED


async def second(stage: Stage, title: str = "Doubled", **seasons: Any) -> int:
    """Another show that a source speaks of, which is the same one under another name."""
    about = {int(name.lstrip("s")): {"listed": True, **said} for name, said in seasons.items()}
    said = says(title, title, about, source="tmdb", network="Netflix")
    outcome = await stage.services.ledger.state("tmdb", [said])
    await stage.services.library.refresh()
    return outcome.show_ids[0]


async def merge(stage: Stage, gone: int, kept: int) -> None:
    views = await seen(stage.services, gone, 0), await seen(stage.services, kept, 0)
    await stage.services.merges.merge(act(curator=True), *views)
    await stage.services.library.refresh()
    stage.show = kept


async def follow(stage: Stage, show: int, channel: int, **more: Any) -> None:
    await stage.follow(channel, key=str(show), show_id=show, **more)


async def followed(stage: Stage) -> list[Subscription]:
    return list((await stage.alerts.following.followed(GUILD)).subscriptions)


async def test_whoever_followed_either_follows_the_one_show(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage)
    await follow(stage, kept, 100, kinds=AlertKind.STATUS)
    await follow(stage, gone, 100, kinds=AlertKind.DATE, role_id=5, thread=True)
    await follow(stage, gone, 101, kinds=AlertKind.STATUS)
    await follow(stage, kept, 102, kinds=AlertKind.STATUS, role_id=6)
    await follow(stage, gone, 102, kinds=AlertKind.STATUS, role_id=7)
    await merge(stage, gone, kept)
    rows = {item.channel_id: item for item in await followed(stage)}
    assert len(rows) == len(await followed(stage)) == 3
    assert {(item.key, item.show_id) for item in rows.values()} == {(str(kept), kept)}
    assert (rows[100].kinds, rows[100].role_id, rows[100].thread) == (3, 5, True)
    assert (rows[101].kinds, rows[102].role_id, rows[102].thread) == (AlertKind.STATUS, 6, False)
    await stage.edit({"status": "renewed"})
    await stage.pass_time(seconds=61)
    assert [len(stage.heard(channel)) for channel in (100, 101, 102)] == [1, 1, 1]


async def test_who_followed_both_shows_follows_both_again_after_the_undo(stage: Stage) -> None:
    """The second follow was gone for good, of channels and of people."""
    kept, gone = stage.show, await second(stage)
    person = Subscription(0, 300, "show", str(gone), AlertKind.REMINDERS, user_id=7, show_id=gone)
    await follow(stage, kept, 100, kinds=AlertKind.STATUS)
    await follow(stage, gone, 100, kinds=AlertKind.DATE, role_id=5, thread=True)
    await follow(stage, kept, 101, kinds=AlertKind.STATUS)
    await follow(stage, gone, 101, kinds=AlertKind.DATE)
    await follow(stage, kept, 102)
    await follow(stage, gone, 102)
    for show in (kept, gone):
        mine = replace(person, key=str(show), show_id=show)
        async with stage.services.database.write() as writing:
            await put(writing, mine, stage.clock.now)
    before = await every_row(stage)
    await merge(stage, gone, kept)
    await follow(stage, kept, 101, kinds=AlertKind.CAST)
    async with stage.services.database.write() as writing:
        await drop(writing, 102, "show", [str(kept)])
    await part(stage, kept)
    after = await every_row(stage)
    assert {row for row in after if row[0] in (100, 300)} == {
        row for row in before if row[0] in (100, 300)
    }
    rest = {(channel, key): kinds for channel, key, kinds, *_ in after if channel in (101, 102)}
    assert rest == {(101, str(kept)): AlertKind.CAST, (101, str(gone)): AlertKind.DATE}


async def test_who_was_forgotten_meanwhile_follows_neither_after_the_undo(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage)
    for show in (kept, gone):
        mine = Subscription(0, 300, "show", str(show), AlertKind.REMINDERS, user_id=7, show_id=show)
        async with stage.services.database.write() as writing:
            await put(writing, mine, stage.clock.now)
    await merge(stage, gone, kept)
    await stage.services.erasure.erase(7)
    await part(stage, kept)
    assert await every_row(stage) == set()


async def every_row(stage: Stage) -> set[tuple[Any, ...]]:
    names = ("channel_id", "key", "kinds", "guild_id", "user_id", "show_id", "role_id", "thread")
    more = ("created_at", "created_by", "label")
    async with stage.services.database.read() as reading:
        rows = await reading.execute(select(*(subscriptions.c[name] for name in names + more)))
        return {tuple(row) for row in rows}


async def test_a_merge_into_a_merged_show_keeps_everybody(stage: Stage) -> None:
    kept, middle, first = stage.show, await second(stage), await second(stage, "Tripled")
    await follow(stage, first, CHANNEL)
    await merge(stage, first, middle)
    await merge(stage, middle, kept)
    [row] = await followed(stage)
    assert row.show_id == kept


async def test_what_the_other_show_brings_is_no_news(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage, s2={"status": "renewed", "premiere": "2027"})
    await stage.follow()
    await merge(stage, gone, kept)
    assert not await stage.alerts.pending()
    await stage.pass_time(hours=5)
    assert stage.heard() == []


async def test_a_change_that_waited_is_told_of_the_one_show_once(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage)
    await follow(stage, kept, 100)
    await follow(stage, gone, 101)
    stage.show = gone
    await stage.edit({"status": "renewed"})
    await merge(stage, gone, kept)
    await stage.pass_time(seconds=61)
    await stage.pass_time(hours=1)
    assert stage.heard(100) == stage.heard(101) == [[("status", None, RENEWED)]]


async def part(stage: Stage, kept: int) -> None:
    await stage.services.curation.undo.last(act(curator=True), kept, None)


async def test_a_date_that_moved_is_told_though_the_one_show_knew_of_none(stage: Stage) -> None:
    """The receipt of the edit had said that the channel is told."""
    kept, gone = stage.show, await second(stage, s2={"premiere": "2027-01-02"})
    await follow(stage, gone, CHANNEL)
    stage.show = gone
    await stage.edit({"premiere": "2027-02-02"})
    await merge(stage, gone, kept)
    await stage.pass_time(seconds=61)
    [[(field, before, after)]] = stage.heard()
    assert (field, str(before), str(after)) == ("premiere", "2027-01-02", "2027-02-02")


async def test_a_merge_that_is_taken_back_is_no_news(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage, s2={"status": "renewed", "premiere": "2027"})
    await follow(stage, kept, 100)
    await follow(stage, gone, 101)
    await merge(stage, gone, kept)
    await part(stage, kept)
    await stage.pass_time(hours=5)
    assert stage.heard(100) == stage.heard(101) == []
    assert {(row.channel_id, row.show_id) for row in await followed(stage)} == {
        (100, kept),
        (101, gone),
    }


async def test_a_change_that_waited_goes_back_with_its_show(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage)
    await follow(stage, kept, 100)
    await follow(stage, gone, 101)
    stage.show = gone
    await stage.edit({"status": "renewed"})
    await merge(stage, gone, kept)
    await part(stage, kept)
    await stage.pass_time(seconds=61)
    await stage.pass_time(hours=1)
    assert stage.heard(101) == [[("status", None, RENEWED)]]
    assert stage.heard(100) == []


@pytest.mark.parametrize("waits", [True, False])
async def test_a_change_that_the_one_show_had_is_not_told_again(stage: Stage, waits: bool) -> None:
    kept, gone = stage.show, await second(stage)
    await follow(stage, kept, 100)
    await stage.edit({"status": "renewed"}, scope=0)
    if not waits:
        await stage.pass_time(seconds=61)
    stage.show = gone
    await stage.edit({"status": "renewed"}, scope=0)
    await merge(stage, gone, kept)
    await stage.pass_time(seconds=61)
    await stage.pass_time(hours=1)
    assert stage.heard(100) == [[("status", None, RENEWED)]]


async def test_an_event_on_its_way_reaches_those_who_followed_the_old_show(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage)
    await follow(stage, gone, CHANNEL)
    stage.show = gone
    await stage.edit({"status": "renewed"})
    stage.clock.advance(seconds=61)
    await stage.scheduler.settler.step()
    await merge(stage, gone, kept)
    await stage.run()
    assert stage.heard() == [[("status", None, RENEWED)]]


@pytest.mark.slow
@pytest.mark.parametrize("both", [True, False])
async def test_reminders_go_on_and_none_comes_twice(stage: Stage, both: bool) -> None:
    kept, gone = stage.show, await second(stage, s2={"premiere": "2026-12-10"})
    await follow(stage, gone, CHANNEL, kinds=AlertKind.REMINDERS)
    if both:
        await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-10"}})
        await follow(stage, kept, 101, kinds=AlertKind.REMINDERS)
    await until(stage, datetime(2026, 12, 4, tzinfo=UTC))
    assert told(stage) == ["week"]
    await merge(stage, gone, kept)
    await until(stage, datetime(2026, 12, 20, tzinfo=UTC))
    assert told(stage) == ["week", "day", "out"]
    assert told(stage, 101) == (["week", "day", "out"] if both else [])


async def test_reminders_of_both_shows_that_wait_are_one(stage: Stage) -> None:
    kept, gone = stage.show, await second(stage, s2={"premiere": "2026-12-10"})
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-10"}})
    for show in (kept, gone):
        await follow(stage, show, CHANNEL, kinds=AlertKind.REMINDERS)
    stage.clock.now = datetime(2026, 12, 2, tzinfo=UTC)
    await stage.run()
    stage.clock.now = datetime(2026, 12, 3, 12, tzinfo=UTC)
    await stage.scheduler.reminders.step()
    await merge(stage, gone, kept)
    await stage.run()
    assert told(stage) == ["week"]


@pytest.mark.parametrize("told", [True, False])
async def test_an_act_on_both_shows_is_undone_where_it_was_told(stage: Stage, told: bool) -> None:
    """The act has one edit left; what was told of the other show rests on it as well."""
    kept, gone = stage.show, await second(stage)
    await follow(stage, kept, 100)
    await follow(stage, gone, 101)
    about = tuple(replace(c, source=LINK) for c in claims(2, {"status": "renewed"}))
    drafts = [NewEdit(7, show, 0, EDITOR, "set", about) for show in (kept, gone)]
    async with stage.services.ledger.begin_edit(drafts):
        pass
    if told:
        await stage.pass_time(seconds=61)
        assert stage.heard(100) == stage.heard(101) == [[("status", None, RENEWED)]]
    await merge(stage, gone, kept)
    await stage.undo(7, scope=0)
    await stage.pass_time(minutes=2)
    for channel in (100, 101):
        posted = stage.transport.posted[channel]
        assert [[n.struck for n in edit.message.news] for m in posted for edit in m.edits] == (
            [[True]] if told else []
        )
    assert stage.transport.total == (2 if told else 0)
