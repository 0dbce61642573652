"""Folds a text letter by letter, so that a place in the folded text is that place in the text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALIKE = {
    **dict.fromkeys("‘’‚‛`´ʼ＇′", "'"),
    **dict.fromkeys("“”„‟«»″＂‹›", '"'),
    **dict.fromkeys("‐‑‒−", "-"),
    **dict.fromkeys("–—―", "–"),
    **dict.fromkeys("\u00a0\u2009\u202f\u2007\u200a\t\r\n\f\v", " "),
    "ß": "s",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "æ": "a",
    "œ": "o",
}


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    if alike := _ALIKE.get(char):
        return alike
    plain = unicodedata.normalize("NFKD", char).casefold()[:1]
    return plain if len(plain) == 1 else char


def aligned(text: str) -> str:
    """The text without case and accents, with plain quotes and dashes, of the same length."""
    if text.isascii():
        return text.lower().translate(_CONTROLS)
    return "".join(map(_letter, text))


_CONTROLS = dict.fromkeys(map(ord, "\t\r\n\f\v"), " ")
