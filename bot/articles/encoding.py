"""The text of a document's bytes, as a browser reads them."""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})"
    rb"|^\s*<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w-]{2,20})",
    re.IGNORECASE,
)
_HEAD = 4_096
"""Within so many bytes a page names its encoding."""

_LIKE_WINDOWS = frozenset(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"))
"""Names by which the web means windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels)."""

_KNOWN = re.compile(
    r"(?:iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|koi8-[ru]|shift_?jis|euc-(?:jp|kr)|gb(?:k|2312"
    r"|18030)|big5|utf-?16(?:le|be)?)"
)


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text, by its byte order mark, as UTF-8 where it is that, else by what is declared.

    `declared` is the encoding that a server named; else a page's own word counts. UTF-8 goes
    before either, since no other text is valid UTF-8 by chance and pages are often mislabelled.
    """
    for mark, unicode in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(unicode, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(data[:_HEAD])
    own = (found[1] or found[2]).decode("ascii") if found is not None else ""
    for name in (declared or "", own):
        if name.lower() in _LIKE_WINDOWS:
            continue
        if _KNOWN.fullmatch(name.lower()):
            try:
                return data.decode(name, "replace")
            except LookupError:
                continue
    return _cut_utf8(data) or data.decode("cp1252", "replace")


def _cut_utf8(data: bytes) -> str | None:
    """The text of UTF-8 that was cut in a letter, or has a few bytes that are none of it."""
    text = data.decode("utf-8", "replace")
    letters = sum(char > "\x7f" for char in text)
    return text if text.count("\ufffd") * 4 < letters else None
