"""The sentence that a person reads about an error of a database driver."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import StoreAwayError, StoreError
from ..locale.messages import N_

AWAY = N_("The database is not answering just now; nothing was changed.")
LATE = N_("The database took too long; nothing was changed.")
CROWDED = N_("The database takes no more connections just now; nothing was changed.")

_BUSY = N_("The database is busy with another program just now; nothing was changed.")
_READ_ONLY = N_("The database cannot be written to; nothing was changed.")
_FULL = N_("The disk is full; nothing was changed.")
_DISK_FAILED = N_("The disk failed while reading or writing; nothing was changed.")
_NOT_SET_UP = N_("The database is not set up; start the bot once or restore a backup.")

_SQLITE: Mapping[str, str] = {
    "locked": _BUSY,
    "readonly": _READ_ONLY,
    "full": _FULL,
    "malformed": N_("The database file is damaged; restore a backup."),
    "not a database": N_("The database file is damaged or is not a database; restore a backup."),
    "unable to open": N_("The database file cannot be opened."),
    "disk i/o": _DISK_FAILED,
    "no such table": _NOT_SET_UP,
}
"""Errors by a part of SQLite's message in lower case."""

_SQLSTATES: Mapping[str, str] = {
    "55P03": _BUSY,
    "25006": _READ_ONLY,
    "53100": _FULL,
    "53300": CROWDED,
    "53": _BUSY,
    "58": _DISK_FAILED,
    "42P01": _NOT_SET_UP,
    "42501": N_("The database does not allow its user to do this; nothing was changed."),
    "40": N_("The database was busy and took this back; nothing was changed, try again."),
    "57014": LATE,
    "XX00": N_("The database is damaged; restore a backup."),
}
"""Errors by the start of the SQLSTATE, the longer ones first:
https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_SQLSTATES_OF_OUTAGES = ("08", "57P", "25P03")

_UNREADABLE = N_("The database's driver does not understand a part of DATABASE_URL.")
_UNENCRYPTED = N_(
    "The database cannot be reached with the encryption that DATABASE_URL asks for; "
    "check sslmode and the certificates."
)
_REFUSED_CONNECTIONS: Mapping[str, str] = {
    "connection option": _UNREADABLE,
    "value for ": _UNREADABLE,
    ' value: "': _UNREADABLE,
    "server does not support SSL": _UNENCRYPTED,
    "certificate ": _UNENCRYPTED,
    "password authentication failed": N_("The database refuses the user or the password."),
    "no password supplied": N_("The database requires a password; DATABASE_URL has none."),
    "does not exist": N_("The server has no such database or user; create them first."),
    "no pg_hba.conf entry": N_("The database server does not let this machine in."),
    "too many clients": CROWDED,
    "remaining connection slots": CROWDED,
}
"""Errors by a part of the message: a connection that is refused has no SQLSTATE."""


def sqlite_error(message: str) -> StoreError | None:
    """The error for one of SQLite's messages in lower case; None for an unforeseen one."""
    sentence = next((_SQLITE[sign] for sign in _SQLITE if sign in message), None)
    return None if sentence is None else StoreError(sentence)


def postgres_error(sqlstate: str, message: str, *, is_operational: bool) -> StoreError | None:
    """The error for one of psycopg's; None for an unforeseen one.

    `sqlstate` is "" if there is none. `is_operational` tells a connection that was lost or could
    not be made (PEP 249's OperationalError) from a programming error.
    """
    for start, sentence in _SQLSTATES.items():
        if sqlstate.startswith(start):
            return StoreError(sentence)
    if sqlstate:
        return StoreAwayError(AWAY) if sqlstate.startswith(_SQLSTATES_OF_OUTAGES) else None
    for sign, sentence in _REFUSED_CONNECTIONS.items():
        if sign in message:
            return StoreError(sentence)
    return StoreAwayError(AWAY) if is_operational else None
