"""An article as it is read: blocks of text in order, with what its markup says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

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
