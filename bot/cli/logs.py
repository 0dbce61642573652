"""The log of a process, as text or as lines of JSON, with secrets hidden."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

import discord

from ..errors import in_a_line
from ..locale.messages import ENGLISH, speaking

_HIDDEN = "[hidden]"

_SECRETS = (
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
    # stand in it as it is.
    (re.compile(r"(\bpostgres[\w+]*://[^\s:/@]*:)[^\s@]+@"), rf"\1{_HIDDEN}@"),
    (re.compile(r"(://[^\s:/@]*:)[^\s/@]+@"), rf"\1{_HIDDEN}@"),
    (re.compile(r"(?i)(password\s*=\s*)(?:'[^']*'|[^\s'\"]+)"), rf"\1{_HIDDEN}"),
    # With the address of a private calendar anybody can read it.
    (re.compile(r"(/calendar/)[\w-]{16,}(?=\.ics)"), rf"\1{_HIDDEN}"),
    (re.compile(r"\baW50ZXJhY3Rpb24[\w+/=-]{8,}"), _HIDDEN),
)
"""Patterns of tokens. The last is the beginning of Discord's interaction tokens: "interaction" in
base64."""

_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "alembic": logging.WARNING,
    "aiosqlite": logging.INFO,
    "psycopg": logging.ERROR,
    "trafilatura": logging.ERROR,
}
"""Loggers of libraries that would fill the log: a line for each request, step of a migration,
statement (with what people wrote), broken connection, and page without an article."""


_PLAIN = "[{asctime}] [{levelname:<8}] {name}: {message}"
"""The format of discord.py for a terminal without colours."""


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time (UTC, ISO 8601), level, logger, message, and the
    traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class RedactingFormatter(logging.Formatter):
    """Formats as another formatter does, and hides secrets everywhere, also in tracebacks.

    A log is English, whatever language is spoken where an event happens.
    """

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The record in text, without anything secret."""
        # An error's text is in the language that is spoken when the text is made, which is here.
        with speaking(ENGLISH):
            text = self._inner.format(record)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        for pattern, shown in _SECRETS:
            text = pattern.sub(shown, text)
        return text


def set_up_logging(
    level: int, secrets: Iterable[str] = (), formatter: logging.Formatter | None = None
) -> None:
    """Log to standard error from that level on; `secrets` are hidden wherever they occur.

    Without a `formatter` the log is for people, with colours only in a terminal: discord.py would
    write colour codes into the log of a container as well.
    """
    if formatter is None and not sys.stderr.isatty():
        formatter = logging.Formatter(_PLAIN, "%Y-%m-%d %H:%M:%S", style="{")
    if formatter is None:
        discord.utils.setup_logging(level=level)
    else:
        discord.utils.setup_logging(level=level, formatter=formatter)
    secrets = tuple(secrets)
    for handler in logging.getLogger().handlers:
        inner = handler.formatter or logging.Formatter()
        handler.setFormatter(RedactingFormatter(inner, secrets))
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """As `sys.excepthook`: what ends the program stands in its log, and hides what that hides."""
    logging.getLogger("bot").critical(
        "ended on an error that nobody foresaw", exc_info=(kind, error, trace)
    )


class ReconnectInOneLine(logging.Filter):
    """Logs a lost connection on one line: discord.py adds a traceback, though nothing is wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite such a record; every record passes."""
        if record.exc_info and str(record.msg).startswith("Attempting a reconnect"):
            # The message of a shard begins with its number.
            wait = record.args[-1:] if isinstance(record.args, tuple) else ()
            record.msg = "the connection to Discord failed: %s; connecting again in %.0f s"
            record.args = (in_a_line(record.exc_info[1]), *wait)
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = None
        return True
