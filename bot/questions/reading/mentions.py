"""Which shows a sentence may speak of, by the spelling of its words and by what stands around them.

A likelihood, roughly logarithmic, is summed for each run of words that is a title: how little one
expects these words in any sentence, how popular the show is, and what the place says (before
"season 3", in quotes, behind "the cast of"). The figures were set on sentences of many kinds.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.questions.index.names import spellings
from bot.questions.index.qualifiers import Qualifier, country_named
from bot.questions.index.spelling import compact, fold
from bot.questions.index.titles import Fit, Match, TitleEntry, TitleIndex
from bot.questions.reading import context
from bot.questions.reading.extent import Extent, extent
from bot.questions.reading.sentence import PLAIN, Kind, Sentence

# A show is meant for sure from here on, and worth offering from there.
SURE, LIKELY = 9.0, 6.5
JUST_OFFERED = SURE - 0.5
_LONGEST_TITLE = 20
_POPULARITY = 0.8
_COST = {
    Kind.FUNCTION: 1.5,
    Kind.ORDINARY: 3.0,
    Kind.TOPIC: 2.5,
    Kind.DATE: 2.0,
    Kind.NUMBER: 2.0,
    Kind.NETWORK: 2.0,
    Kind.SEASON: 1.0,
}
_RAREST, _MOST_COMMON, _EACH_TITLE = 8.5, 3.5, 0.7
_OTHER_ARTICLE, _ARTICLE_OF_PLAIN = 0.5, 1.5
_OVERLAP, _SLIGHT_OVERLAP = 4.0, 1.0
_QUALIFIED, _ON_ITS_NETWORK, _ACRONYM = 5.0, 1.5, 3.0
_LONGEST_ACRONYM = 7
_DOUBTED = 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A show that words `start` to `end` (exclusive) of a sentence may name.

    `score` is its likelihood, `place` the part of it that its place in the sentence gave.
    """

    entry: TitleEntry
    start: int
    end: int
    score: float
    place: float
    fit: Fit
    closeness: float
    name: str

    def match(self) -> Match:
        """The candidate as a search would give it."""
        return Match(self.entry, round(self.closeness, 1), self.fit, self.name)


def spelled_right(sentence: Sentence, titles: TitleIndex, scope: int) -> Iterator[Candidate]:
    """The shows that have a run of words as their name, just so."""
    words = sentence.words
    for start in range(len(words)):
        key = ""
        for end in range(start + 1, min(start + _LONGEST_TITLE, len(words)) + 1):
            last = words[end - 1]
            for form in {key + last.folded, key + last.bare}:
                entries = titles.named(form, scope=scope)
                if entries:
                    unexpected = unexpectedness(sentence, titles, start, end)
                    found = weighed(sentence, start, end, form, entries, unexpected)
                    yield from doubted(sentence, titles, found)
            key += last.folded


def doubted(
    sentence: Sentence, titles: TitleIndex, found: Iterable[Candidate]
) -> Iterator[Candidate]:
    """The candidates, less likely where the title seems to go on beside them."""
    for candidate in found:
        reached = extent(sentence, titles, candidate.start, candidate.end)
        score = candidate.score
        if reached is Extent.WHOLE and _is_of_elsewhere(sentence, candidate):
            reached = Extent.CUT
        if reached is not Extent.WHOLE:
            score -= _DOUBTED
        if reached is Extent.CUT:
            score = min(score, JUST_OFFERED)
            if candidate.score >= SURE and candidate.end - candidate.start > 1:
                score = max(score, LIKELY)
        yield replace(candidate, score=score)


def _is_of_elsewhere(sentence: Sentence, found: Candidate) -> bool:
    """Whether another country stands between title and season: "narcos mexico s4"."""
    following = sentence.words[found.end : found.end + 1]
    country = country_named(following[0].bare) if following else None
    seasoned = any(one.start == found.end + 1 for one in sentence.seasons)
    return seasoned and country is not None and Qualifier(None, country).fits(found.entry) is False


