"""Which season a sentence says is the last, by the plan of its show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..discourse import Extraction
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow
from ..sentence_context import OF_SHOW, Utterance


def last_seasons(utterance: Utterance) -> Iterator[Extraction]:
    """The season of which a sentence says that no other follows it, by its show's own plan."""
    named = [(at, at + 1) for at, one in utterance.sentence.of(SeasonPhrase) if one.is_last]
    named += _named_twice(utterance)
    closing = utterance.discourse.words["closing"]
    told = [match.span() for match in closing.finditer(utterance.coded)]
    for start, end in named + told:
        if utterance.is_hedged(start, end) or utterance.is_denied(start, end):
            continue
        behind = OF_SHOW.match(utterance.coded, start)
        subject = utterance.subject(start, behind.end() if behind is not None else end)
        if subject is None or _is_of_unknown(utterance, start):
            continue
        if (start, end) in told and _ends_with_other(utterance, end):
            continue
        numbers = {
            number
            for _, one in utterance.sentence.between(start, end, SeasonPhrase)
            for number in one.numbers or _of_final(utterance, one, subject)
        }
        if len(numbers) == 1:
            yield Extraction(subject, numbers.pop(), "final", True)


# "its final season, season 4", "the final season (season 4)"
_TWICE = re.compile(r"S(?:,| –)? \(?S")


def _named_twice(utterance: Utterance) -> Iterator[tuple[int, int]]:
    """The places of the seasons that are called the final one and by their number, side by side."""
    for match in _TWICE.finditer(utterance.coded):
        marks = utterance.sentence.between(*match.span(), SeasonPhrase)
        if any(one.relative == "final" for _, one in marks) and any(
            one.numbers for _, one in marks
        ):
            yield match.span()


def _ends_with_other(utterance: Utterance, end: int) -> bool:
    """Whether what a season is said to be is another season, and not the last: "a S, the S"."""
    named = utterance.sentence.between(0, end, SeasonPhrase)
    if len(named) < 2 or named[-1][0] != end - 1:
        return False
    return not (named[-1][1].is_last or named[-1][1].relative in ("final", "latest"))


def _of_final(utterance: Utterance, one: SeasonPhrase, subject: ArticleShow) -> tuple[int, ...]:
    """The season spoken of before that "the final season" is: "It will be the final season"."""
    before = utterance.season_before(subject)
    is_it = one.relative in ("final", "next")  # "its upcoming season will be its last"
    return (before,) if is_it and before and one.span is None else ()


# "“X”, which was renewed, Other Show, which ends with season 5"
_NAMED_BETWEEN = re.compile(r", (?:and )?[A-ZÀ-Þ][\w'’]+(?::? [A-ZÀ-Þ][\w'’]*)+")


def _is_of_unknown(utterance: Utterance, start: int) -> bool:
    """Whether something with capitals, and no known title, stands nearer than the last title."""
    before = [at for at, _ in utterance.titles if at < start]
    between = utterance.sentence.raw(before[-1] + 1, start) if before else ""
    return _NAMED_BETWEEN.search(between) is not None
