"""The text of a piece of HTML."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.parse.html_text import without_tags


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p><b>Bold</b> and <i>slanted</i></p>", "Bold and slanted"),
        ("One<br />two<BR>three", "One\n\ntwo\n\nthree"),
        ("Fish &amp; chips &#8212; &quot;daily&quot;", 'Fish & chips — "daily"'),
        ("3 < 5 and 7 > 2", "3 < 5 and 7 > 2"),
        ("&lt;b&gt;", "<b>"),
        ("<a href='https://x.example.com'>A link</a>", "A link"),
        ("  a \t\n b  ", "a\n\nb"),
        ("<!-- a comment -->x", "x"),
        ("<p></p>", None),
        ("<img src=x>", None),
        ("", None),
        (None, None),
    ],
)
def test_only_the_text_is_left(text: str | None, shown: str | None) -> None:
    assert without_tags(text) == shown


@given(st.text(alphabet="<>/pb!-& \nscript&lt;", max_size=300))
def test_any_text_is_read(text: str) -> None:
    shown = without_tags(text)
    assert shown is None or shown == shown.strip()


def test_a_hostile_text_takes_no_longer_than_twice_its_double() -> None:
    def took(text: str) -> float:
        start = time.perf_counter()
        without_tags(text)
        return time.perf_counter() - start

    for piece in ("<", "<p", "<!--", "</p", "&", "&#"):
        once = min(took(piece * 5_000) for _ in range(3))
        assert min(took(piece * 20_000) for _ in range(3)) < 16 * once + 0.05
