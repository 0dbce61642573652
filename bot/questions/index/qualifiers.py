"""What is said beside a title that tells shows of one name apart: a year, a country, a form.

The words are in qualifiers.toml.
"""

import enum
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.facts.models import TitleEntry
from bot.questions.index.spelling import fold

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_PLURAL = 4
# Codes that are other words too, unless in capitals.
_WORDS_TOO = frozenset(("ca", "au", "aus", "ie"))
# Words of a network's name that say nothing by themselves.
_OF_ANY_NETWORK = frozenset(("tv", "channel", "the"))
_BRACKETED_CODE = re.compile(r"[(\[]\s*([A-Za-z]{2,3})\s*[)\]]\s*$")
_FOR_CARTOONS = ("nickelodeon", "cartoon network", "adult swim")
_DRAWN = {"anime": True, "animation": True, "scripted": False, "limited": False, "reality": False}

NEWER: frozenset[str] = frozenset(_TABLE["newer"].split())
"""Folded words that the newest show of a name is called by: "the reboot"."""
OLDER: frozenset[str] = frozenset(_TABLE["older"].split())
"""The same of the oldest: "the original"."""


class Form(enum.Enum):
    """What a show is made as: "one piece live action", "avatar anime"."""

    ANIME = "anime"
    LIVE_ACTION = "live action"
    ANIMATED = "animated"

    @classmethod
    def of(cls, words: str) -> "Form | None":
        """The form that one or two folded words of any language name; None for none."""
        return _forms().get(words)

    def fits(self, entry: TitleEntry) -> bool | None:
        """Whether an entry is of this form, None if unknown; Japan makes anime before all, and
        there are networks for cartoons."""
        drawn = _DRAWN.get(entry.kind or "")
        if drawn is None:
            japanese = "JP" in (entry.country or "").split("|")
            for_cartoons = any(name in fold(entry.network or "") for name in _FOR_CARTOONS)
            drawn = True if japanese or for_cartoons else None
        return None if drawn is None else drawn is not (self is Form.LIVE_ACTION)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What a query says beside the title; None, or no country, where it says nothing.

    Countries are ISO 3166 alpha-2 codes. Of several any will do: "the danish swedish one".
    """

    year: int | None = None
    countries: frozenset[str] = frozenset()
    form: Form | None = None

    def __bool__(self) -> bool:
        return self.year is not None or self.form is not None or bool(self.countries)

    @property
    def of_country(self) -> "Qualifier":
        """What it says of countries alone."""
        return Qualifier(countries=self.countries) if self.countries else NOTHING

    def __or__(self, other: "Qualifier") -> "Qualifier":
        """What both say; of years and forms the later."""
        if not other:
            return self
        countries = self.countries | other.countries
        return Qualifier(other.year or self.year, countries, other.form or self.form)

    def fits(self, entry: TitleEntry) -> bool | None:
        """True where an entry has what is asked, False where it has another, None if unknown."""
        answers: set[bool | None] = set()
        if self.year is not None:
            answers.add(None if entry.year is None else entry.year == self.year)
        if self.countries:
            made = (entry.country or "").split("|")
            answers.add(not self.countries.isdisjoint(made) if entry.country else None)
        if self.form is not None:
            answers.add(self.form.fits(entry))
        if False in answers:
            return False
        return None if None in answers else True


NOTHING = Qualifier()
"""What most words say."""


@cache
def _forms() -> Mapping[str, Form]:
    return {said: Form(form) for form, names in _TABLE["forms"].items() for said in names}


@cache
def _words_of_forms() -> frozenset[str]:
    return frozenset(word for said in _forms() for word in said.split())


@cache
def _countries(*, elsewhere: bool) -> Mapping[str, str]:
    tables = ("countries_elsewhere", "countries") if elsewhere else ("countries",)
    each = (said for table in tables for said in _TABLE[table].items())
    return {word: code for code, words in each for word in words.split()}


def country_named(word: str, *, elsewhere: bool = False) -> str | None:
    """The country, ISO 3166 alpha-2, that a folded word names beside a title, in English or with
    `elsewhere` in any other language as well; None for none."""
    countries = _countries(elsewhere=elsewhere)
    named = countries.get(word)
    if named is None and len(word) > _SHORTEST_PLURAL:
        # "the Germans", "as portuguesas"
        named = countries.get(word.removesuffix("s"))
    return named


def qualifier_at(
    words: Sequence[str], at: int, *, capital: bool = False, elsewhere: bool = False
) -> Qualifier:
    """What one of some folded words says of a show: a year from 1931 on, a country, a form, which
    may be named together with the word before or behind it.

    A country's code that is another word too counts in capitals only; with `elsewhere` what
    countries are called in other languages than English counts as well.
    """
    word = words[at]
    if len(word) == 4 and word.isascii() and word.isdecimal() and 1930 < int(word) < 2100:
        return Qualifier(year=int(word))
    country = country_named(word, elsewhere=elsewhere)
    if country is not None and (capital or word not in _WORDS_TOO):
        return Qualifier(countries=frozenset((country,)))
    if word not in _words_of_forms():
        return NOTHING
    runs = (words[at : at + 2], words[max(at - 1, 0) : at + 1], words[at : at + 1])
    return Qualifier(form=next(filter(None, (Form.of(" ".join(run)) for run in runs)), None))


def airs_on(entry: TitleEntry, word: str) -> bool:
    """Whether a folded word is of the name of an entry's network, and tells it from others."""
    return word not in _OF_ANY_NETWORK and word in words_of_network(entry)


def words_of_network(entry: TitleEntry) -> frozenset[str]:
    """The folded words of the names of an entry's networks."""
    return _words_of(entry.network) if entry.network is not None else frozenset()


@lru_cache(1024)
def _words_of(network: str) -> frozenset[str]:
    return frozenset(fold(network).split())


@lru_cache(256)
def split_qualifier(query: str) -> tuple[str, Qualifier | None]:
    """The folded query without a year, a country or a form at its end, and what those said.

    None where there is no qualifier, or nothing would be left beside it.
    """
    bracketed = _BRACKETED_CODE.search(query)
    country: str | None = None
    if bracketed:
        code = bracketed[1].casefold()
        country = country_named(code) or (code.upper() if len(code) == 2 else None)
        if country is not None:
            query = query[: bracketed.start()]
    words = fold(query).split(" ")
    year: int | None = None
    form: Form | None = None
    while len(words) > 1:
        if words[-1] == "the" and country is not None:
            words.pop()
        elif year is None and _YEAR.fullmatch(words[-1]):
            year = int(words.pop())
        elif country is None and (country := country_named(words[-1])):
            words.pop()
        elif form is None and len(words) > 2 and (form := Form.of(" ".join(words[-2:]))):
            del words[-2:]
        elif form is None and (form := Form.of(words[-1])):
            words.pop()
        else:
            break
    found = Qualifier(year, frozenset((country,) if country else ()), form)
    return " ".join(words), found or None
