"""A week before, a day before, out: once each, in each server's zone, late or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.alerts.cards.messages import alert_card
from bot.alerts.reminder_dates import Reminder, countdown_of, date_of
from bot.alerts.reminder_times import EARLIEST, LATEST, ReminderKind, due, expires
from bot.facts.air_date import AirDate
from bot.facts.season_dates import DateKind
from bot.guilds.tables import guilds
from bot.locale.languages import speaking
from tests.alerts.conftest import CHANNEL, GUILD, AlertKind, Stage, written
from tests.clock import TODAY
from tests.facts.made import a_show


def told(stage: Stage, channel: int = CHANNEL) -> list[str]:
    return [
        p.envelope.message.body["which"]
        for p in stage.transport.posted[channel]
        if p.envelope.message.kind == "reminder"
    ]


async def until(stage: Stage, moment: datetime, *, hours: float = 6) -> None:
    """Time passes, a day at a time and the last of them by so many hours."""
    while stage.clock.now < moment:
        last = moment - stage.clock.now <= timedelta(days=1)
        await stage.pass_time(hours=hours if last else 24)


async def dated(stage: Stage, premiere: str = "2026-12-10") -> None:
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": premiere}})


async def test_three_reminders_each_once(stage: Stage) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage)
    await until(stage, datetime(2026, 12, 3, 6, tzinfo=UTC))
    assert told(stage) == []
    await until(stage, datetime(2026, 12, 3, 15, tzinfo=UTC))
    assert told(stage) == ["week"]
    await until(stage, datetime(2026, 12, 9, 15, tzinfo=UTC))
    assert told(stage) == ["week", "day"]
    await until(stage, datetime(2026, 12, 20, tzinfo=UTC))
    assert told(stage) == ["week", "day", "out"]


async def test_each_server_hears_in_its_own_morning(stage: Stage) -> None:
    await stage.follow(100, 1, kinds=AlertKind.REMINDERS)
    await stage.follow(200, 2, kinds=AlertKind.REMINDERS)
    await stage.services.guilds.set_timezone(1, "Pacific/Auckland")
    await stage.services.guilds.set_timezone(2, "America/Los_Angeles")
    await dated(stage)
    heard: dict[int, datetime] = {}
    stage.clock.now = datetime(2026, 12, 9, 18, tzinfo=UTC)
    await stage.run()
    while stage.clock.now < datetime(2026, 12, 11, tzinfo=UTC):
        await stage.pass_time(hours=1)
        for channel in (100, 200):
            if "out" in told(stage, channel):
                heard.setdefault(channel, stage.clock.now)
    assert heard[100].astimezone(ZoneInfo("Pacific/Auckland")).hour == 9
    assert heard[200].astimezone(ZoneInfo("America/Los_Angeles")).hour == 9
    assert (told(stage, 100).count("out"), told(stage, 200).count("out")) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "said"),
    [
        # An hour is announced, and not repeated once it has passed.
        ("America/Los_Angeles", ["2026-12-10", "2026-12-11T01:00:00Z", "2026-12-10"]),
        ("Asia/Tokyo", ["2026-12-10", "2026-12-11T01:00:00Z", "2026-12-10"]),
        ("Asia/Tokyo", ["2026-12-11T01:00:00Z", "2026-12-10", "2026-12-10"]),
        ("America/Los_Angeles", ["2026-12-10", "2026-12-10", "2026-12-11T01:00:00Z"]),
        ("Europe/Berlin", ["2026-12-10", "2026-12-10", "2026-12-11T01:00:00Z"]),
    ],
)
async def test_a_day_that_becomes_an_hour_or_back_reminds_once(
    stage: Stage, zone: str, said: list[str]
) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.services.guilds.set_timezone(GUILD, zone)
    for day, premiere in zip((1, 6, 11), said, strict=True):
        await until(stage, datetime(2026, 12, day, 2, tzinfo=UTC), hours=3)
        about = {"network": "The CW", "country": "US"}
        await stage.source({None: about, 2: {"premiere": premiere}})
    await until(stage, datetime(2026, 12, 14, tzinfo=UTC), hours=3)
    assert told(stage) == ["week", "day", "out"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "comes"),
    [
        # 10 December in New York: the first morning in Sydney that it has begun there.
        ("Australia/Sydney", datetime(2026, 12, 10, 22, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 12, 10, 8, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 10, 17, tzinfo=UTC)),
    ],
)
async def test_a_day_elsewhere_is_told_once_it_has_begun_there(
    stage: Stage, zone: str, comes: datetime
) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.services.guilds.set_timezone(GUILD, zone)
    await stage.source({None: {"network": "NBC", "country": "US"}, 2: {"premiere": "2026-12-10"}})
    await until(stage, comes - timedelta(hours=1), hours=1)
    assert told(stage) == ["week", "day"]
    await until(stage, comes, hours=1)
    assert told(stage) == ["week", "day", "out"]
    message = stage.transport.posted[CHANNEL][-1].envelope.message
    card = str(alert_card(message).to_components())
    whose = "" if zone.startswith("America/") else " (US)"
    assert f"comes out today.** That is on 10 December 2026{whose}." in card
    for language, text in (
        ("de", "Das ist am 10. Dezember 2026"),
        ("es", "Es el 10 de diciembre de 2026"),
        ("fr", "C’est le 10 décembre 2026"),
        ("it", "È il 10 dicembre 2026"),
        ("pt_BR", "É em 10 de dezembro de 2026"),
    ):
        with speaking(language):
            assert text in str(alert_card(message).to_components())


@pytest.mark.slow
@pytest.mark.parametrize("after", ["Europe/Berlin", None, "Asia/Kathmandu"])
@pytest.mark.parametrize("hour", [12, 20])
async def test_a_zone_set_anew_on_the_day_loses_and_doubles_no_reminder(
    stage: Stage, after: str | None, hour: int
) -> None:
    """In the new zone the morning may be gone by; others there heard of it, and hear no more."""
    await stage.follow(100, 1, kinds=AlertKind.REMINDERS)
    await stage.follow(200, 2, kinds=AlertKind.REMINDERS)
    await stage.follow(300, 3, kinds=AlertKind.REMINDERS)
    await stage.services.guilds.set_timezone(1, "America/Los_Angeles")
    await stage.services.guilds.set_timezone(2, after)
    await dated(stage)
    await until(stage, datetime(2026, 12, 10, hour, tzinfo=UTC), hours=4)
    await stage.services.guilds.set_timezone(1, after)
    await stage.pass_time(minutes=1)
    assert set(told(stage, 200)) <= set(told(stage, 100))
    await stage.services.guilds.set_timezone(1, "America/Los_Angeles")
    await until(stage, datetime(2026, 12, 14, tzinfo=UTC), hours=6)
    for channel in (100, 200, 300):
        assert told(stage, channel) == ["week", "day", "out"]


async def test_a_zone_that_the_machine_lacks_is_utc_and_holds_up_nobody(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """No server was reminded of anything, for the sake of one that was set on another machine."""
    await stage.follow(100, 1, kinds=AlertKind.REMINDERS)
    await stage.follow(200, 2, kinds=AlertKind.REMINDERS)
    await stage.services.guilds.set_timezone(1, "Europe/Berlin")
    async with stage.services.database.write() as writing:
        await writing.execute(update(guilds).values(timezone="Europe/Atlantis"))
    await stage.services.guilds.load()
    await dated(stage)
    await until(stage, datetime(2026, 12, 12, tzinfo=UTC))
    assert told(stage, 100) == told(stage, 200) == ["week", "day", "out"]
    assert "Europe/Atlantis" in caplog.text


@pytest.mark.slow
async def test_a_date_that_moves_moves_its_reminders(stage: Stage) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage)
    await until(stage, datetime(2026, 12, 4, tzinfo=UTC))
    assert told(stage) == ["week"]
    await dated(stage, "2027-01-20")
    await until(stage, datetime(2027, 1, 10, tzinfo=UTC))
    assert told(stage) == ["week"]
    await until(stage, datetime(2027, 1, 25, tzinfo=UTC))
    assert told(stage) == ["week", "week", "day", "out"]


@pytest.mark.parametrize(
    "season",
    [
        {"premiere": "2026-12-10"},
        {"parts": [{"label": "Part 1", "premiere": "2026-12-10"}, {"label": "Part 2"}]},
    ],
)
async def test_a_reminder_names_who_says_the_day(stage: Stage, season: dict[str, Any]) -> None:
    """Of a season that comes in parts it is whoever says when the first of them comes."""
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.source({None: {"network": "Netflix"}, 2: season})
    await until(stage, datetime(2026, 12, 3, 18, tzinfo=UTC))
    (posted,) = stage.transport.posted[CHANNEL]
    card = str(alert_card(posted.envelope.message).to_components())
    assert "-# Source: [TVmaze](<https://tvmaze.example/1>)" in card


def in_parts(*days: str, label: str = "Part") -> dict[str, Any]:
    parts = [
        {"label": f"{label} {number}", "premiere": day} for number, day in enumerate(days, start=1)
    ]
    return {"premiere": days[0], "parts": parts}


LATER_PARTS = {
    "de": "Staffel 2 geht morgen mit Volume 2 weiter.",
    "es": "La temporada 2 vuelve mañana con Volumen 2.",
    "fr": "La saison 2 reprend demain avec Volume 2.",
    "it": "La stagione 2 torna domani con Volume 2.",
    "pt_BR": "A temporada 2 volta amanhã com Volume 2.",
    "hi": "सीज़न 2 कल वॉल्यूम 2 के साथ लौट रहा है।",
}


@pytest.mark.slow
async def test_each_later_part_is_announced_as_the_season_is(stage: Stage) -> None:
    """By its day as it is known by then, and under the name that it has by then."""
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.source({2: in_parts("2026-11-26", "2026-12-25", "2027-01")})
    await until(stage, datetime(2026, 12, 18, 12, tzinfo=UTC))
    assert told(stage) == ["day", "out", "week"]
    moved = in_parts("2026-11-26", "2026-12-31T20:00:00-05:00", "2027-01", label="Volume")
    await stage.source({2: moved})
    await until(stage, datetime(2027, 1, 3, tzinfo=UTC))
    cards = [posted.envelope.message for posted in stage.transport.posted[CHANNEL]][-4:]
    assert [written(card)[1].split("**")[1] for card in cards] == [
        "Season 2 returns with Part 2 in 7 days.",
        "Season 2 returns with Volume 2 in 7 days.",
        "Season 2 returns with Volume 2 tomorrow.",
        "Season 2 came back on <t:1798765200:F> with Volume 2.",
    ]
    assert "tvmaze.example" in str(alert_card(cards[-1]).to_components())
    for language, sentence in LATER_PARTS.items():
        with speaking(language):
            assert written(cards[-2])[1].split("**")[1] == sentence


ON_ONE_DAY = {
    "en": "On the same day: season 3.",
    "de": "Am selben Tag: Staffel 3.",
    "es": "El mismo día: temporada 3.",
    "fr": "Le même jour : saison 3.",
    "it": "Lo stesso giorno: stagione 3.",
    "pt_BR": "No mesmo dia: temporada 3.",
    "hi": "उसी दिन: सीज़न 3।",
}


async def test_two_seasons_that_start_on_one_day_are_one_reminder_that_names_both(
    stage: Stage,
) -> None:
    """Each had its own, so that a person was written to twice within a minute."""
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.follow(200, 20, kinds=AlertKind.REMINDERS)
    both = {2: {"premiere": "2026-12-10"}, 3: {"premiere": "2026-12-10"}}
    await stage.source({None: {"network": "Netflix"}} | both)
    await until(stage, datetime(2026, 12, 3, 15, tzinfo=UTC))
    [message] = [posted.envelope.message for posted in stage.transport.posted[CHANNEL]]
    for language, sentence in ON_ONE_DAY.items():
        with speaking(language):
            assert sentence in written(message)[1]
    await stage.edit({"status": "canceled"}, scope=20)
    await until(stage, datetime(2026, 12, 14, tzinfo=UTC))
    assert told(stage) == told(stage, 200) == ["week", "day", "out"]
    last = [posted.envelope.message for posted in stage.transport.posted[200]][-1]
    assert (last.season, last.beside) == (3, ())


async def test_the_other_season_of_a_day_is_reminded_of_once_the_first_has_moved(
    stage: Stage,
) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.source({2: {"premiere": "2026-12-10"}, 3: {"premiere": "2026-12-10"}})
    await until(stage, datetime(2026, 12, 5, tzinfo=UTC))
    await stage.source({2: {"premiere": "2026-12-11"}, 3: {"premiere": "2026-12-10"}})
    await until(stage, datetime(2026, 12, 14, tzinfo=UTC))
    seasons = [
        (posted.envelope.message.body["which"], posted.envelope.message.season)
        for posted in stage.transport.posted[CHANNEL]
    ]
    assert sorted(seasons) == [("day", 2), ("day", 3), ("out", 2), ("out", 3), ("week", 2)]


@pytest.mark.slow
async def test_a_server_with_parts_of_its_own_hears_of_those(stage: Stage) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.follow(200, 20, kinds=AlertKind.REMINDERS)
    await stage.source({2: in_parts("2026-11-26", "2026-12-25")})
    await stage.edit({"parts": in_parts("2026-11-26", "2026-12-28")["parts"]})
    await until(stage, datetime(2026, 12, 25, 12, tzinfo=UTC))
    assert [told(stage, channel)[-1] for channel in (CHANNEL, 200)] == ["week", "out"]
    await until(stage, datetime(2027, 1, 3, tzinfo=UTC))
    assert told(stage)[-3:] == told(stage, 200)[-3:] == ["week", "day", "out"]


@pytest.mark.slow
@pytest.mark.parametrize("off", ["canceled", "part gone"])
async def test_a_part_that_is_off_is_not_announced(stage: Stage, off: str) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.source({2: in_parts("2026-11-26", "2026-12-25")})
    await until(stage, datetime(2026, 12, 17, tzinfo=UTC))
    before = len(told(stage))
    if off == "canceled":
        await stage.edit({"status": "canceled"})
    else:
        await stage.source({2: in_parts("2026-11-26")})
    await until(stage, datetime(2027, 1, 3, tzinfo=UTC))
    assert len(told(stage)) == before


@pytest.mark.slow
@pytest.mark.parametrize("premiere", ["2026-12", "2026-12-10~", "2026-24", "XXXX"])
async def test_only_where_the_date_is_exact_enough(stage: Stage, premiere: str) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage, premiere)
    await until(stage, datetime(2026, 12, 20, tzinfo=UTC), hours=12)
    assert told(stage) == []


@pytest.mark.parametrize(
    ("woke", "heard"),
    [
        (datetime(2026, 12, 11, 3, tzinfo=UTC), ["out"]),
        (datetime(2026, 12, 14, 12, tzinfo=UTC), []),
    ],
)
async def test_what_was_slept_through_comes_late_once_or_not_at_all(
    stage: Stage, woke: datetime, heard: list[str]
) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage)
    await stage.run()
    stage.clock.now = woke
    for _ in range(5):
        await stage.pass_time(hours=1)
    assert told(stage) == heard


async def test_a_date_that_came_too_late_for_a_reminder_brings_none(stage: Stage) -> None:
    stage.clock.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage)
    await until(stage, datetime(2026, 12, 15, tzinfo=UTC))
    assert told(stage) == ["day", "out"]


async def test_a_server_with_a_date_of_its_own_hears_of_that_one(stage: Stage) -> None:
    await stage.follow(100, 10, kinds=AlertKind.REMINDERS)
    await stage.follow(200, 20, kinds=AlertKind.REMINDERS)
    await dated(stage)
    await stage.edit({"premiere": "2026-12-12"}, scope=20)
    await until(stage, datetime(2026, 12, 11, tzinfo=UTC))
    assert told(stage, 100) == ["week", "day", "out"]
    assert told(stage, 200) == ["week"]
    await until(stage, datetime(2026, 12, 16, tzinfo=UTC))
    assert told(stage, 200) == ["week", "day", "out"]


AN_HOUR, THE_DAY = "2026-12-10T20:00:00Z", "2026-12-10"


@pytest.mark.slow
@pytest.mark.parametrize(("own", "everybodys"), [(THE_DAY, AN_HOUR), (AN_HOUR, THE_DAY)])
async def test_one_premiere_by_the_day_and_by_the_hour_reminds_a_server_once(
    stage: Stage, own: str, everybodys: str
) -> None:
    await stage.follow(100, 10, kinds=AlertKind.REMINDERS)
    await stage.follow(200, 20, kinds=AlertKind.REMINDERS)
    await dated(stage, everybodys)
    await stage.edit({"premiere": own}, scope=20)
    heard: dict[int, datetime] = {}
    await until(stage, datetime(2026, 12, 2, tzinfo=UTC))
    while stage.clock.now < datetime(2026, 12, 12, tzinfo=UTC):
        await stage.pass_time(hours=3)
        for channel in (100, 200):
            if "out" in told(stage, channel):
                heard.setdefault(channel, stage.clock.now)
    assert told(stage, 100) == told(stage, 200) == ["week", "day", "out"]
    assert (heard[200] - heard[100] > timedelta(hours=5)) is (own == AN_HOUR)


@pytest.mark.slow
async def test_a_server_is_not_reminded_again_when_its_own_date_repeats_everybodys(
    stage: Stage,
) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage)
    await until(stage, datetime(2026, 12, 3, 12, tzinfo=UTC), hours=1)
    assert told(stage) == ["week"]
    await stage.edit({"premiere": AN_HOUR})
    await until(stage, datetime(2026, 12, 12, tzinfo=UTC), hours=1)
    assert told(stage) == ["week", "day", "out"]


async def test_a_server_whose_own_date_was_everybodys_for_a_while_is_reminded_once(
    stage: Stage,
) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage, "2026-12-12")
    await stage.run()
    await stage.edit({"premiere": THE_DAY})
    await stage.pass_time(hours=1)
    await dated(stage, THE_DAY)
    await until(stage, datetime(2026, 12, 4, tzinfo=UTC))
    await dated(stage, "2026-12-20")
    await until(stage, datetime(2026, 12, 25, tzinfo=UTC))
    assert told(stage) == ["week", "day", "out"]


async def test_a_server_that_undoes_its_own_date_goes_on_with_everybodys(stage: Stage) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage)
    made = await stage.edit({"premiere": "2026-12-14"})
    await stage.run()
    await stage.undo(made)
    await until(stage, datetime(2026, 12, 20, tzinfo=UTC))
    assert told(stage) == ["week", "day", "out"]
    assert {p.envelope.message.body["airs"] for p in stage.transport.posted[CHANNEL]} == {THE_DAY}


async def test_a_canceled_season_is_not_announced(stage: Stage) -> None:
    await stage.follow(kinds=AlertKind.REMINDERS)
    await stage.source({2: {"premiere": "2026-12-10", "status": "canceled"}})
    await until(stage, datetime(2026, 12, 15, tzinfo=UTC))
    assert told(stage) == []


@pytest.mark.parametrize("status", ["postponed", "canceled"])
async def test_a_season_that_got_a_new_date_after_it_was_put_off_is_announced(
    stage: Stage, status: str
) -> None:
    """Nobody takes the old status away, and the card counts the days to the new date."""
    await stage.follow(kinds=AlertKind.REMINDERS)
    await dated(stage, "2026-12-01")
    await stage.edit({"status": status})
    await until(stage, datetime(2026, 12, 2, tzinfo=UTC))
    assert told(stage) == []
    await stage.edit({"premiere": "2026-12-10"})
    await until(stage, datetime(2026, 12, 12, tzinfo=UTC))
    assert told(stage) == ["week", "day", "out"]


async def test_a_person_by_direct_message_until_they_stop(stage: Stage) -> None:
    show = await stage.services.library.show(stage.show)
    assert show is not None
    personal_reminders = stage.alerts.personal_reminders
    assert await personal_reminders.remind(55, 555, show, 0)
    assert not await personal_reminders.remind(55, 555, show, 0)
    await dated(stage)
    await until(stage, datetime(2026, 12, 4, tzinfo=UTC))
    assert told(stage, 555) == ["week"]
    assert stage.transport.posted[555][0].envelope.message.personal
    assert await personal_reminders.stop(55, stage.show)
    assert not await personal_reminders.stop(55, stage.show)
    await until(stage, datetime(2026, 12, 15, tzinfo=UTC))
    assert told(stage, 555) == ["week"]


async def test_a_closed_direct_message_pauses_quietly(stage: Stage) -> None:
    show = await stage.services.library.show(stage.show)
    assert show is not None
    await stage.alerts.personal_reminders.remind(55, 555, show, 0)
    stage.transport.dead[555] = "direct messages are closed to me"
    await dated(stage)
    await until(stage, datetime(2026, 12, 10, 12, tzinfo=UTC))
    assert stage.transport.total == 0
    assert len((await stage.alerts.personal_reminders.of(55)).pauses) == 1
    stage.transport.dead.clear()
    await stage.alerts.personal_reminders.remind(55, 555, show, 0)
    await stage.run()
    # The week and the day have passed; that it is out today has not.
    assert told(stage, 555) == ["out"]


DAY, OUT = ReminderKind.DAY, ReminderKind.OUT
BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"
NEW_YORK, LOS_ANGELES = "America/New_York", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("airs", "which", "zone", "home", "at"),
    [
        (THE_DAY, ReminderKind.WEEK, NEW_YORK, None, "2026-12-03T14:00Z"),
        (THE_DAY, DAY, NEW_YORK, None, "2026-12-09T14:00Z"),
        (THE_DAY, OUT, BERLIN, None, "2026-12-10T08:00Z"),
        # Where the day that is meant begins in the afternoon, it is the next morning.
        (THE_DAY, OUT, "Australia/Sydney", NEW_YORK, "2026-12-10T22:00Z"),
        (THE_DAY, DAY, "Australia/Sydney", NEW_YORK, "2026-12-09T22:00Z"),
        (THE_DAY, OUT, LOS_ANGELES, NEW_YORK, "2026-12-10T17:00Z"),
        (THE_DAY, OUT, NEW_YORK, TOKYO, "2026-12-10T14:00Z"),
        (THE_DAY, OUT, TOKYO, "UTC", "2026-12-10T00:00Z"),
        ("2026-12-10T20:00:00-05:00", OUT, TOKYO, NEW_YORK, "2026-12-11T01:00Z"),
        ("2026-12-10T20:00:00-05:00", DAY, TOKYO, NEW_YORK, "2026-12-10T01:00Z"),
    ],
)
def test_when_a_reminder_is_due(
    airs: str, which: ReminderKind, zone: str, home: str | None, at: str
) -> None:
    when, there = AirDate.parse(airs), ZoneInfo(home) if home else None
    assert due(when, which, ZoneInfo(zone), there) == datetime.fromisoformat(at)
    # One that was slept through is told until the next one is due, and that it is out two days.
    later = {ReminderKind.WEEK: DAY, DAY: OUT, OUT: OUT}[which]
    over = due(when, later, ZoneInfo(zone), there) + timedelta(days=2 if which is OUT else 0)
    assert expires(when, which, ZoneInfo(zone), there) == over


@pytest.mark.parametrize(
    ("airs", "days", "out"),
    [
        ("2026-11-23", 1, False),
        ("2026-11-22", 0, False),
        ("2026-11-21", -1, True),
        ("2026-11-22T12:00:01Z", 0, False),
        ("2026-11-22T12:00:00Z", 0, True),
        ("2026-11-22T01:00:00Z", 0, True),
        ("2026-11-23T01:00:00Z", 1, False),
    ],
)
def test_how_long_until_then_is_told(airs: str, days: int, out: bool) -> None:
    season = a_show({2: {"premiere": airs}})
    dated_by = date_of(season.seasons[0], AirDate.parse(airs), DateKind.PREMIERE)
    assert dated_by is not None
    told = countdown_of(season, dated_by, TODAY)
    assert (told.days, told.out) == (days, out)


PARTS = [
    {"label": "1", "premiere": THE_DAY},
    {"label": "2"},
    {"label": "3", "premiere": "2027-02-10"},
]


@pytest.mark.parametrize(
    ("season", "airs", "kind", "found"),
    [
        ({"premiere": THE_DAY}, THE_DAY, "premiere", (THE_DAY, None)),
        ({"premiere": AN_HOUR}, THE_DAY, "premiere", (AN_HOUR, None)),
        ({"premiere": THE_DAY}, AN_HOUR, "premiere", (THE_DAY, None)),
        ({"premiere": "2026-12-11"}, THE_DAY, "premiere", None),
        ({"status": "renewed"}, THE_DAY, "premiere", None),
        ({"parts": PARTS}, THE_DAY, "premiere", (THE_DAY, None)),
        ({"parts": PARTS}, "2027-02-10", "return", ("2027-02-10", "3")),
        ({"parts": PARTS}, THE_DAY, "return", None),
        ({"parts": PARTS}, "2027-02-10", "premiere", None),
        ({"premiere": "2027-02-10"}, "2027-02-10", "return", None),
    ],
)
def test_a_reminder_is_of_a_date_that_still_stands(
    season: dict[str, Any], airs: str, kind: str, found: tuple[str, str | None] | None
) -> None:
    first = a_show({2: season}).seasons[0]
    dated_by = date_of(first, AirDate.parse(airs), DateKind(kind))
    assert (dated_by and (str(dated_by.airs), dated_by.part)) == found


def test_what_is_stored_of_a_reminder_is_read_as_it_was_written() -> None:
    reminder = Reminder(
        ReminderKind.DAY,
        AirDate.parse("2027-02-10"),
        DateKind.RETURN,
        "2",
        TODAY,
        ZoneInfo("America/New_York"),
        frozenset({None, "Europe/Berlin"}),
    )
    assert Reminder.loads(reminder.dumps()) == reminder


def test_a_reminder_of_another_version_is_read_and_keeps_what_that_stored() -> None:
    stored = {"which": "out", "airs": THE_DAY, "zones": "[null]", "known": TODAY.isoformat()}
    reminder = Reminder.loads(json.dumps(stored | {"later": "x"}))
    assert (reminder.happens, reminder.part, reminder.home) == (DateKind.PREMIERE, None, None)
    again = json.loads(replace(reminder, zones=frozenset()).dumps(json.dumps({"later": "x"})))
    assert (again["later"], again["zones"], again["airs"]) == ("x", "[]", THE_DAY)


zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"])
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(days, zones)
def test_reminders_follow_one_another_and_lie_inside_the_earth(day: Any, zone: str) -> None:
    airs = AirDate.on(day)
    here = ZoneInfo(zone)
    moments = [due(airs, which, here) for which in ReminderKind]
    assert moments == sorted(moments)
    for which in ReminderKind:
        assert due(airs, which, EARLIEST) <= due(airs, which, here) <= due(airs, which, LATEST)
        assert due(airs, which, here) < expires(airs, which, here)
