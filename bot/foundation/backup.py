"""Backups of the database: made while the bot runs, checked, and restored."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ..errors import StoreError
from .database_url import file_of, parsed
from .in_use import refuse_file_in_use, refuse_in_use
from .meta import REGISTERED_COMMANDS, RESTORED
from .migrate import refuse_another_programs, revision_of, unfit
from .postgres_dump import check_dump, is_dump, never, put_back, write_dump
from .sqlite import closed, copy_file, is_full, opened_to_read
from .whole_file import BESIDE, growing


def backup(url: str, target: Path, is_over: Callable[[], bool] = never) -> int:
    """Write a consistent copy, also while the bot writes; return its size in bytes.

    The copy appears under its name only when it is whole and sound. Another program that writes
    or checks it is ended as soon as `is_over` is true.

    Raises:
        StoreError: there is nothing to copy, it is damaged, or the copy cannot be written.
    """
    source = file_of(url)
    _refuse_device(target)
    if source is None:
        _refuse_nowhere(target)
        write_dump(parsed(url), target, is_over)
        return target.stat().st_size
    if not source.exists():
        raise StoreError(f"There is no database at {source}.")
    _refuse_itself(source, target)
    _refuse_nowhere(target)
    try:
        with growing(target, like=source) as part:
            copy_file(source, part)
            with closing(sqlite3.connect(part)) as copy:
                # Pages are copied as they are: a damaged one would take an older, good copy's
                # place, and so would another program's database.
                _examine(copy, source)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.OperationalError) and is_full(source.parent):
            raise StoreError(f"The disk of {source} is full; make some room first.") from error
        raise StoreError(f"The backup could not be written: {error}.") from error
    return target.stat().st_size


def restore(url: str, source: Path, *, force: bool) -> None:
    """Put a backup in the database's place; no event loop may be running.

    Raises:
        StoreError: the backup is no database of this program, is damaged or is of the other
            engine, there is a database already and `force` is not set, or the bot is running on it.
    """
    target = file_of(url)
    check_backup(source)
    if target is None:
        if not is_dump(source):
            raise StoreError(
                f"{source} is a file of SQLite: `python -m bot move "
                f"sqlite+aiosqlite:///{source} ADDRESS` brings it to PostgreSQL."
            )
        asyncio.run(_refuse_filled(url, force=force))
        put_back(parsed(url), source, _NOTED)
        return
    if is_dump(source):
        raise StoreError(
            f"{source} is a backup of PostgreSQL, and DATABASE_URL names a file of SQLite."
        )
    _refuse_device(target)
    _refuse_itself(target, source)
    if target.exists():
        if not force:
            raise StoreError(f"There is a database at {target}; --force replaces it.")
        refuse_file_in_use(target)
    try:
        target = target.resolve()  # what lies beside it lies beside the file, not beside a link
        if reason := closed(target.parent):
            raise StoreError(f"The backup could not be put back: {reason}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        # Whoever the folder belongs to is who the bot runs as, also where root puts the copy back.
        with growing(target, like=target.parent) as part:
            copy_file(source, part)
            with closing(sqlite3.connect(part)) as copy:
                copy.executescript(f"BEGIN; {_NOTED}; COMMIT")
            for tail in ("-wal", "-shm"):
                target.with_name(target.name + tail).unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The backup could not be put back: {error}.") from error


_NOTED = (
    f"DELETE FROM meta WHERE name IN ('{REGISTERED_COMMANDS}', '{RESTORED}'); "
    f"INSERT INTO meta (name, value) VALUES ('{RESTORED}', '')"
)
"""The copy does not know what happened after it was made: commands are registered anew, since a
newer release may have had others, and messages that seem unsent may have been sent."""


async def _refuse_filled(url: str, *, force: bool) -> None:
    """Refuse to restore into a database that is not empty, unless it is this program's and `force`
    is set."""
    await refuse_another_programs(url)
    if await revision_of(url) is None:
        return
    if not force:
        raise StoreError(
            "The database holds something already; --force replaces it and deletes every other "
            "table that the bot's user has there."
        )
    await refuse_in_use(url)


def _refuse_device(target: Path) -> None:
    """Refuse a target that is a folder or a device, above all /dev/null: a file must not replace
    it."""
    if target.exists() and not target.is_file():
        raise StoreError(f"{target} is no file; name one.")


def _refuse_nowhere(target: Path) -> None:
    """A folder that is missing or closed: SQLite and pg_dump would complain about a file of their
    own, or none."""
    if not target.parent.is_dir():
        folder = target.parent
        raise StoreError(f"The backup could not be written: there is no folder {folder}.")
    if reason := closed(Path(os.path.realpath(target)).parent):
        raise StoreError(f"The backup could not be written: {reason}.")


def _refuse_itself(database: Path, copy: Path) -> None:
    """Refuse the database or its write-ahead log as the target: replacing an open database destroys
    it."""
    database = database.resolve()
    own = [database.with_name(database.name + tail) for tail in ("", *BESIDE)]
    if any(_same_file(copy, file) for file in own):
        raise StoreError(f"{copy} is part of the database itself; name another file.")


def _same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also through links, and also if it does not exist yet."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError):  # one is not there, or links go in a circle
        return False


def check_backup(source: Path) -> None:
    """Open a backup and read all of it.

    Raises:
        StoreError: it is not there, is damaged, or is no database of this version of the program.
    """
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.")
    version = check_dump(source, source) if is_dump(source) else _version_of_file(source)
    if refusal := unfit(version):
        raise StoreError(f"{source} {refusal}.")


def _version_of_file(source: Path) -> str:
    try:
        with opened_to_read(source) as copy:
            return _examine(copy, source)
    except sqlite3.Error as error:
        raise StoreError(f"{source} is no database of this program: {error}.") from error


def _examine(copy: sqlite3.Connection, what: Path) -> str:
    """Read every page of a copy of the database; returns the migration that it is at, of any
    version.

    Raises:
        StoreError: it is damaged, or another program's.
    """
    if not _is_sound(copy):
        raise StoreError(f"{what} is damaged.")
    try:
        version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        copy.execute("SELECT 1 FROM shows, meta LIMIT 1")
    except sqlite3.OperationalError as error:
        raise StoreError(f"{what} is no database of this program: {error}.") from error
    return str(version[0]) if version else ""


def _is_sound(database: sqlite3.Connection) -> bool:
    """Read every page; some damage is reported as a row, and some ends the reading."""
    try:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return bool(found == "ok")
