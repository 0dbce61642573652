"""What a sentence asks about a season: its release, its cast, where to watch it …"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.questions.index.spelling import ARTICLES
from bot.questions.reading.language import Language, Phrase

_LONGEST_GAP = 9

TITLE, SEASON, DATE, NETWORK, PERSON, PAUSE = "T", "S", "D", "N", "P", "/"


@dataclass(frozen=True, slots=True)
class _Hit:
    phrase: Phrase
    places: tuple[int, ...]

    @property
    def weight(self) -> int:
        # What reaches over other words has understood more than what lies among them, and so has
        # what sees a name: "will Hopper return" does not ask whether the show will.
        jumps = sum(after - before > 1 for before, after in pairwise(self.places))
        named = any(words is not None and PERSON in words for words in self.phrase.words)
        return len(self.places) + 2 * min(jumps, self.phrase.words.count(None)) + 2 * named


def topics(units: Sequence[str], spoken: Sequence[Language]) -> tuple[list[str], list[str]]:
    """The topics of a sentence in the order asked, and those that only count beside nothing else.

    `units` are folded words, with T, S, D, N, P for a title, a season, a date, a network and a
    name, and "/" where a clause ends.
    """
    hits = [hit for language in spoken for hit in _hits(units, language)]
    hits.sort(key=lambda hit: (hit.phrase.weak, -hit.weight, hit.places))
    taken: set[int] = set()
    first: dict[bool, dict[str, int]] = {False: {}, True: {}}
    for hit in hits:
        if taken.isdisjoint(hit.places):
            taken.update(hit.places)
            for topic in hit.phrase.topics:
                places = first[hit.phrase.weak]
                places[topic] = min(places.get(topic, len(units)), hit.places[0])
    strong, weak = (sorted(places, key=places.__getitem__) for places in first.values())
    return strong, weak


def phrased(units: Sequence[str], spoken: Sequence[Language]) -> set[int]:
    """Where the units stand that are of a phrase of several words."""
    hits = (hit for language in spoken for hit in _hits(units, language))
    return {place for hit in hits if len(hit.places) > 1 for place in hit.places}


def _hits(units: Sequence[str], language: Language) -> Iterator[_Hit]:
    for at, unit in enumerate(units):
        for phrase in language.phrases.get(unit, ()):
            places = _match(units, at, phrase, 0)
            if places is not None and places[0] == at:
                yield _Hit(phrase, places)


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
