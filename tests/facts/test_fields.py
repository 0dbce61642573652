"""Codecs of the fields: what fits, what is refused, and that nothing is lost in between."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.fields import (
    SEASON_FIELDS,
    SHOW_FIELDS,
    canonical_link,
    decode_number,
    field_of,
    folded,
)
from bot.facts.value_codecs import BadValueError, decode_link, public_link

from .strategies import PATIENT

_keys = ("value", "person", "character", "url", "kind", "label", "premiere", "provider", "region")
_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["2026-10-05", "https://a.example/x", "US", "en", "ended", "trailer", "\ud800"]
    ),
)
json_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_keys), inner, max_size=3)
    ),
    max_leaves=8,
)

FIELDS = [
    pytest.param(field, id=f"{field.level.value}.{field.name}")
    for table in (SHOW_FIELDS, SEASON_FIELDS)
    for field in table.values()
]


@pytest.mark.slow
@pytest.mark.parametrize("field", FIELDS)
@settings(PATIENT, max_examples=40)
@given(given_=json_values)
def test_any_json_fits_or_is_refused_and_writes_back(field, given_) -> None:  # type: ignore[no-untyped-def]
    try:
        value = field.decode(given_)
    except BadValueError:
        return
    assert field.loads(field.dumps(value)) == value
    assert isinstance(field.key(value), str)


@pytest.mark.parametrize(
    ("season", "name", "given_"),
    [
        (1, "cast", {"person": "Ann Lee", "character": "The Cook"}),
        (1, "cast", {"person": "Ann Lee"}),
        (1, "trailers", {"url": "https://youtu.be/a", "kind": "teaser", "published": "2019-12-03"}),
        (1, "trailers", {"url": "https://youtu.be/a", "kind": "clip", "official": False}),
        (1, "where", {"provider": "Netflix", "region": "GB", "url": "https://netflix.com/1"}),
        (1, "parts", [{"label": "Part 2", "premiere": "2026-10", "episodes": 4}]),
        (1, "premiere", "2026-10-05T20:00:00Z"),
        (None, "producers", ["Ann Lee", {"person": "Bo Ek", "role": "executive producer"}]),
        (None, "genres", ["drama", "musical"]),
        (None, "popularity", 3.5),
        (None, "status", "to_be_determined"),
    ],
)
def test_a_value_survives_reading_and_writing(season, name, given_) -> None:  # type: ignore[no-untyped-def]
    field = field_of(season, name)
    assert field.encode(field.decode(given_)) == given_


@pytest.mark.parametrize(
    ("season", "name", "given_", "reason"),
    [
        (None, "title", "\u200b\u202e\u200f \u0301", "empty"),
        (None, "title", "\u3164 \u2800\uffa0\u115f\u1160", "empty"),
        (None, "title", "x" * 301, "300"),
        (None, "synopsis", "x" * 4001, "4,000"),
        (None, "title", 24, "text, not a number"),
        (None, "year", 1899, "between"),
        (None, "year", True, "whole number, not true/false"),
        (None, "year", 2019.5, "whole number, not 2019.5"),
        (None, "popularity", math.nan, "between"),
        (None, "popularity", math.inf, "between"),
        (None, "popularity", 10**400, "between"),
        (None, "ids", True, "text"),
        (None, "ids", {"a": 1}, "text"),
        (None, "country", "ÜS", "2 letters"),
        (None, "kind", "film", "scripted"),
        (1, "status", "ended", "rumored"),
        (1, "episodes", 10.0, "whole number"),
        (1, "runtime", 0, "between"),
        (1, "premiere", "soon", "not a date"),
        (1, "premiere", "2026-10-05T20:00", "no zone"),
        (1, "final", "yes", "true or false"),
        (1, "cast", {"person": "Ann", "role": "x"}, "role"),
        (1, "trailers", {"kind": "trailer"}, "link"),
        (1, "where", {"region": "US"}, "provider"),
        (1, "parts", {}, "list"),
    ],
)
def test_a_misfit_is_refused_with_the_reason(season, name, given_, reason) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadValueError, match=reason):
        field_of(season, name).decode(given_)


def test_text_loses_what_could_hide_or_turn_the_text_after_it() -> None:
    assert field_of(None, "title").decode(" \u202eEl\u200bite\x07\ufeff ") == "Elite"
    assert field_of(None, "title").decode("👩\u200d🚀 進撃の巨人") == "👩\u200d🚀 進撃の巨人"


@pytest.mark.parametrize(
    "link",
    [
        *("", "a.example", "ftp://a.example/", "javascript:alert(1)", "https://", "https:///x"),
        *(
            "https://localhost/",
            "https://user:pw@a.example/",
            "https://a.example/ x",
            "http://[::1/",
        ),
        *("https://127.0.0.1/", "http://127.1.2.3:8080/x", "http://0.0.0.0/", "http://127.1/"),
        *("http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.9/", "http://169.254.1.1/"),
        *("http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/"),
        *("http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://8.8.8.8.8/", "http://1.2.3.999/"),
        *("http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::]/"),
        *("http://[::ffff:10.0.0.1]/", "http://[::ffff:127.0.0.1]/", "http://[ff02::1]/"),
        *("http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/", "http://[::127.0.0.1]/"),
        *("http://192.0.0.192/", "http://[::ffff:192.0.0.8]/"),
        *("http://localhost./", "http://LOCALHOST/", "http://a.localhost/", "http://nas.local/"),
        *("http://wiki.internal/", "http://fritz.home.arpa/", "http://x.local./"),
        *(
            "http://127\u30020\u30020\u30021/",
            "http://１２７.0.0.1/",
            "http://loc\u00adalhost.localhost/",
        ),
        *(
            "https://a.example:port/",
            "https://a.example:99999/",
            "https://a.example/<b>",
            "//a.b/c",
        ),
    ],
)
def test_a_link_leads_to_a_public_page(link: str) -> None:
    with pytest.raises(BadValueError):
        public_link(link)


@pytest.mark.parametrize(
    "link",
    [
        *("http://8.8.8.8/", "https://1.1.1.1:8443/news",),
        *("https://a.example/", "https://localhost.example/", "https://localnews.com/x?at=10.0.0.1"),
        *("https://local.example.com/", "https://1.example/", "https://4.fm/", "https://a.example./"),
        *("https://dr.dk/", "https://münchen.example/", "https://xn--p1ai.xn--p1ai/", "https://テレビ.jp/"),
    ],
)  # fmt: skip
def test_a_public_page_is_one_by_address_or_by_name(link: str) -> None:
    assert public_link(link) == link


def test_a_link_that_was_stored_before_stays_readable() -> None:
    assert decode_link("http://127.0.0.1/x") == "http://127.0.0.1/x"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.youtube.com/watch?v=a1", "http://youtu.be/a1?t=5", True),
        ("https://www.youtube.com/watch?list=x&v=a1", "https://m.youtube.com/live/a1", True),
        ("https://www.youtube.com/watch?v=a1", "https://www.youtube.com/watch?v=A1", False),
        ("https://Vimeo.com/1/", "http://www.vimeo.com/1#t", True),
        ("https://a.example/?v=1", "https://a.example/?v=2", False),
    ],
)
def test_spellings_of_one_link(one: str, other: str, same: bool) -> None:
    assert (canonical_link(one) == canonical_link(other)) is same


@PATIENT
@given(st.text(max_size=30))
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_every_character_is_folded_once() -> None:
    every = (chr(code) for code in range(0x30000))
    assert [char for char in every if folded(folded(char)) != folded(char)] == []


def test_season_numbers_run_from_the_specials_to_the_years() -> None:
    assert [decode_number(n) for n in (0, 1, 2026, 9999)] == [0, 1, 2026, 9999]
    for bad in (-1, 10_000, 10**9, 1.0, "1", None, True):
        with pytest.raises(BadValueError):
            decode_number(bad)


def test_a_field_belongs_to_its_level() -> None:
    assert field_of(None, "network").name == "network"
    with pytest.raises(BadValueError, match="season has no field 'network'"):
        field_of(1, "network")
