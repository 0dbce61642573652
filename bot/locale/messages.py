"""Every sentence a person reads goes through here: whole sentences with named values.

    _("{who} canceled {show} after {season}.", who=network, show=title, season=name)
    ngettext("{number} episode", "{number} episodes", count, number=count)

The English sentence is the key of its translations, as in GNU gettext:
https://www.gnu.org/software/gettext/manual/html_node/Mark-Keywords.html
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH = "en"

_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The language that is spoken now, as the code of its catalogue: "en", "pt_BR"."""
    return _LANGUAGE.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it, in this task and those it starts, every sentence is in that language."""
    token = _LANGUAGE.set(code)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def _(message: str, /, **values: object) -> str:
    """The message with its values, in the language that is spoken now; a brace is doubled."""
    return message.format(**values)


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of the message that a count takes; the values as in `_`."""
    return (one if count == 1 else many).format(**values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """As `_`, for a message whose English stands for several things; `context` tells which."""
    return message.format(**values)


def N_(message: str, /) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a constant for translation where it is written; `_` translates it where it is read."""
    return message
