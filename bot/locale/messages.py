"""Every sentence a person reads goes through here: whole sentences with named values.

    _("{who} canceled {show} after {season}.", who=network, show=title, season=name)
    ngettext("{number} episode", "{number} episodes", count)

The English sentence is the key of its translations, as in GNU gettext:
https://www.gnu.org/software/gettext/manual/html_node/Mark-Keywords.html
"""

from __future__ import annotations

from .cldr import number_text
from .languages import ENGLISH, language, speaking
from .po_files import catalogue

__all__ = ["ENGLISH", "N_", "_", "language", "ngettext", "pgettext", "speaking", "text_of"]


def _(message: str, /, **values: object) -> str:
    """The message with its values, in the language that is spoken now; a brace is doubled."""
    spoken = catalogue(language())
    if spoken is None:
        return message.format(**values)
    return _filled(spoken.message(message, None), message, values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """As `_`, for a message whose English has several meanings; `context` tells which."""
    spoken = catalogue(language())
    if spoken is None:
        return message.format(**values)
    return _filled(spoken.message(message, context), message, values)


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of the message for a count; the values as in `_`.

    `{number}` is the count with its thousands grouped, unless a value of that name is given.
    """
    values.setdefault("number", number_text(count))
    english = one if count == 1 else many
    spoken = catalogue(language())
    if spoken is None:
        return english.format(**values)
    return _filled(spoken.plural(one, many, count), english, values)


def text_of(message: str, /) -> str:
    """A message without values, in which a brace is a brace."""
    spoken = catalogue(language())
    return message if spoken is None else spoken.message(message, None)


def N_(message: str, /) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a constant for translation where it is written; `_` translates it where it is used."""
    return message


def _filled(translated: str, english: str, values: dict[str, object]) -> str:
    """The message with its values; in English if a translation names a value that is missing."""
    try:
        return translated.format(**values)
    except (KeyError, IndexError, ValueError):
        return english.format(**values)
