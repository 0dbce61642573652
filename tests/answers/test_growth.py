"""A show of thousands of seasons takes as long as its size, and not as the square of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from bot.alerts.sample_message import sample
from bot.answers.cards.answer import card
from bot.catalog.export import rendered
from bot.facts.models import Claim, Show, Topic
from bot.facts.projections import projection_of
from bot.facts.resolve import changes_of, resolve, show_of
from bot.pictures.chart import chart_of

from ..facts.made import claims
from ..growth import growth
from .made import NOW, answer

Values = Mapping[str, Any]

KINDS: Mapping[str, Callable[[int], Values]] = {
    "listed": lambda number: {"listed": True},
    "out": lambda number: {"premiere": f"{1000 + number}-01-01" if number < 1000 else "2024"},
    "ahead": lambda number: {"premiere": "2090-01-01"},
    "vague": lambda number: {"premiere": "2026"},
    "airing": lambda number: {"status": "airing", "premiere": "2026-01-01"},
    "renewed": lambda number: {"status": "renewed"},
    "rumored": lambda number: {"status": "rumored", "premiere": "2020-01-01"},
    "canceled": lambda number: {"status": "canceled", "premiere": "2020-01-01"},
    "backwards": lambda number: {
        "status": "renewed",
        "finale": "2025",
        "premiere": date.fromordinal(730_000 - number).isoformat(),
    },
    "in parts": lambda number: {"parts": [{"label": "Part 1", "premiere": "2026-11"}]},
}


def said(kind: str, count: int) -> list[Claim]:
    about = claims(None, {"title": "Example"})
    for number in range(1, count + 1):
        about += claims(number, KINDS[kind](number))
    return about


def of_size(kind: str, count: int) -> Show:
    show = show_of(1, resolve(said(kind, count)))
    assert show is not None
    return show


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_answers_grow_with_the_show(kind: str) -> None:
    def work(count: int) -> Callable[[], object]:
        show = of_size(kind, count)

        def ask() -> None:
            for number in (None, 1, count // 2, count, count + 1, 9999):
                for topic in Topic:
                    card(answer(show, number, topic), asker=7)
            sample(show, NOW, "1")
            chart_of(answer(show))

        return ask

    assert growth(work, 60) < 6


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_writing_grows_with_the_show(kind: str) -> None:
    def work(count: int) -> Callable[[], object]:
        about, show = said(kind, count), of_size(kind, count)

        def write() -> None:
            projection_of(1, about)
            changes_of(1, 0, [], about)
            rendered([show], "toml")

        return write

    assert growth(work, 100) < 6


@pytest.mark.parametrize("field", ["aliases", "cast", "trailers", "where"])
def test_lists_grow_with_their_members(field: str) -> None:
    members: Mapping[str, Callable[[int], object]] = {
        "aliases": lambda number: f"Alias {number}",
        "cast": lambda number: {"person": f"Person {number}"},
        "trailers": lambda number: {"url": f"https://example.org/{number}"},
        "where": lambda number: {"provider": f"Provider {number}"},
    }

    def work(count: int) -> Callable[[], object]:
        many = {field: [members[field](number) for number in range(count)]}
        about = claims(None, {"title": "Example"})
        about += claims(None, many) if field == "aliases" else claims(1, many)

        def ask() -> None:
            resolved = resolve(about)
            show = show_of(1, resolved)
            assert show is not None
            changes_of(1, 0, [], about)
            projection_of(1, about)
            rendered([show], "toml")
            for topic in Topic:
                card(answer(show, None, topic), asker=7)

        return ask

    assert growth(work, 200) < 6
