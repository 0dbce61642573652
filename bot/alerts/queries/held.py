"""What channels were not told: held while they are paused, uncertain, given up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, epoch
from ..tables import deliveries
from .outbox import DROPPED, FAILED, HELD, PENDING, UNCERTAIN, Delivery, read_delivery


async def hold(connection: AsyncConnection, channel_id: int) -> None:
    """A channel was paused: keep what it is still to be told."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.channel_id == channel_id, table.c.state == PENDING)
        .values(state=HELD)
    )


async def held(connection: AsyncConnection, channel_id: int) -> list[Delivery]:
    """What a paused channel was not told, oldest first."""
    query = (
        select(deliveries)
        .where(deliveries.c.channel_id == channel_id, deliveries.c.state == HELD)
        .order_by(deliveries.c.id)
    )
    return [read_delivery(row) for row in await connection.execute(query)]


async def release(connection: AsyncConnection, ids: Collection[int], now: datetime) -> None:
    """Let held rows be tried."""
    for some in chunks(sorted(ids), 500):
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(some))
            .values(state=PENDING, due_at=epoch(now), turn=epoch(now), created_at=epoch(now))
        )


async def merge(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Held rows whose news went into a digest."""
    for some in chunks(sorted(ids), 500):
        await connection.execute(
            update(deliveries).where(deliveries.c.id.in_(some)).values(state=DROPPED)
        )


async def look_again(connection: AsyncConnection, channel_id: int, now: datetime) -> None:
    """A channel's history may be readable again: find out about its uncertain rows."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.channel_id == channel_id, table.c.state == UNCERTAIN)
        .values(state=PENDING, due_at=epoch(now), turn=epoch(now))
    )


async def troubles(connection: AsyncConnection, guild_id: int) -> list[Delivery]:
    """What a server is shown of deliveries that went wrong: given up, or uncertain."""
    table = deliveries
    query = (
        select(table)
        .where(table.c.guild_id == guild_id, table.c.state.in_((FAILED, UNCERTAIN)))
        .order_by(table.c.id.desc())
        .limit(50)
    )
    return [read_delivery(row) for row in await connection.execute(query)]
