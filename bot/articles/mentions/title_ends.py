"""Where a title ends of which the first word alone has a capital: "Sombras de sal"."""

from __future__ import annotations

import re
from functools import cache

from ...questions.index.spelling import ARTICLES, fold
from ...questions.reading.language import in_any, zipf
from ..article import aligned
from ..language import phrases

_FIRST_ALONE = frozenset(("es", "fr", "it", "pt"))
"""In these languages the words of a title but the first are written small."""
_MOST, _COMMON = 3, 5
_LINK = (
    r"(?:(?:de la|de las|de los|de l['’]|d['’]|de|del|la|las|los|el|du|des|l['’]|da|do|das|dos|di"
    r"|della|delle|dei|e|y|et)(?: |(?<=['’])))"
)
_NEXT = re.compile(
    rf" (?P<link>{_LINK})?"
    # "Las hijas del Alba": behind a link a word may have its capital.
    r"(?P<word>[a-zà-ÿ][\w-]*|(?(link)[A-ZÀ-Þ][\w-]*|(?!)))"
)
_NAME = re.compile(r" (?P<word>[A-ZÀ-Þ][a-zà-ÿ]+)")
# "of Maré Alta e anunciou a data": what is joined to a title, and the word behind it.
_AND = re.compile(r" (?:e|y|et) [a-zà-ÿ][\w-]*(?: (?P<behind>[a-zà-ÿ]+))?")
_TWO_CAPITALS = re.compile(r"(?P<first>[A-ZÀ-Þ][\w-]*) [A-ZÀ-Þ][\w-]*$")
_LONGEST = 60


def title_end(text: str, end: int, language: str, *, is_article: bool = False) -> int | None:
    """Where a title ends whose words with capitals end at `end`; None if nothing ends it soon.

    Words written small belong to it, up to one that any sentence has or that tells of a show. The
    first one behind an article always does: "El último faro".
    """
    if language not in _FIRST_ALONE:
        return end
    for count in range(_MOST):
        match = _NEXT.match(text, end)
        # "Le sorelle Bassani"
        match = match or (_NAME.match(text, end) if text[end - 1].islower() else None)
        if match is None:
            return end
        if not (is_article and count == 0) and _is_of_sentence(match["word"], language):
            return end
        if _is_and_of_sentence(text, end):
            return end
        end = match.end()
    return None


def _is_and_of_sentence(text: str, end: int) -> bool:
    """Whether an "and" behind a title joins a verb, as "y anuncia la fecha", and no word of it.

    A title with a capital on its second word has one on each: "Maré Alta e anunciou".
    """
    joined = _AND.match(text, end)
    if joined is None:
        return False
    capitals = _TWO_CAPITALS.search(text, max(0, end - _LONGEST), end)
    if capitals is not None and fold(capitals["first"]) not in ARTICLES:
        return True
    return joined["behind"] is not None and fold(joined["behind"]) in ARTICLES | {"que"}


@cache
def _is_of_sentence(word: str, language: str) -> bool:
    """Whether any sentence may have such a word behind a title."""
    plain = fold(word)
    is_common = plain in in_any("ordinary") and (zipf(plain) or 0) >= _COMMON
    told = phrases(language)["title_told"].match(f"T {aligned(word)}")
    is_verb = word.endswith(_FUTURE)
    is_function = plain in in_any("function") or plain in _PREPOSITIONS
    return is_function or is_common or is_verb or told is not None


_PREPOSITIONS = frozenset(
    ("tras", "desde", "entre", "segun", "durante", "apos", "depuis", "durant", "selon", "secondo")
)


_FUTURE = ("rá", "rán", "rà", "ranno", "ront", "ó", "ò")
"""How verbs of what will be, or was, end in these languages."""
