"""The outbox as a whole: whether anything waits, its figures, what is done with and goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from ..tables import deliveries, events, pauses, subscriptions
from .outbox import FAILED, HELD, PENDING, SENDING, SENT, UNCERTAIN


async def waiting(connection: AsyncConnection, now: datetime) -> bool:
    """Whether a worker would find anything to do."""
    at = epoch(now)
    table = deliveries.c
    work = (
        select(table.id).where(table.state == PENDING, table.due_at <= at),
        select(table.id).where(table.state == SENDING, table.lease_until <= at),
        select(table.id).where(table.todo > 0, table.todo_at <= at),
        select(table.id)
        .join(events, events.c.id == table.event_id)
        .where(
            events.c.editing.is_(True),
            table.message_id.is_not(None),
            table.revision < events.c.revision,
            table.due_at <= at,
        ),
    )
    return bool(await connection.scalar(select(or_(*(query.exists() for query in work)))))


async def figures(connection: AsyncConnection) -> Mapping[str, int | None]:
    """How many deliveries are in each state, how many were tried again, the oldest one waiting.

    `oldest` is in seconds since 1970, None when nothing waits.
    """
    table = deliveries.c
    counted = {
        row.state: row[1]
        for row in await connection.execute(select(table.state, func.count()).group_by(table.state))
    }
    retried = await connection.scalar(select(func.count()).where(table.attempts > 1))
    oldest = await connection.scalar(
        select(func.min(table.created_at)).where(table.state.in_((PENDING, SENDING)))
    )
    paused = await connection.scalar(select(func.count()).select_from(pauses))
    return {
        "sent": counted.get(SENT, 0),
        "retried": retried or 0,
        "paused": paused or 0,
        "held": counted.get(HELD, 0),
        "uncertain": counted.get(UNCERTAIN, 0),
        "failed": counted.get(FAILED, 0),
        "backlog": counted.get(PENDING, 0) + counted.get(SENDING, 0),
        "oldest": oldest,
    }


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Forget events from before then that nothing is left to do about."""
    table = deliveries.c
    open_row = (
        select(table.id)
        .where(
            table.event_id == events.c.id,
            table.state.in_((PENDING, SENDING, UNCERTAIN)),
        )
        .exists()
    )
    old = select(events.c.id).where(
        events.c.created_at < epoch(before), events.c.fanned.is_(True), ~open_row
    )
    ids = [row.id for row in await connection.execute(old.limit(200))]
    if ids:
        await connection.execute(delete(events).where(events.c.id.in_(ids)))


async def forget(connection: AsyncConnection, user_id: int) -> int:
    """Erase the deliveries to a person, and that their messages are closed; no reminder is one."""
    for table in (deliveries, subscriptions):
        theirs = select(table.c.channel_id).where(table.c.user_id == user_id)
        await connection.execute(delete(pauses).where(pauses.c.channel_id.in_(theirs)))
    await connection.execute(delete(deliveries).where(deliveries.c.user_id == user_id))
    return 0
