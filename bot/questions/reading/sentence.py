"""A sentence with what each word of it is: a season, a topic, a network … or unexplained."""

import enum
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.questions.index.ngram_index import NearIndex
from bot.questions.reading import season_mentions, tokens
from bot.questions.reading.language import Language, evidence, in_any, language_called, runs_in_any
from bot.questions.reading.phrases import DATE, MARKS, NETWORK, SEASON, PhraseTable, within
from bot.questions.reading.season_mentions import ROMAN, SeasonMention
from bot.questions.reading.tokens import HARD_PAUSES, LONGEST_TEXT, Word
from bot.questions.reading.word_senses import sense_of

# As people write them, folded.
_LINES = Path(__file__).with_name("networks.txt").read_text(encoding="utf-8").splitlines()
_NETWORKS = frozenset(tuple(line.split()) for line in _LINES)
_PLAIN = in_any("function") | in_any("ordinary") | in_any("beside")
# Before television no year is a date: 1883, 1899 and 1923 are shows.
_YEAR = re.compile(r"19[3-9]\d|20\d\d")
# Months and times of the year that are other words as well: a date only beside a number, or
# behind one of the words that lead to a date.
_AMBIGUOUS_DATES = frozenset(
    ("may", "march", "fall", "spring", "mars", "ete", "mar", "sept", "mai", "kal", "aaj")
)
_MONTHS = in_any("dates") - in_any("days")
_LEADING_TO_DATE = frozenset(
    ("in", "this", "next", "late", "early", "by", "until", "since", "on", "en", "em", "im", "for")
)
_LEAST_OF_A_LANGUAGE = 2
_ENGLISH = "en"
_LEAST_OF_ENGLISH = 4
"""More than of others: "season 2" and "trailer" are said everywhere."""

_SHORTEST_TYPO, _MOST_BARE_SEASON = 5, 40
# With more of the ordinary words capital than this, capitals are but the style of headlines.
_MOST_CAPITALS = 0.7


