"""Which season a sentence speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.questions.reading.language import in_any, languages, runs_in_any
from bot.questions.reading.tokens import HARD_PAUSES, Word, run_at

# Seasons of long-running daily shows are numbered by the year; no other reaches this.
MOST_SEASONS = 80
_ITS_ARTICLES = frozenset(("la", "a", "da", "na", "della", "nella", "alla", "dalla"))
_ROMANCE_OF = frozenset(("de", "del", "di", "da", "do"))
_EPISODE_CODE = re.compile(r"(?:s0*(\d{1,4})e\d+|0*(\d{1,2})x\d{1,3})")
# "s5b" is the second half of the fifth.
_SHORT = re.compile(r"[st]0*(\d{1,2})([ab]?)")
_DIGITS = re.compile(r"0*(\d{1,4})")
_ORDINAL_DIGITS = re.compile(r"0*(\d{1,3})(?:st|nd|rd|th|a|o|e|eme|ere|re|va|vi|ta|da|ra|ma|na)")
# No "i": "the season I loved" names none.
ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
# "season number 2"
_NUMBER = frozenset(("number", "no", "nr", "num", "numero", "nummer"))
SPECIALS = "specials"
_ONE_SEASON = frozenset(("season", "szn", "saison"))
_JOINING = frozenset(("and", "y", "e", "et", "und", "or", "ou", "o", "oder"))
_SEASON, _PART = in_any("season"), in_any("part")
_CARDINALS = {word: number for one in languages() for word, number in one.cardinals.items()}
ORDINALS = {word: number for one in languages() for word, number in one.ordinals.items()}
_RELATIVE = {word: name for name in ("next", "final", "latest") for word in in_any(name)}
_GLUED = re.compile(rf"({'|'.join(_SEASON | _PART)})0*(\d{{1,4}})")


@dataclass(frozen=True, slots=True)
class SeasonMention:
    """Words `start` to `end` (exclusive) that name a season.

    `number` and `part` are what they say, `relative` is "next", "final", "latest", "specials" or
    None.
    """

    start: int
    end: int
    number: int | None = None
    part: int | None = None
    relative: str | None = None

    @property
    def places(self) -> range:
        """The places of its words in the sentence."""
        return range(self.start, self.end)

    @property
    def is_numbered(self) -> bool:
        """Whether it says by a number which season or part of one it is."""
        return self.number is not None or self.part is not None


def mentions(words: Sequence[Word]) -> list[SeasonMention]:
    """Every mention of a season, in order."""
    found: list[SeasonMention] = []
    at = 0
    while at < len(words):
        if mention := _at(words, at):
            found.append(mention)
        at = mention.end if mention else at + 1
    return found


def _at(words: Sequence[Word], at: int) -> SeasonMention | None:
    word = words[at].bare
    if code := _EPISODE_CODE.fullmatch(word):
        return SeasonMention(at, at + 1, int(code[1] or code[2]))
    short = _SHORT.fullmatch(word)
    if short and 0 < int(short[1]) <= MOST_SEASONS:
        if short[2]:
            return SeasonMention(at, at + 1, int(short[1]), " ab".index(short[2]))
        return _with_part(words, at, at + 1, int(short[1]))
    if glued := _GLUED.fullmatch(word):
        if glued[1] in _PART:
            return SeasonMention(at, at + 1, part=int(glued[2]))
        return _with_part(words, at, at + 1, int(glued[2]))
    if word in _SEASON or word == "s":
        return _noun_first(words, at)
    if word in _PART:
        number = _number(words, at + 1)
        return None if number is None else SeasonMention(at, at + 2, part=number)
    return _specials(words, at) or _noun_left_out(words, at) or _noun_last(words, at)


def _specials(words: Sequence[Word], at: int) -> SeasonMention | None:
    """ "the Christmas special", "hors-série": the episodes of no season."""
    run = run_at(words, at, runs_in_any(SPECIALS))
    return SeasonMention(at, run.stop, relative=SPECIALS) if run else None


def _noun_left_out(words: Sequence[Word], at: int) -> SeasonMention | None:
    """ "la 4 de Merlina", "a terceira de …", "el final de la 4", "con la quarta": the noun goes
    without saying in Romance languages."""
    if words[at].bare not in _ITS_ARTICLES or at + 1 >= len(words) or words[at + 1].pause:
        return None
    word, following = words[at + 1].bare, words[at + 2].bare if at + 2 < len(words) else ""
    number = int(word) if word.isdecimal() else ordinal_number(word)
    dated = at + 3 < len(words) and words[at + 3].bare in in_any("dates")  # "a 11 de julho"
    if number is None or not 0 < number <= MOST_SEASONS or dated:
        return None
    if following not in _ROMANCE_OF:
        ends = not following or bool(words[at + 2].pause)
        counted = following in _SEASON | _PART or following in in_any("episode")
        alone = ends or following in in_any("function") or (number > 1 and word[0].isdecimal())
        if words[at].bare != "la" or number == 1 or counted or not alone:
            return None
    return SeasonMention(at, at + 2, number)


def _noun_first(words: Sequence[Word], at: int) -> SeasonMention | None:
    """ "season 2", "season two", "seasons 2 and 3", "season 4 part 2"; not a noun by itself."""
    noun, opening = words[at].bare, at
    at += at + 2 < len(words) and words[at + 1].bare in _NUMBER
    number = _number(words, at + 1)
    if number is None and noun in _SEASON:
        number = _out_of_reach(words, at + 1)
    if number is None or (at + 1 < len(words) and words[at + 1].pause in HARD_PAUSES):
        return None
    following = words[at + 1].bare
    if noun == "s" and not following.isdecimal():
        return None
    end = at + 2
    while end + 1 < len(words) and words[end].bare in _JOINING and not words[end].pause:
        another = _number(words, end + 1)
        if another is None or not number < another <= number + 2:
            break
        number, end = another, end + 2
    return _with_part(words, opening, end, number)


def _out_of_reach(words: Sequence[Word], at: int) -> int | None:
    """A number that no season has, where nothing else can be counted: "season 99", "season 5000".

    It is what was asked about, and is told so; another season must not be answered in its place.
    """
    ends = at + 1 == len(words) or (at + 1 < len(words) and bool(words[at + 1].pause))
    return int(words[at].bare) if ends and words[at].bare.isdecimal() else None


def _noun_last(words: Sequence[Word], at: int) -> SeasonMention | None:
    """ "second season", "2nd season", "fifth and final season", "the next season"."""
    number: int | None = None
    relative: str | None = None
    for place in range(at, min(at + 4, len(words))):
        word = words[place].bare
        if words[place].quote != words[at].quote:
            return None
        if word in _PART and place > at and number is not None:
            return SeasonMention(at, place + 1, part=number)
        if word in _SEASON and place > at:
            if number is None and relative is None:
                return None
            own = _number(words, place + 1)
            if own is None or not words[place + 1].bare.isdecimal():
                return _with_part(words, at, place + 1, number, relative)
            # "24 season 10" is the tenth of 24; "the next season 2" has its own number.
            return _with_part(words, at, place + 2, own, relative) if number is None else None
        ordinal = _ordinal(word, words, place)
        if ordinal is not None and number is None:
            number = ordinal
        elif word in _RELATIVE:
            relative = relative or _RELATIVE[word]
        elif place == at or word not in _JOINING:
            return None
    return None


def _with_part(
    words: Sequence[Word], start: int, end: int, number: int | None, relative: str | None = None
) -> SeasonMention:
    there = end < len(words) and words[end].bare in _PART and words[end].pause not in HARD_PAUSES
    part = _number(words, end + 1) if there else None
    return SeasonMention(start, end + 2 * (part is not None), number, part, relative)


def _number(words: Sequence[Word], at: int) -> int | None:
    if at >= len(words):
        return None
    word = words[at].bare
    if digits := _DIGITS.fullmatch(word):
        value = int(digits[1])
        return value if value <= MOST_SEASONS or 1950 <= value <= 2100 else None
    if word in _CARDINALS:
        return _CARDINALS[word] if _is_number(words, at) else None
    return ROMAN.get(word) if words[at].raw.isupper() or len(word) > 1 else None


def _is_number(words: Sequence[Word], at: int) -> bool:
    """Whether a word for a number is one: "do" is two behind a noun of Hindi, and else "of the"."""
    word = words[at].bare
    if word not in in_any("of") or not at:
        return True
    noun = words[at - 1].bare
    return any(
        word in language.cardinals and noun in language.words["season"] | language.words["part"]
        for language in languages()
    )


def ordinal_number(word: str) -> int | None:
    """The number of "third", "5th", "4ª" as words are kept; None for another word."""
    digits = _ORDINAL_DIGITS.fullmatch(word)
    return int(digits[1]) if digits else ORDINALS.get(word)


def _ordinal(word: str, words: Sequence[Word], at: int) -> int | None:
    if (number := ordinal_number(word)) is not None:
        return number
    # "2. Staffel" and "mirzapur 3 season"; "3 seasons" counts them, and says no number.
    if word.isdecimal() and 0 < int(word) <= MOST_SEASONS and at + 1 < len(words):
        noun = words[at + 1]
        plural = noun.bare.endswith(("s", "n", "i")) and noun.bare not in _ONE_SEASON
        if noun.bare in _SEASON and (not plural or noun.pause in HARD_PAUSES):
            return int(word)
    return None
