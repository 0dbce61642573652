"""Whether a title goes on beyond the words taken for it, so that they are but a part of another.

"The Rise" is a show, and "The Rise of Ning" is none of it, known or unknown.
"""

import enum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.index.spelling import ARTICLES
from bot.questions.index.titles import TitleIndex
from bot.questions.reading import before, topics
from bot.questions.reading.language import in_any
from bot.questions.reading.seasons import ROMAN
from bot.questions.reading.sentence import PLAIN, Kind, Sentence, parted
from bot.questions.reading.words import HARD_PAUSES

# What links the words of one title.
_LINKS = frozenset(
    ("of", "the", "and", "or", "in", "with", "without", "to", "by", "a", "an", "my", "your", "de",
     "la", "el", "los", "las", "del", "y", "e", "o", "con", "do", "da", "du", "des", "le", "les",
     "et", "avec", "der", "die", "das", "und", "mit", "di", "il")
)  # fmt: skip
# Those of them that lead from a word of a title to its end, and seldom from another to a title.
_LINKS_BACK = frozenset(
    ("of", "the", "and", "or", "de", "del", "y", "du", "et", "der", "und", "di", "e", "da", "do",
     "a", "an")
)  # fmt: skip
# "Room for Love", "a man on the inside": so a single word is bound to the one before.
_BINDING = _LINKS - {"to"} | {"for", "on"}
_NEVER_LAST = frozenset(("in", "of", "the", "and", "with", "by", "to", "for", "from", "a", "an"))
_OFFSPRING = frozenset(("spinoff", "spin", "prequel", "offshoot"))
_FARTHEST, _LONGEST_QUOTED_TITLE, _LONGEST_SUBTITLE, _LONGEST_REST, _MANY_WORDS = 3, 10, 7, 6, 4
_SHORTEST_TYPO = 5


_OF_A_SUBTITLE = frozenset((Kind.UNKNOWN, Kind.ORDINARY, Kind.FUNCTION, Kind.NETWORK))


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
    if _is_part_of_quotation(sentence, start, end) or _goes_on(sentence, titles, end):
        return Extent.CUT
    if end < len(sentence.words) and sentence.words[end].bare in _OFFSPRING:
        return Extent.CUT
    if _is_cut_before_its_end(sentence, end):
        return Extent.CUT
    single = _is_single(sentence, start, end)
    plain = all(kind in PLAIN for kind in sentence.kinds[start:end])
    right = _reach(sentence, titles, end - 1, 1, _LINKS)
    left = _reach(sentence, titles, start, -1, _BINDING if single else _LINKS_BACK)
    # "what's the deal with Euphoria": an ordinary word is bound to it, not of its name.
    bound = left > 1 and not plain and sentence.kinds[start - left] is Kind.ORDINARY
    if right == 1 or (single and (right or (left and not bound))) or (plain and left):
        return Extent.CUT
    if _has_subtitle(sentence, start, end, weak=single or plain):
        return Extent.CUT
    if single and (
        before.is_renewed(sentence, start, end) or before.is_owner(sentence, start, end)
    ):
        return Extent.CUT
    if single and before.is_of_a_phrase(sentence, start, end, plain=plain):
        return Extent.CUT
    if plain and before.is_owned(sentence, start):
        return Extent.CUT
    if before.is_opened_before(sentence, start):
        return Extent.CUT if single or plain else Extent.DOUBTED
    if before.is_second_part(sentence, start, end):
        return Extent.CUT if single or plain else Extent.DOUBTED
    if _is_named_before(sentence, start, left) or _is_named_before(sentence, end - 1, -right):
        return Extent.CUT
    ordinary = sentence.kinds[end - 1 + right] is Kind.ORDINARY if right else False
    return Extent.DOUBTED if left or (right and not ordinary) else Extent.WHOLE


