"""What is drafted of labelled articles, and what never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.articles.reader import read
from bot.facts.fields import field_of
from tests.articles.labelled import HERE, articles, count, drafted, load, summed

FOLDERS = ("known", "blind")

EVERY = [path for folder in (*FOLDERS, "fresh") for path in articles(HERE / folder)]

RUMORS = (HERE / "rumors.txt").read_text(encoding="utf-8").splitlines()

_STORED = {"show_status": "status", "trailer": "trailers"}


def test_there_are_enough_articles() -> None:
    assert len(EVERY) >= 80
    assert len(articles(HERE / "blind")) >= 8
    assert len(RUMORS) >= 50


@pytest.mark.parametrize("folder", [pytest.param("known", marks=pytest.mark.slow), "blind"])
def test_recall_and_precision(folder: str) -> None:
    recall, precision, forbidden = summed([count(path) for path in articles(HERE / folder)])
    assert recall >= 0.83
    assert precision >= 0.95
    assert forbidden == 0


@pytest.mark.slow
@pytest.mark.parametrize("letter", sorted({path.stem[0] for path in EVERY}))
def test_every_quote_stands_in_the_article_and_every_value_is_one_of_the_import(
    letter: str,
) -> None:
    for path in EVERY:
        if path.stem[0] == letter:
            _check(path)


def _check(path: Path) -> None:
    article, _, text = load(path)
    for draft in read(article, lambda title: None):
        assert draft.quote in text, path.stem
        if draft.field == "trailer" and isinstance(draft.value, dict) and "url" not in draft.value:
            continue  # a day alone, which no trailer can be stored with
        field = field_of(draft.season, _STORED.get(draft.field, draft.field))
        field.decode(draft.value)


def test_rumors_draft_nothing() -> None:
    told = [line for line in RUMORS if any(one[1] is not None for one in drafted(line))]
    assert len(told) <= 0.02 * len(RUMORS), told
