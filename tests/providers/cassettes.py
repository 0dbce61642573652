"""Reads recorded answers (YAML "cassettes") as far as they are needed: address, status, body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"

_URI = re.compile(r"^    uri: (\S+)$", re.MULTILINE)
_BODY = re.compile(r"^      string: (['\"])", re.MULTILINE)
_CODE = re.compile(r"^      code: (\d+)$", re.MULTILINE)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "/": "/", "_": "\xa0", "N": "\x85"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded exchange."""

    uri: str
    status: int
    body: str


def recorded(path: Path) -> Iterator[Recorded]:
    """The exchanges of one cassette, in order."""
    text = path.read_text(encoding="utf-8")
    starts = [match.start() for match in re.finditer(r"^- request:", text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        uri, body, code = _URI.search(part), _BODY.search(part), _CODE.search(part)
        assert uri, path
        assert body, path
        assert code, path
        read = _single if body[1] == "'" else _double
        yield Recorded(uri[1], int(code[1]), read(part, body.end()))


def _fold(text: str) -> str:
    """A line break in a quoted scalar is a space; each empty line is a break."""
    return re.sub(r"[ \t]*\n((?:[ \t]*\n)*)[ \t]*", lambda m: "\n" * m[1].count("\n") or " ", text)


def _single(text: str, start: int) -> str:
    match = re.compile(r"(?:[^']|'')*").match(text, start)
    assert match
    return _fold(match[0]).replace("''", "'")


def _double(text: str, start: int) -> str:
    match = re.compile(r'(?:[^"\\]|\\.)*', re.DOTALL).match(text, start)
    assert match
    # A backslash at the end of a line joins it to the next without a space.
    joined = re.sub(r"\\\n[ \t]*", "\ue000", match[0])
    return re.sub(
        r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", _escaped, _fold(joined)
    ).replace("\ue000", "")


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)
