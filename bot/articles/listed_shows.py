"""The shows that a sentence lists, so that what it tells of one of them is told of all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .mentions.titles import ArticleShow, TitleMention
from .mentions.unquoted_titles import NOUNS
from .sentence import MarkedSentence

# "Both “X” and “Y” have been", "The dramas “X,” “Y” and “Z” will", and "both will"
_SUBJECTS = re.compile(
    r"(?:^|[,;:] |[,;] (?:and|und|y|e|et|while|mientras|mentre|enquanto) )"
    r"(?:(?:both|the|its|die|le|las|los|les|as|os|sowohl|tanto|sia) |N's |[a-z-]+s |[a-z-]+: ){0,3}"
    r"(?P<all>TT|T(?:,? T)*,? (?:and|und|y|e|et|&|as well as|sowie) T)"
    r",? (?:[a-z'-]+ ){0,3}$"
)
# "orders to “X” and “Y”"
_GIVEN_TO = re.compile(
    r" (?:[a-z-]+ )?(?:orders?|renewals?|pickups?)? ?(?:to|for|of) (?:both )?"
    r"(?P<all>T(?:, T)*,? (?:and|&|as well as) T)"
)
_LIST = re.compile(
    r"T(?:(?:,? (?:and|&|und|y|et|e)(?: also)? |, ?)"
    rf"(?:(?:the )?(?:[a-z-]+ ){{0,2}}{NOUNS} |the [a-z-]+ (?:[a-z]+ )?)?T)*"
)
_BRACKETED_LIST = re.compile(
    r"T(?: \([^()T]{1,12}\))?(?:(?:,? (?:and|&|und|y|et) |, ?)T(?: \([^()T]{1,12}\))?)*"
)


def listed_inside(
    sentence: MarkedSentence,
    titles: list[tuple[int, TitleMention]],
    start: int,
    end: int,
    *,
    bracketed: bool,
) -> list[ArticleShow]:
    """The shows of every list that has one of its `titles` in a stretch of the coded text.

    `bracketed` says that each may have something of its own in brackets behind it.
    """
    inside = [at for at, _ in titles if start <= at < end]
    return _once(
        one.subject
        for run in (_BRACKETED_LIST if bracketed else _LIST).finditer(sentence.coded)
        if any(run.start() <= at < run.end() for at in inside)
        for at, one in titles
        if run.start() <= at < run.end()
    )


def listed_before(sentence: MarkedSentence, first: int, start: int) -> list[ArticleShow]:
    """The shows that a clause, from `first` on, begins with: "“X” and “Y” will return"."""
    run = _SUBJECTS.search(sentence.coded, first, start)
    if run is None:
        return []
    titles = sentence.between(run.start("all"), run.end("all"), TitleMention)
    return _once(one.subject for _, one in titles)


def listed_behind(sentence: MarkedSentence, end: int) -> list[ArticleShow]:
    """The shows to which something is given: "second-season orders to “X” and “Y”"."""
    run = _GIVEN_TO.match(sentence.coded, end)
    if run is None:
        return []
    return _once(one.subject for _, one in sentence.between(*run.span("all"), TitleMention))


def _once(subjects: Iterable[ArticleShow | None]) -> list[ArticleShow]:
    """Each show once, and nothing for what is none."""
    return list({id(one): one for one in subjects if one is not None}.values())
