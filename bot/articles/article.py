"""An article as it is read: blocks of text with their markup, taken apart into sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

LONGEST = 200_000
"""So many characters of an article are read; none that people write is longer."""


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

    def quote(self, start: int, end: int) -> str:
        """A stretch of it, just as it stands in the article."""
        return (self.text if self.original is None else self.original)[start:end]


@dataclass(frozen=True, slots=True)
class Article:
    """What is read of a page or a text; `published` is the day it bears, None for none."""

    headline: str
    blocks: tuple[Block, ...]
    published: date | None = None


_LONGEST = 1_200
"""A longer sentence is no sentence; what is beyond is not read."""

# An abbreviation before a full stop does not end a sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:St|Mr|Mrs|Ms|Dr|Jr|Sr|vs|Prof|Rev|Sgt|Lt|Col|Gen|Capt|Gov|Sen|Rep|Hon|No|Vol|Pt|Ep"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ca|bzw|usw|z|B|u|a|d|h|Nr|Sra?|Dra?"
    r"|Mme|Mlle|M|p|m|i|e|etc|Co|Inc|Ltd|Bros|feat|Mt|Ft)|\b[A-Z]|\.[a-zA-Z])\.$"
)
_DAY_NUMBER = re.compile(r"\b\d{1,2}\.$")
_AFTER_NUMBER = re.compile(
    r"\s+(?:Staffel|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember|Folge|Episode|Season|Teil|und letzte)"
)
_END = re.compile(r"[.!?…]+[\"'”’»“)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*[-•*–]\s)")
# What may follow a short form that can also end a sentence: "at 9 p.m. It ...".
_BEGINNING = re.compile(
    r"\s+[\"'“‘«„(]?(?:The|It|In|On|A|An|All|But|And|He|She|They|This|That|There|Its|His|Her|Each"
    r"|Both|After|Season|New|Das|Der|Die|Es|La|El|Le|Les|Los|Las|Il|Elle)\b"
)
_CAN_END = re.compile(r"\b(?:p\.m|a\.m|P\.M|A\.M|Jr|Sr|Inc|Co|etc|U\.S|U\.K|PT|ET)\.$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of each sentence in a text, without outer space."""
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith("\n") or _ends(text, start, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    if not match[0].startswith("."):
        # "Will he? she asks" goes on, and so does a title that ends with a mark ("Jeopardy!").
        following = text[match.end() : match.end() + 2].strip()
        return not following or not following[0].islower()
    head = text[max(start, match.start() - 12) : match.start() + 1]
    if _CAN_END.search(head):
        return _BEGINNING.match(text, match.end()) is not None or match.end() >= len(text)
    if _ABBREVIATED.search(head) and len(match[0]) == 1:
        return match.end() >= len(text)
    if _DAY_NUMBER.search(head) and _AFTER_NUMBER.match(text, match.end()):
        return False
    following = text[match.end() : match.end() + 2].strip()
    return not following or not following[0].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, min(end, start + _LONGEST)


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
