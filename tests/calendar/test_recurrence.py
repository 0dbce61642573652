"""Every week and every month has one digest, whatever the clocks do."""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.recurrence import Every, Recurrence, read_recurrence
from bot.errors import BadInputError
from bot.locale.languages import LANGUAGES, speaking
from bot.locale.messages import text_of

ZONES = ("America/New_York", "Australia/Lord_Howe", "UTC", "Pacific/Apia", "Europe/Berlin")

recurrences = st.one_of(
    st.builds(Recurrence, st.just(Every.WEEK), st.integers(1, 7), st.integers(0, 23)),
    st.builds(Recurrence, st.just(Every.MONTH), st.integers(1, 31), st.integers(0, 23)),
)


@given(recurrences, st.sampled_from(ZONES), st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_a_year_has_one_a_week_or_a_month_at_its_hour(
    recurrence: Recurrence, zone: str, start: date
) -> None:
    here = ZoneInfo(zone)
    days = [recurrence.next_day(start)]
    while len(days) < 60:
        days.append(recurrence.next_day(days[-1]))
    moments = [recurrence.moment(day, here) for day in days]
    assert moments == sorted(set(moments))
    assert start < days[0] <= start + recurrence.length
    if recurrence.every is Every.WEEK:
        assert {day.isoweekday() for day in days} == {recurrence.day}
        weeks = [day.isocalendar()[:2] for day in days]
        assert [b - a for a, b in itertools.pairwise(days)] == [timedelta(7)] * 59
        assert set(Counter(weeks).values()) == {1}
    else:
        months = [day.year * 12 + day.month for day in days]
        assert months == list(range(months[0], months[0] + 60))
        lengths = [monthrange(day.year, day.month)[1] for day in days]
        assert [day.day for day in days] == [min(recurrence.day, last) for last in lengths]
    for day, moment in zip(days, moments, strict=True):
        local = moment.astimezone(here)
        # Where the clock skips the hour it is at most an hour later; Apia once skipped a day.
        late = local.replace(tzinfo=None) - datetime.combine(day, datetime.min.time())
        assert timedelta(0) <= late - timedelta(hours=recurrence.hour) <= timedelta(days=1)


@given(recurrences, st.sampled_from(ZONES), st.integers(0, 10**8))
def test_the_first_is_the_next_that_is_still_to_come(
    recurrence: Recurrence, zone: str, seconds: int
) -> None:
    here = ZoneInfo(zone)
    now = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(here)
    day = recurrence.first_day(now)
    assert recurrence.moment(day, here) > now
    assert recurrence.moment(day, here) - now <= recurrence.length + timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "hour", "day", "told"),
    [
        ("America/New_York", 2, "2026-03-08", "2026-03-08T03:00:00-04:00"),
        ("America/New_York", 1, "2026-11-01", "2026-11-01T01:00:00-04:00"),
        ("Australia/Lord_Howe", 2, "2026-10-04", "2026-10-04T02:30:00+11:00"),
        ("Australia/Lord_Howe", 1, "2026-04-05", "2026-04-05T01:00:00+11:00"),
    ],
)
def test_hours_that_are_skipped_or_come_twice(zone: str, hour: int, day: str, told: str) -> None:
    recurrence = Recurrence(Every.WEEK, 7, hour)
    moment = recurrence.moment(date.fromisoformat(day), ZoneInfo(zone))
    assert moment.astimezone(ZoneInfo(zone)).isoformat() == told


def test_a_short_month_has_its_last_day() -> None:
    recurrence = Recurrence(Every.MONTH, 31, 9)
    days = [recurrence.next_day(date(2028, 1, 30))]
    for _ in range(3):
        days.append(recurrence.next_day(days[-1]))
    assert [day.isoformat() for day in days] == [
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
        "2028-04-30",
    ]


@pytest.mark.parametrize(
    ("every", "day", "number"),
    [("week", None, 1), ("week", "sunday", 7), ("week", "Fri", 5), ("week", "3", 3),
     ("month", "31", 31), ("month", "1.", 1), ("month", None, 1)],
)  # fmt: skip
def test_days_as_people_write_them(every: str, day: str | None, number: int) -> None:
    assert read_recurrence(Every(every), day, 9) == Recurrence(Every(every), number, 9)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_weekday_is_read_as_the_language_writes_it(language: str) -> None:
    english = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    with speaking(language):
        for number, name in enumerate(english, 1):
            spoken = text_of(name)
            told = text_of(f"on {name}s")
            assert told != f"on {name}s" or language == "en"
            weekly = (told, told.split()[-1], f"on {name}s", f"{name}s")
            for day in (name, name[:3], spoken, spoken.upper(), f" {spoken.lower()}.", *weekly):
                assert read_recurrence(Every.WEEK, day, 9).day == number, day
        with pytest.raises(BadInputError) as refused:
            read_recurrence(Every.WEEK, "noday", 9)
        assert text_of("Monday").lower() in str(refused.value).lower()


@pytest.mark.parametrize(
    ("every", "day", "hour"),
    [("week", "8", 9), ("week", "t", 9), ("week", "noday", 9), ("week", "三", 9), ("month", "0", 9),
     ("month", "32", 9), ("month", "monday", 9), ("week", "1", 24), ("month", "1", -1)],
)  # fmt: skip
def test_what_is_no_day_or_hour_gets_a_sentence(every: str, day: str, hour: int) -> None:
    with pytest.raises(BadInputError, match=r"from 0 to 23|1 to 31|like Monday"):
        read_recurrence(Every(every), day, hour)
