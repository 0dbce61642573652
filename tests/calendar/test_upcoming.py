"""What is coming up: by day in a zone, the vague after, chosen as asked, as a server sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.upcoming import (
    Entry,
    FollowedShows,
    Wanted,
    agenda,
    chosen,
    circumstances,
    exact_entries,
    happening,
)
from bot.facts import projections
from bot.facts.air_date import AirDate
from bot.facts.models import Kind
from bot.facts.projections import DateProjection
from bot.facts.season_dates import DateKind
from bot.locale.languages import speaking
from bot.presentation.markup import Plain
from tests.alerts.conftest import GUILD, Stage
from tests.calendar.made import FIRST, entry
from tests.clock import TODAY
from tests.facts.stated import says, stored_in

LAST = date(2026, 12, 6)


def laid_out(*entries: Entry, zone: tzinfo = UTC) -> dict[str, list[str]]:
    plan = agenda(entries, FIRST, LAST, zone)
    days = {day.isoformat(): [e.title for e in some] for day, some in plan.days}
    return days | {str(airs): [e.title for e in some] for airs, some in plan.vague}


def test_precise_days_come_first_and_the_vague_by_where_they_end() -> None:
    entries = [
        entry("2026", "Year"),
        entry("2026-11", "Month"),
        entry("2026-12-01~", "About"),
        entry("2026-12-01", "Day"),
        entry("2026-11-30", "Earlier"),
        entry("2026-34", "Too late a quarter"),
        entry("2026-12-07", "Too late"),
        entry("2026-11-21", "Past"),
    ]
    assert list(laid_out(*entries[:5], *entries[6:]).items()) == [
        ("2026-11-30", ["Earlier"]),
        ("2026-12-01", ["Day"]),
        ("2026-11", ["Month"]),
        ("2026-12-01~", ["About"]),
        ("2026", ["Year"]),
    ]


def test_an_instant_lies_on_its_day_in_the_zone_and_a_bare_date_everywhere() -> None:
    late, bare = entry("2026-12-01T02:00:00Z", "Hour"), entry("2026-12-01", "Bare")
    assert laid_out(late, bare) == {"2026-12-01": ["Bare", "Hour"]}
    there = ZoneInfo("America/New_York")
    assert laid_out(late, bare, zone=there) == {"2026-11-30": ["Hour"], "2026-12-01": ["Bare"]}


def test_readers_elsewhere_are_told_whose_day_it_is() -> None:
    def told(airs: str, zone: str, country: str | None = "US") -> str:
        now = TODAY.astimezone(ZoneInfo(zone))
        return " · ".join(circumstances(entry(airs, country=country), now, Plain()))

    assert told("2026-12-04", "Asia/Tokyo") == "Netflix · US date"
    assert told("2026-12-04", "America/New_York") == "Netflix"
    assert told("2026-12-04", "Asia/Tokyo", None) == "Netflix"
    assert told("2026-12-04T20:00:00-05:00", "Asia/Tokyo") == "Netflix"
    assert told("2026-12", "Asia/Tokyo") == "Netflix"


@pytest.mark.parametrize(
    ("kind", "season", "part", "told"),
    [
        (DateKind.PREMIERE, 2, None, "Example: season 2 begins"),
        (DateKind.PREMIERE, 0, None, "Example: the specials begin"),
        (DateKind.RETURN, 2, "Part 2", "Example: season 2 returns with Part 2"),
        (DateKind.RETURN, 0, "The Ball", "Example: The Ball"),
        (DateKind.FINALE, 2, None, "Example: season 2 ends"),
        (DateKind.FINALE, 0, None, "Example: the specials end"),
    ],
)
def test_what_happens_on_a_date(kind: DateKind, season: int, part: str | None, told: str) -> None:
    made = entry("2026-12-01", kind=kind, season=season, part=part)
    assert happening(made, Plain()) == told


def test_what_is_gone_is_not_coming() -> None:
    assert laid_out(entry("2026-12-01", gone=True)) == {}


def test_a_day_that_became_vague_is_taken_back() -> None:
    was = AirDate.parse("2026-12-03")
    vague = entry("2026-12", "Was exact", last_exact=was)
    found = exact_entries(
        [vague, entry("2026-12-04", "Exact"), entry("2027", "Never exact"),
         entry("2026-12-02", "Exact again", last_exact=was)]
    )  # fmt: skip
    assert [(one.title, str(one.airs), one.gone) for one in found] == [
        ("Exact again", "2026-12-02", False),
        ("Was exact", "2026-12-03", True),
        ("Exact", "2026-12-04", False),
    ]


def test_what_is_asked_for_is_chosen() -> None:
    entries = [
        entry("2026-12-01", "A", network="NETFLIX "),
        entry("2026-12-01", "B", network="HBO", show_kind="anime", followed=True),
        entry("2026-12-01", "C", network=None, kind=DateKind.FINALE),
    ]

    def titles(wanted: Wanted) -> str:
        return "".join(each.title for each in chosen(entries, wanted))

    assert titles(Wanted()) == "ABC"
    assert titles(Wanted(network="netflix")) == "A"
    assert titles(Wanted(show_kind=Kind.ANIME)) == "B"
    assert titles(Wanted(date_kind=DateKind.FINALE)) == "C"
    assert titles(Wanted(mine=True)) == "B"


@given(
    st.integers(-400, 800).map(lambda hours: TODAY + timedelta(hours=hours)),
    st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)
def test_an_instant_is_on_one_day_or_outside(moment: datetime, zone: tzinfo) -> None:
    each = entry(str(AirDate.at(moment)))
    day = moment.astimezone(zone).date()
    plan = agenda([each], FIRST, LAST, zone)
    assert [at for at, _ in plan.days] == ([day] if FIRST <= day <= LAST else [])
    assert plan.vague == ()


@pytest.mark.parametrize(
    ("country", "zone", "hour", "is_there"),
    [
        # The 11th in Auckland, from its midnight on: the 10th begins, goes on and ends in New York.
        ("US", "Pacific/Auckland", 11, True),
        ("US", "Pacific/Auckland", 28, True),
        ("US", "Pacific/Auckland", 30, False),
        ("US", "UTC", 26, True),
        ("JP", "UTC", 26, False),
        (None, "Pacific/Auckland", 11, False),
        ("JP", "Asia/Tokyo", 14, True),
        ("JP", "Asia/Tokyo", 15, False),
    ],
)
async def test_a_day_is_coming_up_until_it_is_over_where_the_show_comes_out(
    stage: Stage, country: str | None, zone: str, hour: int, is_there: bool
) -> None:
    about = {"network": "Some Network"} | ({"country": country} if country else {})
    await stage.source({None: about, 2: {"premiere": "2026-12-10"}})
    stage.clock.now = datetime(2026, 12, 10, tzinfo=UTC) + timedelta(hours=hour)
    now = stage.clock.now.astimezone(ZoneInfo(zone))
    plan = await stage.services.calendar.agenda(Wanted(), 30, now)
    assert [str(day) for day, _ in plan.days] == (["2026-12-10"] if is_there else [])
    later = await stage.services.calendar.agenda(Wanted(), 30, now + timedelta(days=2))
    assert later.entries == []


async def test_dates_are_there_as_soon_as_they_are_written(stage: Stage) -> None:
    calendar = stage.services.calendar
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-01"}})
    (only,) = await calendar.entries(FIRST, LAST)
    assert (only.title, only.season, str(only.airs)) == ("Example", 2, "2026-12-01")
    assert (only.network, only.source.by) == ("Netflix", "tvmaze")
    await stage.source({None: {"network": "Netflix"}, 2: {"status": "renewed"}})
    assert await calendar.entries(FIRST, LAST) == []
    (gone,) = await calendar.entries(FIRST, LAST, gone=True)
    assert (gone.gone, gone.sequence) == (True, only.sequence + 1)


async def test_dates_are_caught_up_with_so_many_batches_at_a_time(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = stage.services
    for number in range(5):
        said = says(str(number), f"Show {number}", {1: {"premiere": "2026-12-01"}})
        await services.ledger.state("tvmaze", [said])
    # What one write touched goes together: of two that are looked at, one is a batch.
    monkeypatch.setattr(projections, "_BATCH", 2)
    dates = DateProjection(services.database, services.clock)
    stored = stored_in(services.database.url)
    taken = []
    for batches in (2, 1, None):
        more = await dates.catch_up(batches)
        taken.append((stored.one("SELECT count(*) FROM season_dates"), more))
    assert taken == [(2, True), (3, True), (5, False)]


async def test_a_page_has_the_titles_of_the_language_that_is_spoken(stage: Stage) -> None:
    calendar = stage.services.calendar
    await stage.source({2: {"premiere": "2026-12-01"}, 3: {"premiere": "2026-12"}})
    other = says("1", "Example", source="tmdb", ids={"imdb": "tt1"}, translations={"de": "Lampe"})
    await stage.services.ledger.state("tmdb", [other])
    await stage.services.library.refresh()
    plan = await calendar.agenda(Wanted(), 30, TODAY)

    async def titles(code: str) -> list[str]:
        with speaking(code):
            translated = await calendar.translated(plan, plan.entries)
        assert [e.season for e in translated.entries] == [e.season for e in plan.entries]
        return [each.title for each in translated.entries]

    assert await titles("de") == ["Lampe", "Lampe"]
    assert await titles("en") == await titles("it") == ["Example", "Example"]


async def test_a_server_sees_its_own_dates_and_nobody_else_does(stage: Stage) -> None:
    calendar = stage.services.calendar
    await stage.source({2: {"premiere": "2026-12-01"}, 3: {"premiere": "2026-12-05"}})
    await stage.edit({"premiere": "2027-06-01"}, 2, scope=GUILD)
    await stage.edit({"premiere": "2026-12-02"}, 4, scope=GUILD)

    async def days(scope: int) -> list[str]:
        return [str(each.airs) for each in await calendar.entries(FIRST, LAST, scope=scope)]

    assert await days(0) == ["2026-12-01", "2026-12-05"]
    assert await days(GUILD) == ["2026-12-02", "2026-12-05"]
    assert await days(GUILD + 1) == ["2026-12-01", "2026-12-05"]


async def test_what_a_server_hides_is_not_coming_there(stage: Stage) -> None:
    await stage.source({2: {"premiere": "2026-12-01"}})
    await stage.edit({"hidden": True}, None, scope=GUILD, action="remove")
    assert await stage.services.calendar.entries(FIRST, LAST, scope=GUILD) == []
    assert len(await stage.services.calendar.entries(FIRST, LAST)) == 1


async def test_what_is_followed_by_a_server_and_by_a_person(stage: Stage) -> None:
    calendar = stage.services.calendar
    await stage.source({None: {"network": "Netflix"}, 2: {"premiere": "2026-12-01"}})
    nothing = await calendar.follows(GUILD, 5)
    assert nothing == FollowedShows()
    await stage.follow(target="network", key="netflix", show_id=None)
    show = await stage.services.library.show(stage.show)
    assert show is not None
    await stage.alerts.personal_reminders.remind(5, 55, show, 0)
    server, person = await calendar.follows(GUILD), await calendar.follows(user_id=5)
    assert server == FollowedShows(networks=frozenset({"netflix"}))
    assert person == FollowedShows(frozenset({stage.show}))
    for follows in (server, person):
        (only,) = await calendar.entries(FIRST, LAST, follows=follows)
        assert only.followed


async def test_while_the_store_takes_no_writes_what_is_there_is_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = stage.services.calendar
    monkeypatch.setattr(calendar, "patience", 0.2)
    await stage.source({2: {"premiere": "2026-12-01"}})
    assert len(await calendar.entries(FIRST, LAST)) == 1
    await stage.source({2: {"premiere": "2026-12-02"}})
    async with stage.services.database.write():
        (only,) = await calendar.entries(FIRST, LAST)
    assert str(only.airs) == "2026-12-01"
    monkeypatch.undo()
    (only,) = await calendar.entries(FIRST, LAST)
    assert str(only.airs) == "2026-12-02"
