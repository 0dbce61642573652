"""Lists of terms and grids of cards on a page, as the tables that they are to a reader.

`<dl>` has a row a term; boxes beside each other that hold the same few short texts each ("Ann
Example" over "Mae Chan") have a row a box. Trees are of lxml, and are changed where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .article import SENTENCE_END

_FEWEST, _FEWEST_TEXTS, _MOST_TEXTS = 2, 2, 3
_LONGEST, _LONGEST_TEXT, _LONGEST_VALUE = 60, 300, 200
"""So many letters have a card's first two texts, the one below them, and what a term comes to."""

_BOXES = frozenset(("div", "li", "article", "section", "figure"))
_VIDEO = re.compile(r"youtu\.?be|vimeo")


def make_tables(tree: Any) -> None:
    """Make tables of a page's lists of terms and of its grids of cards."""
    for terms in list(tree.iter("dl")):
        _make_term_table(terms)
    for box in list(tree.iter("div", "section", "main", "article", "ul", "ol")):
        for run in list(_grids(box)):
            _make_card_table(box, run)


def _make_term_table(terms: Any) -> None:
    rows = list(_terms(terms))
    if not rows or any(len(_text_of(one)) > _LONGEST_VALUE for _, told in rows for one in told):
        return  # Questions, and their answers in paragraphs.
    table = terms.makeelement("table")
    for term, told in rows:
        row = _row(table, [term])
        cell = table.makeelement("td")
        row.append(cell)
        for one in told:
            one.tag = "p" if len(told) > 1 else "span"
            cell.append(one)
    _put(terms, table)


def _terms(terms: Any) -> Iterator[tuple[str, list[Any]]]:
    """Each term of a list, several that share what they come to as one, with that."""
    names: list[str] = []
    told: list[Any] = []
    for one in terms.iter("dt", "dd"):
        if one.tag == "dt":
            if told:
                yield ", ".join(names), told
                names, told = [], []
            names.append(_text_of(one))
        elif names:
            told.append(one)
    if told:
        yield ", ".join(names), told


def _grids(box: Any) -> Iterator[list[tuple[Any, list[str]]]]:
    """The runs of cards in a box: two or more of one kind, with as many texts each."""
    run: list[tuple[Any, list[str]]] = []
    for child in (*box, None):
        if child is not None and not isinstance(child.tag, str):
            continue
        texts = _texts(child) if child is not None and child.tag in _BOXES else None
        if texts and run and (run[-1][0].tag, len(run[-1][1])) == (child.tag, len(texts)):
            run.append((child, texts))
            continue
        if len(run) >= _FEWEST:
            yield run
        run = [(child, texts)] if texts else []


def _texts(card: Any) -> list[str] | None:
    """The texts of a card, each in an element of its own or behind a break; None for no card."""
    while len(card) == 1 and not (card.text or "").strip() and not (card[0].tail or "").strip():
        card = card[0]
    found = [_told(card.text)] if (card.text or "").strip() else []
    for one in card:
        if not isinstance(one.tag, str) or any(_is_more(part) for part in one.iter()):
            return None
        if text := ", ".join(_told(part) for part in one.itertext() if part.strip()):
            found.append(text)
        if (tail := one.tail) and tail.strip():
            if one.tag not in ("br", "img"):
                return None
            found.append(_told(tail))
    if not _FEWEST_TEXTS <= len(found) <= _MOST_TEXTS or len(found[-1]) > _LONGEST_TEXT:
        return None
    first = found[:_FEWEST_TEXTS]
    is_card = all(
        len(text) <= _LONGEST and text[-1] not in SENTENCE_END and "://" not in text
        for text in first
    )
    return found if is_card and _begins(first[1]) else None


def _is_more(element: Any) -> bool:
    """Whether an element is more than a text, or a link that a table would lose."""
    if element.tag == "a":
        return _VIDEO.search(element.get("href") or "") is not None
    return not isinstance(element.tag, str) or element.tag in _MORE


_MORE = frozenset(("table", "ul", "ol", "dl", "iframe"))


def _begins(text: str) -> bool:
    """Whether a text stands for itself, and does not go on from the one before: ", the vet"."""
    return text[0].isalnum() or text[0] in "“\"‘'«„"


def _make_card_table(box: Any, run: list[tuple[Any, list[str]]]) -> None:
    table = box.makeelement("table")
    for _, texts in run:
        _row(table, texts)
    _put(run[0][0], table)
    for card, _ in run[1:]:
        card.getparent().remove(card)
    if box.tag in ("ul", "ol"):
        box.tag = "div"


def _row(table: Any, texts: list[str]) -> Any:
    row = table.makeelement("tr")
    for text in texts:
        cell = table.makeelement("td")
        cell.text = text
        row.append(cell)
    table.append(row)
    return row


def _put(element: Any, table: Any) -> None:
    """Put a table in the place of an element."""
    table.tail, element.tail = element.tail, None
    element.getparent().replace(element, table)


def _told(text: str) -> str:
    return " ".join(text.split())


def _text_of(element: Any) -> str:
    return _told("".join(element.itertext()))
