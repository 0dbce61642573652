"""Database URLs: which of them this program can open, and the file that one of them names."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ..errors import SettingsError
from . import postgres, sqlite

_LAST_PORT = 65_535


def parsed(url: str) -> URL:
    """A database URL in its parts.

    Raises:
        SettingsError: the text is not a database URL that this program can open.
    """
    try:
        url_parts = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "DATABASE_URL must look like sqlite+aiosqlite:///data/cliffhanger.db "
            "or postgresql+psycopg://user:password@host/cliffhanger."
        ) from None
    if url_parts.drivername not in (sqlite.DRIVER, postgres.DRIVER):
        raise SettingsError(
            "DATABASE_URL must start with sqlite+aiosqlite:// or postgresql+psycopg://."
        )
    # What comes after the first one is taken for the host, and told wherever that is named.
    if "@" in (url_parts.host or ""):
        raise SettingsError("DATABASE_URL has an @ in its user or its password: write it as %40.")
    # A server that is away is waited for, and at such a port there never is one.
    if url_parts.port is not None and not 1 <= url_parts.port <= _LAST_PORT:
        raise SettingsError(
            f"DATABASE_URL names the port {url_parts.port}; ports are 1 to {_LAST_PORT}."
        )
    return url_parts


def file_of(url: str) -> Path | None:
    """The file behind a database URL; None where a server has it.

    Raises:
        SettingsError: the text is not a database URL that this program can open.
    """
    found = parsed(url)
    return sqlite.path_of(found) if found.drivername == sqlite.DRIVER else None
