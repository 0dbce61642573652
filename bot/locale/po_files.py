"""A language's messages, read from its .po file as they are first needed.

The format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. Translators work
with Babel; here the file is read without it, since it takes more memory than all the messages.
"""

from __future__ import annotations

import gettext
import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .languages import ENGLISH, LANGUAGES

_LOG = logging.getLogger(__name__)

_FOLDER = Path(__file__).parent
_DOMAIN = "cliffhanger"


class BrokenCatalogueError(Exception):
    """A catalogue cannot be read; the message says where it is broken."""


class Catalogue(Protocol):
    """The messages of one language."""

    def message(self, english: str, context: str | None) -> str:
        """The message in that language; in English if it is not translated."""

    def plural(self, one: str, many: str, count: int) -> str:
        """The message in that language, in the form for a count."""


@dataclass(frozen=True, slots=True)
class _Read:
    messages: Mapping[str | tuple[str, str], str]
    plurals: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]

    def message(self, english: str, context: str | None) -> str:
        return self.messages.get(english if context is None else (context, english), english)

    def plural(self, one: str, many: str, count: int) -> str:
        forms = self.plurals.get(one)
        return (one if count == 1 else many) if forms is None else forms[self.form(count)]


_CATALOGUES: dict[str, Catalogue | None] = {ENGLISH: None}
"""The catalogues that were needed so far; None for a language in which English is spoken
instead."""

_KEYS: dict[str | tuple[str, str], str | tuple[str, str]] = {}
"""The English messages, of which all catalogues share one copy."""


def path_of(code: str) -> Path:
    """The path of a language's catalogue."""
    return _FOLDER / code / "LC_MESSAGES" / f"{_DOMAIN}.po"


def catalogue(code: str) -> Catalogue | None:
    """The messages of a language, read once; None if English is spoken instead.

    So it is if the catalogue is missing or broken: that is logged, and `doctor` reports it.
    """
    try:
        return _CATALOGUES[code]
    except KeyError:
        _CATALOGUES[code] = read = _read_or_english(code)
        return read


def _read_or_english(code: str) -> Catalogue | None:
    if code not in LANGUAGES or not path_of(code).exists():
        return None
    try:
        return read_catalogue(path_of(code))
    except (BrokenCatalogueError, OSError) as error:
        _LOG.warning("English is spoken in the place of %s: %s", LANGUAGES[code], error)
        return None


def catalogues_digest() -> str:
    """A fingerprint of the files of all languages; one that cannot be read counts as empty."""
    digest = hashlib.sha256()
    for code in LANGUAGES:
        try:
            text = path_of(code).read_bytes()
        except OSError:
            text = b""
        digest.update(f"{code}:{len(text)}:".encode() + text)
    return digest.hexdigest()


def read_catalogue(path: Path) -> Catalogue:
    """The messages of a file, without those that are untranslated or fuzzy.

    Raises:
        BrokenCatalogueError: it is no .po file.
        OSError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            entries = list(_entries(file))
        count, form = _plural_forms(entries[0].texts[0] if entries else "")
    except (ValueError, LookupError, SyntaxError) as error:
        raise BrokenCatalogueError(f"{path} is broken: {error}") from None
    messages: dict[str | tuple[str, str], str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for entry in entries[1:]:
        if entry.fuzzy or not all(entry.texts):
            continue
        if not entry.plural:
            key = entry.id if entry.context is None else (entry.context, entry.id)
            messages[_KEYS.setdefault(key, key)] = entry.texts[0]
        elif len(entry.texts) == count:
            plurals[entry.id] = tuple(entry.texts)
    return _Read(messages, plurals, form)


def _plural_forms(header: str) -> tuple[int, Callable[[int], int]]:
    """How many plural forms a language has, and which form a count takes."""
    match = re.search(r"^Plural-Forms:\s*nplurals=(\d+);\s*plural=(.+);$", header, re.MULTILINE)
    if match is None:
        raise ValueError("the header has no Plural-Forms")
    return int(match[1]), gettext.c2py(match[2])


@dataclass(slots=True)
class _PoEntry:
    """A message with its translation, one text per plural form."""

    fuzzy: bool = False
    context: str | None = None
    id: str = ""
    plural: str | None = None
    texts: list[str] = field(default_factory=list)

    def add(self, part: str, text: str) -> None:
        match part:
            case "msgctxt":
                self.context = (self.context or "") + text
            case "msgid":
                self.id += text
            case "msgid_plural":
                self.plural = (self.plural or "") + text
            case _:
                self.texts[-1] += text


_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


def _entries(lines: Iterable[str]) -> Iterator[_PoEntry]:
    """The entries of a file, the header first.

    Raises:
        ValueError: a line is none of such a file.
    """
    entry, part, fuzzy = _PoEntry(), "", False
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        match = _LINE.fullmatch(line)
        if match is None or not (match[1] or part):
            raise ValueError(f"line {number} is no line of a catalogue")
        if match[1]:
            part = match[1]
            if part in ("msgctxt", "msgid") and entry.texts:
                yield entry
                entry = _PoEntry()
            if part.startswith("msgstr"):
                entry.texts.append("")
            entry.fuzzy, fuzzy = entry.fuzzy or fuzzy, False
        text = match[2]
        if "\\" in text:
            text = re.sub(r"\\(.)", lambda escape: _ESCAPED.get(escape[1], escape[1]), text)
        entry.add(part, text)
    if entry.texts:
        yield entry
