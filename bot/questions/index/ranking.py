"""How likely a query is for a name it met: by its fit, its typos and the show's popularity.

Every figure is roughly the logarithm of a likelihood; only their differences count. They were
set by measuring one random edit in any title against the first letters of popular ones.
"""

import enum
import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.facts.models import TitleEntry
from bot.questions.index.qualifiers import Qualifier
from bot.questions.index.spelling import compact, fold_cached, keys_of, names_of

# Up to this many letters a prefix says nothing but "one of these", and popularity decides.
_SHORT_PREFIX = 3
_EXACT = 20.0
_PREFIX, _EACH_MISSING_LETTER = -2.0, -0.05
_WORD, _ALL_OTHER_WORDS = -3.0, -2.0
_WORDS_MOVED = -3.0
# As much rarer is an alias typed than a title where namesakes are told apart.
_WHOLE_ALIAS = -1.2
_WRONG_LETTER, _EACH_FURTHER_EDIT = -2.5, -5.0
# Nobody types an ideograph of another title by accident.
_FOREIGN_IDEOGRAPH = -3.0
_IDEOGRAPHS = "\u2e80"
# Spaces, articles and bracketed ends that a key leaves out, letter by letter.
_EACH_LETTER_ASIDE, _MOST_LETTERS_ASIDE = -2.0, 3
_POPULARITY = 0.6
_OTHER_YEAR, _UNKNOWN_YEAR, _RIGHT_YEAR, _YEAR_OF_INEXACT = -25.0, -1.0, 0.5, -2.0


class Fit(enum.IntEnum):
    """How a query met a name, the better the higher."""

    FUZZY = 1
    WORD = 2
    PREFIX = 3
    EXACT = 4


class Match(NamedTuple):
    """A show found, and how the query met one of its names."""

    entry: TitleEntry
    fit: Fit


class Hit(NamedTuple):
    """A key that a query met, before it is known whose it is.

    A keystroke makes hundreds, and a tuple is made in a third of a frozen dataclass's time.
    """

    key: str
    fit: Fit
    likely: float
    edits: int = 0


class KeyMatch(NamedTuple):
    """An entry whose key was hit by the folded text of a query."""

    entry: TitleEntry
    hit: Hit
    text: str
    likely: float


def whole(key: str) -> Hit:
    """The query is the name."""
    return Hit(key, Fit.EXACT, _EXACT)


def article_aside(bare: str) -> Hit:
    """The query, its article left out, is the name; less sure than any name as it was typed."""
    return Hit(compact(bare), Fit.EXACT, -0.5)


def begun(key: str, forms: Iterable[str]) -> Iterator[Hit]:
    """The query is how these names begin."""
    is_short = len(key) <= _SHORT_PREFIX and not _has_ideograph(key)
    for found in map(compact, forms):
        missing = len(found) - len(key)
        if is_short or missing <= 1:
            yield Hit(found, Fit.PREFIX, 0.0)
        else:
            yield Hit(found, Fit.PREFIX, _PREFIX + _EACH_MISSING_LETTER * min(missing, 10))


def worded(words: list[str], key: str, forms: Iterable[str]) -> Iterator[Hit]:
    """The words of the query are in these names."""
    length, ordered = len(key), sorted(words)
    for form in forms:
        found = compact(form)
        if len(found) == length and sorted(form.split(" ")) == ordered:
            yield Hit(found, Fit.EXACT, _EXACT + _WORDS_MOVED)
        else:
            share = length / max(len(found), length)
            yield Hit(found, Fit.WORD, _WORD + _ALL_OTHER_WORDS * (1.0 - share))


def mistyped(key: str, found: str, edits: int) -> Hit:
    """The query is so many edits from a name."""
    if not edits:
        return whole(key)
    likely = _EACH_FURTHER_EDIT * (edits - 1)
    # A letter left out or swapped can be typed in one way only, a wrong one in dozens: where
    # both explain a query, the former is the likelier by far.
    if len(found) < len(key) or (len(found) == len(key) and sorted(found) != sorted(key)):
        likely += _WRONG_LETTER
    if _has_ideograph(set(key) - set(found)):
        likely += _FOREIGN_IDEOGRAPH
    return Hit(found, Fit.FUZZY, likely, edits)


def is_typo(found: KeyMatch) -> bool:
    """Whether the query is a name but for one letter."""
    return found.hit.fit is Fit.FUZZY and found.hit.edits == 1


def _has_ideograph(letters: Iterable[str]) -> bool:
    """Whether any letter is of a script where one says as much as several of ours."""
    return any(letter >= _IDEOGRAPHS for letter in letters)


def weigh(entry: TitleEntry, hit: Hit, wanted: Qualifier | None) -> float:
    """How likely an entry is meant, a key of which was hit."""
    likely = hit.likely + _POPULARITY * math.log1p(max(entry.popularity, 0.0))
    if wanted is not None:
        agrees = wanted.fits(entry)
        if agrees is None:
            likely += _UNKNOWN_YEAR
        else:
            likely += _RIGHT_YEAR if agrees else _OTHER_YEAR
        if hit.fit is not Fit.EXACT:
            likely += _YEAR_OF_INEXACT
    return likely


def read_closely(found: KeyMatch) -> float:
    """The likelihood once articles and spaces count too; costs more than `weigh`."""
    if found.hit.fit not in (Fit.EXACT, Fit.FUZZY):
        return found.likely
    names = tuple(_names_hit(found))
    aside = min(_aside(found, name) for name in names)
    likely = found.likely + _EACH_LETTER_ASIDE * min(aside, _MOST_LETTERS_ASIDE)
    is_alias = found.hit.fit is Fit.EXACT and names[0] != found.entry.title
    return likely + (_WHOLE_ALIAS if is_alias else 0.0)


def _names_hit(found: KeyMatch) -> Iterable[str]:
    """The names of the entry that go by the key that was hit, the title first."""
    names, key = names_of(found.entry), found.hit.key
    if len(names) == 1:
        return names
    return (name for name in names if key in keys_of(name))


def _aside(found: KeyMatch, name: str) -> int:
    """How many letters of a name the key leaves out that the query has, or the other way."""
    return int(OSA.distance(found.text, fold_cached(name))) - found.hit.edits
