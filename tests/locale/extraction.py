"""Messages for `make messages`: of Python sources, and of Discord's command list.

Babel's own reader of Python goes by tokens, and sees no call inside an f-string before Python 3.12.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

Extracted = tuple[int, str | None, str | tuple[str, ...], list[str]]
"""Line, function, messages, comments:
https://babel.pocoo.org/en/latest/messages.html#writing-extraction-methods"""

_NOTE = "# Translators:"


def python(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: object, options: object
) -> Iterator[Extracted]:
    """The calls of functions that mark messages, with the notes for translators above them."""
    source = file.read().decode()
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := name_of_call(node)) in keywords:
            messages = tuple(
                argument.value if isinstance(argument, ast.Constant) else ""
                for argument in node.args
            )
            texts = tuple(text if isinstance(text, str) else "" for text in messages)
            if any(texts):
                yield node.lineno, name, texts, _notes(lines, node.lineno)


def name_of_call(call: ast.Call) -> str:
    """The function or method that is called; "" for what has no name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _notes(lines: list[str], line: int) -> list[str]:
    """The note above a line; a longer note goes on in the lines after its first."""
    notes: list[str] = []
    for above in reversed(lines[: line - 1]):
        text = above.strip()
        if not text.startswith("#"):
            break
        notes.insert(0, text.removeprefix("#").strip())
        if text.startswith(_NOTE):
            return [" ".join(notes).removeprefix("Translators:").strip()]
    return []


def commands(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Extracted]:
    """Descriptions and the names of choices; names of commands and options stay English."""
    for command in json.load(file):
        yield from _described(command)


def _described(part: dict[str, Any]) -> Iterator[Extracted]:
    if part.get("description"):
        yield 1, None, part["description"], []
    for choice in part.get("choices") or ():
        yield 1, None, choice["name"], []
    for option in part.get("options") or ():
        yield from _described(option)
