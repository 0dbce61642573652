"""Errors that a person may meet; the sentence they read lives on the exception."""

from __future__ import annotations


class CliffhangerError(Exception):
    """Something a person asked for cannot be done; `str(error)` is the sentence they read."""


class BadInputError(CliffhangerError):
    """What the person wrote cannot be read or does not fit."""


class NotAllowedError(CliffhangerError):
    """The person may not do this, here or at all."""


class GoneError(CliffhangerError):
    """What the person points at is not there, or not any more."""


class SettingsError(CliffhangerError):
    """A setting is missing or malformed; the sentence names it."""


class StoreError(CliffhangerError):
    """The database could not be read or written; nothing was changed."""


class BadFileError(CliffhangerError):
    """A file of facts is broken; the sentence names the file, the place and the reason."""


_LONGEST_LINE = 200


def in_a_line(error: BaseException | None) -> str:
    """Somebody else's error for the log: a page of an outage is HTML, a timeout has no words."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:_LONGEST_LINE]
