"""Which shows a sentence may speak of, by the spelling of its words and by what stands around them.

A likelihood, roughly logarithmic, is summed for each run of words that is a title: how little one
expects these words in any sentence, how popular the show is, and what the place says (before
"season 3", in quotes, behind "the cast of"). The figures were set on sentences of many kinds.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.search import context
from bot.search.names import spellings
from bot.search.qualifiers import Qualifier, country_named
from bot.search.sentence import Kind, Sentence
from bot.search.spelling import ARTICLES, compact, fold
from bot.search.titles import Fit, Match, TitleEntry, TitleIndex
from bot.search.words import HARD_PAUSES

# A show is meant for sure from here on, and worth offering from there.
SURE, LIKELY = 9.0, 6.5
_LONGEST_TITLE = 12
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
_RAREST, _MOST_COMMON, _NAMES_OF_TITLES = 8.0, 4.0, 55_000
_PLAIN = frozenset(_COST)
_CUTTING = frozenset({Kind.SEASON, Kind.TOPIC, Kind.NETWORK, Kind.DATE})
# Initials are read only as those of a popular show, so many times more than the next.
_POPULAR_BY_INITIALS, _UNAMBIGUOUS, _INITIALS = 15.0, 4.0, 5.0
_SUBTITLE = re.compile(r"\s*[:：]\s|\s+[-–—~]\s+")
_OTHER_ARTICLE = 0.4
_SHORTEST_TYPO, _SHORTEST_ALONE, _LONG_WORD = 4, 5, 8
_ODD_TYPO = 2.0
_MOST_TYPOS, _MOST_CORRECTIONS, _MOST_RUNS = 4, 8, 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A show that words `start` to `end` (exclusive) of a sentence may name."""

    entry: TitleEntry
    start: int
    end: int
    score: float
    fit: Fit
    name: str
    closeness: float
    place: float

    def match(self) -> Match:
        """The candidate as a search would give it."""
        return Match(self.entry, round(self.closeness, 1), self.fit, self.name)


def candidates(sentence: Sentence, titles: TitleIndex, *, scope: int = 0) -> list[Candidate]:
    """The shows that the sentence may name, the likeliest first, each once."""
    found = _best(_spelled_right(sentence, titles, scope))
    if not found or found[0].score < SURE:
        found = _best([*found, *_initials(sentence, titles, scope)])
    if not found or found[0].score < SURE or _unexplained_beside(sentence, found[0]):
        found = _best([*found, *_misspelled(sentence, titles, scope)])
    return found


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    by_show: dict[int, Candidate] = {}
    for candidate in found:
        known = by_show.get(candidate.entry.show_id)
        if known is None or candidate.score > known.score:
            by_show[candidate.entry.show_id] = candidate
    return sorted(
        by_show.values(),
        key=lambda one: (-one.score, -one.entry.popularity, one.entry.show_id),
    )


def _spelled_right(sentence: Sentence, titles: TitleIndex, scope: int) -> Iterator[Candidate]:
    words = sentence.words
    for start in range(len(words)):
        key = ""
        for end in range(start + 1, min(start + _LONGEST_TITLE, len(words)) + 1):
            last = words[end - 1]
            for form in {key + last.folded, key + last.bare}:
                entries = titles.named(form, scope=scope)
                if entries:
                    yield from _weighed(sentence, titles, start, end, form, entries)
            key += last.folded


def _weighed(
    sentence: Sentence,
    titles: TitleIndex,
    start: int,
    end: int,
    form: str,
    entries: Sequence[TitleEntry],
    *,
    penalty: float = 0.0,
    fit: Fit = Fit.EXACT,
    closeness: float = 100.0,
    unexpected: float | None = None,
    at_most: float = math.inf,
) -> Iterator[Candidate]:
    plain = all(kind in _PLAIN for kind in sentence.kinds[start:end])
    if unexpected is None:
        unexpected = sum(_unexpected(sentence, titles, at) for at in range(start, end))
        # So many words in just this order are no accident, however plain each is.
        unexpected += max(0, end - start - 2)
    place = _place(sentence, start, end, plain=plain)
    base = unexpected + place - penalty
    for entry in entries:
        name, aside = _name(entry, form)
        score = base + _POPULARITY * math.log1p(max(entry.popularity, 0.0))
        score += _evidence(sentence, start, end, entry) - aside
        if _is_acronym(sentence, start, end, name):
            score += 3.0
        yield Candidate(entry, start, end, min(score, at_most), fit, name, closeness, place)


