"""Errors that a person may meet; the sentence they read lives on the exception."""

from __future__ import annotations

from .locale.messages import ENGLISH, _, speaking, text_of


class SentenceError(Exception):
    """An error whose text is a message with its named values, for the person who reads it.

    It is translated when it is read: one task may fail for several people, and a log is in English.
    Without values the message stands as it is, even if it is a sentence that was composed before.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self._message = message
        self._values = values

    def __str__(self) -> str:
        """The sentence, in the language that is spoken now."""
        return _(self._message, **self._values) if self._values else text_of(self._message)


class CliffhangerError(SentenceError):
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


class StoreAwayError(StoreError):
    """The database's server does not answer; nothing was changed."""


class BadFileError(CliffhangerError):
    """A file of facts is broken; the sentence names the file, the place and the reason."""


_LONGEST_LINE = 200


def reason_of(error: StoreAwayError) -> str:
    """What the driver says of an outage, for an operator, who can mend it; "" if it is silent."""
    cause = error.__cause__
    return in_a_line(getattr(cause, "orig", cause)) if cause else ""


def in_a_line(error: BaseException | None) -> str:
    """Somebody else's error for the log, in one line: an outage's page is HTML, a timeout has no
    text."""
    with speaking(ENGLISH):
        words = " ".join(str(error).split()) or type(error).__name__
    return words[:_LONGEST_LINE]
