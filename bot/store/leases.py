"""What one process does at a time: a row that names it and runs out by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from .instants import epoch
from .sync_schema import leases


async def take(
    connection: AsyncConnection, name: str, holder: str, *, now: datetime, until: datetime
) -> bool:
    """Take a lease that nobody holds any more, or renew one's own; False when another has it."""
    done = await connection.execute(
        update(leases)
        .where(leases.c.name == name)
        .where(or_(leases.c.holder == holder, leases.c.until <= epoch(now)))
        .values(holder=holder, until=epoch(until))
    )
    if done.rowcount:
        return True
    there = leases.select().where(leases.c.name == name)
    if (await connection.execute(there)).first() is not None:
        return False
    await connection.execute(insert(leases).values(name=name, holder=holder, until=epoch(until)))
    return True


async def renew(connection: AsyncConnection, name: str, holder: str, until: datetime) -> bool:
    """Hold on to one's own lease; False when it was lost to another."""
    done = await connection.execute(
        update(leases)
        .where(leases.c.name == name, leases.c.holder == holder)
        .values(until=epoch(until))
    )
    return done.rowcount > 0


async def release(connection: AsyncConnection, name: str, holder: str) -> None:
    """Give one's own lease up."""
    await connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
