"""The season that would have come next, where a show is told to be over after so many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow
from ..sentence_context import Utterance

# "after just two seasons"; "Two seasons in, “X” has been canceled"
_AFTER = r" ?\b{after}(?: {few})* S|S(?= {after_behind})"
_LISTED = r"T(?:, T)*,? (?:{conjunction}) T[^TN]*$"
_ALL_OF_IT = re.compile(r"S (?:was|were) (?:all|enough|it\b)")


def over_after(utterance: Utterance) -> re.Pattern[str]:
    """How its language says after which season, or how many, a show is over."""
    return utterance.discourse.words.pattern(_AFTER)


def after_seasons(utterance: Utterance) -> Iterator[tuple[ArticleShow, int]]:
    """The shows of which a sentence says after how many seasons they were over.

    With each comes the season that would have come next.
    """
    coded = utterance.coded
    if (all_of_it := _ALL_OF_IT.search(coded)) is not None:
        found = [(all_of_it.start(), all_of_it.start())]
    elif over_after(utterance).match(coded) or utterance.discourse.words["over"].search(coded):
        found = [(one.start(), one.end() - 1) for one in over_after(utterance).finditer(coded)]
    else:
        found = []
    listed_titles = utterance.discourse.words.pattern(_LISTED)
    for start, at in found:
        # What a sentence begins with is said of the show that it goes on to.
        subject = utterance.subject(start, len(coded) if start == 0 else at + 1)
        if subject is None or utterance.is_hedged(start, at + 1):
            continue
        if _OF_OTHER.search(utterance.sentence.raw(0, start)) and start > 0:
            continue
        # "“X” and “Y”, each after one season": it is said of both.
        first, _ = utterance.clause(start)
        counted = any(one.span for _, one in utterance.sentence.between(at, at + 1, SeasonPhrase))
        is_of_all = counted and len(found) == 1 and listed_titles.search(coded, first, start)
        listed = utterance.subjects(first, at + 1) if is_of_all else []
        for one in listed if subject in listed else [subject]:
            if (following := season_behind(utterance, at, one)) is not None:
                yield one, following


# "canceled “X” after a single season and announced that Tulsa King would end after its fifth"
_OF_OTHER = re.compile(
    r"\bthat (?:the )?[A-ZÀ-Þ][\w'’]+(?: [A-ZÀ-Þ][\w'’]*)* (?:would|will|is|was) [a-z ]{0,20}$"
)


def following_season(utterance: Utterance, subject: ArticleShow) -> int | None:
    """The season that would have come after those that a text says it was over after."""
    match = over_after(utterance).search(utterance.coded)
    return season_behind(utterance, match.end() - 1, subject) if match is not None else None


def season_behind(utterance: Utterance, at: int, subject: ArticleShow) -> int | None:
    """The season behind the one, or the number of them, that stands at a place."""
    marks = utterance.sentence.between(at, at + 1, SeasonPhrase)
    if not marks:
        return None
    one = marks[0][1]
    if one.span:
        return one.span + 1
    numbers = utterance.numbers(one, subject)
    return numbers[-1] + 1 if numbers else None


def season_after_all(utterance: Utterance, start: int, end: int) -> int | None:
    """The season that would have come next, where a stretch counts the seasons there were."""
    for _, one in utterance.sentence.between(start, end, SeasonPhrase):
        if one.span:
            return one.span + 1
    return None
