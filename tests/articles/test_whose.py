"""Whose a fact is: the show and the season of what a headline and the sentences below it tell."""

from __future__ import annotations

import pytest

from bot.articles.reader import read
from tests.articles.labelled import short_article, table

_ROWS = table("whose")
_FIELDS = ("status", "show_status", "final", "premiere", "finale", "episodes")


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted({row[0] for row in _ROWS}))
def test_each_fact_is_of_the_show_and_season_it_is_told_of(language: str) -> None:
    """A row is a short article, and all that it tells of where shows stand."""
    wrong = []
    for _, text, expected in (row for row in _ROWS if row[0] == language):
        told = _told(text)
        if told != {one.strip() for one in expected.split(";") if one.strip()}:
            wrong.append((text, sorted(told)))
    assert wrong == []


def _told(text: str) -> set[str]:
    return {
        " | ".join((one.subject.name, str(one.season or "-"), one.field, str(one.value).lower()))
        for one in read(short_article(text), lambda title: None)
        if one.field in _FIELDS
    }
