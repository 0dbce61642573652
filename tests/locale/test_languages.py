"""Languages by their codes and names, and by what a browser asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locale.languages import code_of, negotiated

_HERE = ("en", "de", "pt_BR", "es")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"), ("de", "de"), ("de-CH, en;q=0.5", "de"), ("fr, es;q=0.4, en;q=0.3", "es"),
        ("pt-br", "pt_BR"), ("pt-PT", "pt_BR"), ("pt", "pt_BR"), ("en;q=0.2, de;q=0.9", "de"),
        ("de;q=0", "en"), ("*", "en"), ("fr, *;q=0.1, de;q=0.05", "en"), ("DE", "de"),
        ("zh-Hant-TW", "en"), ("de;q=x, es", "es"), (";;;,,q=1", "en"), ("de;q=2", "en"),
    ],
)  # fmt: skip
def test_the_best_that_there_is(header: str, code: str) -> None:
    assert negotiated(header, _HERE) == code


@given(st.text(max_size=600))
def test_any_header_is_one_of_ours(header: str) -> None:
    assert negotiated(header, _HERE) in _HERE


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), (" japanese ", "ja"), ("Scottish Gaelic", "gd"), ("Klingon", None)],
)
def test_a_language_has_its_code(name: str, code: str | None) -> None:
    assert code_of(name) == code
