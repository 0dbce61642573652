"""Typed text as words that can be compared, however it was typed. Pure."""

from __future__ import annotations

import re
import unicodedata

from ..fields import folded

_LONGEST = 100
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width letters, digits and signs, as East Asian keyboards write them."""

_QUOTES = "\"'`*\u201c\u201d\u201e"


def words_of(text: str) -> str:
    """A short text without case, accents, outer space, quotes and a full stop at its end.

    Digits of other scripts become 0 to 9. "" for a text that is too long or contains other signs
    for numbers, such as "½", which nothing here reads.
    """
    text = text.translate(_WIDE)
    if len(text) > _LONGEST or any(char.isnumeric() and not char.isdecimal() for char in text):
        return ""
    shown = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", folded(shown)).replace("\u2019", "'")
    plain = plain.strip(_QUOTES).rstrip(".!").strip(_QUOTES)
    plain = re.sub(r"\b([a-z])\. ?(?=[a-z]\b)", r"\1", re.sub(r"[(),;]", " ", plain))
    return " ".join(re.sub(r"(?<=[a-z])\.", " ", plain).split())


def spaced_words_of(text: str) -> str:
    """The same, with spaces in the place of hyphens and underscores."""
    return re.sub(r"[-_ ]+", " ", words_of(text)).strip()
