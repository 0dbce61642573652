"""The words for numbers that episodes are counted with, folded."""

from __future__ import annotations

from ..questions.reading.language import languages
from .article import aligned
from .language import any_of, codes

_LATER = {
    "de": "dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "it": "tredici quattordici quindici sedici diciassette diciotto diciannove venti",
}
"""From thirteen on, of which questions are not asked."""

COUNTS = (
    {
        aligned(word): value
        for language in languages()
        if language.code in codes()
        for word, value in language.cardinals.items()
        if value > 1 and not (language.code == "hi" and word.isascii())
    }
    | {word: at for words in _LATER.values() for at, word in enumerate(words.split(), 13)}
    | {"seize": 16, "vingt": 20, "veinte": 20, "vinte": 20, "dieciseis": 16, "dezesseis": 16}
    | {"twenty-two": 22, "twenty-four": 24, "twenty-one": 21, "twenty-six": 26, "thirty": 30}
    | {aligned(word): at for at, word in enumerate(("छह", "सात", "आठ", "नौ", "दस"), 6)}
)
"""More than one, of all languages."""

COUNT = rf"(?:\d{{1,3}}(?![.,]\d)|{any_of(COUNTS)})"
"""A pattern of a count; "24,1%" is none."""


def count_of(text: str) -> int:
    """What a match of `COUNT` comes to."""
    return int(text) if text.isdecimal() else COUNTS[text]
