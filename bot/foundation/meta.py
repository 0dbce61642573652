"""Single values by name in the table `meta`, and the revision, which is one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from . import postgres
from .sql import epoch, meta, moment, upsert

REGISTERED_COMMANDS = "commands_digest"
"""The name of the commands that Discord has, as far as this database knows."""

RESTORED = "restored"
"""The name of when this database was first used after it was restored from a backup, in seconds
since 1970: empty until then, absent where it never was."""

_IN_DOUBT = timedelta(hours=1)
"""What waited to be undone or confirmed when a backup was made has settled by then."""


async def next_revision(connection: AsyncConnection) -> int:
    """Count one write: the number that tells every process what is stale.

    PostgreSQL tells those that listen, once it is committed.
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
    """The number of the last write; 0 for an empty store."""
    return int(await read_meta(connection, "revision") or 0)


async def read_meta(connection: AsyncConnection, name: str) -> str | None:
    """A single value by name."""
    value = await connection.scalar(select(meta.c.value).where(meta.c.name == name))
    return None if value is None else str(value)


async def write_meta(connection: AsyncConnection, name: str, value: str) -> None:
    """Set a single value."""
    await connection.execute(
        upsert(connection, meta)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=[meta.c.name], set_={"value": value})
    )


async def in_doubt_until(writing: AsyncConnection, now: datetime) -> datetime | None:
    """Until when there may be messages and events that a restored backup does not know, because
    they are younger; None if there is no doubt.

    The hour begins with the first call after the backup was restored.
    """
    stored = await read_meta(writing, RESTORED)
    if stored is None:
        return None
    if not stored:
        await write_meta(writing, RESTORED, stored := str(epoch(now)))
    # A clock that was ahead noted a time that is yet to come.
    return min(moment(int(stored)), now) + _IN_DOUBT
