"""The phrases in which articles of each language say a fact: one table a file in `languages`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).with_name("languages")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's table: every key of it as one compiled pattern."""

    code: str
    patterns: Mapping[str, re.Pattern[str]]

    def __getitem__(self, key: str) -> re.Pattern[str]:
        return self.patterns.get(key, _NEVER)


@cache
def phrases(code: str) -> Phrases:
    """The table of a language; English where there is no such table."""
    path = _TABLES / f"{code}.toml"
    with (path if path.exists() else _TABLES / "en.toml").open("rb") as file:
        table = tomllib.load(file)
    noun = f"(?:{table.pop('noun')})"
    return Phrases(code, {key: re.compile(_written(value, noun)) for key, value in table.items()})


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a table."""
    return tuple(sorted(path.stem for path in _TABLES.glob("*.toml")))


def _written(value: str | list[str], noun: str) -> str:
    """One pattern of a key. A list is of phrases; a plain text is of words, met whole."""
    if isinstance(value, str):
        # A text of its own word boundaries keeps them.
        return value if r"\b" in value else rf"\b(?:{value})(?!\w)"
    words = not any("T" in one or "S" in one or r"\b" in one for one in value)
    texts = (one.replace("NOUN", noun) for one in value)
    expanded = (
        re.sub(r"\.\.\.?", lambda dots: rf"[^.;?]{{0,{60 if len(dots[0]) == 3 else 30}}}?", one)
        for one in texts
    )
    joined = "|".join(expanded)
    return rf"\b(?:{joined})(?!\w)" if words else rf"(?:{joined})"
