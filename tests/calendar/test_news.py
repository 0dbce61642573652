"""What is new: what settled, whether or not anybody follows, corrections in the place of errors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.queries.event_news import News
from bot.calendar.news import NewsKind, kind_of_change
from bot.facts.air_date import AirDate
from bot.facts.models import SeasonStatus, ShowStatus
from tests.alerts.conftest import CHANNEL, GUILD, Stage
from tests.clock import TODAY

SINCE = TODAY - timedelta(days=7)


async def news(stage: Stage, scope: int = 0) -> list[tuple[str, int | None, Any]]:
    items = await stage.services.calendar.news(SINCE, scope=scope)
    return [(item.kind.value, item.season, item.after) for item in items]


async def settled(stage: Stage, seasons: dict[int | None, dict[str, Any]]) -> None:
    """A source says that, and says so again long enough after."""
    for _ in range(2):
        await stage.source({None: {"network": "Netflix"}, 1: {"status": "aired"}, **seasons})
        await stage.pass_time(minutes=31)
    await stage.pass_time(minutes=31)


async def test_what_nobody_follows_is_news_too_and_nobody_is_told(stage: Stage) -> None:
    await settled(stage, {2: {"status": "renewed"}})
    assert await news(stage) == [("renewed", 2, SeasonStatus.RENEWED)]
    await stage.follow()
    await stage.pass_time(hours=1)
    assert stage.transport.total == 0
    (item,) = await stage.services.calendar.news(SINCE)
    assert (item.title, item.network, item.source.by) == ("Example", "Netflix", "tvmaze")
    assert item.source.link == "https://tvmaze.example/1"


async def test_the_last_word_about_a_date_stands_for_all_before_it(stage: Stage) -> None:
    await settled(stage, {2: {"premiere": "2026-12-10"}})
    await settled(stage, {2: {"premiere": "2026-12-20"}})
    assert await news(stage) == [("delayed", 2, AirDate.parse("2026-12-20"))]
    await settled(stage, {2: {"premiere": "2026-12-01"}})
    assert await news(stage) == [("moved", 2, AirDate.parse("2026-12-01"))]


async def test_what_is_undone_is_no_news_and_what_it_corrected_is_again(stage: Stage) -> None:
    await stage.edit({"status": "renewed"}, scope=0)
    await stage.pass_time(minutes=2)
    wrong = await stage.edit({"status": "canceled"}, scope=0)
    await stage.pass_time(minutes=2)
    assert await news(stage) == [("canceled", 2, SeasonStatus.CANCELED)]
    await stage.undo(wrong, scope=0)
    await stage.pass_time(minutes=2)
    assert await news(stage) == [("renewed", 2, SeasonStatus.RENEWED)]


async def test_a_servers_own_news_is_its_own(stage: Stage) -> None:
    await stage.edit({"status": "renewed"}, scope=GUILD)
    await stage.pass_time(minutes=2)
    await settled(stage, {2: {"status": "canceled"}})
    assert await news(stage) == [("canceled", 2, SeasonStatus.CANCELED)]
    assert await news(stage, GUILD) == [("renewed", 2, SeasonStatus.RENEWED)]
    assert await news(stage, GUILD + 1) == [("canceled", 2, SeasonStatus.CANCELED)]


async def test_what_a_paused_channel_missed_is_news_to_nobody_else(stage: Stage) -> None:
    await stage.follow()
    stage.transport.dead[CHANNEL] = "gone"
    await stage.edit({"status": "renewed"}, scope=0)
    await stage.pass_time(minutes=2)
    await stage.edit({"premiere": "2027-05"}, scope=0)
    await stage.pass_time(minutes=2)
    # Only this server says so; its channel is told it with the rest.
    await stage.edit({"premiere": "2027-06-09"}, scope=GUILD)
    await stage.pass_time(minutes=2)
    known = {scope: await news(stage, scope) for scope in (0, GUILD, GUILD + 1)}
    await stage.pass_time(days=3)
    back = stage.clock()
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    [told] = stage.heard()
    assert {str(after) for *_, after in told} == {"renewed", "2027-06-09"}
    for scope, items in known.items():
        assert await news(stage, scope) == items
        assert await stage.services.calendar.news(back, scope=scope) == []


@pytest.mark.sqlite
async def test_one_events_news_are_told_in_its_own_order(stage: Stage) -> None:
    await stage.edit({"finale": "2027-04-22"}, scope=0)
    await stage.edit({"premiere": "2027-03-04", "status": "renewed"}, scope=0)
    await stage.pass_time(minutes=4)
    await stage.edit({"premiere": "2027-06"}, 3, scope=0)
    await stage.pass_time(minutes=4)
    items = await stage.services.calendar.news(SINCE)
    told = [(item.season, item.changes[0].field) for item in items]
    assert told == [(3, "premiere"), (2, "status"), (2, "premiere"), (2, "finale")]
    await stage.edit({"premiere": "XXXX", "finale": "XXXX"}, scope=0)
    await stage.pass_time(minutes=4)
    undated, *_ = await stage.services.calendar.news(stage.clock.now - timedelta(minutes=4))
    assert [undated.changes[0].field, undated.kind.value] == ["premiere", "undated"]
    assert "finale" not in [i.changes[0].field for i in await stage.services.calendar.news(SINCE)]


@pytest.mark.sqlite
async def test_news_of_several_seasons_in_one_event_are_told_season_by_season(stage: Stage) -> None:
    await stage.edit({"premiere": "2028-03-04", "status": "renewed"}, 3, scope=0)
    await stage.edit({"premiere": "2027-03-04", "status": "renewed"}, 2, scope=0)
    await stage.edit({"status": "running"}, None, scope=0)
    await stage.pass_time(minutes=4)
    items = await stage.services.calendar.news(SINCE)
    assert [(item.season, item.changes[0].field) for item in items] == [
        (None, "status"),
        (2, "status"),
        (2, "premiere"),
        (3, "status"),
        (3, "premiere"),
    ]


async def test_a_cast_is_one_piece_of_news(stage: Stage) -> None:
    people = [{"person": name} for name in ("Ann Example", "Bo Example", "Cy Example")]
    await stage.edit({"cast": people}, scope=0)
    await stage.pass_time(minutes=2)
    (item,) = await stage.services.calendar.news(SINCE)
    assert (item.kind, len(item.changes)) == (NewsKind.CAST, 3)


async def test_the_newest_comes_first_and_what_is_old_is_left_out(stage: Stage) -> None:
    await stage.edit({"status": "renewed"}, scope=0)
    await stage.pass_time(minutes=2)
    await stage.edit({"status": "renewed"}, 3, scope=0)
    await stage.pass_time(minutes=2)
    await stage.pass_time(days=2)
    await stage.edit({"premiere": "2026-12-24"}, scope=0)
    await stage.pass_time(minutes=2)
    assert [kind for kind, *_ in await news(stage)] == ["dated", "renewed", "renewed"]
    recent = await stage.services.calendar.news(stage.clock.now - timedelta(days=1))
    assert [item.kind.value for item in recent] == ["dated"]


@pytest.mark.parametrize(
    ("field", "before", "after", "kind"),
    [
        ("status", None, SeasonStatus.RENEWED, "renewed"),
        ("status", SeasonStatus.RENEWED, SeasonStatus.CANCELED, "canceled"),
        ("status", SeasonStatus.SCHEDULED, SeasonStatus.POSTPONED, "delayed"),
        ("status", SeasonStatus.RENEWED, SeasonStatus.IN_PRODUCTION, "status"),
        ("status", ShowStatus.RUNNING, ShowStatus.ENDED, "ended"),
        ("status", ShowStatus.CANCELED, ShowStatus.RUNNING, "renewed"),
        ("premiere", None, AirDate.parse("2026-12"), "dated"),
        ("premiere", AirDate.parse("2026-12"), AirDate.parse("2026-12-05"), "dated"),
        ("premiere", AirDate.parse("2026-12-05"), AirDate.parse("2026-12"), "dated"),
        ("premiere", AirDate.parse("2026-12-01"), AirDate.parse("2027"), "delayed"),
        ("premiere", AirDate.parse("2027"), AirDate.parse("2026-12-01"), "moved"),
        ("premiere", AirDate.parse("2027"), None, "undated"),
        ("premiere", AirDate.parse("2026-12-05"), AirDate.parse("2026-12-06"), "delayed"),
        ("premiere", AirDate.parse("2026-12-06"), AirDate.parse("2026-12-05"), "moved"),
        ("finale", None, AirDate.parse("2027"), "dated"),
        ("finale", AirDate.parse("2027"), None, "undated"),
        ("parts", None, AirDate.parse("2026-12-05"), "dated"),
        ("parts", AirDate.parse("2026-12-05"), AirDate.parse("2026-12-06"), "moved"),
        ("final", None, True, "status"),
    ],
)
def test_what_a_change_comes_down_to(field: str, before: Any, after: Any, kind: str) -> None:
    change = News(1, 0, None, field, "", 1, before, after)
    assert kind_of_change(change).value == kind
