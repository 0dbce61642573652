"""What the languages need of the Unicode CLDR, by way of Babel: `python -m tests.locale.cldr_data`.

The data are under the Unicode License v3: https://www.unicode.org/license.txt
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import parse_pattern
from babel.numbers import parse_pattern as parse_number

from bot.facts.fields import folded
from bot.locale.languages import ENGLISH, LANGUAGES

_FOLDER = Path(__file__).parents[2] / "bot" / "locale"

_WRITTEN = {ENGLISH: "en_GB"}
"""Dates and lists in English are those of most countries: "5 October 2026", "a, b and c"."""

_FIRST = {"fr": "1er", "it": "1º", "pt_BR": "1º"}
"""The first of a month, of which the CLDR has the bare number."""

_GROUPED_FROM = {"es": 5}
"""The fewest digits that are grouped: the CLDR says so, and Babel leaves it out."""

_COUNTRIES = {
    "en": {"AE": "UAE", "GB": "UK", "HK": "Hong Kong", "US": "US"},
    "es": {"HK": "Hong Kong", "US": "EE. UU."},
    "pt_BR": {"HK": "Hong Kong", "US": "EUA"},
    "fr": {"HK": "Hong Kong"},
    "de": {"HK": "Hongkong", "US": "USA"},
    "it": {"HK": "Hong Kong"},
    "hi": {"HK": "हांगकांग", "US": "अमेरिका"},
}
"""As people call them; Babel leaves the short names of the CLDR out."""


def data_of(code: str) -> dict[str, Any]:
    """The data of one language, by the fields of `bot.locale.cldr.Conventions`."""
    locale = Locale.parse(_WRITTEN.get(code, code))
    months = locale.months
    number = parse_number(locale.decimal_formats[None].pattern)
    countries = _two_letters(locale.territories) | _COUNTRIES.get(code, {})
    return {
        "day": _dated(locale.date_formats["long"].pattern),
        "month": _dated(locale.datetime_skeletons["yMMMM"].pattern),
        "first": _FIRST.get(code, "1"),
        "months": [months["format"]["wide"][n] for n in range(1, 13)],
        "months_alone": [months["stand-alone"]["wide"][n] for n in range(1, 13)],
        "separator": locale.number_symbols["latn"]["group"],
        "groups": list(number.grouping),
        "grouped_from": _GROUPED_FROM.get(code, number.grouping[0] + 1),
        "all_of": _list(locale.list_patterns["standard"]),
        "one_of": _list(locale.list_patterns["or"]),
        "cities": _cities(locale.time_zones),
        "countries": countries,
        "languages": _two_letters(locale.languages),
    }


def _dated(pattern: str) -> str:
    """A pattern of the CLDR as a text with placeholders."""
    fields = {"d": "{day}", "MMMM": "{month}", "LLLL": "{month}", "y": "{year}"}
    return re.sub(r"%\((\w+)\)s", lambda field: fields[field[1]], parse_pattern(pattern).format)


def _list(patterns: Mapping[str, str]) -> dict[str, str]:
    return {("pair" if name == "2" else name): patterns[name] for name in sorted(patterns)}


def _cities(zones: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The city of each zone that is called otherwise than the zone itself."""
    return {
        name: zone["city"]
        for name, zone in sorted(zones.items())
        if "city" in zone and name in available_timezones() and not _is_named(name, zone["city"])
    }


def _is_named(name: str, city: str) -> bool:
    return folded(name.rpartition("/")[2].replace("_", " ")) == folded(city)


def _two_letters(names: Mapping[str, str]) -> dict[str, str]:
    return {code: name for code, name in names.items() if re.fullmatch(r"[A-Za-z]{2}", code)}


def text_of(code: str) -> str:
    """The file of one language."""
    data = json.dumps(data_of(code), ensure_ascii=False, indent=0, sort_keys=True)
    return data + "\n"


if __name__ == "__main__":
    for language in LANGUAGES:
        path = _FOLDER / language / "cldr.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(language), "utf-8")