def _is_single(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a title has but one word that says something."""
    said = sum(word.bare not in ARTICLES for word in sentence.words[start:end])
    content = sum(kind is not Kind.FUNCTION for kind in sentence.kinds[start:end])
    return said < 2 or (content < 2 and end - start < _MANY_WORDS)


def _is_cut_before_its_end(sentence: Sentence, end: int) -> bool:
    """Whether what was taken ends in "of the" or the like, and goes on: "murders in the …"."""
    if sentence.words[end - 1].bare not in _NEVER_LAST or parted(sentence, end - 1):
        return False
    following = sentence.words[end].bare
    said = sentence.kinds[end] in (Kind.FUNCTION, Kind.ORDINARY, Kind.UNKNOWN)
    return said and following not in in_any("aux")


def _goes_on(sentence: Sentence, titles: TitleIndex, end: int) -> bool:
    """Whether the words up to the season are of the title: "reincarnated as a slime s4"."""
    season = next((one.start for one in sentence.seasons if one.start >= end), end)
    if not 1 < season - end <= _LONGEST_REST:
        return False
    if any(parted(sentence, at) for at in range(end - 1, season)):
        return False
    last = season - 1
    linked = all(
        (sentence.kinds[at] in (Kind.FUNCTION, Kind.UNKNOWN) or word.bare in in_any("next"))
        and (word.bare not in in_any("aux") or word.bare in before.COPULAS)
        for at, word in enumerate(sentence.words[end:last], end)
    )
    return linked and _is_of_a_title(sentence, titles, last, end - 1)


def _is_named_before(sentence: Sentence, edge: int, reach: int) -> bool:
    """Whether an unknown name is bound by "of" to the title, as "tales" of the walking dead."""
    if abs(reach) < 2:
        return False
    low, high = sorted((edge, edge - reach))
    linking = {word.bare for word in sentence.words[low + 1 : high]}
    return "of" in linking and sentence.kinds[edge - reach] is Kind.UNKNOWN


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


def _has_subtitle(sentence: Sentence, start: int, end: int, *, weak: bool) -> bool:
    """Whether a colon parts the words from others of the title: "Blade: The Series season 2"."""
    words, kinds = sentence.words, sentence.kinds
    if weak and words[start].pause == ":" and start and kinds[start - 1] is Kind.UNKNOWN:
        return True
    if end >= len(words) or words[end].pause != ":":
        return False
    # What a colon announces is about what heads the sentence; inside it a title goes on.
    if start and not words[start].pause and kinds[end] is Kind.UNKNOWN:
        return True
    reached = end
    while reached < min(end + _LONGEST_SUBTITLE, len(words)) and kinds[reached] in _OF_A_SUBTITLE:
        if (reached > end and words[reached].pause) or words[reached].bare in in_any("aux"):
            break
        reached += 1
    named = Kind.UNKNOWN in kinds[end:reached]
    if reached == end or reached == len(words):
        return False
    if words[reached].pause:
        return named and reached - end < _MANY_WORDS - 1 and words[reached].pause in HARD_PAUSES
    if kinds[reached] is Kind.SEASON:
        return kinds[reached - 1] is not Kind.FUNCTION
    return weak and named and words[reached].bare in in_any("aux")


def _reach(
    sentence: Sentence, titles: TitleIndex, edge: int, step: int, links: frozenset[str]
) -> int:
    """How far from the edge of a title a word stands that seems to be of it; 0 for none."""
    at = edge
    for distance in range(1, _FARTHEST + 1):
        if not 0 <= at + step < len(sentence.words) or parted(sentence, min(at, at + step)):
            return 0
        at += step
        if distance > 1 and step < 0 and sentence.words[at].bare in before.OPENING:
            return distance
        if distance < _FARTHEST and sentence.words[at].bare in in_any("next"):
            # "new jersey", "the next door": they may be of the title, and tell nothing.
            continue
        if sentence.kinds[at] is not Kind.FUNCTION:
            seasoned = step > 0 and sentence.kinds[at + 1 : at + 2] == (Kind.SEASON,)
            if (distance > 1 or seasoned) and sentence.words[at].bare in before.WORDS_AS_WELL:
                return distance
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


def _is_of_a_title(sentence: Sentence, titles: TitleIndex, at: int, beside: int) -> bool:
    """Whether a word is no word of the sentence around the title that ends at `beside`."""
    word, inner = sentence.words[at], sentence.words[beside]
    named = _is_capital_inside(sentence, at) and inner.capital
    if (word.bare in in_any("beside") and not named) or (word.bare in ROMAN and len(word.bare) > 1):
        return False
    if any(word.bare in in_any(noun) for noun in ("episode", "season", "part")):
        return False
    if sentence.kinds[at] is Kind.TOPIC:
        # "Stranger things season 5": by itself that word asks nothing.
        if any(word.bare in language.telling for language in sentence.spoken):
            return False
        if at > beside and not _ends_a_name(sentence, at):
            return False
        if at in topics.phrased(_units(sentence, beside), sentence.spoken):
            return False
    elif sentence.kinds[at] not in (Kind.UNKNOWN, Kind.ORDINARY):
        return False
    if sentence.cased and inner.capital and not word.capital:
        return False
    return not _is_typo_of_topic(sentence, titles, word.bare)


def _ends_a_name(sentence: Sentence, at: int) -> bool:
    """Whether a name may end with a word: nothing, a pause, a season or a question follows."""
    if at + 1 == len(sentence.words) or sentence.words[at + 1].pause:
        return True
    following = sentence.words[at + 1].bare
    telling = any(following in language.telling for language in sentence.spoken)
    ending = sentence.kinds[at + 1] in (Kind.SEASON, Kind.NUMBER, Kind.DATE)
    return ending or telling or following in in_any("asking")


def _units(sentence: Sentence, title: int) -> list[str]:
    units = [word.bare for word in sentence.words]
    units[title] = topics.TITLE
    for mention in sentence.seasons:
        units[mention.start : mention.end] = [topics.SEASON] * (mention.end - mention.start)
    return units


def _is_typo_of_topic(sentence: Sentence, titles: TitleIndex, word: str) -> bool:
    if len(word) < _SHORTEST_TYPO or titles.frequency(word):
        return False
    return any(
        len(found) >= _SHORTEST_TYPO and found in language.telling
        for language in sentence.spoken
        for found, _, _ in process.extract(
            word, language.topic_words, scorer=OSA.distance, score_cutoff=1, limit=None
        )
    )
