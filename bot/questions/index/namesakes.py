"""Which of several shows of one name is meant: one rule for a typed title and for a sentence.

How often each is meant by what was typed is estimated as its popularity, times how often people
type its name so, times how much nearer it is to who asks, more for a show that is kept in detail.
The best is answered about only where it is meant clearly more often than any other; else nothing
tells, and it takes asking.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bot.facts.models import INDEX_IDS, TitleEntry
from bot.facts.networks import network_key
from bot.questions.index import qualifiers
from bot.questions.index.spelling import fold, names_of

CLEARLY = 5.0
"""So many times more often than any other a show must be meant to be answered about."""

_NEW = 25.0
"""The same for a show that nobody knew a year ago: its fame may be that of one week."""

_FAMILIAR = 1000.0
"""What a server follows or asks about comes before fame."""

_DETAILED = 5.0
"""What is in the catalogue, or was added to it, comes before a namesake known by its row alone."""

_EVEN: Mapping[int, float] = {}
_OTHER_ACCENTS, _OTHER_ARTICLE, _ALIAS = 0.5, 0.2, 0.3


def distinct(entries: Sequence[TitleEntry]) -> Sequence[TitleEntry]:
    """These shows of one name without rows of the index that are another of them.

    A row without a year is the show of that title which is known in detail on the same network.
    """
    if len(entries) < 2 or not any(map(_is_undated_row, entries)):
        return entries
    known = {_on_network(entry) for entry in entries if entry.show_id not in INDEX_IDS}
    return [e for e in entries if not _is_undated_row(e) or _on_network(e) not in known]


def _is_undated_row(entry: TitleEntry) -> bool:
    return entry.year is None and entry.network is not None and entry.show_id in INDEX_IDS


def _on_network(entry: TitleEntry) -> tuple[str, str] | None:
    return (fold(entry.title), network_key(entry.network)) if entry.network is not None else None


def meant(
    typed: str,
    entries: Sequence[TitleEntry],
    *,
    familiar: frozenset[int] = frozenset(),
    year: int | None = None,
    odds: Mapping[int, float] = _EVEN,
) -> TitleEntry | None:
    """The one of some shows of this name that is meant; None where none clearly is.

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
    needed = _NEW if is_new and best.show_id not in familiar else CLEARLY
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
    likely = math.log1p(max(entry.popularity, 0.0)) + math.log(_spelled(typed, entry))
    likely += math.log(odds.get(entry.show_id, 1.0))
    likely += 0.0 if entry.show_id in INDEX_IDS else math.log(_DETAILED)
    return likely + (math.log(_FAMILIAR) if entry.show_id in familiar else 0.0)


def _spelled(typed: str, entry: TitleEntry) -> float:
    """How often people who mean the show type its name so: the title itself, letter by letter."""
    alias = max((_written(typed, name) for name in names_of(entry)[1:]), default=0.0)
    return max(_written(typed, entry.title), _ALIAS * alias) or _ALIAS * _OTHER_ARTICLE


def _written(typed: str, name: str) -> float:
    if " ".join(typed.casefold().split()) == name.casefold():
        return 1.0
    rest, _ = qualifiers.split(typed)
    return _OTHER_ACCENTS if fold(name) in (fold(typed), rest) else _OTHER_ARTICLE
