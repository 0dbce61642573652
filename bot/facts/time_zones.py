"""The zone that a show's bare dates are written in: its network's, else its country's. Pure.

A country's zone is its first in the tz database's own list (zone.tab, most populous first where the
order is not geographical), unless its television keeps the time of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from .models import Show
from .networks import network_key

_BROADCAST = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "KZ": "Asia/Almaty",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""Countries of several zones whose networks announce in another than the one listed first."""


_PACIFIC = ("Netflix", "Disney+", "Apple TV")
"""Streamers that release at midnight Pacific time everywhere, wherever a show was made."""


@dataclass(frozen=True, slots=True)
class AirZone:
    """A zone and the country (ISO 3166 alpha-2) whose dates are read in it."""

    country: str
    zone: tzinfo

    def spares(self, reader: tzinfo | None) -> bool:
        """Whether a reader's zone is in that country, where its dates need no explaining."""
        key = getattr(reader, "key", None)
        return key is not None and self.country in _countries().get(key, ())


def air_zone(show: Show) -> AirZone | None:
    """Whose dates the bare dates of a show are; None where nobody says where it comes out."""
    if show.network is not None and network_key(show.network.value) in _streamers():
        return AirZone("US", ZoneInfo("America/Los_Angeles"))
    return zone_of_country(show.country.value) if show.country is not None else None


def on_air(show: Show, now: datetime) -> datetime:
    """The aware moment `now` on the calendar of the show's bare dates, in its own zone if none."""
    home = air_zone(show)
    return now if home is None else now.astimezone(home.zone)


@cache
def zone_of_country(country: str) -> AirZone | None:
    """The zone that a country's networks announce in; None for a code that is no country."""
    name = _BROADCAST.get(country) or _first_zones().get(country)
    return None if name is None else AirZone(country, ZoneInfo(name))


@cache
def _streamers() -> frozenset[str]:
    return frozenset(map(network_key, _PACIFIC))


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((row[0], row[2]) for row in rows)


@cache
def _first_zones() -> Mapping[str, str]:
    return dict(reversed(_rows()))


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    zones: dict[str, set[str]] = {}
    for country, zone in _rows():
        zones.setdefault(zone, set()).add(country)
    return {zone: frozenset(countries) for zone, countries in zones.items()}
