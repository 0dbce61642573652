"""All that short articles tell, by their form, of a cast, of days without their year."""

from __future__ import annotations

import pytest

from tests.articles.labelled import short_article, table, told_of

_ROWS = {name: table(name) for name in ("layout", "cast", "days")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "language"),
    sorted({(name, row[0]) for name, rows in _ROWS.items() for row in rows}),
)
def test_all_that_a_short_article_tells(name: str, language: str) -> None:
    """A row is a short article, and all that it tells."""
    wrong = []
    for _, text, expected in (row for row in _ROWS[name] if row[0] == language):
        told = told_of(short_article(text))
        if told != {one.strip().casefold() for one in expected.split(";") if one.strip()}:
            wrong.append((text, sorted(told)))
    assert wrong == []
