"""Characters in quotes, whose actors stand behind them in brackets: follows “Mae” (Ann Example)."""

from __future__ import annotations

import re

from .people import NAME_HERE, is_person

_NEAR = 30
_DESCRIBED_BEFORE = re.compile(r"[a-zà-ÿ]{3,} $")
_ACTOR = re.compile(rf" \((?P<name>{NAME_HERE})\)")


def actor_behind(text: str, start: int, end: int) -> re.Match[str] | None:
    """Who plays the character that a part of a text is, as the group "name"; None if it is none.

    The part is in quotes or italics, and has its quotes.
    """
    if not _DESCRIBED_BEFORE.search(text, max(0, start - _NEAR), start):
        return None
    actor = _ACTOR.match(text, end)
    return actor if actor is not None and is_person(actor["name"]) else None
