"""Dates, numbers and lists as each language writes them, by the Unicode CLDR through Babel.

English has its own lines: the data of the CLDR take five megabytes, which a bot that speaks nothing
else need not hold.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from .catalogues import catalogue
from .languages import ENGLISH, language, language_name

if TYPE_CHECKING:
    from babel import Locale

_MONTHS = tuple(month_name)
"""January is at 1, as in a date."""


def _spoken() -> str:
    """The language whose rules hold: English where a catalogue is missing."""
    code = language()
    return code if code != ENGLISH and catalogue(code) is not None else ENGLISH


def day_text(day: date) -> str:
    """A day by itself: "5 October 2026", "5 de octubre de 2026"."""
    return _date(_spoken(), day, "long")


def month_text(year: int, month: int) -> str:
    """A month of a year by itself: "October 2026"."""
    return _date(_spoken(), date(year, month, 1), "yMMMM")


def month_alone(month: int) -> str:
    """The name of a month (1-12) whose year the sentence tells elsewhere."""
    return _date(_spoken(), date(2000, month, 1), "LLLL")


_FIRST = {"fr": "1er", "it": "1º", "pt_BR": "1º"}
"""The first of a month, of which the CLDR has the bare number."""


@lru_cache(maxsize=2000)
def _date(code: str, day: date, form: str) -> str:
    if code == ENGLISH:
        month = _MONTHS[day.month]
        return {"long": f"{day.day} {month} {day.year}", "LLLL": month}.get(
            form, f"{month} {day.year}"
        )
    from babel.dates import format_date, format_skeleton

    if form == "yMMMM":
        return format_skeleton(form, day, locale=_locale(code))
    text = format_date(day, form, locale=_locale(code))
    if day.day == 1 and form == "long" and code in _FIRST:
        return text.replace("1", _FIRST[code], 1)
    return text


def number_text(number: int) -> str:
    """A whole number with its groups: "12,345", "12.345"."""
    code = _spoken()
    if code == ENGLISH or -1000 < number < 1000:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(code))


def listed(words: Sequence[str], *, either: bool = False) -> str:
    """ "a", "a and b", "a, b and c"; with `either`, "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    code = _spoken()
    if code == ENGLISH:
        return f"{', '.join(words[:-1])} {'or' if either else 'and'} {words[-1]}"
    from babel.lists import format_list

    return format_list(words, "or" if either else "standard", locale=_locale(code))


def language_text(code: str) -> str:
    """What a language (ISO 639-1) is called: "Hindi", "hindi"; its code, where nobody knows."""
    spoken = _spoken()
    if spoken == ENGLISH:
        return language_name(code)
    return str(_locale(spoken).languages.get(code, code))


_COUNTRIES = {
    "AE": "UAE", "AR": "Argentina", "AT": "Austria", "AU": "Australia", "BE": "Belgium",
    "BR": "Brazil", "CA": "Canada", "CH": "Switzerland", "CL": "Chile", "CN": "China",
    "CO": "Colombia", "CZ": "Czechia", "DE": "Germany", "DK": "Denmark", "EG": "Egypt",
    "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "UK", "GR": "Greece", "HK": "Hong Kong",
    "HU": "Hungary", "ID": "Indonesia", "IE": "Ireland", "IL": "Israel", "IN": "India",
    "IS": "Iceland", "IT": "Italy", "JP": "Japan", "KR": "South Korea", "MX": "Mexico",
    "MY": "Malaysia", "NG": "Nigeria", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand",
    "PH": "Philippines", "PK": "Pakistan", "PL": "Poland", "PT": "Portugal", "RO": "Romania",
    "RU": "Russia", "SE": "Sweden", "SG": "Singapore", "TH": "Thailand", "TR": "Türkiye",
    "TW": "Taiwan", "UA": "Ukraine", "US": "US", "VN": "Vietnam", "ZA": "South Africa",
}  # fmt: skip
"""Where most shows come from, in English; the names of the CLDR, in their short form."""


_USA = {"de": "USA", "es": "EE. UU.", "hi": "अमेरिका", "pt_BR": "EUA"}
"""As people call it there; Babel leaves the short names of the CLDR out."""


def country_text(code: str) -> str:
    """A country (ISO 3166 alpha-2) by its name: "Japan", "UK"; the code where none is known."""
    spoken = _spoken()
    if spoken == ENGLISH:
        return _COUNTRIES.get(code, code)
    if code == "US" and spoken in _USA:
        return _USA[spoken]
    names = _locale(spoken).territories
    return str(names.get(f"{code}_short") or names.get(code) or code)


_UNUSED = (
    "unit_patterns",
    "unit_display_names",
    "meta_zones",
    "time_zones",
    "currency_names",
    "date_fields",
    "compact_decimal_formats",
    "compact_currency_formats",
    "compound_unit_patterns",
    "scripts",
)
"""Three quarters of a language's data, by their name in Babel; no sentence here needs them."""


@cache
def _locale(code: str) -> Locale:
    from babel import Locale, localedata

    for name in ("root", code.partition("_")[0], code):
        data = localedata.load(name)
        for unused in _UNUSED:
            data.pop(unused, None)
    return Locale.parse(code)
