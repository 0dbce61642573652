"""Regular expressions of many alternatives, written so that `re` tries few of them at a letter."""

import re
from itertools import groupby

_EDGE = r"\b"
_LETTER_FIRST = re.compile(r"(?:\(\?:)*[a-z]")
# An escaped character, a set of characters, what parts alternatives, and what lies between.
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)


def sharing_edges(pattern: str) -> str:
    """The same pattern, in which alternatives side by side that begin at a word's edge share it.

    Otherwise `re` looks for the edge before the letter, in each of them at every place.
    """
    found: list[str] = []
    for edged, some in groupby(alternatives(pattern), key=lambda one: one.startswith(_EDGE)):
        bare = "|".join(one.removeprefix(_EDGE) for one in some)
        found.append(rf"\b(?:{bare})" if edged else bare)
    return "|".join(found)


def beginning_words(pattern: str) -> str:
    """The same pattern, in which each alternative that begins with a letter begins a word.

    "led by" is then not found in "cancelled by".
    """
    return "|".join(
        rf"\b{one}" if _LETTER_FIRST.match(one) is not None else one
        for one in alternatives(pattern)
    )


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, those within its groups aside."""
    found, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found
