"""The shows a sentence may name where no title stands in it just so: initials, typos, beginnings.

A guess is taken for sure only where its place says so too; else it is worth offering.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz.distance import OSA

from bot.questions.index.spelling import ARTICLES, fold
from bot.questions.index.titles import Fit, Match, TitleIndex
from bot.questions.reading import mentions
from bot.questions.reading.mentions import (
    JUST_OFFERED,
    SURE,
    Candidate,
    doubted,
    unexpectedness,
    weighed,
)
from bot.questions.reading.sentence import PLAIN, Kind, Sentence
from bot.questions.reading.words import HARD_PAUSES

_BEYOND_DOUBT = SURE + 6.0
# Initials are read only as those of a popular show, so many times more than the next.
_POPULAR_BY_INITIALS, _UNAMBIGUOUS, _INITIALS = 15.0, 4.0, 5.0
_TYPO, _EACH_EDIT, _ODD_TYPO = 1.5, 1.5, 2.0
_FUZZY, _HEAD, _BEGINNING, _MIDDLE, _EACH_MISSING = 20.0, 1.0, 2.0, 3.0, 7.0
# Where a guess is sure: what its place must give, and how popular it must be by that.
_TELLING_PLACE, _TELLING_PLACE_OF_POPULAR, _POPULAR = 3.5, 2.5, 15.0
# "The Witcher" is not "The Witcher: Blood Origin": only what everybody knows goes by its head.
_POPULAR_BY_HEAD = 20.0
_SHORTEST_TYPO, _SHORTEST_ALONE, _LONG_WORD, _LONG_ENOUGH = 4, 5, 8, 9
_MOST_TYPOS, _MOST_CORRECTIONS, _MOST_RUNS, _MOST_FOUND = 2, 8, 3, 4
_REACH, _LONGEST_RUN, _RARE, _LETTERS_A_TYPO = 5, 12, 3, 7
_SUBTITLE = re.compile(r"\s*[:：]\s|\s+[-–—~]\s+")
_CUTTING = frozenset({Kind.SEASON, Kind.TOPIC, Kind.NETWORK, Kind.DATE})


def candidates(sentence: Sentence, titles: TitleIndex, *, scope: int = 0) -> list[Candidate]:
    """The shows that the sentence may name, the likeliest first, each once.

    Guesses are made only where nothing fits as it is written, or leaves a word beside it open.
    """
    found = mentions.best_of(mentions.spelled_right(sentence, titles, scope))
    if not found or found[0].score < SURE:
        found = mentions.best_of([*found, *_initials(sentence, titles, scope)])
    if not found or found[0].score < SURE or _unexplained_beside(sentence, found[0]):
        near = _corrections(sentence, titles)
        corrected = _with_a_word_corrected(sentence, titles, scope, near)
        found = mentions.best_of([*found, *corrected])
        if not found or found[0].score < SURE:
            nearly = _nearly(sentence, titles, scope, near)
            found = mentions.best_of([*found, *nearly])
    return found


def _corrections(sentence: Sentence, titles: TitleIndex) -> dict[int, list[tuple[str, int]]]:
    """For a few unexplained words, the words of titles they may be typos of, with the edits.

    The words that fewest titles have come first: those are the likeliest typos.
    """
    wrong = [
        (titles.frequency(word.bare), at)
        for at, (word, kind) in enumerate(zip(sentence.words, sentence.kinds, strict=True))
        if kind is Kind.UNKNOWN and len(word.bare) >= _SHORTEST_TYPO
    ]
    found: dict[int, list[tuple[str, int]]] = {}
    for _, at in sorted(wrong)[:_MOST_TYPOS]:
        typed = sentence.words[at].bare
        near = titles.words_close_to(typed, 1 if len(typed) < _LONG_WORD else 2)
        near.sort(key=lambda one: (one[1], -titles.frequency(one[0]), one[0]))
        found[at] = near[:_MOST_CORRECTIONS]
    return found


def _unexplained_beside(sentence: Sentence, best: Candidate) -> bool:
    words = sentence.words
    return best.score < _BEYOND_DOUBT and any(
        0 <= outer < len(words)
        and sentence.kinds[outer] is Kind.UNKNOWN
        and not words[pausing].pause
        and words[inner].quote == words[outer].quote
        for inner, outer, pausing in (
            (best.start, best.start - 1, best.start),
            (best.end - 1, best.end, best.end),
        )
        if outer < len(words)
    )


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
        found = weighed(sentence, at, at + 1, letters, entries[:1], _INITIALS, fit=Fit.WORD)
        named = (replace(one, name=one.entry.title) for one in found)
        yield from doubted(sentence, titles, named)


def _with_a_word_corrected(
    sentence: Sentence,
    titles: TitleIndex,
    scope: int,
    corrections: dict[int, list[tuple[str, int]]],
) -> Iterator[Candidate]:
    """Titles around an unexplained word, had it been typed as a word that titles have."""
    for at, near in corrections.items():
        for corrected, edits in near:
            if edits:
                yield from _around(sentence, titles, scope, at, corrected, edits)


def _around(
    sentence: Sentence, titles: TitleIndex, scope: int, at: int, corrected: str, edits: int
) -> Iterator[Candidate]:
    words, typed = sentence.words, sentence.words[at].bare
    for start in range(max(0, at - _REACH), at + 1):
        before = "".join(word.folded for word in words[start:at])
        for end in range(at + 1, min(at + _REACH + 1, len(words)) + 1):
            form = before + corrected + "".join(word.bare for word in words[at + 1 : end])
            entries = titles.named(form, scope=scope)
            alone = _alone(sentence, start, end)
            if not entries or (alone and len(typed) < _SHORTEST_ALONE):
                continue
            odd = _is_odd(typed, corrected)
            penalty = _TYPO + _EACH_EDIT * edits + _ODD_TYPO * (odd and alone)
            found = weighed(
                sentence,
                start,
                end,
                form,
                entries,
                unexpectedness(sentence, titles, start, end) - penalty,
                fit=Fit.FUZZY,
                closeness=100.0 * (1.0 - edits / len(form)),
            )
            plural = typed + "s" == corrected or typed == corrected + "s"
            slip = edits == 1 and not (odd or plural) and not titles.frequency(typed)
            for one in doubted(sentence, titles, found):
                told = not alone or (slip and _is_told(sentence, one))
                yield _held(one, certain=told and not _begins_otherwise(typed, corrected))


def _is_odd(typed: str, corrected: str) -> bool:
    """Whether a word may be another word rather than the corrected one with a typo.

    A letter left out or swapped is a typo; a wrong one, or one too many, may be meant, save in a
    long word.
    """
    slip = len(corrected) > len(typed) or sorted(corrected) == sorted(typed)
    long = len(corrected) >= _LONG_ENOUGH and len(typed) >= _LONG_ENOUGH
    return not (slip or long) or typed[:1] != corrected[:1]


def _begins_otherwise(typed: str, corrected: str) -> bool:
    """Whether the first letter is another: few begin a word wrong, so it may be another word."""
    swapped = sorted(typed) == sorted(corrected)
    return len(typed) == len(corrected) and typed[:1] != corrected[:1] and not swapped


def _nearly(
    sentence: Sentence,
    titles: TitleIndex,
    scope: int,
    corrections: dict[int, list[tuple[str, int]]],
) -> Iterator[Candidate]:
    """What a search finds for the runs of words that may be a title."""
    for start, end in runs(sentence):
        typed = " ".join(word.bare for word in sentence.words[start:end])
        text = " ".join(
            _corrected(sentence.words[at].bare, corrections.get(at, [])) for at in range(start, end)
        )
        letters = sum(len(word) for word in text.split(" ") if word not in ARTICLES)
        if _alone(sentence, start, end) and letters < _SHORTEST_ALONE:
            continue
        for sought in dict.fromkeys((text, typed)):
            yield from _searched(sentence, titles, scope, start, end, typed, sought)


def _searched(
    sentence: Sentence,
    titles: TitleIndex,
    scope: int,
    start: int,
    end: int,
    typed: str,
    text: str,
) -> Iterator[Candidate]:
    """What a search finds for a run of words, as typed or with its typos corrected."""
    edits = int(OSA.distance(typed, text))
    unexpected = unexpectedness(sentence, titles, start, end) - 2.0 * edits
    matches = titles.search(text, scope=scope, limit=_MOST_FOUND)
    for match in matches:
        penalty = _penalty(match, text)
        if penalty is None:
            continue
        found = weighed(
            sentence,
            start,
            end,
            text,
            [match.entry],
            unexpected - penalty,
            fit=Fit.FUZZY if edits else match.fit,
            closeness=match.score * (1.0 - edits / len(text)),
        )
        for one in doubted(sentence, titles, found):
            certain = _is_told(sentence, one) and _is_meant(titles, typed, text, match, matches)
            yield _held(replace(one, name=match.name), certain=certain)


def _is_meant(
    titles: TitleIndex, typed: str, text: str, match: Match, matches: list[Match]
) -> bool:
    """Whether what was typed can only mean the name it was matched with."""
    words = [word for word in typed.split(" ") if word not in ARTICLES]
    name = fold(match.name)
    if typed != text or match.fit is Fit.FUZZY:
        mistyped = any(not titles.frequency(word) for word in words)
        pairs = list(zip(typed.split(" "), name.split(" "), strict=False))
        if typed.count(" ") == name.count(" ") and any(_begins_otherwise(*p) for p in pairs):
            return False
        if len(words) > 1:
            close = OSA.distance(typed, name) <= len(typed) // _LETTERS_A_TYPO
            return mistyped and close and len(name.split(" ")) == len(typed.split(" "))
        plural = typed + "s" == name or typed == name + "s"
        near = OSA.distance(typed, name) == 1 and not _is_odd(typed, name)
        return mistyped and near and not plural
    if _heads(match, text):
        known = match.entry.popularity >= _POPULAR_BY_HEAD
        return known and (len(words) > 1 or titles.frequency(typed) <= _RARE)
    others = [one for one in matches if one.entry.show_id != match.entry.show_id]
    rival = max((one.entry.popularity for one in others if _penalty(one, text)), default=0.0)
    popular = match.entry.popularity >= max(_POPULAR, rival * _UNAMBIGUOUS)
    return match.fit is Fit.EXACT or (len(words) > 1 and popular)


def _penalty(match: Match, text: str) -> float | None:
    missing = 1.0 - match.score / 100.0
    if match.fit is Fit.FUZZY:
        return _TYPO + _FUZZY * missing
    if match.fit is Fit.EXACT or _heads(match, text):
        return _HEAD
    name = fold(match.name)
    if f" {text} " in f" {name} " or (" " in text and name.startswith(text)):
        start = _BEGINNING if match.fit is Fit.PREFIX else _MIDDLE
        return start + _EACH_MISSING * missing
    return None


def _heads(match: Match, text: str) -> bool:
    """Whether the text is a name up to its colon or dash, as "arifureta" is."""
    head = _SUBTITLE.split(match.name, maxsplit=1)[0]
    return head != match.name and fold(head) == text


def _held(found: Candidate, *, certain: bool) -> Candidate:
    return found if certain else replace(found, score=min(found.score, JUST_OFFERED))


def _is_told(sentence: Sentence, found: Candidate) -> bool:
    if sentence.words[found.start].quote and found.fit is Fit.FUZZY:
        return False
    last, following = sentence.words[found.end - 1], sentence.kinds[found.end : found.end + 1]
    if last.folded != last.bare and not {Kind.SEASON, Kind.TOPIC}.intersection(following):
        return False
    popular = found.entry.popularity >= _POPULAR and found.place >= _TELLING_PLACE_OF_POPULAR
    return popular or found.place >= _TELLING_PLACE


def _alone(sentence: Sentence, start: int, end: int) -> bool:
    return sum(kind is not Kind.FUNCTION for kind in sentence.kinds[start:end]) < 2


def _corrected(word: str, near: list[tuple[str, int]]) -> str:
    """The word, or the one of titles it is a typo of, where no title has it."""
    return near[0][0] if near and near[0][1] == 1 else word


def runs(sentence: Sentence) -> list[tuple[int, int]]:
    """Runs of words around an unexplained one that may be a title, those of the longest first.

    No season, topic or pause is inside. Each is there without the ordinary words at its ends,
    then with those, which may be of the title ("shield hero"), then whole ("only murders").
    """
    pieces: list[tuple[int, int]] = []
    start = 0
    words, kinds = sentence.words, sentence.kinds
    for at in range(len(words) + 1):
        cuts = at == len(words) or kinds[at] in _CUTTING or words[at].pause in HARD_PAUSES
        if cuts or (at and words[at].quote != words[at - 1].quote):
            if Kind.UNKNOWN in kinds[start:at]:
                pieces.append((start, min(at, start + _LONGEST_RUN)))
            start = at + 1 if at < len(words) and kinds[at] in _CUTTING else at
    pieces.sort(key=lambda piece: -sum(len(words[at].bare) for at in range(*piece)))
    found = [
        _trimmed(sentence, *piece, trimmed)
        for piece in pieces
        for trimmed in (PLAIN, frozenset({Kind.FUNCTION}), frozenset[Kind]())
    ]
    return [run for run in dict.fromkeys(found) if run[0] < run[1]][:_MOST_RUNS]


def _trimmed(sentence: Sentence, begin: int, end: int, trimmed: frozenset[Kind]) -> tuple[int, int]:
    words, kinds = sentence.words, sentence.kinds
    while begin < end and kinds[begin] in trimmed and words[begin].bare not in ARTICLES:
        begin += 1
    while begin < end and kinds[end - 1] in trimmed:
        end -= 1
    return begin, end
