"""The fan-out of events into the outbox: one row for each channel that follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from ..tables import deliveries, pauses, subscriptions
from .outbox import HELD, PENDING


async def fan_out(
    connection: AsyncConnection,
    event_id: int,
    where: ColumnElement[bool],
    kinds: Sequence[int],
    *,
    now: datetime,
    after: int,
    size: int,
) -> int | None:
    """Write the deliveries of an event to the next `size` channels that follow it.

    `kinds` are the single bits of what the event tells. Returns the last channel reached, None
    when there are no more. A channel that has the event already is left alone, so this may be
    repeated. Channels of one server take turns with those of others: `turn` counts within each.
    """
    table = subscriptions.c
    wanted = where & (table.channel_id > after)
    channels = select(table.channel_id).where(wanted).distinct().order_by(table.channel_id)
    last = await connection.scalar(channels.offset(size - 1).limit(1))
    if last is not None:
        wanted &= table.channel_id <= last
    mask: ColumnElement[int] = literal(0)
    for bit in kinds:
        mask = mask + func.max(table.kinds.bitwise_and(bit))
    followed = (
        select(
            table.channel_id,
            func.max(table.guild_id).label("guild_id"),
            func.max(table.user_id).label("user_id"),
            mask.label("mask"),
            func.max(table.role_id).label("role_id"),
            func.max(case((table.thread, 1), else_=0)).label("thread"),
        )
        .where(wanted)
        .group_by(table.channel_id)
        .subquery()
    )
    have = (
        select(deliveries.c.id)
        .where(deliveries.c.event_id == event_id, deliveries.c.channel_id == followed.c.channel_id)
        .exists()
    )
    turn = func.row_number().over(partition_by=followed.c.guild_id, order_by=followed.c.channel_id)
    rows = (
        select(
            literal(event_id),
            followed.c.channel_id,
            followed.c.guild_id,
            followed.c.user_id,
            followed.c.mask,
            followed.c.role_id,
            followed.c.thread == 1,
            case((pauses.c.channel_id.is_(None), PENDING), else_=HELD),
            literal(epoch(now)) + turn,
            literal(epoch(now)),
            literal(epoch(now)),
        )
        .select_from(followed)
        .outerjoin(pauses, pauses.c.channel_id == followed.c.channel_id)
        .where(~have)
    )
    columns = [
        "event_id",
        "channel_id",
        "guild_id",
        "user_id",
        "mask",
        "role_id",
        "thread",
        "state",
        "turn",
        "due_at",
        "created_at",
    ]
    await connection.execute(insert(deliveries).from_select(columns, rows))
    return None if last is None else int(last)


async def add(
    connection: AsyncConnection,
    event_id: int,
    channel_id: int,
    guild_id: int,
    *,
    mask: int,
    now: datetime,
    user_id: int | None = None,
    state: str = PENDING,
) -> None:
    """Write a single delivery."""
    await connection.execute(
        insert(deliveries).values(
            event_id=event_id,
            channel_id=channel_id,
            guild_id=guild_id,
            user_id=user_id,
            mask=mask,
            thread=False,
            state=state,
            turn=epoch(now),
            due_at=epoch(now),
            created_at=epoch(now),
        )
    )
