"""Which language an article is in, told by the small words of each."""

from __future__ import annotations

import re

from bot.articles.folding import aligned
from bot.articles.phrases import codes

_SMALL = {
    "en": frozenset(
        [
            "the",
            "and",
            "of",
            "to",
            "in",
            "is",
            "that",
            "for",
            "with",
            "it",
            "was",
            "on",
            "as",
            "has",
            "its",
            "will",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "mit",
            "den",
            "von",
            "zu",
            "ein",
            "eine",
            "wird",
            "auf",
            "sich",
            "auch",
        ]
    ),
    "es": frozenset(
        [
            "el",
            "la",
            "los",
            "las",
            "de",
            "que",
            "y",
            "en",
            "un",
            "una",
            "por",
            "con",
            "para",
            "del",
            "se",
            "su",
            "es",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "et",
            "est",
            "que",
            "dans",
            "une",
            "un",
            "pour",
            "sur",
            "avec",
            "du",
            "au",
            "qui",
            "sera",
        ]
    ),
}


_FEWEST, _SHARE = 40, 0.08


def language_of(text: str) -> str:
    """The code of the language whose small words a text has most of; "en" where there are none."""
    _, counts = _counted(text)
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] and best in codes() else "en"


def is_read(text: str) -> bool:
    """Whether a text is in a language that is read here; a short one is given the doubt."""
    letters = sum(char.isalpha() for char in text[:4_000])
    latin = sum(char.isalpha() and char < "\u0250" for char in text[:4_000])
    if letters >= _FEWEST and latin * 2 < letters:
        return False
    words, counts = _counted(text)
    return words < _FEWEST or max(counts.values()) >= _SHARE * words


def _counted(text: str) -> tuple[int, dict[str, int]]:
    words = re.findall(r"[a-z]+", aligned(text[:8_000]))[:800]
    return len(words), {
        code: sum(word in small for word in words) for code, small in _SMALL.items()
    }
