"""Languages by their English names."""

from __future__ import annotations

import re

import pytest

from bot.providers import languages


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), (" japanese ", "ja"), ("Scottish Gaelic", "gd"), ("Klingon", None)],
)
def test_a_name_has_its_code(name: str, code: str | None) -> None:
    assert languages.code_of(name) == code


def test_every_code_has_two_letters() -> None:
    assert all(re.fullmatch(r"[a-z]{2}", code) for code in languages._CODES.values())
    assert all(languages._CODES)
