"""Time zones: whose day a show's bare dates are, and zones as people name them. Pure.

A bare date is a day of the network's zone, else of the country's. A country's zone is the first in
the tz database's list (zone.tab, most populous first where the order is not geographical), unless
its television announces in another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from ..locale.cldr import city_names, listed
from .countries import country_called
from .fields import folded
from .models import Show
from .networks import network_key
from .value_codecs import BadValueError

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
"""Countries whose networks announce in another of their zones than the one listed first."""

_PACIFIC = ("Netflix", "Disney+", "Apple TV")
"""Streaming services that release at midnight Pacific time, wherever a show was made."""

_EXAMPLES = ("New York", "ET", "Europe/Berlin", "JST", "UTC", "UTC+2")
"""Examples of zones, for the sentence that refuses one."""

_SHORT: Mapping[str, str] = {
    "et, est, edt, eastern": "America/New_York",
    "ct, cst, cdt, central": "America/Chicago",
    "mt, mst, mdt, mountain": "America/Denver",
    "pt, pst, pdt, pacific, san francisco, seattle": "America/Los_Angeles",
    "boston, washington, miami": "America/New_York",
    "akst, akdt, alaska": "America/Anchorage",
    "hst, hawaii": "Pacific/Honolulu",
    "brt, brasilia, horario de brasilia, rio de janeiro": "America/Sao_Paulo",
    "art": "America/Argentina/Buenos_Aires",
    "bst, uk, british": "Europe/London",
    "wet, west": "Europe/Lisbon",
    "cet, cest, central european, lyon, marseille": "Europe/Paris",
    "mez, mesz, mitteleuropaische": "Europe/Berlin",
    "munich, munchen, hamburg, frankfurt, cologne, koln": "Europe/Berlin",
    "barcelona, valencia": "Europe/Madrid",
    "milan, milano, napoli, naples": "Europe/Rome",
    "eet, eest": "Europe/Helsinki",
    "msk": "Europe/Moscow",
    "sast": "Africa/Johannesburg",
    "pkt": "Asia/Karachi",
    "ist, india, indian, भारतीय, mumbai, delhi, new delhi": "Asia/Kolkata",
    "bangalore, bengaluru, chennai, hyderabad, pune, दिल्ली, मुंबई": "Asia/Kolkata",
    "ict": "Asia/Bangkok",
    "wib": "Asia/Jakarta",
    "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong",
    "pht": "Asia/Manila",
    "kst, korea, korean": "Asia/Seoul",
    "jst, japan, japanese, osaka, kyoto": "Asia/Tokyo",
    "china, beijing": "Asia/Shanghai",
    "awst": "Australia/Perth",
    "acst, acdt": "Australia/Adelaide",
    "aet, aest, aedt": "Australia/Sydney",
    "nzt, nzst, nzdt": "Pacific/Auckland",
}
"""Words and abbreviations beside the IANA names.

An abbreviation that several countries use means the one with the most announcements: IST is
India's, CST is America's, BST is Britain's.
"""

_UTC = ("utc", "gmt", "z", "zulu", "universal")

_OFFSET = re.compile(r"(?:utc|gmt)?([+-])([0-9]{1,2})(?::?([0-5][0-9]))?")

_FILLER = re.compile(
    r"\b(?:time|standard|daylight|summer|zone|local|zeit|hora|horario|heure|ora|समय)\b"
)

_NO_CITIES = ("Etc/", "US/", "Canada/", "Mexico/", "Brazil/", "Chile/", "SystemV/")
"""Areas whose last word is no city but a direction or an old name."""


@dataclass(frozen=True, slots=True)
class AirZone:
    """A zone and the country (ISO 3166 alpha-2) whose dates are read in it."""

    country: str
    zone: tzinfo

    def spares(self, reader: tzinfo | None) -> bool:
        """Whether a reader's zone is in that country, so that its dates need no explanation."""
        key = getattr(reader, "key", None)
        return key is not None and self.country in _countries().get(key, ())


def air_zone(show: Show) -> AirZone | None:
    """The zone and country of a show's bare dates; None if nobody says where it comes out."""
    if show.network is not None and network_key(show.network.value) in _streamers():
        return AirZone("US", ZoneInfo("America/Los_Angeles"))
    return zone_of_country(show.country.value) if show.country is not None else None


def on_air(show: Show, now: datetime) -> datetime:
    """The aware moment `now` on the calendar of the show's bare dates, unchanged if they have
    none."""
    home = air_zone(show)
    return now if home is None else now.astimezone(home.zone)


@cache
def zone_of_country(country: str) -> AirZone | None:
    """The zone that a country's networks use; None for a code that is no country."""
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


