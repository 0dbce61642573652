"""The text of HTML that comes in a JSON field of a provider or page. Pure."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|ul|ol|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_LONGEST = 50_000


def without_tags(text: str | None) -> str | None:
    """The text without its tags, paragraphs apart by an empty line; None when nothing is left."""
    if text is None:
        return None
    text = _TAG.sub("", _BREAK.sub("\n", text[:_LONGEST]))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n\n".join(line for line in lines if line) or None
