"""Time zones by the names people use, and hours that clocks skip or show twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.time_zones import at_wall, read_zone, zones_with
from bot.facts.value_codecs import BadValueError

from .strategies import PATIENT, almost_values

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *((name, "America/New_York") for name in ("ET", "est", "EDT", "Eastern", "New York")),
        *((name, "America/New_York") for name in ("eastern time", "in new  york", "(ET)")),
        *((name, "America/New_York") for name in ("America/New_York", "america/new york")),
        *((name, "America/Los_Angeles") for name in ("PT", "pacific standard time", "LOS ANGELES")),
        *((name, "Asia/Tokyo") for name in ("JST", "Tokyo", "tokyo time", "Asia/Tokyo")),
        *((name, "Europe/London") for name in ("London", "BST", "UK time", "British Summer Time")),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("São Paulo", "America/Sao_Paulo"),
        ("IST", "Asia/Kolkata"),
        *((name, "America/Sao_Paulo") for name in ("Brasília", "horário de Brasília")),
        *((name, "Asia/Kolkata") for name in ("Bengaluru", "Hyderabad", "मुंबई")),
        *(("Rio de Janeiro", "America/Sao_Paulo"), ("Osaka", "Asia/Tokyo")),
        *(("München", "Europe/Berlin"), ("Köln", "Europe/Berlin"), ("Barcelona", "Europe/Madrid")),
        *((name, "Europe/Berlin") for name in ("MEZ", "mesz", "Mitteleuropäische Zeit")),
        *((name, "Europe/Berlin") for name in ("Deutschland", "Germany", "जर्मनी")),
        *((name, "Asia/Kolkata") for name in ("भारत", "भारतीय समय", "इंडिया", "Índia")),
        *(("Österreich", "Europe/Vienna"), ("heure de Paris", "Europe/Paris")),
        *(("hora de Madrid", "Europe/Madrid"), ("ora di Roma", "Europe/Rome")),
        ("Großbritannien", "Europe/London"),
        ("Seoul", "Asia/Seoul"),
        ("CET", "Europe/Paris"),
    ],
)
def test_a_zone_by_its_names(text: str, key: str) -> None:
    there = ZoneInfo(key)
    for month in (1, 7):
        noon = datetime.fromisoformat(f"2026-{month:02}-15T12:00")
        assert noon.replace(tzinfo=read_zone(text)) == noon.replace(tzinfo=there)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        *(("UTC", 0), ("gmt", 0), ("Z", 0), ("UTC+2", 2), ("GMT-3", -3), ("+05:30", 5.5)),
        *(("utc +5:30", 5.5), ("-0400", -4), ("UTC\u22124", -4), ("+14", 14)),
    ],
)
def test_an_offset_is_east_of_utc(text: str, hours: float) -> None:
    assert read_zone(text).utcoffset(datetime.fromisoformat("2026-07-01")) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Narnia",
        "Brasil",
        "Vereinigte Staaten",
        "+25",
        "UTC+15",
        "Europe",
        "../etc",
        "Factory",
        "US",
    ],
)
def test_what_is_no_zone_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadValueError, match="New York"):
        read_zone(text)


@PATIENT
@given(almost_values)
def test_any_text_is_a_zone_or_refused(text: str) -> None:
    try:
        zone = read_zone(text)
    except BadValueError:
        return
    assert zone.utcoffset(datetime.fromisoformat("2026-01-01")) is not None


@PATIENT
@given(
    st.datetimes(datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2100-01-01")),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_clocks_show_at_that_instant_what_was_written(wall: datetime, key: str) -> None:
    zone = ZoneInfo(key)
    try:
        moment = at_wall(wall, zone)
    except BadValueError:
        # Skipped: an hour later by the old offset, clocks show another time.
        assert (
            wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall
        )
        return
    assert moment.astimezone(zone).replace(tzinfo=None) == wall


def test_an_hour_that_clocks_skip_is_refused() -> None:
    with pytest.raises(BadValueError, match="skip 02:30 on 2026-03-29"):
        at_wall(datetime.fromisoformat("2026-03-29T02:30"), BERLIN)


def test_an_hour_that_clocks_show_twice_means_the_first() -> None:
    first = at_wall(datetime.fromisoformat("2026-10-25T02:30"), BERLIN)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "wall", [datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31T23:00")]
)
def test_a_moment_outside_the_calendar_is_refused(wall: datetime) -> None:
    zone = timezone(timedelta(hours=12 if wall.year == 1 else -12))
    with pytest.raises(BadValueError, match="calendar"):
        at_wall(wall, zone)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("brasíl", "America/Sao_Paulo"), ("osak", "Asia/Tokyo"), ("मुंब", "Asia/Kolkata")],
)
def test_a_city_that_gives_no_zone_its_name_is_found_as_it_is_typed(typed: str, key: str) -> None:
    assert key in zones_with(typed)
