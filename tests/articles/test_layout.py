"""What the form of an article tells: headings of shows, calendars, fact sheets, lists, tables."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from bot.articles.plain_text import read_text
from tests.articles.labelled import HERE, told_of

_DAY = date(2026, 4, 20)
_ROWS = [
    line.split("\t") for line in (HERE / "layout.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("language", sorted({row[0] for row in _ROWS}))
def test_what_stands_in_headings_and_lists_is_read_of_its_show(language: str) -> None:
    """A row is a text, its blocks parted by ¶ and its lines by ¶¶, and all that it tells."""
    wrong = []
    for _, text, expected in (row for row in _ROWS if row[0] == language):
        told = _told(text.replace(" ¶¶ ", "\n").replace(" ¶ ", "\n\n"))
        if told != {one.strip().casefold() for one in expected.split(";") if one.strip()}:
            wrong.append((text, sorted(told)))
    assert wrong == []


def _told(text: str) -> set[str]:
    article = dataclasses.replace(read_text(text), published=_DAY)
    return told_of(article)