def _unexpected(sentence: Sentence, titles: TitleIndex, at: int) -> float:
    kind = sentence.kinds[at]
    if kind is not Kind.UNKNOWN:
        return _COST[kind]
    word = sentence.words[at].bare
    rarity = math.log(_NAMES_OF_TITLES / (1 + titles.frequency(word)))
    # Two letters are met by chance, whatever they are.
    return max(_MOST_COMMON, min(_RAREST, rarity, 2.0 * len(word)))


def _place(sentence: Sentence, start: int, end: int, *, plain: bool) -> float:
    overlap = sum(kind is Kind.SEASON for kind in sentence.kinds[start:end])
    place = context.place(sentence, start, end, plain=plain)
    return place - 4.0 * (overlap > 0)


def _name(entry: TitleEntry, form: str) -> tuple[str, float]:
    """The name of the entry that was met, and what its other article costs."""
    best: tuple[str, float] | None = None
    for name in (entry.title, *entry.names):
        forms = [compact(one) for one in spellings(name)]
        if forms and forms[0] == form:
            return name, 0.0
        if form in forms and best is None:
            best = (name, _OTHER_ARTICLE)
    return best or (entry.title, _OTHER_ARTICLE)


def _evidence(sentence: Sentence, start: int, end: int, entry: TitleEntry) -> float:
    """What the rest of the sentence says for this one of several namesakes."""
    score = 0.0
    for at in (end, end + 1):
        word = sentence.words[at].bare if at < len(sentence.words) else ""
        country = country_named(word)
        year = int(word) if word.isdigit() and len(word) == 4 else None
        if country is None and year is None:
            break
        if Qualifier(year, country).fits(entry):
            score += 5.0
    network = fold(entry.network or "")
    if network and any(
        kind is Kind.NETWORK and word.bare in network.split(" ")
        for word, kind in zip(sentence.words, sentence.kinds, strict=True)
    ):
        score += 1.5
    return score


def _is_acronym(sentence: Sentence, start: int, end: int, name: str) -> bool:
    raw = sentence.words[start].raw
    capitals = sum(letter.isupper() for letter in raw)
    shouted = all(word.raw.isupper() for word in sentence.words)
    return end - start == 1 and capitals >= 2 and not shouted and len(raw) <= 7 and " " not in name


def _unexplained_beside(sentence: Sentence, best: Candidate) -> bool:
    edges = (best.start - 1, best.end)
    return any(0 <= at < len(sentence.kinds) and sentence.kinds[at] is Kind.UNKNOWN for at in edges)


def _initials(sentence: Sentence, titles: TitleIndex, scope: int) -> Iterator[Candidate]:
    for at, (word, kind) in enumerate(zip(sentence.words, sentence.kinds, strict=True)):
        letters = word.bare
        if not 3 <= len(letters) <= 6 or kind is not Kind.UNKNOWN:
            continue
        entries = titles.with_initials(letters, scope=scope)
        if not entries or entries[0].popularity < _POPULAR_BY_INITIALS:
            continue
        if len(entries) > 1 and entries[1].popularity * _UNAMBIGUOUS > entries[0].popularity:
            continue
        for found in _weighed(
            sentence, titles, at, at + 1, letters, entries[:1], unexpected=_INITIALS, fit=Fit.WORD
        ):
            yield replace(found, name=found.entry.title)


def _misspelled(sentence: Sentence, titles: TitleIndex, scope: int) -> Iterator[Candidate]:
    """Titles with typos in them, or only their beginning: asked for where nothing fits as typed."""
    yield from _with_a_word_corrected(sentence, titles, scope)
    for start, end in runs(sentence):
        typed = " ".join(word.bare for word in sentence.words[start:end])
        text = " ".join(_corrected(sentence, titles, at) for at in range(start, end))
        edits = OSA.distance(typed, text)
        unexpected = sum(_unexpected(sentence, titles, at) for at in range(start, end))
        for match in titles.search(text, scope=scope, limit=4):
            missing = 1.0 - match.score / 100.0
            if match.fit is Fit.FUZZY:
                penalty = 1.5 + 20.0 * missing
            elif match.fit is Fit.EXACT:
                penalty = 1.0
            elif _heads(match, text):
                penalty = 1.0
            elif _begins_word(match, text):
                penalty = (2.0 if match.fit is Fit.PREFIX else 3.0) + 7.0 * missing
            else:
                continue
            yield from (
                replace(found, name=match.name)
                for found in _weighed(
                    sentence,
                    titles,
                    start,
                    end,
                    text,
                    [match.entry],
                    penalty=penalty + 2.0 * edits,
                    fit=Fit.FUZZY if edits else match.fit,
                    closeness=match.score * (1.0 - edits / len(text)),
                    unexpected=unexpected,
                    at_most=_ceiling(typed, fold(match.name) if match.fit is Fit.FUZZY else ""),
                )
            )


