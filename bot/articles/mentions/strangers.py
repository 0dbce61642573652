"""Shows that only a season of theirs is told of, and that nothing else in the article names.

"He is filming the third season of Ourika": nothing of that is said of the show before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...questions.index.spelling import fold
from .networks import is_network
from .titles import ArticleShow, TitleMention

_WORD = r"[A-ZÀ-ÖØ-Þ0-9][\w'’&-]*"
_SEASON_OF = re.compile(
    r"\b(?:[Ss]easons?|[Ss]eries|[Tt]emporadas?|[Ss]aisons?|[Ss]tagion[ei]|[Ss]taffeln?)"
    r"(?: (?:\d{1,2}|[a-zà-ÿ]{2,9}))?"
    # Where German has its nouns, only what "von" stands before is a name.
    rf" (?:of |d['’]|de |di |von |d[oa] )(?P<run>(?!The\b)[A-ZÀ-ÖØ-Þ][\w&-]*(?: {_WORD}){{0,4}}"
    rf"|The(?: {_WORD}){{1,4}})(?!['’]|\w| [\w-]*(?:series|show|drama|comedy)\b)"
)

_NOUNS = ("eason", "eries", "emporada", "aison", "tagion", "taffel")
# „in der ersten Staffel von Serienschöpferin Ann Example“
_IS_PERSON = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:er|or|ent|eur|ist|chef|star)(?:in)? [A-ZÄÖÜ]")


def strangers(
    text: str, titles: Sequence[TitleMention], main: ArticleShow | None
) -> Iterator[TitleMention]:
    """What a sentence calls the show of a season, where that is none of the article's."""
    if not any(noun in text for noun in _NOUNS):
        return
    for match in _SEASON_OF.finditer(text):
        start, end = match.span("run")
        if any(one.start < end and start < one.end for one in titles) or is_network(match["run"]):
            continue
        if _IS_PERSON.match(match["run"]):
            continue
        # "season 2 of HOTD", "of Rings of Power": a short form of what the article is about
        if main is not None and _is_short_for(match["run"], main.title):
            continue
        yield TitleMention(start, end, None)


def _is_short_for(run: str, title: str) -> bool:
    words, whole = fold(run).split(), fold(title).split()
    initials = "".join(word[0] for word in whole)
    return bool(set(words) & {word for word in whole if len(word) > 2}) or words == [initials]
