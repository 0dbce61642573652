"""The texts of providers as the fields take them: plain and short enough."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|ul|ol|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_LONGEST = 50_000

_TEXT_CAP = 4000
"""Characters that a story of a show or season may have."""

_NAME_CAP = 200
"""Characters that a person's part may have."""


def plain(text: str | None) -> str | None:
    """The text without its tags, paragraphs apart by an empty line; None when nothing is left."""
    if text is None:
        return None
    text = _TAG.sub("", _BREAK.sub("\n", text[:_LONGEST]))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n\n".join(line for line in lines if line) or None


def clipped(text: str | None) -> str | None:
    """A story short enough for its field; a longer one ends at a word, with an ellipsis."""
    if text is None or len(text) <= _TEXT_CAP:
        return text
    return text[: _TEXT_CAP - 1].rsplit(None, 1)[0][: _TEXT_CAP - 1] + "…"


def characters(names: list[str]) -> str | None:
    """The parts that one person plays, as one credit names them; the first, where it is many."""
    told = ""
    for name in dict.fromkeys(names):
        longer = f"{told} / {name}" if told else name
        if told and len(longer) > _NAME_CAP:
            break
        told = longer
    return told[:_NAME_CAP] or None
