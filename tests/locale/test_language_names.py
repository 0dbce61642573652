"""Languages by their codes and names."""

from __future__ import annotations

import pytest

from bot.locale.language_names import code_of, language_name


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), (" japanese ", "ja"), ("Scottish Gaelic", "gd"), ("Klingon", None)],
)
def test_a_language_has_its_code(name: str, code: str | None) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(("code", "name"), [("hi", "Hindi"), ("pa", "Panjabi"), ("xx", "xx")])
def test_a_code_has_its_name(code: str, name: str) -> None:
    assert language_name(code) == name
