"""Which of several shows of one name is meant: one rule for a typed title and for a sentence.

How often each is meant by what was typed is estimated by its popularity, times how often people
type its name so, times how much nearer it is to who asks, more for a show that is kept in detail.
The best is answered about only where it is meant clearly more often than any other; else nothing
tells, and it takes asking.

"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.facts.models import INDEX_IDS, TitleEntry
from bot.facts.networks import network_key
from bot.questions.index.spelling import fold, names_of

# Words of a query that name a country. Codes that are words too ("in", "it", "de") count only
# in brackets, as "(IT)".
_COUNTRIES = {
    "us": "US", "usa": "US", "america": "US", "american": "US",
    "uk": "GB", "gb": "GB", "britain": "GB", "british": "GB", "england": "GB", "bbc": "GB",
    "au": "AU", "aus": "AU", "australia": "AU", "australian": "AU",
    "ca": "CA", "canada": "CA", "canadian": "CA",
    "nz": "NZ", "ie": "IE", "ireland": "IE", "irish": "IE",
    "india": "IN", "indian": "IN", "japan": "JP", "japanese": "JP",
    "jp": "JP", "kr": "KR", "korea": "KR", "korean": "KR", "kdrama": "KR",
    "cn": "CN", "china": "CN", "chinese": "CN", "tw": "TW", "taiwan": "TW", "thai": "TH",
    "spain": "ES", "spanish": "ES", "france": "FR", "french": "FR", "germany": "DE",
    "german": "DE", "italy": "IT", "italian": "IT", "brazil": "BR", "brazilian": "BR",
    "mexico": "MX", "mexican": "MX", "turkey": "TR", "turkish": "TR", "sweden": "SE",
    "swedish": "SE", "denmark": "DK", "danish": "DK", "norway": "NO", "norwegian": "NO",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKETED_CODE = re.compile(r"[(\[]\s*([A-Za-z]{2,3})\s*[)\]]\s*$")


class Form(enum.Enum):
    """What a show is made as: "one piece live action", "avatar anime"."""

    ANIME = "anime"
    LIVE_ACTION = "live action"
    ANIMATED = "animated"

    @classmethod
    def of(cls, words: str) -> Form | None:
        """The form that one or two folded words name; None for none."""
        return _FORMS.get(words)

    def fits(self, entry: TitleEntry) -> bool | None:
        """Whether an entry is of this form, None if unknown; Japan makes anime before all, and
        there are networks for cartoons."""
        drawn = _DRAWN.get(entry.kind or "")
        if drawn is None:
            japanese = "JP" in (entry.country or "").split("|")
            for_cartoons = any(name in fold(entry.network or "") for name in _FOR_CARTOONS)
            drawn = True if japanese or for_cartoons else None
        return None if drawn is None else drawn is not (self is Form.LIVE_ACTION)


_FORMS = {
    "anime": Form.ANIME, "live action": Form.LIVE_ACTION, "liveaction": Form.LIVE_ACTION,
    "real action": Form.LIVE_ACTION, "realverfilmung": Form.LIVE_ACTION,
    "animated": Form.ANIMATED, "cartoon": Form.ANIMATED, "animated series": Form.ANIMATED,
}  # fmt: skip
_FOR_CARTOONS = ("nickelodeon", "cartoon network", "adult swim")
_DRAWN = {"anime": True, "animation": True, "scripted": False, "limited": False, "reality": False}


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What a query says beside the title; None where it says nothing."""

    year: int | None = None
    country: str | None = None
    form: Form | None = None

    def fits(self, entry: TitleEntry) -> bool | None:
        """True where an entry has what is asked, False where it has another, None if unknown."""
        answers: set[bool | None] = set()
        if self.year is not None:
            answers.add(None if entry.year is None else entry.year == self.year)
        if self.country is not None:
            countries = (entry.country or "").split("|")
            answers.add(self.country in countries if entry.country else None)
        if self.form is not None:
            answers.add(self.form.fits(entry))
        if False in answers:
            return False
        return None if None in answers else True


def country_named(word: str) -> str | None:
    """The country, ISO 3166 alpha-2, that a folded word names behind a title; None for none."""
    return _COUNTRIES.get(word)


@lru_cache(256)
def split_qualifier(query: str) -> tuple[str, Qualifier | None]:
    """The folded query without a year or a country at its end, and what those said.

    None where there is no qualifier, or nothing would be left beside it.
    """
    bracketed = _BRACKETED_CODE.search(query)
    country: str | None = None
    if bracketed:
        code = bracketed[1].casefold()
        country = _COUNTRIES.get(code, code.upper() if len(code) == 2 else None)
        if country is not None:
            query = query[: bracketed.start()]
    words = fold(query).split(" ")
    year: int | None = None
    while len(words) > 1:
        if year is None and _YEAR.fullmatch(words[-1]):
            year = int(words.pop())
        elif country is None and words[-1] in _COUNTRIES:
            country = _COUNTRIES[words.pop()]
        elif words[-1] == "the" and country is not None:
            words.pop()
        else:
            break
    if year is None and country is None:
        return " ".join(words), None
    return " ".join(words), Qualifier(year, country)