class Kind(enum.IntEnum):
    """What a word of a sentence is taken for, before any title is."""

    SEASON = enum.auto()
    TOPIC = enum.auto()
    DATE = enum.auto()
    NETWORK = enum.auto()
    NUMBER = enum.auto()
    FUNCTION = enum.auto()
    ORDINARY = enum.auto()
    UNKNOWN = enum.auto()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a text, the kind of each, its seasons and the languages it is likely in.

    `cased` is whether capitals tell a name from other words: not in a text without them, nor in
    one that gives every word its capital. `question` is whether a question mark is in it. `codes`
    are those of the languages spoken, English only where no other is; `persons` are their words of
    who speaks and who is spoken to. `senses` is what each word speaks of, "" where that is not
    known; `units` is each word as phrases name it where nothing is a title. `phrases` and `overall`
    are those phrases of its languages that its words may have.
    """

    words: tuple[Word, ...]
    kinds: tuple[Kind, ...]
    seasons: tuple[SeasonMention, ...]
    spoken: tuple[Language, ...]
    cased: bool
    question: bool
    codes: tuple[str, ...]
    persons: frozenset[str]
    senses: tuple[str, ...]
    units: tuple[str, ...]
    phrases: PhraseTable = field(repr=False, compare=False)
    overall: PhraseTable = field(repr=False, compare=False)


def read(text: str) -> Sentence:
    """Read a text; what it costs does not grow with the text beyond its first 60 words."""
    found = tokens.split(text)
    mentioned = season_mentions.mentions(found)
    spoken = _spoken(found)
    kinds = _kinds(found, mentioned, spoken)
    units = _units(found, kinds, mentioned, spoken)
    said = (*MARKS, *units, *(word.bare for word in found))
    codes = tuple(one.code for one in spoken if one.code != _ENGLISH) or (_ENGLISH,)
    return Sentence(
        words=tuple(found),
        kinds=tuple(kinds),
        seasons=tuple(mentioned),
        spoken=spoken,
        cased=_cased(found, kinds),
        question=any(mark in text[:LONGEST_TEXT] for mark in "?？؟"),
        codes=codes,
        persons=frozenset().union(*(language_called(code).words["persons"] for code in codes)),
        senses=tuple(sense_of(word.bare, spoken) for word in found),
        units=units,
        phrases=within(said, (language.phrases for language in spoken)),
        overall=within(said, (language.overall for language in spoken)),
    )


def _units(
    found: Sequence[Word], kinds: Sequence[Kind], mentioned: Sequence[SeasonMention],
    spoken: Sequence[Language],
) -> tuple[str, ...]:  # fmt: skip
    units = [
        DATE if kind is Kind.DATE and word.bare not in in_any("days")
        else NETWORK if kind is Kind.NETWORK
        else _spelled(word.bare, spoken) if kind is Kind.UNKNOWN
        else word.bare
        for word, kind in zip(found, kinds, strict=True)
    ]  # fmt: skip
    for one in mentioned:
        if one.is_numbered:
            units[one.start : one.end] = [SEASON] * len(one.places)
    return tuple(units)


def _spelled(word: str, spoken: Iterable[Language]) -> str:
    """The word, or the one of the topics that it is a typo of."""
    some = spoken if len(word) >= _SHORTEST_TYPO else ()
    near = (min(_topic_words(one.code).close_to(word, 1), default=None) for one in some)
    return next((found for found, _ in filter(None, near)), word)


@cache
def _topic_words(code: str) -> NearIndex:
    known = language_called(code).topic_words
    return NearIndex(word for word in known if len(word) >= _SHORTEST_TYPO)


def _kinds(
    found: Sequence[Word], mentioned: Sequence[SeasonMention], spoken: Sequence[Language]
) -> list[Kind]:
    kinds: list[Kind] = []
    for at, word in enumerate(found):
        if word.bare.isdecimal():
            known_number = Kind.NUMBER if len(word.bare) != 4 else Kind.UNKNOWN
            kinds.append(Kind.DATE if _YEAR.fullmatch(word.bare) else known_number)
        elif word.bare in in_any("dates") and _is_date(found, at):
            kinds.append(Kind.DATE)
        elif any(word.bare in language.topic_words for language in spoken):
            kinds.append(Kind.TOPIC)
        elif any({word.bare, word.folded} & language.words["function"] for language in spoken):
            kinds.append(Kind.FUNCTION)
        elif {word.bare, word.folded} & _PLAIN:
            kinds.append(Kind.ORDINARY)
        else:
            kinds.append(Kind.UNKNOWN)
    for kind, phrases in ((Kind.NETWORK, _NETWORKS), (Kind.DATE, runs_in_any("date_phrases"))):
        for at in range(len(found)):
            for place in tokens.run_at(found, at, phrases):
                kinds[place] = kind
    for mention in mentioned:
        kinds[mention.start : mention.end] = [Kind.SEASON] * len(mention.places)
    return kinds


def _is_date(found: Sequence[Word], at: int) -> bool:
    if found[at].bare not in _AMBIGUOUS_DATES:
        return True
    before = found[at - 1].bare if at else ""
    after = found[at + 1].bare if at + 1 < len(found) else ""
    return before in _LEADING_TO_DATE or after.isdecimal() or before.isdecimal()


def is_dated(sentence: Sentence, at: int) -> bool:
    """Whether the month of a number stands beside it: "24 agosto", "4th of July", "March 3"."""
    words = sentence.words
    behind = at + 1 + any(word.bare in in_any("of") for word in words[at + 1 : at + 2])
    beside = [place for place in (at - 1, behind) if 0 <= place < len(words)]
    dates = [words[place].bare for place in beside if sentence.kinds[place] is Kind.DATE]
    return not _MONTHS.isdisjoint(dates)


def _spoken(found: Sequence[Word]) -> tuple[Language, ...]:
    """The languages whose words the sentence has, the likeliest first and English always, as the
    last: headlines borrow from it.

    Another has a word that is none of English: "season" and "trailer" are of many tables.
    """
    counts = _counts(found)
    # One word is little beside more English ones, and all there is in "estreno dark".
    few = _LEAST_OF_A_LANGUAGE if counts[_ENGLISH] > 1 else 1
    least = max(few, 0.3 * max(counts.values()))
    some = [code for code, many in counts.items() if code == _ENGLISH or many >= least]
    some.sort(key=lambda code: (code == _ENGLISH, -counts[code]))
    return tuple(map(language_called, some))


def language_of(found: Sequence[Word]) -> str | None:
    """The code of the language that these words are in; None where another is as likely."""
    counts = _counts(found)
    likeliest = max(counts, key=counts.__getitem__)
    most = counts.pop(likeliest)
    least = 1 + max(counts.values(), default=0)
    function = language_called(_ENGLISH).words["function"]
    if likeliest == _ENGLISH and not any(word.bare in function for word in found):
        least = max(least, _LEAST_OF_ENGLISH)
    return likeliest if most >= least else None


def _counts(found: Sequence[Word]) -> dict[str, int]:
    """How much speaks for each language that has a word of its own among these, and English."""
    counts, own = Counter({_ENGLISH: 0}), {_ENGLISH}
    for word in found:
        speaks = evidence().get(word.bare, {})
        counts.update(speaks)
        if _ENGLISH not in speaks:
            own.update(speaks)
    return {code: counts[code] for code in sorted(own)}


def _cased(found: Sequence[Word], kinds: Sequence[Kind]) -> bool:
    counted = [
        word.capital
        for at, (word, kind) in enumerate(zip(found, kinds, strict=True))
        if at and len(word.bare) > 3 and kind in (Kind.TOPIC, Kind.ORDINARY, Kind.FUNCTION)
    ]
    named = any(word.capital for word in found[1:] if word.raw not in ("I", "I'm", "I’m"))
    return named and sum(counted) <= _MOST_CAPITALS * len(counted)


def bare_number(sentence: Sentence, end: int) -> int | None:
    """The season that a number right behind a title is: "Mirzapur 3". None if it is none."""
    if end >= len(sentence.words) or sentence.words[end].pause in HARD_PAUSES:
        return None
    word = sentence.words[end].bare
    roman = ROMAN.get(word, 0) if len(word) > 1 else 0
    number = int(word) if sentence.kinds[end] is Kind.NUMBER else roman
    return number if 0 < number <= _MOST_BARE_SEASON else None
