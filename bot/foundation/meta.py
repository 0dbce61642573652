"""Single values by name in the table `meta`, and the revision, which is one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from . import postgres
from .sql import epoch, meta, moment, upsert

REGISTERED_COMMANDS = "commands_digest"
"""The key of the digest of the commands last registered with Discord."""

RESTORED = "restored"
"""The key of the time at which this database was first used after a restore, in seconds since 1970.
The row is missing if the database was never restored, and empty from the restore to the first use.
"""

_IN_DOUBT = timedelta(hours=1)
"""How long a restored database is in doubt: changes that waited to be undone or confirmed when the
backup was made have settled by then."""


async def next_revision(connection: AsyncConnection) -> int:
    """Increment the revision, by which every process knows what it holds is stale, and return it.

    On PostgreSQL the processes that listen are notified at the commit.
    """
    counted = cast(cast(meta.c.value, BigInteger) + 1, Text)
    notifying = () if connection.dialect.name != "postgresql" else (postgres.notify,)
    written = await connection.execute(
        upsert(connection, meta)
        .values(name="revision", value="1")
        .on_conflict_do_update(index_elements=[meta.c.name], set_={"value": counted})
        .returning(meta.c.value, *notifying)
    )
    return int(written.one().value)


async def current_revision(connection: AsyncConnection) -> int:
    """The revision of the last write; 0 for an empty store."""
    return int(await read_meta(connection, "revision") or 0)


async def read_meta(connection: AsyncConnection, name: str) -> str | None:
    """The value stored under a name; None if there is none."""
    value = await connection.scalar(select(meta.c.value).where(meta.c.name == name))
    return None if value is None else str(value)


async def write_meta(connection: AsyncConnection, name: str, value: str) -> None:
    """Store a value under a name, replacing the one that is there."""
    await connection.execute(
        upsert(connection, meta)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=[meta.c.name], set_={"value": value})
    )


async def in_doubt_until(writing: AsyncConnection, now: datetime) -> datetime | None:
    """The instant (UTC) until which Discord may have messages and events that a restored backup
    does not know, because they were made after it. None if there is no doubt.

    The hour begins with the first call after the restore.
    """
    stored = await read_meta(writing, RESTORED)
    if stored is None:
        return None
    if not stored:
        await write_meta(writing, RESTORED, stored := str(epoch(now)))
    # A clock that was ahead may have stored an instant in the future.
    return min(moment(int(stored)), now) + _IN_DOUBT
