"""Digests: once a week or month at their hour, nothing where nothing is new, whatever breaks."""

from __future__ import annotations

import asyncio
import os
import random
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.cards.messages import shortened
from bot.alerts.paused_channels import LEFT
from bot.alerts.queries.event_news import News
from bot.alerts.transport import FailedError, RefusedError
from bot.calendar.digests import Content, digest_lines
from bot.calendar.news import NewsItem, NewsKind
from bot.calendar.queries.digests import Digest, What
from bot.calendar.recurrence import Every, Recurrence
from bot.calendar.upcoming import Source, agenda
from bot.errors import BadInputError, GoneError
from bot.facts.models import Credit
from bot.facts.queries.identifiers import note_network_name
from bot.locale.languages import speaking
from bot.presentation.markup import Markdown
from tests.alerts.conftest import CHANNEL, EDITOR, GUILD, Stage
from tests.alerts.fake import ChaoticTransport, Killed
from tests.alerts.test_outbox_worker import one_round
from tests.calendar.made import FIRST, entry
from tests.clock import TODAY
from tests.facts.made import a_show

KILLS = int(os.environ.get("CHAOS_RUNS", "3"))
MONDAY = Recurrence(Every.WEEK, 1, 9)


async def set_digest(
    stage: Stage, recurrence: Recurrence = MONDAY, what: What = What.BOTH, **more: Any
) -> Digest:
    options = {"network": None, "mine": False, **more}
    return await stage.services.digests.set(GUILD, CHANNEL, recurrence, what, **options)


def told(stage: Stage, channel: int = CHANNEL) -> list[str]:
    return [
        posted.envelope.message.body["lines"]
        for posted in stage.transport.posted[channel]
        if posted.envelope.message.kind == "roundup"
    ]


async def renewed(stage: Stage, season: int = 2, **more: Any) -> None:
    await stage.edit({"status": "renewed"} | more, season, scope=0)
    await stage.pass_time(minutes=2)


async def until(stage: Stage, moment: datetime, **step: float) -> None:
    """Let time go by to just that moment."""
    length = timedelta(**(step or {"hours": 12}))
    while stage.clock.now < moment:
        stage.clock.now = min(stage.clock.now + length, moment)
        await stage.run()


async def test_news_and_dates_at_their_hour_in_the_servers_zone(stage: Stage) -> None:
    await stage.services.guilds.set_timezone(GUILD, "America/New_York")
    digest = await set_digest(stage)
    assert digest.next_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-11-25"}})
    await renewed(stage, 3)
    await until(stage, datetime(2026, 11, 23, 13, 50, tzinfo=UTC))
    assert told(stage) == []
    await until(stage, datetime(2026, 11, 23, 14, 30, tzinfo=UTC), minutes=30)
    (text,) = told(stage)
    assert "### What is new" in text
    assert "Season 3 is coming: it was renewed." in text
    assert "### What comes up\n**Wednesday, 25 November 2026**\n- **Example**: season 2" in text
    await until(stage, datetime(2026, 11, 29, tzinfo=UTC))
    assert len(told(stage)) == 1


async def test_dates_are_told_up_to_the_day_before_the_next_digest(stage: Stage) -> None:
    await set_digest(stage, what=What.UPCOMING)
    await stage.source({2: {"premiere": "2026-11-29"}, 3: {"premiere": "2026-11-30"}})
    await until(stage, datetime(2026, 11, 23, 9, tzinfo=UTC))
    (text,) = told(stage)
    assert "season 2" in text
    assert "season 3" not in text


async def test_nothing_new_nothing_sent(stage: Stage) -> None:
    await set_digest(stage)
    await stage.source({2: {"premiere": "2027"}})
    await until(stage, datetime(2026, 12, 15, tzinfo=UTC), days=2)
    assert told(stage) == []
    await renewed(stage, 3)
    await until(stage, datetime(2027, 1, 15, tzinfo=UTC), days=2)
    assert len(told(stage)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [timedelta(days=9), timedelta(days=40), timedelta(days=3650)])
