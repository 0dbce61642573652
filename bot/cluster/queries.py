"""The rows of leases that a cluster is made of: a process each, a shard each, and the lead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..clock import Clock
from ..foundation.sql import epoch
from ..foundation.tables import leases

_NOW = "SELECT extract(epoch FROM clock_timestamp())::bigint"


@dataclass(frozen=True, slots=True)
class Held:
    """A lease that somebody has, until a second since 1970."""

    name: str
    holder: str
    until: int


async def now_of(connection: AsyncConnection, clock: Clock) -> int:
    """The second it is: PostgreSQL's, which all machines share, or else this machine's."""
    if connection.dialect.name == "postgresql":
        return int((await connection.exec_driver_sql(_NOW)).scalar_one())
    return epoch(clock())


async def held(connection: AsyncConnection, prefixes: Collection[str]) -> list[Held]:
    """The leases whose names begin so, also those that ran out."""
    table = leases.c
    query = select(leases).where(
        or_(*(table.name.startswith(prefix, autoescape=True) for prefix in prefixes))
    )
    return [Held(row.name, row.holder, row.until) for row in await connection.execute(query)]


async def renew(connection: AsyncConnection, holder: str, *, until: int) -> None:
    """Keep everything that is still the holder's until then."""
    await connection.execute(update(leases).where(leases.c.holder == holder).values(until=until))


async def drop(connection: AsyncConnection, holder: str, names: Collection[str]) -> None:
    """Give leases up, where they are still the holder's."""
    await connection.execute(
        delete(leases).where(leases.c.holder == holder, leases.c.name.in_(list(names)))
    )


async def drop_all(connection: AsyncConnection, holder: str) -> None:
    """Give up all that is the holder's."""
    await connection.execute(delete(leases).where(leases.c.holder == holder))
