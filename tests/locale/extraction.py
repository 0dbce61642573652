"""What Discord's command list shows, for `make messages`: read from the commands' snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

_Extracted = tuple[int, str | None, str, list[str]]


def commands(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[_Extracted]:
    """Descriptions and the names of choices, for Babel; names of commands and options stay."""
    for command in json.load(file):
        yield from _described(command)


def _described(part: dict[str, Any]) -> Iterator[_Extracted]:
    if part.get("description"):
        yield 1, None, part["description"], []
    for choice in part.get("choices") or ():
        yield 1, None, choice["name"], []
    for option in part.get("options") or ():
        yield from _described(option)
