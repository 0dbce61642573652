"""Scheduled events follow what is planned: made once, moved, taken away, whatever breaks."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.queries.subscriptions import SHOW
from bot.alerts.subscriptions import FollowTarget
from bot.alerts.transport import FailedError, LimitedError, RefusedError, UnsureError
from bot.calendar.queries import scheduled_events
from bot.calendar.scheduled_event_plan import (
    EventAct,
    PlannedEvent,
    StoredEvent,
    actions,
    planned,
)
from bot.calendar.scheduled_event_reconciler import FULL, EventGoneError, FullError
from bot.composition_root import open_services
from bot.foundation.backup import backup, restore
from tests.alerts.conftest import CHANNEL, GUILD, Stage
from tests.alerts.fake import Killed
from tests.answers.hostile import texts
from tests.calendar.made import entry
from tests.clock import TODAY

KILLS = int(os.environ.get("CHAOS_RUNS", "4"))
START = datetime(2026, 12, 10, tzinfo=UTC)


@dataclass
class FakeEvents:
    """Discord's events of one server, which fail when told to."""

    standing: dict[int, tuple[PlannedEvent, str]] = field(default_factory=dict)
    faults: list[BaseException] = field(default_factory=list)
    late: list[BaseException] = field(default_factory=list)
    room: int = 100
    made: int = 0
    requests: int = 0

    def _begin(self) -> None:
        self.requests += 1
        if self.faults:
            raise self.faults.pop(0)

    def _end(self) -> None:
        if self.late:
            raise self.late.pop(0)

    async def create(self, guild_id: int, event: PlannedEvent, description: str) -> int:
        self._begin()
        if len(self.standing) >= self.room:
            raise FullError
        self.made += 1
        self.standing[self.made] = (event, description)
        self._end()
        return self.made

    async def edit(
        self, guild_id: int, event_id: int, event: PlannedEvent, description: str
    ) -> None:
        self._begin()
        if event_id not in self.standing:
            raise EventGoneError
        self.standing[event_id] = (event, description)
        self._end()

    async def delete(self, guild_id: int, event_id: int) -> None:
        self._begin()
        self.standing.pop(event_id, None)
        self._end()

    async def marked(self, guild_id: int) -> Mapping[str, int]:
        self._begin()
        return {text.rsplit(":", 1)[1]: number for number, (_, text) in self.standing.items()}

    @property
    def names(self) -> list[str]:
        return sorted(event.name for event, _ in self.standing.values())

    @property
    def starts(self) -> list[datetime]:
        return sorted(event.start for event, _ in self.standing.values())


