"""Whether a bot runs on a database: what replaces it, or carries it away, has to refuse that."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from ..errors import StoreError
from .database import Database
from .database_url import file_of
from .postgres import is_in_use

_LOOKS, _SECONDS_BETWEEN_LOOKS = 10, 0.2


async def refuse_in_use(url: str) -> None:
    """Make sure that no process of this program has the database open.

    Raises:
        StoreError: one has, or the server does not answer.
    """
    if (file := file_of(url)) is not None:
        refuse_file_in_use(file)
        return
    async with Database(url) as database:
        # A server takes a moment to notice that a connection was closed.
        for _ in range(_LOOKS):
            async with database.read() as reading:
                if not await is_in_use(reading):
                    return
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
    raise _in_use()


def refuse_file_in_use(file: Path) -> None:
    """Make sure that nobody has the file open: a bot that runs on it keeps it so.

    Raises:
        StoreError: somebody has.
    """
    try:
        with closing(sqlite3.connect(file, timeout=0.5)) as current:
            current.execute("PRAGMA locking_mode = EXCLUSIVE")
            current.execute("BEGIN EXCLUSIVE")
            current.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise _in_use() from error


def _in_use() -> StoreError:
    return StoreError("The database is in use; stop the bot first.")
