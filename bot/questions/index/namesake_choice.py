"""Which of several shows of one name is meant: one rule for a typed title and for a sentence.

How often each is meant by what was typed is estimated by its popularity, times how often people
type its name so, times how much nearer it is to who asks, more for a show that is kept in detail.
The best is answered about only where it is meant clearly more often than any other; else nothing
tells, and it takes asking.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set

from bot.facts.models import INDEX_IDS, TitleEntry
from bot.facts.networks import network_key
from bot.questions.index.qualifiers import split_qualifier, words_of_network
from bot.questions.index.spelling import fold, fold_cached, names_of

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

_WORLDWIDE = ("netflix", "prime video", "disney plus", "apple tv", "max", "crunchyroll")
# Anime and Korean drama are watched everywhere.
_EXPORTING = {"JP", "KR"}
_AT_HOME, _NAMED = 3.0, 5.0
# So many times less often a show is asked about for each ten years that it is the older.
_EACH_DECADE, _COMMON_YEAR = 1.3, 2010

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


def odds(
    entries: Sequence[TitleEntry], networks: Set[str], countries: frozenset[str]
) -> dict[int, float]:
    """How many times likelier each show is for what a question says beside its name, by id.

    `networks` are the folded words of those that are named, `countries` those where its language
    is spoken, ISO 3166 alpha-2: people ask about shows of their own more often than fame says.
    """
    return {
        entry.show_id: (_NAMED if networks & words_of_network(entry) else 1.0)
        * (_AT_HOME if _is_near(entry, countries) else 1.0)
        * _EACH_DECADE ** ((_year_of(entry) - _COMMON_YEAR) / 10.0)
        for entry in entries
    }


def _year_of(entry: TitleEntry) -> int:
    """The year it began; of an anime, which may run for decades, that says nothing."""
    return _COMMON_YEAR if entry.year is None or entry.country == "JP" else entry.year


def is_worldwide(entry: TitleEntry) -> bool:
    """Whether a show is on a service that has shows of others everywhere, too."""
    return any(name in fold(entry.network or "") for name in _WORLDWIDE)


def _is_near(entry: TitleEntry, countries: frozenset[str]) -> bool:
    worldwide = entry.country is None or is_worldwide(entry)
    return worldwide or not (countries | _EXPORTING).isdisjoint((entry.country or "").split("|"))


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
    return _OTHER_ACCENTS if fold_cached(name) in (fold(typed), rest) else _OTHER_ARTICLE
