"""TOML, JSON and JSON Lines: text to tables, one per show, each with its line; tables to text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from ..errors import BadFileError

KeyPath = tuple[str | int, ...]
"""The keys and list positions that lead to a value inside a record."""


@dataclass(frozen=True, slots=True)
class RawShow:
    """One show as parsed, with the line it starts at and, in TOML, the text to find a key in."""

    table: Mapping[str, Any]
    line: int
    text: str = ""


def parse(text: str, name: str) -> Iterator[RawShow]:
    """The shows in the text of a file called `name`; its ending tells the format.

    Raises:
        BadFileError: it is not that format, or holds no tables: with file, line and reason.
        RecursionError: it is nested too deeply to be read.
    """
    match Path(name).suffix.lower():
        case ".toml":
            yield from _parse_toml(text, name)
        case ".json":
            yield from _parse_json(text, name)
        case ".jsonl" | ".ndjson":
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    yield RawShow(_table(_json(line, name, number), name, number), number)
        case _:
            raise BadFileError(f"{name}: a file of shows ends in .toml, .json or .jsonl.")


_DEEPEST = 16
"""The most dots of a TOML key; a show needs one. tomllib takes quadratic time over them."""

_KEY = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*"
_DOTTED = re.compile(rf"{_KEY}(?:\.[ \t]*{_KEY}){{{_DEEPEST + 1}}}")


def _parse_toml(text: str, name: str) -> Iterator[RawShow]:
    for number, written in enumerate(text.split("\n"), 1):
        if written.count(".") > _DEEPEST and _DOTTED.match(written.lstrip(" \t[")):
            raise BadFileError(f"{name}, line {number}: a key has at most {_DEEPEST} dots.")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = re.sub(r" \(at .*\)$", "", str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        raise BadFileError(f"{name}, line {line}: this is not TOML ({reason}).") from None
    except ValueError:
        # tomllib passes on, without a line, the error of int() about thousands of digits.
        raise BadFileError(f"{name}: a number in it is far too long.") from None
    if "shows" in table and "title" not in table:
        if not isinstance(table["shows"], list):
            raise BadFileError(f"{name}, line 1: shows must be a list of tables.")
        starts = [number + 1 for number in _headers(text.split("\n"), "shows")]
        for index, show in enumerate(table["shows"]):
            line = starts[index] if index < len(starts) else 1
            yield RawShow(_table(show, name, line), line)
        return
    yield RawShow(table, 1, text)


def _json(text: str, name: str, line: int) -> object:
    try:
        return _JSON.decode(text)
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        raise BadFileError(f"{name}, line {at}: this is not JSON ({error.msg}).") from None
    except _NotJsonError as error:
        raise BadFileError(f"{name}, line {line}: {error}.") from None
    except ValueError:
        raise BadFileError(f"{name}, line {line}: a number in it is far too long.") from None


class _NotJsonError(ValueError):
    """Something that Python's parser accepts, but that other parsers refuse or read differently."""


def _refused(word: str) -> object:
    raise _NotJsonError(f"{word} is not JSON")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table: dict[str, object] = {}
    for name, value in pairs:
        if name in table:
            raise _NotJsonError(f"{name[:100]!r} is there twice")
        table[name] = value
    return table


_JSON = json.JSONDecoder(parse_constant=_refused, object_pairs_hook=_unique)


def _parse_json(text: str, name: str) -> Iterator[RawShow]:
    data = _json(text, name, 1)
    opening = re.compile(r"\s*\[")
    if isinstance(data, dict) and "shows" in data and "title" not in data:
        data = data["shows"]
        opening = re.compile(r'\s*\{.*?"shows"\s*:\s*\[', re.DOTALL)
        if not isinstance(data, list):
            raise BadFileError(f"{name}, line 1: shows must be a list of tables.")
    if isinstance(data, list):
        bracket = opening.match(text)
        lines = _json_lines(text, bracket.end() if bracket else len(text))
        for table in data:
            line = next(lines, 1)
            yield RawShow(_table(table, name, line), line)
    else:
        yield RawShow(_table(data, name, 1), 1)


_GAP = re.compile(r"[\s,]*")


def _json_lines(text: str, at: int) -> Iterator[int]:
    """The lines on which the members of a list begin; `at` is just after its bracket."""
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    while at < len(text):
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        line, counted = line + text.count("\n", counted, at), at
        yield line
        try:
            _, at = decoder.raw_decode(text, at)
        except ValueError:  # the list is at its end
            return


def _table(value: object, name: str, line: int) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadFileError(f"{name}, line {line}: a show must be a table of named values.")
    return value


def line_of(raw: RawShow, path: KeyPath) -> int:
    """The line of a value in a TOML record; elsewhere the line where the record starts."""
    if not raw.text:
        return raw.line
    lines = raw.text.split("\n")
    start, end = 0, len(lines)
    if len(path) > 1 and path[0] == "seasons" and isinstance(path[1], int):
        headers = [*_headers(lines, "seasons"), end]
        if path[1] + 1 < len(headers):
            start, end = headers[path[1]], headers[path[1] + 1]
            path = path[2:]
    for name in path[:1]:
        for index in range(start, end):
            if re.match(rf"\s*(\[*\s*)?[\"']?{re.escape(str(name))}[\"']?\s*[=\].]", lines[index]):
                return index + 1
    return start + 1


def _headers(lines: list[str], name: str) -> list[int]:
    """Where the tables of that list begin, counted from 0."""
    return [
        number for number, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)
    ]


def _toml(tables: list[dict[str, object]]) -> str:
    return tomli_w.dumps(tables[0] if len(tables) == 1 else {"shows": tables})


def _json_text(tables: list[dict[str, object]]) -> str:
    return json.dumps(tables, ensure_ascii=False, indent=2) + "\n"


def _jsonl(tables: list[dict[str, object]]) -> str:
    return "".join(json.dumps(table, ensure_ascii=False) + "\n" for table in tables)


FORMATS: Mapping[str, Callable[[list[dict[str, object]]], str]] = {
    "toml": _toml,
    "json": _json_text,
    "jsonl": _jsonl,
}
"""The functions that render tables as the text of a file, by the file's ending."""
