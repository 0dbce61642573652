"""Whether a title goes on beyond the words taken for it, so that they are but a part of another.

"The Rise" is a show, and "The Rise of Ning" is none of it, known or unknown.
"""

import enum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.language import in_any
from bot.search.sentence import Kind, Sentence
from bot.search.spelling import ARTICLES
from bot.search.titles import TitleIndex
from bot.search.words import HARD_PAUSES

# What links the words of one title.
_LINKS = frozenset(
    ("of", "the", "and", "or", "in", "with", "without", "to", "by", "a", "an", "my", "your", "de",
     "la", "el", "los", "las", "del", "y", "e", "o", "con", "do", "da", "du", "des", "le", "les",
     "et", "avec", "der", "die", "das", "und", "mit", "di", "il")
)  # fmt: skip
# Those of them that lead from a word of a title to its end, and seldom from another to a title.
_LINKS_BACK = frozenset(
    ("of", "the", "and", "or", "de", "del", "y", "du", "et", "der", "und", "di", "e", "da", "do")
)
_FARTHEST, _LONGEST_QUOTED_TITLE, _LONGEST_SUBTITLE = 3, 10, 4
_SHORTEST_TYPO = 5


class Extent(enum.IntEnum):
    """How surely words are but a part of a title."""

    WHOLE = 0
    DOUBTED = 1
    CUT = 2


def extent(sentence: Sentence, titles: TitleIndex, start: int, end: int) -> Extent:
    """Whether words `start` to `end` (exclusive) seem to be cut from a longer title.

    A title of several words is its own witness: it is cut where an unknown word follows at once.
    A single word is cut by any word that is none of the sentence, right beside it or behind an
    "of" or the like.
    """
    if _is_part_of_quotation(sentence, start, end):
        return Extent.CUT
    single = sum(word.bare not in ARTICLES for word in sentence.words[start:end]) < 2
    right = _reach(sentence, titles, end - 1, 1, _LINKS)
    left = _reach(sentence, titles, start, -1, _LINKS - {"to"} if single else _LINKS_BACK)
    if right == 1 or (single and (right or left)):
        return Extent.CUT
    if _has_subtitle(sentence, start, end):
        return Extent.CUT if single else Extent.DOUBTED
    ordinary = sentence.kinds[end - 1 + right] is Kind.ORDINARY if right else False
    return Extent.DOUBTED if left or (right and not ordinary) else Extent.WHOLE


def _is_part_of_quotation(sentence: Sentence, start: int, end: int) -> bool:
    quote = sentence.words[start].quote
    if not quote:
        return False
    quoted = [
        at
        for at, word in enumerate(sentence.words)
        if word.quote == quote and sentence.kinds[at] is not Kind.SEASON
    ]
    inside = all(at in quoted for at in range(start, end) if sentence.kinds[at] is not Kind.SEASON)
    return inside and len(quoted) > end - start and len(quoted) <= _LONGEST_QUOTED_TITLE


def _has_subtitle(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a colon parts the words from others of the title: "Blade: The Series season 2"."""
    words, kinds = sentence.words, sentence.kinds
    if words[start].pause == ":" and start and kinds[start - 1] is Kind.UNKNOWN:
        return True
    if end >= len(words) or words[end].pause != ":":
        return False
    season = next((one.start for one in sentence.seasons if one.start > end), len(words))
    between = range(end, season)
    return (
        season - end <= _LONGEST_SUBTITLE
        and season < len(words)
        and not any(words[at].pause for at in range(end + 1, season + 1))
        and all(kinds[at] in (Kind.UNKNOWN, Kind.ORDINARY, Kind.FUNCTION) for at in between)
        and any(kinds[at] is not Kind.FUNCTION for at in between)
    )


def _reach(
    sentence: Sentence, titles: TitleIndex, edge: int, step: int, links: frozenset[str]
) -> int:
    """How far from the edge of a title a word stands that seems to be of it; 0 for none."""
    at = edge
    for distance in range(1, _FARTHEST + 1):
        if not 0 <= at + step < len(sentence.words) or _parted(sentence, min(at, at + step)):
            return 0
        at += step
        if sentence.kinds[at] is not Kind.FUNCTION:
            return distance if _is_of_a_title(sentence, titles, at, edge) else 0
        if _is_capital_inside(sentence, at) and sentence.words[edge].capital:
            return distance
        if sentence.words[at].bare not in links:
            return 0
    return 0


def _is_capital_inside(sentence: Sentence, at: int) -> bool:
    """Whether "On" or "Are" has a capital where only a title gives it one."""
    word = sentence.words[at]
    opening = at == 0 or word.pause in HARD_PAUSES
    return sentence.cased and word.capital and not opening and word.bare != "i"


def _parted(sentence: Sentence, at: int) -> bool:
    """Whether a pause, a quotation mark or a possessive stands between this word and the next."""
    if at + 1 == len(sentence.words):
        return True
    word, following = sentence.words[at], sentence.words[at + 1]
    # "Netflix's Dark" parts the owner from the title, "my lady's bodyguard" does not.
    owner = word.folded != word.bare and sentence.kinds[at] is not Kind.ORDINARY
    return bool(following.pause) or word.quote != following.quote or owner


def _is_of_a_title(sentence: Sentence, titles: TitleIndex, at: int, beside: int) -> bool:
    """Whether a word is no word of the sentence around the title that ends at `beside`."""
    word, inner = sentence.words[at], sentence.words[beside]
    if sentence.kinds[at] not in (Kind.UNKNOWN, Kind.ORDINARY) or word.bare in in_any("beside"):
        return False
    if sentence.cased and inner.capital and not word.capital:
        return False
    return not _is_typo_of_topic(sentence, titles, word.bare)


def _is_typo_of_topic(sentence: Sentence, titles: TitleIndex, word: str) -> bool:
    if len(word) < _SHORTEST_TYPO or titles.frequency(word):
        return False
    return any(
        process.extractOne(word, language.topic_words, scorer=OSA.distance, score_cutoff=1)
        for language in sentence.spoken
    )