@pytest.mark.parametrize("recurrence", [MONDAY, Recurrence(Every.MONTH, 1, 9)])
async def test_a_clock_that_was_ahead_silences_no_digest(
    stage: Stage, recurrence: Recurrence, ahead: timedelta
) -> None:
    right = await set_digest(stage, recurrence)
    stage.clock.now += ahead
    await stage.services.digests.step()
    stage.clock.now -= ahead
    await stage.services.digests.step()
    (after,) = await stage.services.digests.of(GUILD)
    assert (after.next_day, after.next_at) == (right.next_day, right.next_at)
    await renewed(stage, 3)
    await until(stage, right.next_at + timedelta(hours=1))
    (text,) = told(stage)
    assert "Season 3 is coming: it was renewed." in text
    await until(stage, right.next_at + timedelta(days=3))
    assert len(told(stage)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("late", [timedelta(0), timedelta(milliseconds=500), timedelta(hours=3)])
async def test_news_of_the_very_second_of_a_digest_are_told_once(
    stage: Stage, late: timedelta
) -> None:
    """An edit's time to undo ends as the digest is due, or both wait for a process to start."""
    await set_digest(stage)
    due = datetime(2026, 11, 23, 9, tzinfo=UTC)
    await until(stage, due - timedelta(minutes=2))
    stage.clock.now = due - timedelta(minutes=1)
    await stage.edit({"status": "renewed"}, scope=0)
    stage.clock.now = due + late
    await stage.run()
    # It comes as soon as that second is over, and not a minute later.
    stage.clock.advance(seconds=1)
    stage.time.now += 1
    await stage.scheduler.step()
    await stage.scheduler.step()
    await asyncio.gather(*stage.scheduler.worker.under_way)
    assert len(told(stage)) == 1
    await until(stage, datetime(2026, 11, 27, tzinfo=UTC))
    assert len(told(stage)) == 1
    await renewed(stage, 3)
    await until(stage, datetime(2026, 12, 1, tzinfo=UTC))
    counts = [text.count("Season 2 is coming") for text in told(stage)]
    assert counts == [1, 0]


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


async def test_a_network_that_is_called_otherwise_since_is_the_same(stage: Stage) -> None:
    await stage.source({None: {"network": "Harbour One"}, 2: {"premiere": "2026-11-25"}})
    await set_digest(stage, network="Harbour One")
    async with stage.services.database.write() as writing:
        for name in ("Harbour One", "Pier"):
            await note_network_name(writing, "tvmaze", "web:7", name, stage.clock())
            stage.clock.advance(hours=1)
    await stage.source({None: {"network": "Pier"}, 2: {"premiere": "2026-11-25"}})
    await renewed(stage, 3)
    await until(stage, datetime(2026, 11, 24, tzinfo=UTC))
    (text,) = told(stage)
    assert "Season 3 is coming" in text
    assert "**Example**: season 2" in text
    networks = stage.services.networks
    assert await networks.meant("harbour one", GUILD) == "Pier"
    assert await networks.meant("pier", GUILD) == "Pier"
    with pytest.raises(BadInputError):
        await networks.meant("Harbour Two", GUILD)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "weeks", "skipped"),
    [
        (date(2027, 3, 7), 6, [["03:00"], [], []]),
        (date(2027, 9, 26), 8, [[], ["02:30"], []]),
    ],
)
async def test_each_week_once_over_changes_of_the_clock(
    stage: Stage, first: date, weeks: int, skipped: list[list[str]]
) -> None:
    """The hour that the clocks skip or repeat in spring and in autumn, on the day they do it."""
    stage.clock.now = datetime.combine(first - timedelta(days=3), time(), UTC)
    zones = dict(enumerate(map(ZoneInfo, ("America/New_York", "Australia/Lord_Howe", "UTC")), 1))
    for server, zone in zones.items():
        await stage.services.guilds.set_timezone(server, zone.key)
        await stage.services.digests.set(
            server, server, Recurrence(Every.WEEK, 7, 2), What.NEWS, network=None, mine=False
        )
    digests = stage.services.digests
    due: dict[int, list[datetime]] = {server: [] for server in zones}
    for week in range(weeks):
        day = first + timedelta(weeks=week)
        stage.clock.now = datetime.combine(day - timedelta(days=2), time(), UTC)
        await renewed(stage, **({"status": "in_production"} if week % 2 else {}))
        for moment, server in sorted(
            (at, server) for server, zone in zones.items() for at in around_two(day, zone)
        ):
            stage.clock.now = moment
            await digests.step()
            (digest,) = await digests.of(server)
            if digest.next_day > day and len(due[server]) == week:
                due[server].append(moment.astimezone(zones[server]))
        await stage.run()
        assert [len(told(stage, server)) for server in zones] == [week + 1] * 3
    for moments, late in zip(due.values(), skipped, strict=True):
        assert len({moment.isocalendar()[:2] for moment in moments}) == weeks
        assert [f"{at:%H:%M}" for at in moments if f"{at:%H:%M}" != "02:00"] == late


