"""A statement while it is being written."""

from __future__ import annotations

from datetime import date

import pytest

from bot.facts.models import Credit
from bot.providers.models import Problem
from bot.providers.statement_builder import StatementBuilder
from bot.providers.texts import characters, clipped


def builder() -> StatementBuilder:
    return StatementBuilder("tvmaze", "1", "https://www.tvmaze.com/shows/1", date(2026, 11, 22))


def test_the_first_of_two_members_with_one_key_stands() -> None:
    writing = builder()
    assert writing.say(1, "cast", {"person": "Ida Brandt", "character": "Mara"})
    assert not writing.say(1, "cast", {"person": "IDA BRANDT", "character": "Other"})
    assert writing.say(1, "cast", {"person": "Tom Okafor"}, link="https://www.tvmaze.com/x")
    claims = writing.fetched({}).statement.claims
    assert [(c.value, c.position, c.source) for c in claims] == [
        (Credit("Ida Brandt", "Mara"), 0, "https://www.tvmaze.com/shows/1"),
        (Credit("Tom Okafor"), 1, "https://www.tvmaze.com/x"),
    ]


def test_silence_claims_nothing_and_a_refusal_is_named() -> None:
    writing = builder()
    assert not writing.say(None, "network", None)
    assert not writing.say(None, "year", 1066, where="premiered")
    assert not writing.say(1, "cast", {"person": ""}, where="cast[0]")
    assert not writing.says(None, "year")
    fetched = writing.fetched({})
    assert fetched.statement.claims == ()
    assert fetched.problems == (
        Problem("premiered", "A year must lie between 1900 and 2200.", (None, "year")),
        Problem("cast[0]", "A person's name must not be empty.", (1, "cast")),
    )


@pytest.mark.parametrize(
    ("names", "shown"),
    [([], None), (["A"], "A"), (["A", "B", "A"], "A / B")],
)
def test_the_parts_of_one_person(names: list[str], shown: str | None) -> None:
    assert characters(names) == shown


def test_only_what_is_too_long_is_clipped() -> None:
    assert clipped(None) is None
    assert clipped("x" * 4000) == "x" * 4000
    assert clipped("x" * 4001) == "x" * 3999 + "…"
    assert clipped("word " * 1000) == ("word " * 799).strip() + "…"
