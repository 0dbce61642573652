"""Ranges in which a season may come, on the shipped table and on tables made for the test."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.estimates.estimate import (
    DATED,
    NO_PREMIERE,
    TOO_LONG,
    TOO_WIDE,
    WIDEST,
    Estimate,
    Experience,
    Growth,
    History,
    NoEstimate,
    Table,
    Wait,
    estimate,
    premieres_of,
)
from bot.estimates.features import Group, drift_of, group_of
from bot.estimates.shipped_table import TABLE, Gap, Rhythm, shipped, table_of, written

ANNUAL = tuple(date(year, 9, 20) for year in range(2016, 2026))


def history(*premieres: date, group: Group = Group.US_BROADCAST, as_of: date) -> History:
    return History(premieres, (), group, as_of)


def made(asked: History) -> Estimate:
    found = estimate(asked, shipped())
    assert isinstance(found, Estimate), found
    return found


def reason(asked: History) -> str:
    found = estimate(asked, shipped())
    assert isinstance(found, NoEstimate), found
    return found.reason


def test_a_show_of_every_autumn_comes_next_autumn() -> None:
    found = made(history(*ANNUAL, as_of=date(2026, 1, 10)))
    assert abs((found.likely - date(2026, 9, 20)).days) <= 14
    assert found.high - found.low < timedelta(days=120)
    assert found.own == 9
    assert found.alike >= 20


def test_time_gone_by_moves_the_whole_range() -> None:
    early = made(history(*ANNUAL, as_of=date(2026, 1, 10)))
    late = made(history(*ANNUAL, as_of=date(2026, 10, 20)))
    assert late.low > date(2026, 10, 20)
    assert late.likely >= late.low
    assert late.high > early.high


def test_a_year_to_the_day_is_no_longer_expected() -> None:
    """Most gaps are whole weeks: on the day that 52 of them end, they are out."""
    for late in (364, 365, 366):
        found = made(history(*ANNUAL[:8], as_of=ANNUAL[7] + timedelta(days=late)))
        assert ANNUAL[7] + timedelta(weeks=53) <= found.likely <= found.high


def test_a_season_that_came_late_in_its_year_is_half_made_up_for() -> None:
    """Of two shows of every March, the one whose last season came three weeks late comes sooner."""
    usual = tuple(date(year, 3, 8) for year in range(2019, 2025))
    gaps = []
    for last in (date(2025, 3, 8), date(2025, 3, 29)):
        found = made(history(*usual, last, as_of=date(2025, 6, 1)))
        gaps.append((found.likely - last).days)
    assert gaps[1] <= gaps[0] - 7


def test_a_season_at_another_time_of_year_did_not_come_late() -> None:
    assert drift_of((52, 52, 56)) == 3
    assert drift_of((52, 52, 57)) == 0


def test_one_season_is_judged_by_others_of_its_group() -> None:
    found = made(history(ANNUAL[-1], as_of=date(2026, 1, 10)))
    assert found.own == 0
    assert found.low <= found.likely <= found.high


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (history(as_of=date(2026, 1, 1)), NO_PREMIERE),
        (history(*ANNUAL, date(2026, 9, 20), as_of=date(2026, 1, 1)), DATED),
        (history(date(1970, 1, 1), as_of=date(2026, 1, 1)), TOO_LONG),
        (history(date(2024, 1, 7), group=Group.ANIME, as_of=date(2024, 4, 1)), TOO_WIDE),
        (history(date(9999, 12, 1), as_of=date(9999, 12, 30)), TOO_WIDE),
        (history(date(1, 1, 1), as_of=date(9999, 12, 31)), TOO_LONG),
    ],
)
def test_no_estimate_says_why(asked: History, said: str) -> None:
    assert reason(asked) == said


def test_order_and_doubles_do_not_matter() -> None:
    as_of = date(2026, 1, 10)
    twice = [day + timedelta(days=more) for day in ANNUAL for more in (0, 3)]
    assert made(history(*reversed(twice), as_of=as_of)) == made(history(*ANNUAL, as_of=as_of))


def test_premieres_of_one_season_and_of_another_life_of_the_show() -> None:
    first = date(2020, 1, 1)
    for days, seasons in ((13, [first]), (14, [first, first + timedelta(days=14)])):
        assert premieres_of([first, first + timedelta(days=days)]) == seasons
    late = first + timedelta(days=2000)
    assert premieres_of([first, late]) == [first, late]
    assert premieres_of([first, late + timedelta(days=1)]) == [late + timedelta(days=1)]


@pytest.mark.parametrize(
    ("elapsed", "since_finales", "wait"),
    [
        (329, [], Wait.ORDINARY),
        (330, [], Wait.LATE),
        (399, [], Wait.LATE),
        (400, [], Wait.VERY_LATE),
        (400, [90, 800], Wait.ORDINARY),
        (400, [0], Wait.ORDINARY),
        (400, [91, 800], Wait.VERY_LATE),
        (400, [-1], Wait.VERY_LATE),
    ],
)
def test_how_long_a_season_is_waited_for(
    elapsed: int, since_finales: list[int], wait: Wait
) -> None:
    as_of = date(2026, 1, 10)
    finales = tuple(as_of - timedelta(days=days) for days in since_finales)
    asked = History((), finales, Group.UK, as_of)
    assert asked.wait(as_of - timedelta(days=elapsed)) is wait


def test_three_gaps_are_a_habit() -> None:
    told = [Experience.of(gaps) for gaps in range(5)]
    assert told == ["none", "few", "few", "many", "many"]


def test_a_show_that_was_brought_back_begins_anew() -> None:
    """So does one with a date of another century, which stands for a blank."""
    as_of = date(2026, 1, 10)
    own = made(history(*ANNUAL, as_of=as_of))
    for before in (date(1, 1, 1), date(1970, 1, 1), date(2005, 9, 20)):
        assert made(history(before, *ANNUAL, as_of=as_of)) == own


def test_twenty_years_of_a_daily_show() -> None:
    years = [date(year, 1, 4) for year in range(2006, 2026)]
    found = made(history(*years, group=Group.DAILY, as_of=date(2025, 11, 1)))
    assert abs((found.likely - date(2026, 1, 4)).days) <= 21


@example([date.min], Group.ANIME, date(1, 1, 2))
@example([date(9999, 12, 30)], Group.ANY, date.max)
@given(
    st.lists(st.dates(date(1990, 1, 1), date(2026, 1, 1)), max_size=12),
    st.sampled_from(Group),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
def test_a_range_lies_ahead_and_is_no_wider_than_allowed(
    premieres: list[date], group: Group, as_of: date
) -> None:
    found = estimate(history(*premieres, group=group, as_of=as_of), shipped())
    if isinstance(found, Estimate):
        assert as_of < found.low <= found.likely <= found.high
        assert found.high - found.low <= WIDEST


@given(st.dictionaries(st.integers(2, 200), st.floats(0.01, 1), min_size=1, max_size=40))
def test_a_range_of_more_weight_holds_the_one_of_less(raw: dict[int, float]) -> None:
    total = sum(raw.values())
    growth = Growth.of(sorted((week, weight / total) for week, weight in raw.items()))
    before = growth.spread(0.0)
    for mass in (0.2, 0.4, 0.6, 0.8, 0.95):
        low, high = growth.spread(mass)
        assert low <= before[0]
        assert before[1] <= high
        inside = sum(w for week, w in raw.items() if low <= week <= high) / total
        assert inside >= min(mass, 0.999)
        before = low, high


def test_a_small_group_borrows_from_the_others() -> None:
    shows = {
        Group.US_BROADCAST: [Rhythm(2020, 38, (Gap(52),))] * 120,
        Group.UK: [Rhythm(2020, 3, (Gap(104),))] * 12,
    }
    levels = shipped().levels
    asked = history(date(2025, 1, 1), group=Group.UK, as_of=date(2025, 2, 1))
    found = estimate(asked, table_of(shows, levels))
    assert isinstance(found, Estimate)
    assert found.low < date(2026, 3, 1) < date(2026, 12, 1) < found.high


def test_seasons_of_late_tell_of_those_to_come() -> None:
    """Gaps of a year until 2017 and of a year and a half since: each time has its own."""
    shows = {
        Group.STREAMING: [
            Rhythm(year, 10, (Gap(52 if year < 2018 else 78), Gap(52 if year < 2018 else 78)))
            for year in range(2008, 2025)
            for _ in range(12)
        ]
    }
    table = table_of(shows, shipped().levels)
    for year, weeks in {2010: 52, 2014: 52, 2021: 78, 2026: 78}.items():
        last = date(year, 3, 10)
        for before in ([], [last - timedelta(weeks=65)]):
            asked = History((*before, last), (), Group.STREAMING, last + timedelta(days=90))
            found = estimate(asked, table)
            assert isinstance(found, Estimate)
            assert abs((found.likely - last).days / 7 - weeks) <= 2, (year, before)


def test_one_gap_of_a_year_promises_less_than_ten_of_them() -> None:
    first, tenth = (
        made(history(*ANNUAL[-seasons:], as_of=date(2026, 1, 10))) for seasons in (2, 10)
    )
    assert first.high - first.low > 2 * (tenth.high - tenth.low)


def test_where_no_level_is_known_a_range_holds_every_gap() -> None:
    table = Table(shipped().first, shipped().later, {})
    asked = history(*ANNUAL, as_of=date(2026, 1, 10))
    found = estimate(asked, table)
    assert found == NoEstimate(TOO_WIDE)
    alike = table_of({Group.UK: [Rhythm(2020, 38, (Gap(50),))] * 30}, {})
    one = estimate(history(ANNUAL[-1], group=Group.UK, as_of=date(2026, 1, 10)), alike)
    assert isinstance(one, Estimate)
    assert one.low <= ANNUAL[-1] + timedelta(weeks=50) <= one.high


def test_the_table_is_small_and_reads_back() -> None:
    assert TABLE.stat().st_size < 20_000
    table = shipped()
    gaps = {
        Group.UK: [Rhythm(2001, 1, (Gap(52, 6), Gap(104)))],
        Group.ANIME: [Rhythm(2020, 40, (Gap(26, 12),)), Rhythm(2019, 13, (Gap(13),))],
    }
    text = written(gaps, table.levels)
    assert '"2001-1@6:52 104"' in text
    assert '"2019-13@13, 2020-40@12:26"' in text
    assert len(table.levels) >= 10
    assert sum(map(len, table.first.values())) > 500


@pytest.mark.parametrize(
    ("kind", "network", "country", "group"),
    [
        ("anime", "Netflix", "US", Group.ANIME),
        (None, "TV Tokyo", None, Group.ANIME),
        ("scripted", "Fuji TV", "JP", Group.OTHER),
        ("animation", "Some network", "JP", Group.ANIME),
        ("scripted", "The CW", "US", Group.US_BROADCAST),
        ("scripted", "NBC|Netflix", None, Group.US_BROADCAST),
        ("scripted", "netflix", None, Group.STREAMING),
        ("scripted", "Disney Plus", "US", Group.STREAMING),
        ("scripted", "Amazon Prime", "US", Group.STREAMING),
        ("scripted", "Disney+ Hotstar", "IN", Group.STREAMING),
        ("scripted", "ZEE5", "IN", Group.STREAMING),
        ("reality", "Nat Geo", "US", Group.US_CABLE),
        ("scripted", "CW", "US", Group.US_BROADCAST),
        ("scripted", "ABC", "AU", Group.OTHER),
        ("scripted", "BBC One", "GB", Group.UK),
        ("scripted", "Unheard of", "GB", Group.UK),
        ("scripted", "", "US", Group.US),
        ("talk", "Comedy Central", "US", Group.DAILY),
        ("Game Show", "ABC", "US", Group.DAILY),
        ("scripted", "Unheard of", None, Group.OTHER),
        ("scripted", None, None, Group.ANY),
        (None, None, None, Group.ANY),
    ],
)
def test_the_group_of_a_show_goes_by_its_kind_network_and_country(
    kind: str | None, network: str | None, country: str | None, group: Group
) -> None:
    assert group_of(kind, network, country) is group


@pytest.mark.parametrize(
    ("kind", "network", "year", "group"),
    [
        ("scripted", "HBO", 2016, Group.US_CABLE),
        ("scripted", "HBO", 2026, Group.STREAMING),
        ("Scripted", "AMC|BBC America", 2026, Group.STREAMING),
        ("animation", "Adult Swim", 2026, Group.STREAMING),
        (None, "Showtime", 2026, Group.STREAMING),
        ("scripted", "HBO", None, Group.US_CABLE),
        ("reality", "Comedy Central", 2026, Group.US_CABLE),
        ("talk", "HBO", 2026, Group.DAILY),
        ("reality", "Bravo", 2026, Group.US_CABLE),
        ("scripted", "NBC", 2026, Group.US_BROADCAST),
        ("scripted", "Sci-Fi Channel", 2026, Group.STREAMING),
        ("scripted", "Paramount+ with Showtime", 2026, Group.STREAMING),
    ],
)
def test_cable_that_keeps_no_year_any_more_goes_with_streaming(
    kind: str | None, network: str, year: int | None, group: Group
) -> None:
    assert group_of(kind, network, "US", year) is group


def test_one_season_of_pay_television_leaves_room_for_more_than_a_year() -> None:
    """House of the Dragon, The Last of Us, Euphoria: 22, 27 and 31 months."""
    groups = [group_of("scripted", "HBO", "US", year) for year in (2016, 2023)]
    old, new = (made(history(date(2022, 8, 21), group=g, as_of=date(2023, 6, 1))) for g in groups)
    assert old.high < date(2024, 6, 16)
    assert new.high >= date(2024, 6, 16)
