"""Rows of the outbox for single people: their channels opened, and what closed ones kept back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from ..tables import deliveries, events
from .events import OUTCOME
from .outbox import DROPPED, FAILED, HELD, PENDING, UNCERTAIN, UNOPENED

_SHOWN = 5
"""So many are told at once in an answer to something else."""


async def unopened(connection: AsyncConnection, limit: int) -> list[tuple[int, int]]:
    """Rows whose channel is still to be opened, oldest first: their id and whom they are for."""
    table = deliveries.c
    query = (
        select(table.id, table.user_id)
        .where(table.state == UNOPENED)
        .order_by(table.turn, table.id)
        .limit(limit)
    )
    return [(row.id, row.user_id) for row in await connection.execute(query)]


async def opened(
    connection: AsyncConnection, delivery_id: int, channel_id: int, now: datetime
) -> None:
    """The channel of a row is that one; let it be sent."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == UNOPENED)
        .values(channel_id=channel_id, state=PENDING, due_at=epoch(now), created_at=epoch(now))
    )


async def missed(connection: AsyncConnection, user_id: int, guild_id: int) -> list[tuple[int, str]]:
    """What a member was not told of their suggestions in a server: the rows' ids and bodies."""
    table = deliveries.c
    query = (
        select(table.id, events.c.body)
        .join(events, events.c.id == table.event_id)
        .where(
            table.user_id == user_id,
            table.guild_id == guild_id,
            events.c.kind == OUTCOME,
            table.state.in_((DROPPED, HELD, FAILED, UNCERTAIN)),
        )
        .order_by(table.id)
        .limit(_SHOWN)
    )
    return [(row.id, row.body) for row in await connection.execute(query)]
