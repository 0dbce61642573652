"""The phrases of the tables, and where a sentence has them.

A sentence is a list of units: folded words, with a mark for each title, season, date, network and
name, and for the end of a clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.questions.index.spelling import ARTICLES

TITLE, SEASON, DATE, NETWORK, PERSON, PAUSE = "T", "S", "D", "N", "P", "/"
MARKS = frozenset((TITLE, SEASON, DATE, NETWORK, PERSON, PAUSE))
_LONGEST_GAP = 9
# Most sentences have the same words side by side.
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one or two topics: its words in order, None for a gap.

    `second` are the words that must follow its first one at once; None where others may. `needed`
    are the words that are neither optional nor its first.
    """

    topics: tuple[str, ...]
    words: tuple[frozenset[str] | None, ...]
    optional: tuple[bool, ...]
    weak: bool
    second: frozenset[str] | None
    needed: tuple[frozenset[str], ...]

    @classmethod
    def of(
        cls,
        topics: Sequence[str],
        words: Sequence[frozenset[str] | None],
        optional: Sequence[bool],
        *,
        weak: bool,
    ) -> Phrase:
        """The phrase of these words, each of which may be absent where it is `optional`.

        Raises:
            ValueError: it begins or ends with a gap.
        """
        if words[0] is None or words[-1] is None:
            raise ValueError("a phrase begins and ends with a word")
        left = zip(words[1:], optional[1:], strict=True)
        return cls(
            topics=tuple(topics),
            words=tuple(words),
            optional=tuple(optional),
            weak=weak,
            second=words[1] if len(words) > 1 and not any(optional[:2]) else None,
            needed=tuple(each for each, absent in left if each is not None and not absent),
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a sentence, and the places of its units."""

    phrase: Phrase
    places: tuple[int, ...]

    @property
    def weight(self) -> int:
        """How much of the sentence it has understood, as a number of words."""
        # What reaches over other words has understood more than what lies among them, and so has
        # what sees a name: "will Hopper return" does not ask whether the show will.
        jumps = sum(after - before > 1 for before, after in pairwise(self.places))
        named = any(words is not None and PERSON in words for words in self.phrase.words)
        return len(self.places) + 2 * min(jumps, self.phrase.words.count(None)) + 2 * named


class PhraseTable:
    """Phrases by the words they may begin with."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            for words, absent in zip(phrase.words, phrase.optional, strict=True):
                for word in words or ():
                    self._by_first.setdefault(word, []).append(phrase)
                if not absent:
                    break
        self.starting_with = lru_cache(_KEPT)(self._that_start_with)
        """Those that may start with a unit that another one follows."""

    def __iter__(self) -> Iterator[Phrase]:
        return iter({phrase: None for group in self._by_first.values() for phrase in group})

    def _that_start_with(self, unit: str, following: str) -> tuple[Phrase, ...]:
        some = self._by_first.get(unit, ())
        if following in ARTICLES:
            return tuple(some)
        return tuple(one for one in some if one.second is None or following in one.second)


def hits_in(units: Sequence[str], tables: Iterable[PhraseTable]) -> list[Hit]:
    """Every phrase of some tables that the units have, also those that share a unit."""
    said = set(units)
    found: list[Hit] = []
    for table in tables:
        for at, (unit, following) in enumerate(pairwise((*units, ""))):
            for phrase in table.starting_with(unit, following):
                if any(words.isdisjoint(said) for words in phrase.needed):
                    continue
                places = _match(units, at, phrase, 0)
                if places is not None and places[0] == at:
                    found.append(Hit(phrase, places))
    return found


def _match(units: Sequence[str], at: int, phrase: Phrase, step: int) -> tuple[int, ...] | None:
    """Where the words of a phrase from its `step` on stand, beginning at `at`; None if not."""
    if step == len(phrase.words):
        return ()
    words = phrase.words[step]
    if words is None:
        for reached in range(at, min(at + _LONGEST_GAP + 1, len(units))):
            rest = _match(units, reached, phrase, step + 1)
            if rest is not None:
                return rest
            if units[reached] == PAUSE:
                return None
        return None
    following = units[at + 1] if at + 1 < len(units) and units[at] in ARTICLES else ""
    if following in (TITLE, SEASON) and following in words:
        # "conferma la seconda stagione" is "conferma S".
        at += 1
    if at < len(units) and units[at] in words:
        rest = _match(units, at + 1, phrase, step + 1)
        if rest is not None:
            return (at, *rest)
    return _match(units, at, phrase, step + 1) if phrase.optional[step] else None
