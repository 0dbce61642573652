"""Digests: once a week or month at their hour, nothing where nothing is new, whatever breaks."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.sender import RefusedError
from bot.calendar.queries.digests import Digest, What
from bot.calendar.recurrence import Every, Recurrence
from bot.errors import GoneError
from tests.alerts.conftest import CHANNEL, GUILD, Stage, no_wait, open_stage, ticking
from tests.alerts.fake import ChaoticSender, Killed
from tests.alerts.test_worker import one_round
from tests.clock import StoppedClock

MONDAY = Recurrence(Every.WEEK, 1, 9)


async def set_digest(
    stage: Stage, recurrence: Recurrence = MONDAY, what: What = What.BOTH, **more: Any
) -> Digest:
    options = {"network": None, "mine": False, **more}
    return await stage.services.digests.set(GUILD, CHANNEL, recurrence, what, **options)


def told(stage: Stage, channel: int = CHANNEL) -> list[str]:
    return [
        posted.envelope.message.body["lines"]
        for posted in stage.sender.posted[channel]
        if posted.envelope.message.kind == "roundup"
    ]


async def renewed(stage: Stage, season: int = 2, **more: Any) -> None:
    await stage.edit({"status": "renewed", **more}, season, scope=0)
    await stage.pass_time(minutes=2)


async def until(stage: Stage, moment: datetime, **step: float) -> None:
    """Let time go by to just that moment."""
    length = timedelta(**(step or {"hours": 1}))
    while stage.clock.now < moment:
        stage.clock.now = min(stage.clock.now + length, moment)
        await stage.run()


async def test_news_and_dates_at_their_hour_in_the_servers_zone(stage: Stage) -> None:
    await stage.services.guilds.set_timezone(GUILD, "America/New_York")
    digest = await set_digest(stage)
    assert digest.next_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-11-25"}})
    await renewed(stage, 3)
    await until(stage, datetime(2026, 11, 23, 13, 50, tzinfo=UTC), minutes=30)
    assert told(stage) == []
    await until(stage, datetime(2026, 11, 23, 14, 30, tzinfo=UTC), minutes=30)
    (text,) = told(stage)
    assert "### What is new" in text
    assert "Season 3 is coming: it was renewed." in text
    assert "### What comes up\n**Wednesday, 25 November 2026**\n- **Example**: season 2" in text
    await until(stage, datetime(2026, 11, 29, tzinfo=UTC))
    assert len(told(stage)) == 1


async def test_nothing_new_nothing_sent(stage: Stage) -> None:
    await set_digest(stage)
    await stage.source({2: {"premiere": "2027"}})
    await until(stage, datetime(2026, 12, 15, tzinfo=UTC), hours=6)
    assert told(stage) == []
    await renewed(stage, 3)
    await until(stage, datetime(2027, 1, 15, tzinfo=UTC), hours=6)
    assert len(told(stage)) == 1


@pytest.mark.parametrize("what", What)
async def test_only_what_is_asked_for(stage: Stage, what: What) -> None:
    await set_digest(stage, what=what)
    await stage.source({2: {"premiere": "2026-11-25"}})
    await renewed(stage, 3)
    await until(stage, datetime(2026, 11, 24, tzinfo=UTC))
    (text,) = told(stage)
    assert ("What is new" in text, "What comes up" in text) == (
        what is not What.UPCOMING,
        what is not What.NEWS,
    )


async def test_one_network_and_what_is_followed(stage: Stage) -> None:
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-11-25"}})
    await set_digest(stage, network="HBO")
    await until(stage, datetime(2026, 11, 24, tzinfo=UTC))
    await set_digest(stage, mine=True)
    await until(stage, datetime(2026, 12, 1, tzinfo=UTC))
    assert told(stage) == []
    await stage.follow(kinds=1)
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-09"}})
    await set_digest(stage, network="netflix", mine=True)
    await until(stage, datetime(2026, 12, 8, tzinfo=UTC))
    assert len(told(stage)) == 1


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "UTC"])
async def test_a_year_each_week_once_over_changes_of_the_clock(stage: Stage, zone: str) -> None:
    await stage.services.guilds.set_timezone(GUILD, zone)
    # The hour that the clocks skip or repeat in spring and in autumn, on the day they do it.
    await set_digest(stage, Recurrence(Every.WEEK, 7, 2), What.NEWS)
    here, day = ZoneInfo(zone), date(2026, 11, 29)
    sent: list[datetime] = []
    for week in range(52):
        await renewed(stage, 2 + week)
        night = datetime.combine(day + timedelta(weeks=week), time(), here).astimezone(UTC)
        for half_hour in range(8):
            stage.clock.now = night + timedelta(minutes=30 * half_hour)
            await stage.services.digests.step()
            await stage.engine.step()
            await stage.run()
            if len(told(stage)) > len(sent):
                sent.append(stage.clock.now.astimezone(here))
        assert len(told(stage)) == len(sent) == week + 1
    assert len({moment.isocalendar()[:2] for moment in sent}) == 52
    skipped = {"America/New_York": ["03:00"], "Australia/Lord_Howe": ["02:30"], "UTC": []}[zone]
    assert [f"{at:%H:%M}" for at in sent if f"{at:%H:%M}" != "02:00"] == skipped


async def test_a_zone_that_is_set_anew_moves_the_hour_and_neither_skips_nor_repeats(
    stage: Stage,
) -> None:
    await stage.services.guilds.set_timezone(GUILD, "America/New_York")
    await set_digest(stage)
    await renewed(stage)
    await until(stage, datetime(2026, 11, 23, 10, tzinfo=UTC))
    # Nine o'clock has passed in Berlin: the digest of this week is due at once.
    await stage.services.guilds.set_timezone(GUILD, "Europe/Berlin")
    await stage.run()
    assert len(told(stage)) == 1
    await renewed(stage, 3)
    await stage.services.guilds.set_timezone(GUILD, "America/New_York")
    await until(stage, datetime(2026, 11, 30, 13, 50, tzinfo=UTC))
    assert len(told(stage)) == 1
    await until(stage, datetime(2026, 11, 30, 15, tzinfo=UTC))
    assert len(told(stage)) == 2


async def test_what_was_slept_through_comes_late_or_with_the_next_one(stage: Stage) -> None:
    await set_digest(stage, what=What.NEWS)
    await renewed(stage)
    stage.clock.now = datetime(2026, 11, 23, 20, tzinfo=UTC)
    await stage.run()
    assert len(told(stage)) == 1
    await renewed(stage, 3)
    stage.clock.now = datetime(2026, 12, 9, 12, tzinfo=UTC)
    await stage.run()
    assert len(told(stage)) == 1
    await until(stage, datetime(2026, 12, 14, 10, tzinfo=UTC))
    assert "Season 3" in told(stage)[1]
    assert "Season 2" not in told(stage)[1]


async def test_a_channel_that_refuses_is_paused_and_told_once_it_is_back(stage: Stage) -> None:
    await set_digest(stage, what=What.NEWS)
    await renewed(stage)
    stage.sender.faults[CHANNEL].append(RefusedError("I may not send messages there"))
    await until(stage, datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert told(stage) == []
    (pause,) = (await stage.alerts.following.followed(GUILD)).pauses
    assert pause.channel_id == CHANNEL
    assert await stage.alerts.following.resume(CHANNEL, GUILD)
    await stage.run()
    assert len(told(stage)) == 1


async def test_stopped_and_set_anew(stage: Stage) -> None:
    await set_digest(stage, what=What.NEWS)
    await renewed(stage)
    await until(stage, datetime(2026, 11, 23, 12, tzinfo=UTC))
    await set_digest(stage, Recurrence(Every.WEEK, 3, 9), What.NEWS)
    await until(stage, datetime(2026, 11, 27, tzinfo=UTC))
    assert len(told(stage)) == 1, "what it was told is not news again"
    await stage.services.digests.stop(GUILD, CHANNEL)
    with pytest.raises(GoneError):
        await stage.services.digests.stop(GUILD, CHANNEL)
    await renewed(stage, 3)
    await until(stage, datetime(2026, 12, 14, tzinfo=UTC), hours=6)
    assert len(told(stage)) == 1


async def test_a_preview_is_what_would_be_told_and_moves_nothing(stage: Stage) -> None:
    digest = await set_digest(stage)
    assert await stage.services.digests.preview(digest) == []
    await renewed(stage)
    lines = await stage.services.digests.preview(digest)
    assert lines[0] == "### What is new"
    await until(stage, datetime(2026, 11, 24, tzinfo=UTC))
    assert told(stage) == ["\n".join(lines)]


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**9), remembers=st.booleans())
async def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, seed: int, remembers: bool
) -> None:
    folder, clock = tmp_path_factory.mktemp("digests"), StoppedClock()
    shutil.copy(migrated, folder / "test.db")
    sender = ChaoticSender(random.Random(seed), deadly=0.1)
    channels = range(100, 112)
    async with open_stage(f"sqlite+aiosqlite:///{folder / 'test.db'}", clock) as stage:
        stage.sender = sender
        for channel in channels:
            await stage.services.digests.set(
                channel % 3 + 1, channel, MONDAY, What.NEWS, network=None, mine=False
            )
        await renewed(stage)
        clock.now = datetime(2026, 11, 23, 8, 59, 30, tzinfo=UTC)
        stage.engine = stage.alerts.engine(sender, ticking(), no_wait)
        for _ in range(60):
            try:
                await one_round(stage)
            except Killed:
                # The process is gone with all it knew; the next one finds the store alone.
                stage.engine = stage.alerts.engine(sender, ticking(), no_wait)
                if not remembers:
                    sender.forget_nonces()
            clock.advance(seconds=sender.chance.choice((1, 5, 61)))
        sender.deadly = 0.0
        for _ in range(3):
            await stage.pass_time(hours=1)
        assert {len(told(stage, channel)) for channel in channels} == {1}


async def test_as_many_as_are_due_at_one_hour_are_told_then(stage: Stage) -> None:
    channels = range(1000, 1045)
    for channel in channels:
        await stage.services.digests.set(
            GUILD, channel, MONDAY, What.NEWS, network=None, mine=False
        )
    await renewed(stage)
    stage.clock.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    await stage.run()
    assert {len(told(stage, channel)) for channel in channels} == {1}
