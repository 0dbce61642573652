"""An article as it is read: blocks of text with their markup."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ..facts.letters import CharacterMap

LONGEST = 200_000
"""So many characters of an article are read; none that people write is longer."""

LINES_KEPT = 1024
"""Of so many lines is known what was found in them: those who read an article ask anew of each."""

SENTENCE_END = (".", "!", "?", "…", "।")
"""What a sentence ends with, in the languages that are read."""


class Role(Enum):
    """What a block is in its article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a block's text; `link` where they are one."""

    start: int
    end: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or row of a table.

    `text` is a piece of the article, in one line; `original` is the same where the article breaks
    it into several, a break for a space. `emphasised` are the spans in italics, `links` those that
    are links. `cells` are the texts of a row; `is_header` marks the row that names its columns.
    """

    role: Role
    text: str
    emphasised: tuple[Span, ...] = ()
    links: tuple[Span, ...] = ()
    cells: tuple[str, ...] = ()
    is_header: bool = False
    original: str | None = None
    label: int = 0
    number: int | None = None

    def quote(self, start: int, end: int) -> str:
        """A stretch of it, just as it stands in the article."""
        return (self.text if self.original is None else self.original)[max(start, self.label) : end]


@dataclass(frozen=True, slots=True)
class Article:
    """What is read of a page or a text; `published` is the day it bears, None for none.

    `show` is the title of the one show that a page tells machines it is about.
    """

    headline: str
    blocks: tuple[Block, ...]
    published: date | None = None
    show: str | None = None


_VOWEL_SIGNS = str.maketrans("ािीुूृेैॉोौंँ़्ः", "आइईउऊऋएऐऑओऔअअऽऽह")
"""The signs of Devanagari, which are no letters to a regular expression, and letters for them."""


def signs_as_letters(text: str) -> str:
    """The text with the vowel signs of Devanagari as letters, so that its words have edges."""
    return text.translate(_VOWEL_SIGNS)


_ALIKE = {
    **{chr(sign): chr(letter) for sign, letter in _VOWEL_SIGNS.items()},
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


def _letter(char: str) -> str:
    if alike := _ALIKE.get(char):
        return alike
    plain = unicodedata.normalize("NFKD", char).casefold()[:1]
    return plain if len(plain) == 1 else char


def aligned(text: str) -> str:
    """The text without case and accents, with plain quotes and dashes, of the same length."""
    if text.isascii():
        return text.lower().translate(_CONTROLS)
    return text.translate(_LETTERS)


_LETTERS = CharacterMap(_letter)
_CONTROLS = dict.fromkeys(map(ord, "\t\r\n\f\v"), " ")
