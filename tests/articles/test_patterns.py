"""A pattern whose alternatives share the edges of words finds what it found before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.patterns import alternatives, beginning_words, sharing_edges

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
    ("pattern", "text"),
    [
        (r"led by|\bstars\b", "cancelled by"),
        (r"\bstars\b|(?:co)?produce T\b", "reproduce T"),
        ("(?:(?:also|the) )?led by", "cancelled by"),
    ],
)
def test_a_word_of_a_pattern_is_not_found_within_another(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert not re.search(beginning_words(pattern), text)


def test_what_begins_with_no_letter_is_found_where_it_was() -> None:
    pattern = beginning_words(r", led|'s|(?<!s)[a-z]+ing$|^x|\bof")
    assert pattern == r", led|'s|(?<!s)[a-z]+ing$|^x|\bof"


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