def _only_zone(country: str) -> str | None:
    """The name of a country's zone, if all of it keeps the same time; else None."""
    code = country_called(country)
    zones = [ZoneInfo(zone) for of, zone in _rows() if of == code]
    seasons = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    kept = {tuple(at.astimezone(zone).utcoffset() for at in seasons) for zone in zones}
    return zones[0].key if len(kept) == 1 else None


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    zones: dict[str, set[str]] = {}
    for country, zone in _rows():
        zones.setdefault(zone, set()).add(country)
    return {zone: frozenset(countries) for zone, countries in zones.items()}


def read_zone(text: str) -> tzinfo:
    """The zone that a person named: an abbreviation, a city, an IANA name or an offset.

    A city goes by its name in any language that the bot speaks, and so does a country whose clocks
    all show one time.

    "EST" is read as Eastern time and so follows daylight saving, because people write it all
    year round; likewise the other American and European abbreviations. GMT stays UTC.

    Raises:
        BadValueError: no zone goes by that name; the message gives examples.
    """
    name = " ".join(_FILLER.sub(" ", folded(text[:100]).replace("_", " ")).split()).strip("() ")
    name = name.removeprefix("in ").removeprefix("de ").removeprefix("di ").strip()
    if name in _UTC:
        return UTC
    if match := _OFFSET.fullmatch(name.replace(" ", "").replace("\u2212", "-")):
        hours = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if hours <= timedelta(hours=14):
            return timezone(hours if match[1] == "+" else -hours)
    elif key := _names().get(name) or _cities().get(name) or _only_zone(name):
        return ZoneInfo(key)
    raise BadValueError(
        "I know no time zone by that name. Write it like {examples}.",
        examples=listed(_EXAMPLES, either=True),
    )


def iana_name(zone: tzinfo) -> str | None:
    """The IANA name of a zone that was read; None for an offset that no zone keeps all year."""
    if zone is UTC:
        return "UTC"
    if isinstance(zone, ZoneInfo):
        return zone.key
    hours = zone.utcoffset(None)
    if hours is None or hours % timedelta(hours=1):
        return None
    # Etc names say how far UTC is ahead of them.
    name = f"Etc/GMT{-int(hours / timedelta(hours=1)):+d}"
    return name if name in available_timezones() else None


def shown_zone(name: str) -> str:
    """An IANA name as people read it: "Etc/GMT-2" is UTC+2."""
    if not name.startswith("Etc/GMT") or name == "Etc/GMT":
        return name
    return f"UTC{-int(name.removeprefix('Etc/GMT')):+d}"


def at_wall(wall: datetime, zone: tzinfo) -> datetime:
    """The instant at which clocks in `zone` show the naive `wall`.

    Where the clocks go back and show it twice, the first time is meant.

    Raises:
        BadValueError: the clocks skip that time, or it lies outside the years 1 to 9999.
    """
    try:
        moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        shown = moment.astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise BadValueError("That moment lies outside the calendar.") from None
    if shown != wall:
        raise BadValueError(
            "The clocks there skip {wall} on {date}: they go forward that day.",
            wall=format(wall, "%H:%M"),
            date=wall.date(),
        )
    return moment


def zones_with(text: str) -> list[str]:
    """The IANA names of the zones whose name or city contains those letters, prefixes first.

    Other names that people use count too. Without letters, the zones that have a short name, in
    which most people live.
    """
    wanted = folded(text.replace("_", " "))
    if not wanted:
        return ["UTC", *dict.fromkeys(_SHORT.values())]
    hits: dict[str, bool] = {}
    for name, key in (*_shown().items(), *_cities().items()):
        if wanted in name:
            begins = name.startswith(wanted) or name.rpartition("/")[2].startswith(wanted)
            hits[key] = hits.get(key, False) or begins
    for row, key in _SHORT.items():
        if any(word.startswith(wanted) for word in row.split(", ")):
            hits[key] = True
    return sorted(hits, key=lambda key: (not hits[key], key))


@cache
def _shown() -> Mapping[str, str]:
    """IANA names by how people read them, folded."""
    return {
        folded(shown_zone(key).replace("_", " ")): key
        for key in available_timezones()
        if "/" in key or key == "UTC"
    }


@cache
def _cities() -> Mapping[str, str]:
    """IANA names by their cities, folded."""
    return {folded(city): key for key, city in city_names()}


@cache
def _names() -> Mapping[str, str]:
    """Every name that can be read, folded, and the IANA key it stands for."""
    keys = sorted(available_timezones(), key=lambda key: (key.count("/"), key), reverse=True)
    names: dict[str, str] = {}
    for key in keys:
        if "/" in key and not key.startswith(_NO_CITIES):
            names[folded(key.rpartition("/")[2].replace("_", " "))] = key
    for key in keys:
        if key not in ("Factory", "localtime"):
            names[folded(key.replace("_", " "))] = key
    for row, key in _SHORT.items():
        names.update(dict.fromkeys(row.split(", "), key))
    return names
