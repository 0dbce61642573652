"""Whose day a bare date is: the network's or the country's, wherever it is read."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.facts.time_zones import air_zone, zone_of_country
from bot.facts.verdict import verdict

from .made import a_show

SYDNEY, TOKYO, NEW_YORK = map(ZoneInfo, ("Australia/Sydney", "Asia/Tokyo", "America/New_York"))
HERE = {"premiere": "2026-10-05"}


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        *(("US", "America/New_York"), ("CA", "America/Toronto"), ("AU", "Australia/Sydney")),
        *(("BR", "America/Sao_Paulo"), ("MX", "America/Mexico_City"), ("RU", "Europe/Moscow")),
        *(("ID", "Asia/Jakarta"), ("CN", "Asia/Shanghai"), ("CL", "America/Santiago")),
        *(("DE", "Europe/Berlin"), ("ES", "Europe/Madrid"), ("PT", "Europe/Lisbon")),
        *(("NZ", "Pacific/Auckland"), ("GB", "Europe/London"), ("JP", "Asia/Tokyo")),
        *(
            ("UA", "Europe/Kyiv"),
            ("MY", "Asia/Kuala_Lumpur"),
            ("AR", "America/Argentina/Buenos_Aires"),
        ),
    ],
)
def test_a_country_has_the_zone_that_its_networks_announce_in(country: str, zone: str) -> None:
    home = zone_of_country(country)
    assert home is not None
    assert home.zone == ZoneInfo(zone)


def test_a_code_that_is_no_country_has_none() -> None:
    assert zone_of_country("ZZ") is None
    assert air_zone(a_show({1: HERE}, country="ZZ")) is None
    assert air_zone(a_show({1: HERE})) is None


@pytest.mark.parametrize(
    ("country", "now", "kind"),
    [
        # 5 October has begun in Sydney, and it is the evening of 4 October in New York.
        ("US", at("2026-10-05T09:00", SYDNEY), "scheduled"),
        ("US", at("2026-10-05T14:59", SYDNEY), "scheduled"),
        ("US", at("2026-10-05T15:00", SYDNEY), "airing"),
        ("AU", at("2026-10-05T00:00", SYDNEY), "airing"),
        # In Tokyo it is 5 October while New York still has its 4th.
        ("JP", at("2026-10-04T11:00", NEW_YORK), "airing"),
        ("JP", at("2026-10-04T10:59", NEW_YORK), "scheduled"),
        ("JP", at("2026-10-05T00:00", TOKYO), "airing"),
        # Nobody says where: the reader's own day.
        ("ZZ", at("2026-10-05T00:00", SYDNEY), "airing"),
    ],
)
def test_a_day_comes_when_it_comes_there(country: str, now: datetime, kind: str) -> None:
    assert verdict(a_show({1: HERE}, country=country), 1, now).kind == kind


def test_an_instant_comes_everywhere_at_once() -> None:
    show = a_show({1: {"premiere": "2026-10-06T00:00:00Z"}}, country="US")
    assert verdict(show, 1, at("2026-10-06T10:59", SYDNEY)).kind == "scheduled"
    assert verdict(show, 1, at("2026-10-06T11:00", SYDNEY)).kind == "airing"


def test_a_streamer_that_releases_everywhere_at_once_keeps_its_own_time() -> None:
    show = a_show({1: HERE}, country="JP", network="Netflix")
    assert verdict(show, 1, at("2026-10-05T15:59", TOKYO)).kind == "scheduled"
    assert verdict(show, 1, at("2026-10-05T16:00", TOKYO)).kind == "airing"
    home = air_zone(show)
    assert home is not None
    assert home.country == "US"


@pytest.mark.parametrize(
    ("country", "reader", "spared"),
    [
        *(("US", "America/Los_Angeles", True), ("US", "Pacific/Honolulu", True)),
        *(("US", "Australia/Sydney", False), ("US", "UTC", False), ("JP", "Asia/Tokyo", True)),
    ],
)
def test_who_lives_there_needs_no_telling(country: str, reader: str, spared: bool) -> None:
    home = zone_of_country(country)
    assert home is not None
    assert home.spares(ZoneInfo(reader)) is spared
