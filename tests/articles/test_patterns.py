"""A pattern whose alternatives share the edges of words finds what it found before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.patterns import alternatives, sharing_edges

ALTERNATIVES = st.sampled_from(
    [
        *(r"\ba", r"\bab", r"b", r"\b(?P<x>c|\bd)", r"(?:a|\bb)c", r"[|)]a", r"\b\|", r"\ba b"),
        *(r"(?<!a)\bd", r"^a", r"\bb\b", r"[^]|]d", r"\\|c", ""),
    ]
)


@given(
    st.lists(ALTERNATIVES, min_size=1, max_size=8, unique=True), st.text("abcd |)\\", max_size=12)
)
def test_it_finds_the_same(some: list[str], text: str) -> None:
    pattern = "|".join(some)
    found = [
        [(match.span(), match.groups()) for match in re.finditer(one, text)]
        for one in (pattern, sharing_edges(pattern))
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\ba|\bb|c|\bd", r"\b(?:a|b)|c|\b(?:d)"),
        (r"\ba|(?:\bb|\bc)", r"\b(?:a)|(?:\bb|\bc)"),
        ("", ""),
    ],
)
def test_alternatives_side_by_side_share_an_edge(pattern: str, expected: str) -> None:
    assert sharing_edges(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"a\|b|c", [r"a\|b", "c"]),
        (r"[|)(]|(?:x|y)z|", ["[|)(]", "(?:x|y)z", ""]),
        (r"[]|]|[^]|]|\(|\)", ["[]|]", "[^]|]", r"\(", r"\)"]),
        (r"a\\|b", [r"a\\", "b"]),
    ],
)
def test_what_parts_alternatives_is_told_from_what_does_not(
    pattern: str, expected: list[str]
) -> None:
    assert alternatives(pattern) == expected
