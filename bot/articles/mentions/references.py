"""Which shows a sentence means by "the former", "the latter" or "both", as mentions of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language import Phrases
from .titles import ArticleShow, TitleMention

Pair = tuple[ArticleShow, ArticleShow]
"""The two shows that a sentence names, in order."""


def pair_of(titles: Sequence[TitleMention]) -> Pair | None:
    """The two shows that these name; None for fewer and for more."""
    found: list[ArticleShow] = []
    for one in titles:
        if one.subject is None:
            return None
        if not one.aside and not any(one.subject is other for other in found):
            found.append(one.subject)
    return (found[0], found[1]) if len(found) == _TWO else None


_TWO = 2


def references(
    plain: str, titles: Sequence[TitleMention], before: Pair | None, words: Phrases
) -> Iterator[TitleMention]:
    """What a folded sentence calls the first and the second of two shows, or both of them.

    `titles` are those it names, `before` is the pair of the sentence before it. "Both" is two
    mentions, one behind the other.
    """
    if before is None and len(titles) < _TWO:
        return
    for key in ("former", "second_one", "both"):
        for match in words[key].finditer(plain):
            pair = pair_of([one for one in titles if one.end <= match.start()]) or before
            if pair is None or any(
                one.start < match.end() and match.start() < one.end for one in titles
            ):
                continue
            if key == "both":
                if _BEHIND_SOMETHING.search(plain, 0, match.start()) is None:
                    start, end = match.span()
                    yield TitleMention(start, start + 1, pair[0])
                    yield TitleMention(start + 1, end, pair[1])
            else:
                yield TitleMention(*match.span(), pair[key == "second_one"])


# "Both will return", "; both have been renewed", "they both" – but not "the fans of both".
_BEHIND_SOMETHING = re.compile(r"[a-z0-9] $(?<!they )(?<!and )(?<!und )(?<!but )")
