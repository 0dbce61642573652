"""What one process does at a time: a row that names it and runs out by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..instants import epoch, moment
from ..tables import leases


@dataclass(frozen=True, slots=True)
class Held:
    """Who has a lease, and until when; in UTC."""

    holder: str
    until: datetime


async def take(
    connection: AsyncConnection, name: str, holder: str, *, now: datetime, until: datetime
) -> Held | None:
    """Take a lease that nobody holds any more, or renew one's own; else who has it.

    One that runs for twice as long as anybody asks for was taken before the clock was set back.
    """
    absurd = now + 2 * (until - now)
    table = leases.c
    done = await connection.execute(
        update(leases)
        .where(table.name == name)
        .where(
            or_(
                table.holder == holder,
                table.until <= epoch(now),
                table.until > epoch(absurd),
            )
        )
        .values(holder=holder, until=epoch(until))
    )
    if done.rowcount:
        return None
    taken = (await connection.execute(select(leases).where(table.name == name))).first()
    if taken is not None:
        return Held(taken.holder, moment(taken.until))
    await connection.execute(insert(leases).values(name=name, holder=holder, until=epoch(until)))
    return None


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
