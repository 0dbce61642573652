"""Whose a fact is: the show and the season of what a headline and the sentences below it tell."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from bot.articles.plain_text import read_text
from bot.articles.reader import read
from tests.articles.labelled import HERE

_DAY = date(2026, 4, 20)
_ROWS = [line.split("\t") for line in (HERE / "whose.tsv").read_text(encoding="utf-8").splitlines()]
_FIELDS = ("status", "show_status", "final", "premiere", "finale", "episodes")


@pytest.mark.parametrize("language", sorted({row[0] for row in _ROWS}))
def test_each_fact_is_of_the_show_and_season_it_is_told_of(language: str) -> None:
    """A row is a text, its blocks parted by ¶, and all that it tells of where shows stand.

    Two marks have one line end between them, as the entries of a list have.
    """
    wrong = []
    for _, text, expected in (row for row in _ROWS if row[0] == language):
        told = _told(text.replace(" ¶¶ ", "\n").replace(" ¶ ", "\n\n"))
        if told != {one.strip() for one in expected.split(";") if one.strip()}:
            wrong.append((text, sorted(told)))
    assert wrong == []


def _told(text: str) -> set[str]:
    article = dataclasses.replace(read_text(text), published=_DAY)
    return {
        " | ".join((one.subject.name, str(one.season or "-"), one.field, str(one.value).lower()))
        for one in read(article, lambda title: None)
        if one.field in _FIELDS
    }
