"""Seasons that a sentence calls by their number alone, where an article has spoken of seasons.

"The second, shown in March", "La primera tuvo trece capítulos", „die zweite acht“.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ...questions.reading.language import languages
from ..article import LINES_KEPT, aligned
from ..counted import COUNT, count_of
from ..language import Phrases, any_of
from .seasons import SeasonPhrase

# In the midst of a clause it is as often an episode, or a person, that is counted.
_BEGINS = (
    r"(?:^(?:[a-z]\. )?|\b(?:que|dass|che|that) |[,;:(–—] |\(|(?:^|, )(?:[a-z]{1,8} ){1,2}"
    r"|\b{conjunction} )"
)
_BARE = (
    _BEGINS + r"(?P<one>{bare_article} (?P<number>%(ordinal)s))"
    r"(?= ?[,:(;]| {bare_verb}|(?<!first) %(count)s(?:[.,;]|$))"
    r"|\b%(count)s(?: {episodes})?(?: {each})? {in_season} "
    r"(?P<behind>(?:{bare_article} )?(?P<last>%(ordinal)s))(?= ?[.,:;)]|$| {bare_verb})"
    r"|(?:" + _BEGINS + r"|\b{in_season} |\b{each} (?:of |von )?)"
    r"(?P<firsts>(?:{first_of} (?P<few>%(count)s)|{bare_plural} (?P<few2>%(count)s) {first_behind})"
    r"(?: {season_like})?)(?=[.,;:)]|$| {bare_verb})"
    r"|\b(?P<this>{this_season})(?= (?:{bare_verb} )?(?:{only} )?%(count)s(?:[.,;]|$| ))"
)
# "in two parts: the first, on D, and the second": what is counted there is something else.
_OF_PARTS = re.compile(
    r"\b(?:parts?|halves|volumes?|batch(?:es)?|blocks?|chunks?|partes|mitades|bloques|tandas"
    r"|teilen?|halften|parties|volets|salves|tranches|parti|meta|metades|blocos)\b"
)


@cache
def _ordinals(code: str) -> dict[str, int]:
    return {
        aligned(word): number
        for language in languages()
        if language.code == code
        for word, number in language.ordinals.items()
        # Of masculine ones it is episodes, films and years that are counted so.
        if not (code in _FEMININE and aligned(word).endswith(("o", "er")))
    }


_FEMININE = frozenset(("es", "it", "pt"))


@cache
def _pattern(words: Phrases) -> re.Pattern[str]:
    count = f"(?:{COUNT}|beiden)"
    return words.pattern(_BARE % {"ordinal": any_of(_ordinals(words.code)), "count": count})


@cache
def _any_number(words: Phrases) -> re.Pattern[str]:
    """What a sentence has that calls a season so; most have nothing of it."""
    return words.pattern(rf"\b(?:{any_of(_ordinals(words.code))}|{{this_season}})\b")


def bare_seasons(plain: str, words: Phrases) -> Iterator[SeasonPhrase]:
    """The seasons that a folded sentence calls by their number alone, in order."""
    yield from _found(plain, words)


@lru_cache(maxsize=LINES_KEPT)
def _found(plain: str, words: Phrases) -> tuple[SeasonPhrase, ...]:
    if not _ordinals(words.code) or "bare_article" not in words.patterns:
        return ()
    if _any_number(words).search(plain) is None or _OF_PARTS.search(plain):
        return ()
    return tuple(_phrase(one, words) for one in _pattern(words).finditer(plain))


def _phrase(match: re.Match[str], words: Phrases) -> SeasonPhrase:
    if match["this"]:
        return SeasonPhrase(*match.span("this"), relative="next")
    if few := match["few"] or match["few2"]:
        count = 2 if few == "beiden" else count_of(few)
        return SeasonPhrase(*match.span("firsts"), tuple(range(1, count + 1)))
    if match["last"]:
        return SeasonPhrase(*match.span("behind"), (_ordinals(words.code)[match["last"]],))
    return SeasonPhrase(*match.span("one"), (_ordinals(words.code)[match["number"]],))