def weighed(
    sentence: Sentence,
    start: int,
    end: int,
    form: str,
    entries: Sequence[TitleEntry],
    unexpected: float,
    *,
    fit: Fit = Fit.EXACT,
    closeness: float = 100.0,
) -> Iterator[Candidate]:
    """Entries as candidates for words `start` to `end`, which met the folded text `form`."""
    plain = all(kind in PLAIN for kind in sentence.kinds[start:end])
    place = context.place(sentence, start, end, plain=plain) - _overlap(sentence, start, end)
    for entry in entries:
        name, aside = _name(entry, form)
        score = unexpected + place + _evidence(sentence, end, entry)
        score -= aside and (_ARTICLE_OF_PLAIN if plain and end - start == 1 else _OTHER_ARTICLE)
        score += _POPULARITY * math.log1p(max(entry.popularity, 0.0))
        if _is_acronym(sentence, start, end, name):
            score += _ACRONYM
        yield Candidate(entry, start, end, score, place, fit, closeness, name)


def unexpectedness(sentence: Sentence, titles: TitleIndex, start: int, end: int) -> float:
    """How little one expects these words in any sentence, as the logarithm of its odds."""
    # So many words in just this order are no accident, however plain each is.
    order = max(0, end - start - 2)
    return order + sum(_unexpected(sentence, titles, at) for at in range(start, end))


def _unexpected(sentence: Sentence, titles: TitleIndex, at: int) -> float:
    kind = sentence.kinds[at]
    if kind is not Kind.UNKNOWN:
        return _COST[kind]
    word = sentence.words[at].bare
    # What many titles have is an ordinary word; two letters are met by chance, whatever they are.
    rarity = _RAREST - _EACH_TITLE * math.log(1 + titles.frequency(word))
    return max(_MOST_COMMON, min(rarity, 2.0 * len(word)))


def _overlap(sentence: Sentence, start: int, end: int) -> float:
    cost = 0.0
    for mention in sentence.seasons:
        if mention.start < end and start < mention.end:
            # Of "the laughing salesman new season 7" only "new" may be of the title.
            slight = start <= mention.start and end < mention.end and end - mention.start == 1
            cost += _SLIGHT_OVERLAP if slight else _OVERLAP
    return cost


def _name(entry: TitleEntry, form: str) -> tuple[str, bool]:
    """The name of the entry that was met, and whether without its article or the like."""
    best = (entry.title, True)
    for name in (entry.title, *entry.names):
        forms = [compact(one) for one in spellings(name)]
        if forms and forms[0] == form:
            return name, False
        if form in forms:
            best = (name, True)
    return best


def _evidence(sentence: Sentence, end: int, entry: TitleEntry) -> float:
    """What the sentence says for this one of several namesakes: a year, a country, a network."""
    score = 0.0
    for word in sentence.words[end : end + 2]:
        country = country_named(word.bare)
        year = int(word.bare) if word.bare.isdecimal() and len(word.bare) == 4 else None
        if country is None and year is None:
            break
        if Qualifier(year, country).fits(entry):
            score += _QUALIFIED
    network = fold(entry.network or "").split(" ")
    if any(
        kind is Kind.NETWORK and word.bare in network
        for word, kind in zip(sentence.words, sentence.kinds, strict=True)
    ):
        score += _ON_ITS_NETWORK
    return score


def _is_acronym(sentence: Sentence, start: int, end: int, name: str) -> bool:
    raw = sentence.words[start].raw
    shouted = all(word.raw.isupper() for word in sentence.words)
    capitals = sum(letter.isupper() for letter in raw)
    short = end - start == 1 and len(raw) <= _LONGEST_ACRONYM and " " not in name
    return short and capitals > 1 and not shouted


def best_of(found: Iterable[Candidate]) -> list[Candidate]:
    """Each show once, as its likeliest candidate, the likeliest first."""
    by_show: dict[int, Candidate] = {}
    for candidate in found:
        known = by_show.get(candidate.entry.show_id)
        if known is None or candidate.score > known.score:
            by_show[candidate.entry.show_id] = candidate
    return sorted(
        by_show.values(),
        key=lambda one: (-one.score, -one.entry.popularity, one.entry.show_id),
    )
