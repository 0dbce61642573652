"""Dates, numbers and lists as each language writes them, by the Unicode CLDR.

What is needed of it lies beside the messages, in `cldr.json`, which `make messages` writes by way
of Babel (`tests/locale/cldr_data.py`): the whole data of a language take a megabyte.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from .languages import ENGLISH, LANGUAGES, language
from .po_files import BrokenCatalogueError, catalogue

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conventions:
    """The conventions of a language: texts with named placeholders, as the CLDR has them.

    `first` is the first of a month, `months` (January first) are named beside a day, and
    `months_alone` by themselves. `groups` are the lengths of the last group of digits and of the
    others, `grouped_from` the fewest digits that are grouped. A list has `pair`, `start`, `middle`
    and `end`. Countries are by ISO 3166 alpha-2, languages by ISO 639-1, cities by the IANA name of
    their zone, if they are not called as that is.
    """

    day: str
    month: str
    first: str
    months: Sequence[str]
    months_alone: Sequence[str]
    separator: str
    groups: Sequence[int]
    grouped_from: int
    all_of: Mapping[str, str]
    one_of: Mapping[str, str]
    cities: Mapping[str, str]
    countries: Mapping[str, str]
    languages: Mapping[str, str]


_FOLDER = Path(__file__).parent


def read_conventions(code: str) -> Conventions:
    """The conventions of a language, from the CLDR.

    Raises:
        BrokenCatalogueError: its file has something else in it.
        OSError: it cannot be read.
    """
    path = _FOLDER / code / "cldr.json"
    try:
        return Conventions(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise BrokenCatalogueError(f"{path} is broken: {error}") from None


@cache
def _conventions(code: str) -> Conventions:
    """The conventions of a language, read once; English ones if they cannot be read."""
    try:
        return read_conventions(code)
    except (BrokenCatalogueError, OSError) as error:
        if code == ENGLISH:
            raise
        _LOG.warning("Dates are written as in English instead of %s: %s", code, error)
        return _conventions(ENGLISH)


def _spoken() -> Conventions:
    """The conventions of the spoken language: English ones if a catalogue is missing."""
    code = language()
    return _conventions(ENGLISH if catalogue(code) is None else code)


def day_text(day: date) -> str:
    """A day by itself: "5 October 2026", "5 de octubre de 2026"."""
    spoken = _spoken()
    number = spoken.first if day.day == 1 else day.day
    return spoken.day.format(day=number, month=spoken.months[day.month - 1], year=day.year)


def month_text(year: int, month: int) -> str:
    """A month of a year by itself: "October 2026"."""
    spoken = _spoken()
    return spoken.month.format(month=spoken.months_alone[month - 1], year=year)


def month_alone(month: int) -> str:
    """The name of a month (1-12) whose year the sentence gives elsewhere."""
    return _spoken().months_alone[month - 1]


def month_names() -> Sequence[tuple[str, str]]:
    """The names of the months, January first: beside a day, and by themselves."""
    spoken = _spoken()
    return list(zip(spoken.months, spoken.months_alone, strict=True))


def day_words() -> tuple[str, str]:
    """The words between a day, its month and its year ("de"), and the word for the first of a
    month."""
    spoken = _spoken()
    patterns = f"{spoken.day} {spoken.month}"
    return patterns.format(day="", month="", year=""), spoken.first


def number_text(number: int) -> str:
    """A whole number with its groups: "12,345", "12.345"."""
    digits = str(abs(number))
    spoken = _spoken()
    if len(digits) < spoken.grouped_from:
        return str(number)
    last, others = spoken.groups
    parts = [digits[-last:]]
    rest = digits[:-last]
    while rest:
        parts.insert(0, rest[-others:])
        rest = rest[:-others]
    return ("-" if number < 0 else "") + spoken.separator.join(parts)


def listed(words: Sequence[str], *, either: bool = False) -> str:
    """ "a", "a and b", "a, b and c"; with `either`, "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    spoken = _spoken()
    pattern = spoken.one_of if either else spoken.all_of
    if len(words) == 2:
        return _before(words[1], pattern["pair"]).format(*words)
    text = _before(words[-1], pattern["end"]).format(words[-2], words[-1])
    for word in words[-3:0:-1]:
        text = pattern["middle"].format(word, text)
    return pattern["start"].format(words[0], text)


_SOFTENED = (
    (" y ", " e ", re.compile(r"\W*(?:[ií]|h[ií](?![aeo]))", re.IGNORECASE)),
    (" o ", " u ", re.compile(r"\W*(?:h?[oó]|8)", re.IGNORECASE)),
)


def _before(word: str, pattern: str) -> str:
    """The pattern; in Spanish "y" and "o" become "e" and "u" before some words, such as this
    one."""
    if language() != "es":
        return pattern
    for usual, softened, sound in _SOFTENED:
        if usual in pattern and sound.match(word):
            return pattern.replace(usual, softened)
    return pattern


def language_text(code: str) -> str:
    """The name of a language (ISO 639-1): "Hindi", "hindi"; its code if it is unknown."""
    return _spoken().languages.get(code, code)


def country_text(code: str) -> str:
    """The name of a country (ISO 3166 alpha-2): "Japan", "UK"; its code if it is unknown."""
    return _spoken().countries.get(code, code)


def country_names() -> Iterator[Mapping[str, str]]:
    """Countries (ISO 3166 alpha-2) by name, in each language, the spoken one first.

    No two countries share a name: people with an English client say "Deutschland" all the same.
    """
    yield _spoken().countries
    for code in LANGUAGES:
        yield _conventions(code).countries


def city_names() -> Iterator[tuple[str, str]]:
    """Cities by their zones (IANA), if a language has a name of its own for them.

    No two cities share a name, as with countries.
    """
    for code in LANGUAGES:
        yield from _conventions(code).cities.items()
