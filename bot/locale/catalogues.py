"""A language's messages, read from its .po file as they are first needed.

The format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import gettext
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
        """The message in that language; in English where it is not translated."""

    def plural(self, one: str, many: str, count: int) -> str:
        """The same for the form that a count takes."""


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
"""Those that were needed; None where English is spoken."""


def path_of(code: str) -> Path:
    """Where the catalogue of a language lies."""
    return _FOLDER / code / "LC_MESSAGES" / f"{_DOMAIN}.po"


def catalogue(code: str) -> Catalogue | None:
    """The messages of a language, read once; None where English is spoken instead.

    So it is of a catalogue that is missing or broken: that is logged, and `doctor` tells of it.
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


def read_catalogue(path: Path) -> Catalogue:
    """The messages of a file, without those that are untranslated or fuzzy.

    Raises:
        BrokenCatalogueError: it is no .po file.
        OSError: it cannot be read.
    """
    # Babel is loaded where a language other than English is spoken: it takes some megabytes.
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            held = read_po(file, abort_invalid=True)
        form = gettext.c2py(held.plural_expr)
    except (PoFileError, ValueError, SyntaxError) as error:
        raise BrokenCatalogueError(f"{path} is broken: {error}") from None
    messages: dict[str | tuple[str, str], str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in held:
        if message.fuzzy or not message.id:
            continue
        key, text = message.id, message.string
        if isinstance(key, str) and isinstance(text, str) and text:
            messages[key if message.context is None else (message.context, key)] = text
        elif isinstance(text, tuple | list) and len(text) == held.num_plurals and all(text):
            plurals[key[0]] = tuple(text)
    return _Read(messages, plurals, form)
