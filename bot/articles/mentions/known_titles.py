"""Titles of the catalogue: looked up, and found in a text by their capitals alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...facts.models import TitleEntry
from ...questions.index.spelling import fold
from ...questions.index.titles import TitleIndex
from .capital_runs import KEPT, NO_START, RUN, stripped
from .people import NAME, is_person
from .unquoted_titles import PLAIN_WORDS, Resolver


def catalogued(titles: TitleIndex, scope: int = 0) -> Resolver:
    """Finds the shows of the catalogue by their exact titles, as that server sees them."""

    def resolve(title: str) -> TitleEntry | None:
        matches = titles.exact(title, scope=scope)
        return matches[0].entry if matches else None

    return resolve


def is_known(title: str, resolve: Resolver) -> bool:
    """Whether the catalogue has a show that is called just so, or so behind or before a colon.

    A word of any sentence is none: "the Sunday soap", "In the US the series".
    """
    folded = fold(title)
    entry = resolve(title) if folded not in PLAIN_WORDS else None
    names = (entry.title, *entry.names) if entry is not None else ()
    return any(folded in map(fold, (name, *name.split(": "))) for name in names)


# "died in Santa Barbara", "heading back to the Outer Banks"
_PLACE_BEFORE = re.compile(r"\b(?:the|in|at|to|from|near|across|around) $")
_CREDITS = re.compile(r"\w \([^()]{0,80}$")


def is_credited(text: str, start: int) -> bool:
    """Whether a place is in brackets: "Ann Example (Line of Duty, Vera)" tells whom one knows."""
    return _CREDITS.search(text, max(0, start - 90), start) is not None


def is_earlier_work(text: str, start: int) -> bool:
    """Whether a marked phrase is in brackets behind somebody, as what they were in before.

    "Ann Example (“Night Boat,” “Mill 3”) as Mae"
    """
    inside = _CREDITED.search(text, max(0, start - _LONGEST_CREDITS), start)
    return inside is not None and is_person(inside["name"])


_LONGEST_CREDITS = 150
_CREDITED = re.compile(rf"(?P<name>{NAME}) \((?:[^()]*[”\"’'»“,] (?:\w{{1,3}} )?)?[“\"‘'«„]?$")


def known_titles(text: str, resolve: Resolver) -> Iterator[str]:
    """Titles of the catalogue of two words or more, by their capitals alone."""
    for match in re.finditer(RUN, text):
        run = match[0]
        first, *others = run.split()
        if not others or (len(others) == 1 and fold(first) in NO_START - KEPT):
            # "In Japan" is no title where it begins a sentence.
            continue
        start = match.start()
        if _PLACE_BEFORE.search(text, max(0, start - 9), start) or is_credited(text, start):
            continue
        for title in dict.fromkeys((run, stripped(run), re.sub(r"['’]s$", "", run))):
            if " " in title and is_known(title, resolve):
                yield title
                break
