"""A show's titles in other languages and countries: the tags they go by, and which one is meant.

A tag is a language with the country it is spoken in ("de", "pt-BR"), or where only the country is
known that country ("und-ES"): https://www.rfc-editor.org/info/bcp47
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_UNKNOWN = "und"

_OTHER_CODES = {"nb": "no", "cn": "zh"}
"""Bokmål, and TMDB's code of its own for Cantonese, are those languages to a reader."""

_COUNTRIES = {
    "cs": "CZ",
    "da": "DK",
    "de": "DE AT",
    "el": "GR",
    "es": "ES MX AR",
    "fi": "FI",
    "fr": "FR",
    "he": "IL",
    "hu": "HU",
    "it": "IT",
    "ja": "JP",
    "ko": "KR",
    "nl": "NL",
    "no": "NO",
    "pl": "PL",
    "pt": "PT BR",
    "ro": "RO",
    "ru": "RU",
    "sv": "SE",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
    "zh": "CN TW",
}
"""Where a title is in that language, by all odds; the first counts most."""


def tag_of(language: str | None, country: str | None) -> str | None:
    """The tag of a title of that language (ISO 639-1) and country (ISO 3166 alpha-2).

    None where neither is known.
    """
    language, country = (language or "").lower(), (country or "").upper()
    known = _OTHER_CODES.get(language, language)
    tag = f"{known or _UNKNOWN}-{country}" if country else known
    return tag if is_tag(tag) else None


def is_tag(text: str) -> bool:
    """Whether it is such a tag."""
    return re.fullmatch(r"[a-z]{2}|(?:[a-z]{2}|und)-[A-Z]{2}", text) is not None


def base_language(code: str) -> str:
    """A language without its country: "pt" of "pt_BR"."""
    return re.split("[-_]", code, maxsplit=1)[0].lower()


def title_for(language: str, titles: Mapping[str, str]) -> str | None:
    """The title for a reader of that language ("de", "pt_BR"), of those by tag; None without one.

    First the very country's, then any in the language, then one of a country that speaks it. For
    English that is the show's title, unless the country has one of its own.
    """
    base = base_language(language)
    country = language[len(base) + 1 :].upper()
    wanted = [f"{base}-{country}", f"{_UNKNOWN}-{country}"] if country else []
    if base != "en":
        homes = _COUNTRIES.get(base, "").split()
        wanted += [base, *(f"{base}-{home}" for home in homes)]
        wanted += sorted(tag for tag in titles if tag.startswith(f"{base}-"))
        wanted += [f"{_UNKNOWN}-{home}" for home in homes]
    return next((titles[tag] for tag in wanted if tag in titles), None)
