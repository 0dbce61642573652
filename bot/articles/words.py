"""Sets of words that more than one language shares, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _table() -> dict[str, str]:
    with Path(__file__).with_name("words.toml").open("rb") as file:
        return tomllib.load(file)


def words(key: str) -> frozenset[str]:
    """The words under a key of the table."""
    return frozenset(_table()[key].split())
