"""Text from outside inside a sentence that a person reads."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\*_~`|\[\]<>#])")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u0300-\u036f\u200b\u2028-\u202e\u2060-\u2069\ufeff]+")


def quoted(text: str, length: int = 100) -> str:
    """At most `length` characters of it on one line, without markup, links or direction marks."""
    plain = " ".join(_INVISIBLE.sub(" ", text).split())
    if len(plain) > length:
        plain = plain[: length - 1].rstrip() + "…"
    plain = _MARKUP.sub(r"\\\1", plain).replace("://", ":\u200b//")
    return plain.replace("@", "@\u200b")