CLEARLY = 3.0
"""So many times more often than any other a show must be meant to be answered about; the card
names the others, so that one is a choice away."""

RATHER = 1.4
"""The same in a sentence: who chats names the show that people talk about, and finds being asked
back odder than a card that names the other one too."""

_OFTEN = 1.5
"""People name a show as often as its popularity to this power (1.6 fits 98 headlines best)."""

_NEW = 30.0
"""So many times more still for a show that nobody knew a year ago: its fame may be that of one
week."""

_FAMILIAR, _FAMILIAR_BY_ALIAS = 1000.0, 8.0
"""What a server follows or asks about comes before fame; but who types the title of a show to the
letter seldom means one that has another, however familiar it is."""

_DETAILED = 5.0
"""What is in the catalogue, or was added to it, comes before a namesake known by its row alone."""

_EVEN: Mapping[int, float] = {}
_OTHER_ACCENTS, _OTHER_ARTICLE, _ALIAS = 0.5, 0.2, 0.3


def distinct(entries: Sequence[TitleEntry]) -> Sequence[TitleEntry]:
    """These shows of one name without rows of the index that are another of them.

    A row is the show of that title which is known in detail on the same network, where it has no
    year, or the same one give or take one: providers differ on premieres about a new year.
    """
    if len(entries) < 2 or not any(entry.show_id in INDEX_IDS for entry in entries):
        return entries
    years: dict[tuple[str, str] | None, set[int | None]] = {}
    for entry in entries:
        if entry.show_id not in INDEX_IDS and entry.network is not None:
            years.setdefault(_on_network(entry), set()).add(entry.year)
    if not years:
        return entries
    return [e for e in entries if e.show_id not in INDEX_IDS or not _is_told(e, years)]


def _is_told(row: TitleEntry, known: Mapping[tuple[str, str] | None, set[int | None]]) -> bool:
    years = known.get(_on_network(row), set())
    if row.year is None:
        return bool(years)
    return not years.isdisjoint((row.year - 1, row.year, row.year + 1))


def _on_network(entry: TitleEntry) -> tuple[str, str] | None:
    return (fold(entry.title), network_key(entry.network)) if entry.network is not None else None


def meant(
    typed: str,
    entries: Sequence[TitleEntry],
    *,
    familiar: frozenset[int] = frozenset(),
    year: int | None = None,
    odds: Mapping[int, float] = _EVEN,
    clearly: float = CLEARLY,
) -> TitleEntry | None:
    """The one of some shows of this name that is meant; None where none is so `clearly`.

    `entries` are those that a year, a country or a network beside the title leaves. `familiar`
    are the shows that who asks follows or lately asked about, `year` is the one it is now; `odds`
    say by show how many times likelier what else was said makes it.
    """
    if len(entries) < 2:
        return entries[0] if entries else None
    ranked = ranked_by_meaning(typed, entries, familiar=familiar, odds=odds)
    best = ranked[0]
    ahead = _logit(typed, best, familiar, odds) - _logit(typed, ranked[1], familiar, odds)
    dated = year is not None and any(entry.year is not None for entry in entries)
    is_new = dated and (best.year is None or best.year >= (year or 0))
    needed = clearly * (_NEW if is_new and best.show_id not in familiar else 1.0)
    return best if ahead >= math.log(needed) else None


def ranked_by_meaning(
    typed: str,
    entries: Sequence[TitleEntry],
    *,
    familiar: frozenset[int] = frozenset(),
    odds: Mapping[int, float] = _EVEN,
) -> list[TitleEntry]:
    """The shows of one name, the one that is meant most often first."""
    return sorted(entries, key=lambda entry: (-_logit(typed, entry, familiar, odds), entry.show_id))


def _logit(
    typed: str, entry: TitleEntry, familiar: frozenset[int], odds: Mapping[int, float]
) -> float:
    spelled, by_alias = _spelled(typed, entry)
    likely = _OFTEN * math.log1p(max(entry.popularity, 0.0)) + math.log(spelled)
    likely += math.log(odds.get(entry.show_id, 1.0))
    likely += 0.0 if entry.show_id in INDEX_IDS else math.log(_DETAILED)
    if entry.show_id in familiar:
        likely += math.log(_FAMILIAR_BY_ALIAS if by_alias else _FAMILIAR)
    return likely


def _spelled(typed: str, entry: TitleEntry) -> tuple[float, bool]:
    """How often people who mean the show type its name so, and whether that is an alias.

    Most often it is the title itself, letter by letter.
    """
    title = _written(typed, entry.title)
    alias = _ALIAS * max((_written(typed, name) for name in names_of(entry)[1:]), default=0.0)
    return max(title, alias), alias > title


def _written(typed: str, name: str) -> float:
    if " ".join(typed.casefold().split()).replace("&", "and") == name.casefold().replace(
        "&", "and"
    ):
        return 1.0
    rest, _ = split_qualifier(typed)
    return _OTHER_ACCENTS if fold(name) in (fold(typed), rest) else _OTHER_ARTICLE
