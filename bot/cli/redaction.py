"""Hides secrets in what a process prints and logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from ..locale.messages import ENGLISH, speaking

_HIDDEN = "[hidden]"


def _without_password(address: re.Match[str]) -> str:
    return f"{address[1]}{_HIDDEN}@" if address[2] else address[0]


_SECRETS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # Whoever has the token of an interaction can answer in the bot's name for a quarter of an hour.
    (re.compile(r"(/(?:interactions|webhooks)/\d+/)[^/\s?\"'<>\\]+"), rf"\1{_HIDDEN}"),
    # The gateway's payloads, as Discord wrote them, as Python shows them, and inside a log in JSON:
    # what lets others in, and what people are called and write. Only inside of JSON may a quote
    # have three backslashes: with two ways to read one, a text that was cut off would never end.
    (
        re.compile(
            r"""((\\?["'])(?:token|session_id|username|global_name|nick|content|value)\2"""
            r"""\s*:\s*((\\)?["']))(?:(?(4)\\\\\\["']|(?!))|(?!\3)\\.|(?!\3)[^\\\n])*(\3)"""
        ),
        rf"\1{_HIDDEN}\5",
    ),
    # Whoever has the bot's token as well can go on in its session; discord.py tells it by name.
    (re.compile(r"(?i)(\bsession(?: id:)? )[\w-]{16,}"), rf"\1{_HIDDEN}"),
    # Where PostgreSQL refuses a row, it shows what is in it: lines of text, or of a log in JSON.
    (re.compile(r"(?s)(\n(?:DETAIL|CONTEXT):)(?:(?!\n\n|\n\[SQL).)*"), rf"\1 {_HIDDEN}"),
    (
        re.compile(r"""(\\n(?:DETAIL|CONTEXT):)(?:(?!\\n\\n|\\n\[SQL)(?:\\.|[^"\\]))*"""),
        rf"\1 {_HIDDEN}",
    ),
    # The password in an address, and in libpq's own form of one. In that of a database a slash may
    # stand in it as it is. Its end is sought once, whether or not there is one.
    (re.compile(r"(\bpostgres[\w+]{0,40}://[^\s:/@]*:)[^\s@]+(@?)"), _without_password),
    (re.compile(r"(://[^\s:/@]*:)[^\s/@]+@"), rf"\1{_HIDDEN}@"),
    (re.compile(r"(?i)(password\s*=\s*)(?:'[^']*'|[^\s'\"]+)"), rf"\1{_HIDDEN}"),
    # With the address of a private calendar anybody can read it.
    (re.compile(r"(/calendar/)[\w-]{16,}(?=\.ics)"), rf"\1{_HIDDEN}"),
    (re.compile(r"\baW50ZXJhY3Rpb24[\w+/=-]{8,}"), _HIDDEN),
)
"""Patterns of tokens. The last is the beginning of Discord's interaction tokens: "interaction" in
base64."""


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without those secrets, and without what has the form of one."""
    # A secret may begin with another.
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats as another formatter does, and hides secrets everywhere, also in tracebacks.

    A log is English, whatever language is spoken where an event happens.
    """

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record in text, without anything secret."""
        # An error's text is in the language that is spoken when the text is made, which is here.
        with speaking(ENGLISH):
            text = self._inner.format(record)
        return redacted(text, self._secrets)
