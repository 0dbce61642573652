"""Air dates: reading and writing, what they can mean, and which says the same more exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.air_date import TBA, AirDate, BadDateError, Precision, countdown_to, day_of

from .strategies import PATIENT, air_dates, days, instants, near_dates


@PATIENT
@given(air_dates)
def test_what_is_written_reads_back(when: AirDate) -> None:
    assert AirDate.parse(str(when)) == when


@PATIENT
@given(air_dates)
def test_the_earliest_day_is_not_after_the_latest(when: AirDate) -> None:
    assert when.earliest() <= when.latest()
    if when.known:
        assert when.earliest().year == when.year


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-21", "2026-03-01", "2026-05-31"),
        ("2026-22", "2026-06-01", "2026-08-31"),
        ("2026-23", "2026-09-01", "2026-11-30"),
        ("2026-24", "2026-01-01", "2027-02-28"),
        ("2027-24", "2027-01-01", "2028-02-29"),
        ("2026-33", "2026-01-01", "2026-03-31"),
        ("2026-36", "2026-10-01", "2026-12-31"),
        ("2026-40", "2026-01-01", "2026-06-30"),
        ("2026-41", "2026-07-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-10-05", "2026-10-05", "2026-10-05"),
        ("2026~", "2026-01-01", "2026-12-31"),
        ("2026-10-05T23:30:00-04:00", "2026-10-06", "2026-10-06"),
        ("9999-24", "9999-01-01", "9999-12-31"),
    ],
)
def test_the_days_a_date_can_mean(text: str, first: str, last: str) -> None:
    when = AirDate.parse(text)
    assert (when.earliest(), when.latest()) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "soon", "0000", "10000", "-2026", "2026-", "2026-0", "2026-00", "2026-13"),
        *(
            "2026-20",
            "2026-25",
            "2026-32",
            "2026-37",
            "2026-39",
            "2026-42",
            "2026-02-30",
            "2026-10-5",
            "2026~~",
            "~2026",
        ),
        *("2026-10-05T20:00:00", "2026-10-05T25:00:00Z", "2026-10-05 20:00Z", "T", "0001T"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00", "٢٠٢٦", "２０２６-10-05"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDateError):
        AirDate.parse(text)


@PATIENT
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        when = AirDate.parse(text)
    except BadDateError:
        return
    assert AirDate.parse(str(when)) == when


def test_an_instant_is_kept_in_utc_to_the_second() -> None:
    zone = timezone(timedelta(hours=-4))
    when = AirDate.at(datetime(2026, 10, 5, 20, 0, 0, 999, tzinfo=zone))
    assert when.instant == datetime(2026, 10, 6, tzinfo=UTC)
    assert str(when) == "2026-10-06T00:00:00Z"


def test_tba_says_nothing_about_when() -> None:
    assert AirDate.parse("XXXX") == TBA
    assert not TBA.known
    assert (TBA.earliest(), TBA.latest()) == (date.min, date.max)


@PATIENT
@given(days)
def test_only_a_whole_day_is_exact(day: date) -> None:
    assert AirDate.on(day).exact
    assert not AirDate.parse(f"{AirDate.on(day)}~").exact
    assert not AirDate.parse(f"{day.year:04}-{day.month:02}").exact


@PATIENT
@given(near_dates, near_dates)
def test_a_refinement_is_more_precise_and_lies_inside(one: AirDate, other: AirDate) -> None:
    if not one.refines(other):
        return
    assert one.precision > other.precision
    if other.known and one.precision is not Precision.INSTANT:
        assert other.earliest() <= one.earliest() <= one.latest() <= other.latest()


@PATIENT
@given(near_dates, near_dates)
def test_two_dates_never_refine_each_other(one: AirDate, other: AirDate) -> None:
    assert not (one.refines(other) and other.refines(one))
    assert not one.refines(one)


@PATIENT
@given(near_dates, near_dates, near_dates)
def test_refinement_goes_on(one: AirDate, other: AirDate, third: AirDate) -> None:
    if one.refines(other) and other.refines(third):
        assert one.refines(third)


@PATIENT
@given(days.filter(lambda day: 1 < day.year < 9999))
def test_a_day_refines_its_month_quarter_and_year(day: date) -> None:
    exact = AirDate.on(day)
    quarter = (day.month - 1) // 3 + 33
    for vaguer in (f"{day.month:02}", quarter):
        assert exact.refines(AirDate.parse(f"{day.year:04}-{vaguer}"))
    assert exact.refines(AirDate.parse(f"{day.year:04}"))
    assert not exact.refines(AirDate.parse(f"{day.year + 1:04}"))
    assert exact.refines(TBA)


@PATIENT
@given(instants, st.integers(-12 * 60, 14 * 60))
def test_an_instant_refines_the_day_it_is_in_any_zone(when: AirDate, minutes: int) -> None:
    assert when.instant is not None
    zone = timezone(timedelta(minutes=minutes))
    there = AirDate.on(when.instant.astimezone(zone).date())
    assert when.refines(there)
    assert when.refines(AirDate.parse(str(there)[:7]))


@pytest.mark.parametrize(
    ("exact", "vaguer", "refines"),
    [
        ("2026-06", "2026-22", True),
        ("2026-06", "2026-40", True),
        ("2026-07", "2026-40", False),
        ("2026-34", "2026-22", False),
        ("2026-22", "2026-40", False),
        ("2026-33", "2026-24", True),
        ("2026-22", "2026", True),
        ("2026-24", "2026", False),
    ],
)
def test_what_lies_within_a_vaguer_date_refines_it(exact: str, vaguer: str, refines: bool) -> None:
    assert AirDate.parse(exact).refines(AirDate.parse(vaguer)) is refines


@pytest.mark.parametrize(
    ("when", "days_left"),
    [("2026-06-16", 1), ("2026-06-15", 0), ("2026-06-14", -1), ("2026-06-15T18:00:00Z", 0.25),
     ("2026-06-16~", None), ("2026-06", None), ("XXXX", None)],
)  # fmt: skip
def test_only_to_a_day_or_an_hour_is_counted_down(when: str, days_left: float | None) -> None:
    left = countdown_to(AirDate.parse(when), datetime(2026, 6, 15, 12, tzinfo=UTC))
    assert left == (timedelta(days=days_left) if days_left is not None else None)


def test_an_hour_falls_on_another_day_elsewhere_and_a_day_on_itself() -> None:
    east = timezone(timedelta(hours=9))
    for when, there in (
        ("2026-06-15T23:00:00Z", 16),
        ("2026-06-15T01:00:00Z", 15),
        ("2026-06-15", 15),
    ):
        assert day_of(AirDate.parse(when), east) == date(2026, 6, there)


def test_an_instant_does_not_refine_a_day_it_is_nowhere() -> None:
    when = AirDate.parse("2026-10-06T00:00:00Z")
    assert when.refines(AirDate.parse("2026-10-05"))
    assert not when.refines(AirDate.parse("2026-10-07"))
    assert not when.refines(AirDate.parse("2026-10-04"))