class Weather(FakeEvents):
    """Fails at random, before or after a request was carried out, and dies of it."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.rough = True

    def _begin(self) -> None:
        if self.rough and self.chance.random() < 0.3:
            raise self.chance.choice(
                [Killed(), UnsureError("lost"), LimitedError(1.0), FailedError("503")]
            )

    def _end(self) -> None:
        if self.rough and self.chance.random() < 0.4:
            raise self.chance.choice([Killed(), UnsureError("lost")])


async def looked(stage: Stage, events: FakeEvents, rounds: int = 6) -> None:
    """Let the time go by in which a server is looked at a few times."""
    for _ in range(rounds):
        stage.clock.advance(seconds=61)
        await stage.services.scheduled_events.step(events)


async def begun(stage: Stage, premiere: str = "2026-12-10") -> FakeEvents:
    """A server that follows a show with a premiere, and wants its events; in UTC if nowhere."""
    if stage.services.guilds.of(GUILD).timezone is None:
        await stage.services.guilds.set_timezone(GUILD, "UTC")
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": premiere}})
    await stage.follow()
    await stage.services.scheduled_events.switch(GUILD, enabled=True)
    events = FakeEvents()
    await looked(stage, events)
    return events


async def test_made_once_moved_and_taken_away_and_made_anew(stage: Stage) -> None:
    events = await begun(stage)
    assert events.names == ["Example: season 2"]
    assert events.starts == [START]
    quiet = events.requests
    await looked(stage, events)
    assert events.requests == quiet, "what is as it should be needs no request"
    await stage.source({2: {"premiere": "2026-12-12"}})
    await looked(stage, events)
    assert (events.starts, events.made) == ([START + timedelta(days=2)], 1)
    await stage.source({2: {"status": "renewed"}})
    await looked(stage, events)
    assert events.standing == {}
    await stage.source({2: {"premiere": "2026-12-12"}})
    await looked(stage, events)
    assert (events.starts, events.made) == ([START + timedelta(days=2)], 2)


async def test_off_takes_away_and_forgets_the_server(stage: Stage) -> None:
    events = await begun(stage)
    service = stage.services.scheduled_events
    assert await service.switch(GUILD, enabled=False)
    assert not await service.switch(GUILD, enabled=False)
    await looked(stage, events)
    assert events.standing == {}
    quiet = events.requests
    await looked(stage, events)
    assert events.requests == quiet


async def test_only_what_is_followed_and_exact_in_the_servers_view(stage: Stage) -> None:
    await stage.source({2: {"premiere": "2026-12"}})
    events = FakeEvents()
    service = stage.services.scheduled_events
    await service.switch(GUILD, enabled=True)
    await looked(stage, events)
    await stage.follow()
    await looked(stage, events)
    assert events.standing == {}
    await stage.edit({"premiere": "2026-12-24"}, scope=GUILD)
    await looked(stage, events)
    assert events.starts == [datetime(2026, 12, 24, tzinfo=UTC)]


async def test_what_somebody_took_away_stays_away_until_its_date_moves(stage: Stage) -> None:
    events = await begun(stage)
    events.standing.clear()
    await stage.source({None: {"network": "HBO"}, 2: {"premiere": "2026-12-10"}})
    await looked(stage, events)
    assert events.standing == {}
    await stage.source({None: {"network": "HBO"}, 2: {"premiere": "2026-12-11"}})
    await looked(stage, events)
    assert events.starts == [START + timedelta(days=1)]


@pytest.mark.parametrize("airs", ["2026-12-10", "2026-12-10T00:30:00Z"])
async def test_what_has_begun_is_left_to_end_by_itself(stage: Stage, airs: str) -> None:
    events = await begun(stage, airs)
    quiet = events.requests
    stage.clock.now = START + timedelta(hours=1)
    await looked(stage, events)
    stage.clock.now = START + timedelta(hours=25)
    await looked(stage, events)
    assert (len(events.standing), events.requests) == (1, quiet)
    await stage.services.scheduled_events.switch(GUILD, enabled=False)
    await looked(stage, events)
    assert (len(events.standing), events.requests) == (1, quiet)


@pytest.mark.slow
@pytest.mark.parametrize("airs", ["2026-12-10", "2026-12-10T00:30:00Z"])
@pytest.mark.parametrize("how", ["renewed", "postponed", "silence", "unfollowed", "off"])
async def test_what_is_on_and_no_longer_holds_is_taken_away(
    stage: Stage, airs: str, how: str
) -> None:
    events = await begun(stage, airs)
    stage.clock.now = START + timedelta(hours=1)
    await looked(stage, events)
    assert len(events.standing) == 1
    match how:
        case "renewed" | "postponed":
            await stage.source({None: {"network": "Netflix"}, 2: {"status": how}})
        case "silence":
            await stage.source({None: {"network": "Netflix"}, 2: {}})
        case "unfollowed":
            target = FollowTarget(SHOW, str(stage.show), "Example")
            await stage.alerts.following.unfollow(target, CHANNEL, GUILD)
        case _:
            await stage.services.scheduled_events.switch(GUILD, enabled=False)
    await looked(stage, events)
    assert events.standing == {}


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("hours", [0.01, 2, 15])
async def test_a_day_that_becomes_an_hour_after_it_began_has_one_event(
    stage: Stage, zone: str, hours: float
) -> None:
    events = await begun(stage)
    await stage.services.guilds.set_timezone(GUILD, zone)
    await looked(stage, events)
    (midnight,) = events.starts
    stage.clock.now = midnight + timedelta(hours=hours)
    await looked(stage, events)
    late = midnight + timedelta(hours=20)
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": late.isoformat()}})
    await looked(stage, events)
    assert (events.starts, events.made) == ([midnight], 1)
    stage.clock.now = late + timedelta(hours=12)
    await looked(stage, events)
    assert events.made == 1


@pytest.mark.slow
@pytest.mark.parametrize("hours", [0.01, 2])
@pytest.mark.parametrize("begins", ["2026-12-10", "2026-12-10T00:30:00Z"])
@pytest.mark.parametrize("later", ["2026-12-11", "2026-12-11T20:00:00Z"])
async def test_a_date_put_off_as_it_came_is_another_event(
    stage: Stage, begins: str, later: str, hours: float
) -> None:
    events = await begun(stage, begins)
    (start,) = events.starts
    stage.clock.now = start + timedelta(hours=hours)
    await looked(stage, events)
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": later}})
    await looked(stage, events)
    ended = [10] if "T" in begins and hours > 1 else []
    assert (events.made, [start.day for start in events.starts]) == (2, [*ended, 11])


async def test_a_wrong_hour_that_is_over_does_not_take_the_place_of_the_right_one(
    stage: Stage,
) -> None:
    events = await begun(stage, "2026-12-10T09:00:00Z")
    stage.clock.now = START + timedelta(hours=10, minutes=30)
    await looked(stage, events)
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-10T21:00:00Z"}})
    await looked(stage, events)
    assert (events.made, events.starts[1]) == (2, START + timedelta(hours=21))


@pytest.mark.parametrize("seconds", [7, 20, 61])
async def test_it_stands_through_the_last_minutes_before_it_begins(
    stage: Stage, seconds: int
) -> None:
    events = await begun(stage)
    stage.clock.now = START - timedelta(minutes=3)
    while stage.clock.now < START + timedelta(minutes=3):
        await stage.services.scheduled_events.step(events)
        assert events.starts == [START], stage.clock.now
        stage.clock.advance(seconds=seconds)


async def test_a_date_taken_back_in_the_last_minute_takes_its_event_away(stage: Stage) -> None:
    events = await begun(stage)
    stage.clock.now = START - timedelta(seconds=40)
    await stage.source({2: {"status": "renewed"}})
    await stage.services.scheduled_events.step(events)
    assert events.standing == {}


async def test_what_begins_within_the_minute_is_not_made_any_more(stage: Stage) -> None:
    await stage.source({2: {"premiere": "2026-12-10"}})
    await stage.follow()
    await stage.services.scheduled_events.switch(GUILD, enabled=True)
    stage.clock.now = START - timedelta(seconds=40)
    events = FakeEvents()
    await looked(stage, events)
    assert events.requests == 0


SOON, LATER = TODAY + timedelta(seconds=40), TODAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("event_id", "attempted", "stood", "start", "act"),
    [
        # Never attempted, as where the server was full when its turn came.
        (None, None, LATER, LATER, EventAct.CREATE),
        (None, None, LATER, SOON, EventAct.FORGET),
        (None, None, LATER, None, EventAct.FORGET),
        (None, TODAY, LATER, LATER, EventAct.FIND),
        (5, None, LATER, LATER, None),
        (5, None, LATER, LATER + timedelta(hours=1), EventAct.MOVE),
        (5, None, SOON, LATER, EventAct.MOVE),
        # Discord takes no event that is about to begin.
        (5, None, LATER, SOON, None),
        (5, None, LATER, None, EventAct.REMOVE),
        (5, None, TODAY - timedelta(hours=2), LATER, EventAct.FORGET),
        (5, None, TODAY - timedelta(minutes=30), LATER, EventAct.REMOVE),
        (5, None, TODAY - timedelta(minutes=30), TODAY - timedelta(minutes=20), None),
    ],
)
def test_what_is_to_be_done_about_an_event(
    event_id: int | None,
    attempted: datetime | None,
    stood: datetime,
    start: datetime | None,
    act: EventAct | None,
) -> None:
    def event(start: datetime) -> PlannedEvent:
        return PlannedEvent("Example", start, start + timedelta(hours=1), "Netflix", "")

    known = event(stood)
    row = StoredEvent(
        1, GUILD, (1, 2), "mark", event_id, attempted, known.start, known.end, known.fingerprint
    )
    plan = {(1, 2): event(start)} if start is not None else {}
    assert [action.act for action in actions([row], plan, TODAY)] == ([act] if act else [])


async def test_an_answer_that_was_lost_is_looked_up_and_nothing_is_made_twice(
    stage: Stage,
) -> None:
    await stage.source({2: {"premiere": "2026-12-10"}})
    await stage.follow()
    events = FakeEvents(late=[UnsureError("the connection was dropped")])
    await stage.services.scheduled_events.switch(GUILD, enabled=True)
    await looked(stage, events)
    assert (events.made, len(events.standing)) == (1, 1)


@pytest.mark.sqlite
async def test_a_backup_that_is_put_back_doubles_no_event(stage: Stage, tmp_path: Path) -> None:
    """What was made after the backup is taken away, and made by who knows of it."""
    events = await begun(stage)
    copy, restored = tmp_path / "copy.db", f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    await asyncio.to_thread(backup, stage.services.settings.database_url, copy)
    await stage.edit({"premiere": "2027-01-05"}, season=3)
    await looked(stage, events)
    assert events.names == ["Example: season 2", "Example: season 3"]
    await asyncio.to_thread(restore, restored, copy, force=False)
    elsewhere = replace(stage.services.settings, database_url=restored)
    async with open_services(elsewhere, stage.clock) as services:
        other = replace(stage, services=services)
        await other.edit({"premiere": "2027-01-06"}, season=3)
        await looked(other, events)
        assert events.names == ["Example: season 2", "Example: season 3"]
        assert events.starts == [START, datetime(2027, 1, 6, tzinfo=UTC)]
        await other.scheduler.close()


async def test_a_refusal_is_told_and_tried_again_later(stage: Stage) -> None:
    await stage.source({2: {"premiere": "2026-12-10"}})
    await stage.follow()
    service = stage.services.scheduled_events
    events = FakeEvents(faults=[RefusedError("I lack *Create Events*")])
    await service.switch(GUILD, enabled=True)
    await looked(stage, events)
    assert await service.trouble(GUILD) == "I lack *Create Events*"
    assert events.standing == {}
    stage.clock.advance(hours=1)
    await looked(stage, events)
    assert await service.trouble(GUILD) is None
    assert len(events.standing) == 1


@pytest.mark.parametrize("fault", [None, RefusedError("no"), UnsureError("lost")])
async def test_events_are_reconciled_after_the_clock_was_set_back(
    stage: Stage, fault: BaseException | None
) -> None:
    events = await begun(stage)
    stage.clock.advance(days=10)
    await stage.source({None: {"network": "Netflix"}, 3: {"premiere": "2026-12-12"}})
    events.faults += [fault] if fault is not None else []
    await looked(stage, events, 1)
    stage.clock.advance(days=-10)
    await stage.source({None: {"network": "Netflix"}, 3: {"premiere": "2026-12-20"}})
    await looked(stage, events)
    assert events.starts == [datetime(2026, 12, 20, tzinfo=UTC)]


async def test_a_new_server_gets_events_after_the_clock_was_set_back(
    stage: Stage,
) -> None:
    stage.clock.advance(days=10)
    await stage.services.scheduled_events.step(FakeEvents())
    stage.clock.advance(days=-10)
    await stage.follow()
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-10"}})
    async with stage.services.database.write() as writing:  # as another process does it
        await scheduled_events.switch(writing, GUILD, enabled=True, now=stage.clock())
    events = FakeEvents()
    await looked(stage, events)
    assert events.names == ["Example: season 2"]


async def test_a_full_server_is_told_and_filled_later(stage: Stage) -> None:
    seasons = {number: {"premiere": f"2026-12-{number:02}"} for number in range(2, 8)}
    await stage.source({None: {"network": "Netflix"}, **seasons})
    await stage.follow()
    service = stage.services.scheduled_events
    events = FakeEvents(room=3)
    await service.switch(GUILD, enabled=True)
    await looked(stage, events)
    assert await service.trouble(GUILD) == FULL
    assert [start.day for start in events.starts] == [2, 3, 4], "the nearest ones"
    events.room = 100
    stage.clock.advance(hours=1)
    await looked(stage, events)
    assert len(events.standing) == 6


def test_an_instant_is_an_hour_and_a_day_is_a_day_there() -> None:
    zone = ZoneInfo("America/New_York")
    entries = [
        entry("2026-12-10", followed=True),
        entry("2026-12-10T02:00:00Z", season=3, followed=True),
        entry("2026-12-10", season=4),
        entry("2026-12", season=5, followed=True),
        entry("2026-11-21", season=6, followed=True),
        entry("2026-12-10", season=7, followed=True, gone=True),
    ]
    plan = planned(entries, TODAY, zone)
    assert plan.keys() == {(1, 2), (1, 3), (1, 6)}
    whole, hour = plan[1, 2], plan[1, 3]
    assert (whole.start.hour, whole.end - whole.start) == (5, timedelta(days=1))
    assert "Only the day is known" in whole.description
    assert (hour.start, hour.end - hour.start) == (
        datetime(2026, 12, 10, 2, tzinfo=UTC),
        timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("airs", "zone", "is_told"),
    [
        ("2026-12-10", "Australia/Sydney", True),
        ("2026-12-10", "America/Los_Angeles", False),
        ("2026-12-10T02:00:00Z", "Australia/Sydney", False),
    ],
)
def test_a_day_of_another_country_says_whose_it_is(airs: str, zone: str, is_told: bool) -> None:
    """As every card and calendar does: it begins in Sydney when it is half over there."""
    made = entry(airs, followed=True, country="US")
    (event,) = planned([made], TODAY, ZoneInfo(zone)).values()
    assert ("US date" in event.description) is is_told


def test_the_nearest_hundred_are_planned() -> None:
    days = [date(2026, 12, 1) + timedelta(days=at) for at in range(150)]
    entries = [entry(str(day), season=at, followed=True) for at, day in enumerate(days)]
    come = [entry("2026-11-21", season=at, followed=True) for at in range(150, 153)]
    plan = planned([*reversed(entries), *come], TODAY, UTC)
    assert {season for _, season in plan} == {*range(100), *range(150, 153)}


@settings(max_examples=30, deadline=None)
@given(texts(200).filter(str.strip), texts(100), texts(60), st.integers(0, 9999))
def test_whatever_shows_are_called_the_event_fits(
    title: str, network: str, part: str, season: int
) -> None:
    made = replace(
        entry("2026-12-10", title, followed=True), network=network, part=part, season=season
    )
    (event,) = planned([made], TODAY, UTC).values()
    assert 1 <= len(event.name) <= 100
    assert 1 <= len(event.location) <= 100
    assert len(event.marked("0" * 20)) <= 1000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
async def test_killed_at_any_moment_nothing_is_lost_or_doubled(stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    events = Weather(chance)
    service = stage.services.scheduled_events
    await stage.follow()
    await service.switch(GUILD, enabled=True)
    wanted: dict[int, Any] = {}
    for _ in range(25):
        number = chance.randint(2, 5)
        day = stage.clock.now.date() + timedelta(days=chance.randint(30, 90))
        wanted = {**wanted, number: day} if chance.random() < 0.7 else {}
        await stage.source({n: {"premiere": str(at)} for n, at in wanted.items()} or {1: {}})
        for _ in range(chance.randint(1, 3)):
            stage.clock.advance(seconds=chance.choice((2, 6, 61, 3700)))
            # Where the process is gone, the next one finds the store alone.
            with suppress(Killed):
                await service.step(events)
    events.rough = False
    for _ in range(4):
        stage.clock.advance(hours=1)
        await looked(stage, events, rounds=3)
    assert events.starts == sorted(
        datetime(at.year, at.month, at.day, tzinfo=UTC) for at in wanted.values()
    )
    await service.switch(GUILD, enabled=False)
    await looked(stage, events)
    assert events.standing == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "country", "hours"),
    [
        ("America/Chicago", "US", 6),
        ("Asia/Kathmandu", "US", -5.75),
        ("UTC", "US", 0),
        # Where no zone is set, nobody lives in UTC: an American day would begin the evening before.
        (None, "US", 5),
        (None, "JP", -9),
        (None, None, 0),
    ],
)
async def test_a_day_is_the_servers_or_else_the_shows(
    stage: Stage, zone: str | None, country: str | None, hours: float
) -> None:
    events = await begun(stage)
    about = {"network": "Some Network"} | ({"country": country} if country else {})
    await stage.source({None: about, 2: {"premiere": "2026-12-10"}})
    await stage.services.guilds.set_timezone(GUILD, zone)
    await looked(stage, events)
    assert (events.starts, events.made) == ([START + timedelta(hours=hours)], 1)


@pytest.mark.slow
@pytest.mark.parametrize("hours", [-3, 12])
@pytest.mark.parametrize(
    ("before", "after", "standing"),
    [
        ("Asia/Tokyo", "America/Los_Angeles", 1),
        ("America/Los_Angeles", "Asia/Tokyo", 1),
        ("UTC", "Asia/Kathmandu", 1),
        ("Asia/Tokyo", None, 1),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", 1),
        # There the day is over, or nearly.
        ("Pacific/Pago_Pago", "Pacific/Kiritimati", 0),
    ],
)
async def test_a_zone_set_anew_on_the_day_leaves_one_event(
    stage: Stage, before: str, after: str | None, standing: int, hours: int
) -> None:
    guilds = stage.services.guilds
    await guilds.set_timezone(GUILD, before)
    events = await begun(stage)
    stage.clock.now = events.starts[0] + timedelta(hours=hours)
    await looked(stage, events, rounds=1)
    await guilds.set_timezone(GUILD, after)
    for _ in range(4):
        await looked(stage, events, rounds=2)
        stage.clock.advance(hours=9)
    assert len(events.standing) == standing