def around_two(day: date, zone: ZoneInfo) -> list[datetime]:
    """Half hours around two o'clock there: more of them where the clock changes on that day."""
    midnight = datetime.combine(day, time(), zone)
    tomorrow = datetime.combine(day + timedelta(days=1), time(), zone)
    changes = midnight.utcoffset() != tomorrow.utcoffset()
    begin = midnight.astimezone(UTC)
    return [begin + timedelta(minutes=30 * at) for at in (range(2, 8) if changes else (3, 4))]


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
    stage.transport.faults[CHANNEL].append(RefusedError("I may not send messages there"))
    await until(stage, datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert told(stage) == []
    (pause,) = (await stage.alerts.following.followed(GUILD)).pauses
    assert pause.channel_id == CHANNEL
    assert await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.run()
    assert len(told(stage)) == 1


async def test_a_channel_that_gets_a_digest_alone_and_refuses_it_is_no_secret(stage: Stage) -> None:
    """It follows nothing, so whoever follows elsewhere in the server is told of it."""
    await stage.follow(300, kinds=1)
    await set_digest(stage, what=What.UPCOMING)
    await stage.source({2: {"premiere": "2026-11-25"}})
    stage.transport.faults[CHANNEL].append(RefusedError("I may not send messages there"))
    await until(stage, datetime(2026, 11, 23, 12, tzinfo=UTC))
    [notice] = stage.transport.posted[EDITOR + 5]
    assert notice.envelope.message.body["channel"] == str(CHANNEL)
    [digest] = await stage.services.digests.of(GUILD)
    pauses = await stage.services.digests.pauses([digest])
    assert pauses[CHANNEL].reason == "I may not send messages there"


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
    await until(stage, datetime(2026, 12, 14, tzinfo=UTC))
    assert len(told(stage)) == 1


@pytest.mark.parametrize("waits", ["for a paused channel", "to be tried again"])
async def test_what_was_stopped_is_not_sent_though_it_waits(stage: Stage, waits: str) -> None:
    await set_digest(stage, what=What.NEWS)
    await renewed(stage)
    trouble: Exception = FailedError("Discord failed with 503")
    if waits == "for a paused channel":
        trouble = RefusedError("I may not send messages there")
    stage.transport.faults[CHANNEL].append(trouble)
    await until(stage, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert stage.transport.sends == 1
    await stage.services.digests.stop(GUILD, CHANNEL)
    await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.pass_time(hours=1)
    assert told(stage) == []


async def test_a_preview_is_what_would_be_told_and_moves_nothing(stage: Stage) -> None:
    digest = await set_digest(stage)
    assert await stage.services.digests.preview(digest) == []
    await renewed(stage)
    lines = await stage.services.digests.preview(digest)
    assert lines[0] == "### What is new"
    await until(stage, datetime(2026, 11, 24, tzinfo=UTC))
    assert told(stage) == ["\n".join(lines)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
async def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(
    stage: Stage, seed: int
) -> None:
    transport = stage.transport = ChaoticTransport(random.Random(seed), deadly=0.1)
    channels = range(100, 112)
    for channel in channels:
        await stage.services.digests.set(
            channel % 3 + 1, channel, MONDAY, What.NEWS, network=None, mine=False
        )
    await renewed(stage)
    stage.clock.now = datetime(2026, 11, 23, 8, 59, 30, tzinfo=UTC)
    stage.restart()
    for _ in range(60):
        try:
            await one_round(stage)
        except Killed:
            # The process is gone with all it knew; the next one finds the store alone.
            stage.restart()
            if seed % 2:
                transport.forget_nonces()
        stage.clock.advance(seconds=transport.chance.choice((1, 5, 61)))
    transport.deadly = 0.0
    for _ in range(3):
        await stage.pass_time(hours=1)
    assert {len(told(stage, channel)) for channel in channels} == {1}


async def test_of_several_processes_each_tells_its_own_servers_in_their_language(
    stage: Stage,
) -> None:
    """What a server's managers set, and its language at Discord, only its own process knows."""
    async with stage.with_another() as (other, guild):
        other.services.guilds.locale_of = lambda guild_id: "de" if guild_id == guild else None
        await other.services.guilds.set_timezone(guild, "Europe/Berlin")
        digest = await other.services.digests.set(
            guild, CHANNEL, MONDAY, What.NEWS, network=None, mine=False
        )
        await stage.edit({"status": "renewed"}, scope=0)
        stage.clock.now = digest.next_at - timedelta(minutes=2)
        for process in (stage, other) * 5:
            await process.run()
            stage.clock.advance(minutes=1)
        assert told(stage) == []
        (text,) = told(other)
        assert "Staffel 2 kommt" in text


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


@pytest.mark.parametrize("language", ["en", "de", "hi"])
@pytest.mark.parametrize("people", [1, 12, 60])
@pytest.mark.parametrize(("news", "dates"), [(0, 30), (3, 2), (8, 12), (20, 30), (1, 12), (40, 0)])
def test_what_a_digest_has_no_room_for_is_counted(
    news: int, dates: int, people: int, language: str
) -> None:
    """It is told of once: what is left out without a word is never heard of."""
    source = Source("tvmaze", "https://www.tvmaze.com/shows/73893/the-lamp-of-the-rings", FIRST)
    known = {show: a_show({2: {}}, title=f"Lamp{show}x") for show in range(news)}
    credits = [
        Credit(f"Samantha Longname {n}", f"Christopher Character {n}") for n in range(people)
    ]
    items = [
        NewsItem(
            show,
            show,
            f"Lamp{show}x",
            None,
            2,
            NewsKind.CAST,
            "HBO",
            source,
            TODAY,
            tuple(
                News(show, 0, 2, "cast", str(n), 16, None, credit, source.link)
                for n, credit in enumerate(credits)
            ),
        )
        for show in known
    ]
    ahead = [
        entry(str(FIRST + timedelta(days=n)), f"Oil{n}x", source=source, country="US", show_id=n)
        for n in range(dates)
    ]
    plan = agenda(ahead, FIRST, FIRST + timedelta(days=60), UTC)
    with speaking(language):
        lines = digest_lines(Content(items, known, plan), TODAY, Markdown())
    text = shortened(lines)
    assert "\n…" not in text
    for name, number, command in (("Lamp", news, "`/news`"), ("Oil", dates, "`/upcoming`")):
        told = sum(f"{name}{n}x" in text for n in range(number))
        (rest,) = [line for line in lines if command in line] or [""]
        left = re.search(r"\d+", rest)
        assert told + (int(left[0]) if left else 0) == number
        assert told >= min(1, number)


async def test_a_digest_alone_is_paused_when_the_bot_is_removed_and_goes_on_when_it_is_back(
    stage: Stage,
) -> None:
    """Only channels that follow something were: of the others each digest failed, and the channel
    stayed paused as one that refuses messages."""
    digest = await set_digest(stage)
    await stage.alerts.paused_channels.server_left(GUILD)
    paused = (await stage.services.digests.pauses([digest]))[CHANNEL]
    assert (paused.reason, paused.probe_at) == (LEFT, None)
    await renewed(stage)
    await until(stage, digest.next_at + timedelta(hours=1))
    assert told(stage) == []
    await stage.alerts.paused_channels.server_joined(GUILD)
    await stage.pass_time(minutes=2)
    assert await stage.services.digests.pauses([digest]) == {}
    await until(stage, digest.next_at + timedelta(days=7, hours=1))
    (text,) = told(stage)
    assert "Season 2 is coming" in text


async def test_a_digest_is_resumed_where_the_removal_was_not_noticed(stage: Stage) -> None:
    digest = await set_digest(stage)
    stage.transport.dead[CHANNEL] = "I lack *View Channel*"
    await renewed(stage)
    await until(stage, digest.next_at + timedelta(hours=1))
    assert (await stage.services.digests.pauses([digest]))[CHANNEL].reason != LEFT
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.server_joined(GUILD)
    await stage.pass_time(minutes=2)
    assert await stage.services.digests.pauses([digest]) == {}
    assert len(told(stage)) == 1
