"""The blocks of a page, of the tree in which trafilatura gives its main text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from .article import LONGEST, Block, Role, Span, aligned
from .language import language_of
from .mentions.dates import date_mentions
from .plain_text import in_lists, links_in


class _Text:
    """Gathers the text of one block, with the spans of its links and italics."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.breaks: list[int] = []
        self.starts: list[int] = []
        self.links: list[Span] = []
        self.emphasised: list[Span] = []
        self.bold: list[Span] = []

    def add(self, text: str | None) -> None:
        if not text:
            return
        text = re.sub(r"\s+", " ", text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            text = text.lstrip(" ")
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def break_line(self) -> None:
        """A line ends here, where the text is more than one."""
        self.breaks.append(self.length)
        self.add(" ")

    def walk(self, element: Any) -> None:
        start = self.length
        self.add(element.text)
        for child in element:
            if child.tag == "lb":
                self.break_line()
            elif child.tag in ("item", "p", "row"):
                self.starts.append(self.length)
                self.add(" ")
            self.walk(child)
            self.add(child.tail)
        if element.tag == "ref":
            self.links.append(Span(start, self.length, element.get("target")))
        elif element.tag == "hi" and element.get("rend") in ("#i", "i"):
            self.emphasised.append(Span(start, self.length))
        elif element.tag == "hi" and element.get("rend") in ("#b", "b"):
            self.bold.append(Span(start, self.length))

    def block(self, role: Role) -> Block | None:
        text = "".join(self.pieces).rstrip()
        if role is Role.HEADING:
            text = _EDIT.sub("", text)
        if not text:
            return None
        return Block(role, text, tuple(self.emphasised), tuple(self.links))

    def in_one_line(self) -> str:
        """The text of a cell; what stands there one below the other is parted by commas."""
        text = "".join(self.pieces).rstrip()
        ends = sorted({*self.breaks, *self.starts})
        told = ""
        for start, end in pairwise((0, *ends, len(text) + 1)):
            if line := text[start:end].strip(" ,;"):
                is_part = line[0].isupper() or line[0] in _OPENING
                told += f"{', ' if is_part else ' '}{line}" if told else line
        return told

    def mark_titles(self, headline: str) -> None:
        """Let what is in bold here and in the headline be marked as a title is."""
        text = "".join(self.pieces)
        self.emphasised += [
            one
            for one in self.bold
            if _SHORTEST_TITLE <= one.end - one.start < min(len(text), len(headline))
            and text[one.start : one.end].strip() in headline
            and next(date_mentions(aligned(text[one.start : one.end])), None) is None
        ]
        self.emphasised.sort(key=lambda one: one.start)

    def is_heading(self) -> bool:
        """Whether a paragraph is a heading by its letters: short, all bold, and no sentence."""
        text = "".join(self.pieces).strip()
        return (
            1 < len(text) <= _LONGEST_HEADING
            and sum(one.end - one.start for one in self.bold) >= len(text)
            and text[-1] not in ".!,;:।"
        )

    def lines(self, language: str) -> Iterator[Block]:
        """A paragraph line by line; entries of a list that is told by its breaks are items.

        A line that only goes on from the one before it was broken to fit.
        """
        text = "".join(self.pieces).rstrip()
        ends = [at for at in self.breaks if at < len(text) and not _GOES_ON.match(text, at)]
        places = [
            (start, end)
            for start, end in pairwise((0, *ends, len(text)))
            if text[start:end].strip()
        ]
        are_items = in_lists([text[start:end].strip() for start, end in places], language)
        for (start, end), is_item in zip(places, are_items, strict=True):
            line = text[start:end]
            first = start + len(line) - len(line.lstrip())
            yield Block(
                Role.ITEM if is_item else Role.PARAGRAPH,
                line.strip(),
                tuple(_within(self.emphasised, first, end)),
                tuple(_within(self.links, first, end)),
            )


_LONGEST_HEADING, _SHORTEST_TITLE = 110, 3
_OPENING = "“\"‘'«„"
_EDIT = re.compile(r"\s*\[[^\[\]]{2,40}\]$")
"""A link of a wiki behind a heading: "Cast[edit]"."""

_GOES_ON = re.compile(r" ?[a-zà-ÿ,;]")
"""What a line begins with that is no line of its own."""


def _within(spans: list[Span], start: int, end: int) -> Iterator[Span]:
    """The spans that lie in a stretch, as they lie in it alone."""
    for one in spans:
        if start <= one.start and one.end <= end:
            yield replace(one, start=one.start - start, end=one.end - start)


def _with_links(block: Block) -> Block:
    """The block with the links that are only written out in it, where it has no others."""
    return block if block.links else replace(block, links=links_in(block.text))


def blocks_of(body: Any, headline: str = "") -> Iterator[Block]:
    """The blocks of a main text, no more than `LONGEST` letters of them.

    What is in bold is marked as what is in italics is, where the headline has it: a title, and not
    the names and days that sites put in bold too.
    """
    total = 0
    language = language_of("".join(body.itertext())[:6_000])
    for block in _walk(body, headline, language):
        total += len(block.text)
        if total > LONGEST:
            return
        yield block


def _walk(element: Any, headline: str, language: str) -> Iterator[Block]:
    for child in element:
        if child.tag == "table":
            yield from _rows(child)
        elif child.tag in ("list", "div", "body", "main", "article") or (
            child.tag == "item" and any(grand.tag in ("list", "p") for grand in child)
        ):
            yield from _walk(child, headline, language)
        else:
            role = {"head": Role.HEADING, "item": Role.ITEM}.get(child.tag, Role.PARAGRAPH)
            text = _Text()
            text.walk(child)
            text.mark_titles(headline)
            if role is Role.PARAGRAPH and text.is_heading():
                role = Role.HEADING
            if role is Role.PARAGRAPH and text.breaks:
                yield from map(_with_links, text.lines(language))
            elif (block := text.block(role)) is not None:
                yield _with_links(block)


def _rows(table: Any) -> Iterator[Block]:
    for row in table.iter("row"):
        cells = []
        head = False
        for cell in row.iter("cell"):
            text = _Text()
            text.walk(cell)
            cells.append(text.in_one_line())
            head = head or cell.get("role") == "head"
        if any(cells):
            yield Block(Role.ROW, " ".join(cells), cells=tuple(cells), is_header=head)