def _corrected(sentence: Sentence, titles: TitleIndex, at: int) -> str:
    """The word, or the one of titles it is a typo of, where no title has it."""
    word = sentence.words[at].bare
    if sentence.kinds[at] is not Kind.UNKNOWN or len(word) < _SHORTEST_TYPO:
        return word
    if titles.frequency(word):
        return word
    near = titles.words_close_to(word, 1)
    return max(near, key=lambda one: titles.frequency(one[0]))[0] if near else word


def _ceiling(typed: str, corrected: str) -> float:
    """A word that ends in another letter ("merlina") may be another word: only worth offering."""
    other = typed[:-1] in (corrected, corrected[:-1]) and " " not in typed
    return SURE - 0.5 if other else math.inf


def _heads(match: Match, text: str) -> bool:
    """Whether the text is a name up to its colon or dash, as "arifureta" is."""
    head = _SUBTITLE.split(match.name, maxsplit=1)[0]
    return head != match.name and fold(head) == text


def _begins_word(match: Match, text: str) -> bool:
    """Whether the text is whole words of the name, as "only murders" and "bad batch" are."""
    return f" {text} " in f" {fold(match.name)} "


def _with_a_word_corrected(
    sentence: Sentence, titles: TitleIndex, scope: int
) -> Iterator[Candidate]:
    words = sentence.words
    wrong = [
        at
        for at, kind in enumerate(sentence.kinds)
        if kind is Kind.UNKNOWN and len(words[at].bare) >= _SHORTEST_TYPO
    ]
    for at in wrong[:_MOST_TYPOS]:
        typed = words[at].bare
        reach = 1 if len(typed) < _LONG_WORD else 2
        corrections = sorted(
            titles.words_close_to(typed, reach),
            key=lambda one: (one[1], -titles.frequency(one[0])),
        )
        for corrected, edits in corrections[:_MOST_CORRECTIONS]:
            if not edits:
                continue
            for start in range(max(0, at - 6), at + 1):
                before = "".join(word.folded for word in words[start:at])
                for end in range(at + 1, min(at + 7, len(words)) + 1):
                    form = before + corrected + "".join(word.bare for word in words[at + 1 : end])
                    entries = titles.named(form, scope=scope)
                    alone = end - start == 1
                    if entries and not (alone and len(typed) < _SHORTEST_ALONE):
                        odd = alone and len(corrected) <= len(typed)
                        odd = odd and sorted(corrected) != sorted(typed)
                        yield from _weighed(
                            sentence,
                            titles,
                            start,
                            end,
                            form,
                            entries,
                            at_most=_ceiling(typed, corrected) if alone else math.inf,
                            penalty=1.5 + 1.5 * edits + _ODD_TYPO * odd,
                            fit=Fit.FUZZY,
                            closeness=100.0 * (1.0 - edits / len(form)),
                        )


def runs(sentence: Sentence) -> list[tuple[int, int]]:
    """Runs of words around an unexplained one that may be a title, the longest text first.

    No season, topic or pause is inside. Each is there with the ordinary words beside it, which
    may be of the title ("shield hero"), and without.
    """
    found: set[tuple[int, int]] = set()
    start = 0
    words, kinds = sentence.words, sentence.kinds
    for at in range(len(words) + 1):
        cuts = at == len(words) or kinds[at] in _CUTTING or words[at].pause in HARD_PAUSES
        if cuts or (at and words[at].quote != words[at - 1].quote):
            for trimmed in (frozenset({Kind.FUNCTION}), _PLAIN):
                begin, end = _trimmed(sentence, start, at, trimmed)
                if any(kind is Kind.UNKNOWN for kind in kinds[begin:end]):
                    found.add((begin, min(end, begin + _LONGEST_TITLE)))
            start = at + 1 if at < len(words) and kinds[at] in _CUTTING else at
    by_length = sorted(found, key=lambda run: -sum(len(words[at].bare) for at in range(*run)))
    return by_length[:_MOST_RUNS]


def _trimmed(sentence: Sentence, begin: int, end: int, trimmed: frozenset[Kind]) -> tuple[int, int]:
    words, kinds = sentence.words, sentence.kinds
    while begin < end and kinds[begin] in trimmed and words[begin].bare not in ARTICLES:
        begin += 1
    while begin < end and kinds[end - 1] in trimmed:
        end -= 1
    return begin, end
