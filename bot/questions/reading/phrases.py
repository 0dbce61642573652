"""The phrases of the tables, and where a sentence has them.

A sentence is a list of units: folded words, with a mark for each title, season, date, network and
name, and for the end of a clause.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.questions.index.spelling import ARTICLES

TITLE, SEASON, DATE, NETWORK, PERSON, PAUSE = "T", "S", "D", "N", "P", "/"
MARKS = frozenset((TITLE, SEASON, DATE, NETWORK, PERSON, PAUSE))
_LONGEST_GAP = 9


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one or two topics: its words in order, None for a gap; an `optional` one may be
    absent.

    Raises:
        ValueError: it begins or ends with a gap.
    """

    topics: tuple[str, ...]
    words: tuple[frozenset[str] | None, ...]
    optional: tuple[bool, ...]
    weak: bool

    def __post_init__(self) -> None:
        if self.words[0] is None or self.words[-1] is None:
            raise ValueError("a phrase begins and ends with a word")


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


PhraseTable = Mapping[str, Sequence[tuple[frozenset[str], Phrase]]]


def table_of(phrases: Iterable[Phrase]) -> PhraseTable:
    """Phrases by the words they may begin with, each with further words of which it needs one."""
    table: dict[str, list[tuple[frozenset[str], Phrase]]] = {}
    for phrase in phrases:
        steps = list(zip(phrase.words, phrase.optional, strict=True))
        for step, (words, absent) in enumerate(steps, 1):
            further = (some for some, free in steps[step:] if some and not free)
            needed = min(further, key=len, default=words or frozenset())
            for word in words or ():
                table.setdefault(word, []).append((needed, phrase))
            if not absent:
                break
    return table


def within(units: Iterable[str], tables: Iterable[PhraseTable]) -> PhraseTable:
    """The phrases of some tables, in one, that may be in a sentence which has no other units: a
    few of thousands, so that it may be looked through for each of its titles."""
    said = frozenset(units)
    found: dict[str, list[tuple[frozenset[str], Phrase]]] = {}
    for table in tables:
        for unit in said & table.keys():
            its = found.setdefault(unit, [])
            its += [one for one in table[unit] if not said.isdisjoint(one[0])]
    return found


def hits_in(units: Sequence[str], table: PhraseTable) -> list[Hit]:
    """Every phrase of a table that the units have, also those that share a unit."""
    found: list[Hit] = []
    said = frozenset(units)
    for at, unit in enumerate(units):
        for needed, phrase in table.get(unit, ()):
            places = None if said.isdisjoint(needed) else _match(units, at, phrase, 0)
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
            if (rest := _match(units, reached, phrase, step + 1)) is not None:
                return rest
            if units[reached] == PAUSE:
                return None
        return None
    if at + 1 < len(units) and units[at] in ARTICLES:
        following = units[at + 1]
        # "conferma la seconda stagione" is "conferma S".
        at += following in (TITLE, SEASON) and following in words
    said = at < len(units) and units[at] in words
    if said and (rest := _match(units, at + 1, phrase, step + 1)) is not None:
        return (at, *rest)
    return _match(units, at, phrase, step + 1) if phrase.optional[step] else None
