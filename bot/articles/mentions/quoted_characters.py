"""Characters in quotes, whose actors stand behind them in brackets: follows “Mae” (Ann Example)."""

from __future__ import annotations

import re

from .people import NAME_HERE, is_person

_NEAR = 30
_DESCRIBED_BEFORE = re.compile(r"[a-zà-ÿ]{3,} $")
_BRACKETED = re.compile(rf" \((?P<name>{NAME_HERE})\)")


def actor_behind(text: str, start: int, end: int) -> re.Match[str] | None:
    """Who plays the character that a part of a text is, as the group "name"; None if it is none.

    The part is in quotes or italics, and has its quotes.
    """
    if not _DESCRIBED_BEFORE.search(text, max(0, start - _NEAR), start):
        return None
    return bracketed_person(text, end)


def bracketed_person(text: str, at: int) -> re.Match[str] | None:
    """The person whose name alone stands in brackets from a place on, as the group "name"."""
    person = _BRACKETED.match(text, at)
    return person if person is not None and is_person(person["name"]) else None
