"""A statement while it is being written."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.facts.models import Credit
from bot.providers.json_reader import characters, clipped
from bot.providers.models import Problem
from bot.providers.statement_builder import StatementBuilder


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
    "host", ["127.0.0.1:8080", "192.168.1.7", "nas.local", "localhost", "[::1]"]
)
def test_a_link_into_a_network_of_ones_own_is_no_fact(host: str) -> None:
    writing = builder()
    link = f"http://{host}/show"
    assert not writing.say(None, "site", link)
    assert not writing.say(None, "picture", link)
    assert not writing.say(1, "trailers", {"url": link})
    assert not writing.say(1, "where", {"provider": "Home", "url": link})
    assert writing.say(1, "where", {"provider": "Home"})
    assert len(writing.fetched({}).problems) == 4


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


def test_what_is_over_a_limit_is_clipped_and_named_once() -> None:
    writing = builder()
    for number in range(600):
        writing.say(None, "aliases", f"Alias {number}")
        writing.say(number + 1, "episodes", 8)
        writing.say(1, "cast", {"person": f"Ada {number}"})
        writing.say(1, "trailers", {"url": f"https://e.example/{number}"})
    writing.say(2, "parts", [{"label": f"Part {number}"} for number in range(60)])
    writing.say(None, "genres", [f"Genre {number}" for number in range(60)])
    fetched = writing.fetched({})
    counts = Counter(claim.field for claim in fetched.statement.claims)
    assert counts == {
        "aliases": 200, "episodes": 500, "cast": 500, "trailers": 100, "parts": 1, "genres": 1
    }  # fmt: skip
    lists = [c.value for c in fetched.statement.claims if c.field in ("parts", "genres")]
    assert [len(value) for value in lists if isinstance(value, tuple)] == [50, 50]
    assert {(p.where, p.reason, p.slot) for p in fetched.problems} == {
        ("aliases", "more than 200: the others are left out", None),
        ("seasons", "more than 500: the others are left out", None),
        ("cast of season 1", "more than 500: the others are left out", None),
        ("trailers of season 1", "more than 100: the others are left out", None),
        ("parts of season 2", "more than 50: the others are left out", None),
        ("genres", "more than 50: the others are left out", None),
    }
    assert len(fetched.problems) == 6
