"""All that short articles tell, by their form, of a cast, of days without their year."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from bot.articles.plain_text import read_text
from tests.articles.labelled import HERE, told_of

_DAY = date(2026, 4, 20)
_ROWS = {
    table: [
        line.split("\t")
        for line in (HERE / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    for table in ("layout", "cast", "days")
}


@pytest.mark.parametrize(
    ("table", "language"),
    sorted({(table, row[0]) for table, rows in _ROWS.items() for row in rows}),
)
def test_all_that_a_short_article_tells(table: str, language: str) -> None:
    """A row is a text, its blocks parted by ¶ and its lines by ¶¶, and all that it tells."""
    wrong = []
    for _, text, expected in (row for row in _ROWS[table] if row[0] == language):
        told = _told(text.replace(" ¶¶ ", "\n").replace(" ¶ ", "\n\n"))
        if told != {one.strip().casefold() for one in expected.split(";") if one.strip()}:
            wrong.append((text, sorted(told)))
    assert wrong == []


def _told(text: str) -> set[str]:
    article = dataclasses.replace(read_text(text), published=_DAY)
    return told_of(article)
