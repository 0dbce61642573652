"""The catalogues, brought up to date with the sources: `python -m tests.locale.catalogues`.

Translations stay where they are, messages that are new are empty and stand behind the one that is
found before them, and those that nothing says any more go.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from bot.locale.languages import TRANSLATED
from bot.locale.po_files import path_of

_ROOT = Path(__file__).parents[2]
_WIDTH = 100


def sources() -> Catalog:
    """Every message of the tree, with the files that it stands in."""
    with tempfile.TemporaryDirectory() as folder, chdir(_ROOT):
        template = os.path.join(folder, "cliffhanger.pot")
        words = "pybabel -q extract -F pyproject.toml --add-location=file --project=Cliffhanger"
        words += f" --copyright-holder=Cliffhanger -o {template} bot cogs tests/cogs/commands.json"
        CommandLineInterface().run(words.split())
        with open(template, "rb") as file:
            return read_po(file, abort_invalid=True)


def catalog_of(code: str) -> Catalog:
    """A language's catalogue as it is; a new one where there is none yet."""
    path = path_of(code)
    if not path.exists():
        return Catalog(code, project="Cliffhanger", copyright_holder="Cliffhanger", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, code, abort_invalid=True)


def text_of(code: str, template: Catalog) -> str:
    """A language's catalogue as it is to be."""
    catalog = catalog_of(code)
    order = [_key(message) for message in catalog if message.id]
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    messages = {_key(message): message for message in catalog if message.id}
    for key in messages:
        catalog.delete(*key)
    for key in _in_order(order, list(messages)):
        catalog[key[0]] = messages[key]
    out = io.BytesIO()
    write_po(out, catalog, width=_WIDTH, ignore_obsolete=True)
    return out.getvalue().decode()


_Key = tuple[Any, str | None]
"""A message, with its plural if it has one, and its context."""


def _key(message: Message) -> _Key:
    return message.id, message.context


def _in_order(before: Sequence[_Key], found: Sequence[_Key]) -> list[_Key]:
    """The messages that are found, in the order before: whoever moves a function moves no text."""
    there = set(found)
    ordered = [key for key in before if key in there]
    known = set(ordered)
    at = 0
    for key in found:
        if key in known:
            at = ordered.index(key) + 1
        else:
            ordered.insert(at, key)
            at += 1
    return ordered


if __name__ == "__main__":
    template = sources()
    for language in TRANSLATED:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_text(text_of(language, template), "utf-8")
