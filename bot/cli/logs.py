"""The log of a process, as text or as lines of JSON."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

import discord

from ..errors import in_a_line
from .redaction import RedactingFormatter

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
