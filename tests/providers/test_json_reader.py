"""Texts of providers, and languages by their English names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.providers.anilist import client as anilist
from bot.providers.json_reader import JsonObject, characters
from bot.providers.models import Problem, SearchHit
from bot.providers.tmdb import client as tmdb
from bot.providers.tvmaze import client as tvmaze


def test_the_parts_of_one_person_fit_their_field() -> None:
    assert characters(["Homer", "Barney", "Homer"]) == "Homer / Barney"
    assert characters([]) is None
    many = characters([f"Townsperson {number}" for number in range(100)])
    assert many is not None
    assert len(many) <= 200
    assert many.endswith(f"Townsperson {many.count(' / ')}")
    assert characters(["x" * 300]) == "x" * 200


def json_object(**table: object) -> tuple[JsonObject, list[Problem]]:
    problems: list[Problem] = []
    return JsonObject(table, problems, "show"), problems


@pytest.mark.parametrize("value", [None, ""])
def test_null_and_empty_are_silence(value: object) -> None:
    reading, problems = json_object(x=value)
    assert reading.text("x") is None
    assert reading.whole("x") is None
    assert reading.number("x") is None
    assert reading.flag("x") is None
    assert reading.day("x") is None
    assert reading.child("x") is None
    assert reading.children("x") == []
    assert reading.texts("x") == []
    assert problems == []


@pytest.mark.parametrize("read", ["text", "whole", "number", "flag", "day", "child", "children"])
def test_a_missing_key_is_named_unless_optional(read: str) -> None:
    reading, problems = json_object()
    assert not getattr(reading, read)("x", optional=True)
    assert problems == []
    assert not getattr(reading, read)("x")
    assert [(p.where, p.reason) for p in problems] == [("show.x", "is missing")]


@pytest.mark.parametrize(
    ("read", "value", "reason"),
    [
        ("text", 5, "must be text"),
        ("text", ["a"], "must be text"),
        ("whole", True, "must be a whole number"),
        ("whole", 1.5, "must be a whole number"),
        ("whole", "1", "must be a whole number"),
        ("whole", 10**16, "must be a number of a sane size"),
        ("number", False, "must be a number"),
        ("number", 10**400, "must be a number of a sane size"),
        ("number", float("inf"), "must be a number of a sane size"),
        ("number", float("nan"), "must be a number of a sane size"),
        ("flag", 1, "must be true or false"),
        ("day", 20261005, "must be text"),
        ("day", "2026", "must be a date like 2026-10-05"),
        ("day", "2026-13-01", "must be a date like 2026-10-05"),
        ("day", "2026-02-30", "must be a date like 2026-10-05"),
        ("day", "0000-00-00", "must be a date like 2026-10-05"),
        ("day", "0001-01-01", "must be a date like 2026-10-05"),
        ("day", "9999-12-31", "must be a date like 2026-10-05"),
        ("day", "99999-01-01", "must be a date like 2026-10-05"),
        ("day", "XXXX", "must be a date like 2026-10-05"),
        ("day", "2026-10-05T20:00:00Z", "must be a date like 2026-10-05"),
        ("day", "٢٠٢٦-١٠-٠٥", "must be a date like 2026-10-05"),
        ("child", [], "must be an object"),
        ("child", "x", "must be an object"),
        ("children", {}, "must be a list"),
        ("texts", "x", "must be a list"),
    ],
)
def test_another_type_is_named(read: str, value: object, reason: str) -> None:
    reading, problems = json_object(x=value)
    assert not getattr(reading, read)("x", *([(3, "premiere")] if read != "flag" else []))
    slot = (3, "premiere") if read != "flag" else None
    assert problems == [Problem("show.x", reason, slot)]


def test_what_fits_is_read() -> None:
    reading, problems = json_object(
        text="Élite", whole=3, number=3, flag=False, day="2026-10-05", inner={"a": "b"}
    )
    assert reading.text("text") == "Élite"
    assert reading.whole("whole") == 3
    assert reading.number("number") == 3.0
    assert reading.flag("flag") is False
    assert reading.day("day") == date(2026, 10, 5)
    inner = reading.child("inner")
    assert inner
    assert inner.text("a") == "b"
    assert inner.place("a") == "show.inner.a"
    assert problems == []


def test_bad_members_are_named_one_by_one() -> None:
    reading, problems = json_object(x=[{"a": "1"}, None, 5, {"a": "2"}])
    assert [member.text("a") for member in reading.children("x", (1, "cast"))] == ["1", "2"]
    assert [(p.where, p.slot) for p in problems] == [
        ("show.x[1]", (1, "cast")),
        ("show.x[2]", (1, "cast")),
    ]


def test_a_list_that_is_one_fact_is_read_whole_or_not_at_all() -> None:
    reading, problems = json_object(x=[{"a": "1"}, 5], y=["a", 5], z=["a", " ", "b"])
    assert reading.children("x", (None, "creators"), entire=True) == []
    assert reading.texts("y", (None, "genres")) == []
    assert reading.texts("z", (None, "genres")) == ["a", "b"]
    assert [(p.where, p.slot) for p in problems] == [
        ("show.x[1]", (None, "creators")),
        ("show.y[1]", (None, "genres")),
    ]


def test_a_lost_section_makes_the_answer_partial() -> None:
    reading, problems = json_object(x="no list", y=[5])
    reading.children("x", partial=True)
    reading.children("y", partial=True)
    assert [problem.partial for problem in problems] == [True, True]


HIT = {"id": 7, "externals": None, "networks": []}
SEARCHES: dict[str, Callable[[list[Any]], list[SearchHit]]] = {
    "tvmaze": lambda hits: tvmaze.read_search([{"show": HIT | hit} for hit in hits]),
    "tmdb": lambda hits: tmdb.read_search({"results": [HIT | hit for hit in hits]}, "results"),
    "anilist": lambda hits: anilist.read_search(
        {"Page": {"media": [HIT | hit | {"title": {"english": hit["name"]}} for hit in hits]}}
    ),
}


@pytest.mark.parametrize("provider", SEARCHES)
def test_what_a_picker_cannot_show_or_bring_in_is_no_hit(provider: str) -> None:
    """Discord refuses two options of one value, and text that is no Unicode, with all the rest."""
    hits: list[Any] = [{"name": name} for name in ("\u200b", "\u3164", " ", "\ud800", "x" * 400)]
    hits += [{"id": number, "name": "No key"} for number in (10**12, 10**15, -4, 0, True, "../7")]
    hits += [{"name": "A\ud800\u202ebc"}, {"name": "The same again"}]
    hits += [
        {"id": 8, "name": "Two", "origin_country": ["\u202eXX"], "countryOfOrigin": "\u202eXX"}
    ]
    hits[-1]["network"] = hits[-1]["networks"] = {"name": "\ud800\u3164"}
    found = SEARCHES[provider](hits)
    assert [(one.key, one.title, one.network, one.country) for one in found] == [
        ("7", "Abc", None, None),
        ("8", "Two", None, None),
    ]
