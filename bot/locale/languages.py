"""Languages: those spoken here, the one spoken now, the one a reader prefers, and their tags.

A show's titles in other languages and countries have tags: a language with the country it is spoken
in ("de", "pt-BR"), or, if only the country is known, that country ("und-ES"):
https://www.rfc-editor.org/info/bcp47
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

ENGLISH = "en"

LANGUAGES: Mapping[str, str] = {
    ENGLISH: "English",
    "es": "Español",
    "pt_BR": "Português (Brasil)",
    "fr": "Français",
    "de": "Deutsch",
    "it": "Italiano",
    "hi": "हिन्दी",
}
"""The languages that are spoken here, by the code of their catalogue, each with its own name."""

TRANSLATED = tuple(code for code in LANGUAGES if code != ENGLISH)
"""Those that have a catalogue of messages."""


def tag(code: str) -> str:
    """A language in headers, addresses and pages: "pt-BR" for "pt_BR" (RFC 5646)."""
    return code.replace("_", "-")


def base_language(code: str) -> str:
    """A language without its country: "pt" of "pt_BR"."""
    return tag(code).partition("-")[0].lower()


_OF_DISCORD: Mapping[str, str] = {
    **{tag(code): code for code in TRANSLATED},
    "es-ES": "es",
    "es-419": "es",
}
"""Discord's list has no "es" and no pt-PT: https://docs.discord.com/developers/reference#locales"""

_OF_ISO_639: Mapping[str, str] = {base_language(code): code for code in LANGUAGES}


def of_discord(locale: object) -> str:
    """The language of one of Discord's locales; English for one that is not spoken here."""
    return _OF_DISCORD.get(str(locale), ENGLISH)


_SPOKEN: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The language that is spoken now, as the code of its catalogue: "en", "pt_BR"."""
    return _SPOKEN.get()


def of_question(code: str | None) -> str:
    """The language of the answer to a question that was read in the language with that ISO code.

    If its words do not tell, it is the language spoken now.
    """
    return language() if code is None else _OF_ISO_639.get(code, ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Inside the block, in this task and those it starts, every sentence is in that language."""
    token = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def speak(code: str) -> None:
    """From here on every sentence of this task, and of those it starts, is in that language."""
    _SPOKEN.set(code)


_LONGEST_HEADER = 500
"""How many characters of the header are read: browsers send under a hundred."""


@lru_cache(maxsize=64)
def negotiated(header: str, available: tuple[str, ...]) -> str:
    """The code, out of those available, that an Accept-Language header prefers.

    A range matches by its language alone if its region is not available, and the reverse ("pt-PT"
    is served with "pt_BR"); English if nothing fits.
    https://www.rfc-editor.org/rfc/rfc9110#name-accept-language,
    https://www.rfc-editor.org/rfc/rfc4647#section-3.4
    """
    codes = {tag(code).lower(): code for code in available}
    primary: dict[str, str] = {}
    for name, code in codes.items():
        primary.setdefault(name.partition("-")[0], code)
    for wanted in _ranges(header[:_LONGEST_HEADER]):
        if wanted == "*":
            break
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            if (name := "-".join(parts[:length])) in codes:
                return codes[name]
        if parts[0] in primary:
            return primary[parts[0]]
    return ENGLISH


def _ranges(header: str) -> list[str]:
    """The ranges of the header, the best first; those with a weight of 0 are not wanted."""
    weighed = []
    for place, part in enumerate(header.lower().split(",")):
        name, _, rest = part.partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name.strip() and 0 < weight <= 1:
            weighed.append((-weight, place, name.strip()))
    return [name for _, _, name in sorted(weighed)]


_ISO_639 = """
af Afrikaans; sq Albanian; am Amharic; ar Arabic; hy Armenian; az Azerbaijani; eu Basque;
be Belarusian; bn Bengali; bs Bosnian; bg Bulgarian; my Burmese; ca Catalan; zh Chinese;
hr Croatian; cs Czech; da Danish; nl Dutch; en English; et Estonian; fo Faroese; fi Finnish;
fr French; gl Galician; ka Georgian; de German; el Greek; gu Gujarati; he Hebrew; hi Hindi;
hu Hungarian; is Icelandic; id Indonesian; ga Irish; it Italian; ja Japanese; jv Javanese;
kn Kannada; kk Kazakh; km Khmer; ko Korean; ku Kurdish; ky Kyrgyz; lo Lao; la Latin; lv Latvian;
lt Lithuanian; lb Luxembourgish; mk Macedonian; ms Malay; ml Malayalam; mt Maltese; mi Maori;
mr Marathi; mn Mongolian; ne Nepali; no Norwegian; pa Panjabi; pa Punjabi; ps Pashto; fa Persian;
pl Polish; pt Portuguese; ro Romanian; ru Russian; gd Gaelic; sr Serbian; sn Shona; si Sinhalese;
sk Slovak; sl Slovenian; so Somali; st Sesotho; es Spanish; sw Swahili; sv Swedish; tl Tagalog;
ta Tamil; te Telugu; th Thai; ti Tigrinya; tr Turkish; uk Ukrainian; ur Urdu; uz Uzbek;
vi Vietnamese; cy Welsh; fy Frisian; xh Xhosa; yi Yiddish; yo Yoruba; zu Zulu; gd Scottish Gaelic
"""

_ISO_CODES = {
    name.casefold(): code
    for code, _, name in (entry.strip().partition(" ") for entry in _ISO_639.split(";"))
}


def code_of(name: str) -> str | None:
    """The code of a language by its English name; None if it is not spoken here."""
    return _ISO_CODES.get(name.strip().casefold())


_UNKNOWN = "und"

_OTHER_CODES = {"nb": "no", "cn": "zh"}
"""Codes for other names of a language: Bokmål, and TMDB's own code for Cantonese."""

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
"""The countries whose titles are most probably in that language; the first counts most."""


def tag_of(language: str | None, country: str | None) -> str | None:
    """The tag of a title in that language (ISO 639-1) and country (ISO 3166 alpha-2).

    None if neither is known.
    """
    language, country = (language or "").lower(), (country or "").upper()
    known = _OTHER_CODES.get(language, language)
    tag = f"{known or _UNKNOWN}-{country}" if country else known
    return tag if is_tag(tag) else None


def is_tag(text: str) -> bool:
    """Whether it is such a tag."""
    return re.fullmatch(r"[a-z]{2}|(?:[a-z]{2}|und)-[A-Z]{2}", text) is not None


def title_for(language: str, titles: Mapping[str, str]) -> str | None:
    """The title for a reader of that language ("de", "pt_BR"), out of those by tag; None without
    one.

    First exactly the country's, then any in the language, then one of a country that speaks it. For
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
