"""Short texts that people typed, folded so that only what they say is left to compare."""

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

    "" for one that is too long or counts in other digits than 0 to 9, which nothing here reads.
    """
    text = text.translate(_WIDE)
    if len(text) > _LONGEST or any(c.isnumeric() and not c.isascii() for c in text):
        return ""
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", folded(shown)).replace("\u2019", "'")
    plain = plain.strip(_QUOTES).rstrip(".!").strip(_QUOTES)
    plain = re.sub(r"\b([a-z])\. ?(?=[a-z]\b)", r"\1", re.sub(r"[(),;]", " ", plain))
    return " ".join(re.sub(r"(?<=[a-z])\.", " ", plain).split())
