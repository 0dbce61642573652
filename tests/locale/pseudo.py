"""A language nobody speaks: every message is half as long again and has accents.

What a card or a command cannot hold in it does not fit in some real language either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from bot.locale import po_files
from bot.locale.languages import speaking

_ACCENTED = str.maketrans("aeiouyncsAEIOUNC", "áéîöüýñçšÁÉÎÖÜÑÇ")
_KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`|<[^>]*>|\]\([^)]*\))")
"""Placeholders, commands, mentions and links stay as they are."""

CODE = "de"
"""Its catalogue is in the place of that language's, whose dates and lists are long ones too."""


class Pseudo:
    """Its catalogue."""

    def message(self, english: str, context: str | None) -> str:
        parts = _KEPT.split(english)
        parts[::2] = [part.translate(_ACCENTED) for part in parts[::2]]
        longer = -(-len(_KEPT.sub("", english)) // 2)
        words = " ~~~~~~~" * (longer // 8 + 1)
        return "".join(parts) + words[len(words) - longer :]

    def plural(self, one: str, many: str, count: int) -> str:
        return self.message(one if count == 1 else many, None)


@contextmanager
def pseudo_catalogue() -> Iterator[None]:
    """Within it whoever reads German gets that language."""
    before = po_files._CATALOGUES.get(CODE, po_files)
    po_files._CATALOGUES[CODE] = Pseudo()
    try:
        yield
    finally:
        if before is po_files:
            del po_files._CATALOGUES[CODE]
        else:
            po_files._CATALOGUES[CODE] = before  # type: ignore[assignment]


@contextmanager
def speaking_pseudo() -> Iterator[None]:
    """Within it every sentence is in that language."""
    with pseudo_catalogue(), speaking(CODE):
        yield
