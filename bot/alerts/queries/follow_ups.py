"""What is still to be done to messages that were sent: edits, threads, publications."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...cluster.assignment import Assignment
from ...foundation.sql import epoch
from ..tables import deliveries, events
from .deliveries import Delivery, read_delivery, telling
from .outbox import served

CROSSPOST, THREAD = 1, 2
"""What is still to do to a message that was sent."""


async def to_edit(
    connection: AsyncConnection, now: datetime, limit: int, assignment: Assignment
) -> list[Delivery]:
    """Messages that report something undone since; those in the slow lane wait for their
    `due_at`."""
    table = deliveries.c
    undone = await connection.execute(
        select(events.c.id, events.c.revision).where(events.c.editing.is_(True))
    )
    rows_due: list[Delivery] = []
    for event in undone.all():
        query = select(deliveries).where(
            table.event_id == event.id,
            table.message_id.is_not(None),
            table.revision < event.revision,
            table.due_at <= epoch(now),
            served(assignment),
        )
        rows = await connection.execute(query.limit(limit - len(rows_due)))
        rows_due += [read_delivery(row) for row in rows]
        if len(rows_due) >= limit:
            break
    return rows_due


async def edited(
    connection: AsyncConnection, delivery_id: int, revision: int, told: Collection[int] | None
) -> None:
    """A message now says what that revision of its event says, in those news; None: as before."""
    values: dict[str, object] = {"revision": revision}
    if told is not None:
        values["told"] = telling(told)
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(**values)
    )


async def edit_later(connection: AsyncConnection, delivery_id: int, at: datetime) -> None:
    """A message could not be edited now; try again at that time."""
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(due_at=epoch(at))
    )


async def to_finish(
    connection: AsyncConnection,
    now: datetime,
    limit: int,
    busy: Collection[int],
    assignment: Assignment,
) -> list[Delivery]:
    """Messages that are to be published or get a thread."""
    table = deliveries.c
    query = (
        select(deliveries)
        .where(table.todo > 0, table.todo_at <= epoch(now), served(assignment))
        .order_by(table.todo_at, table.id)
        .limit(limit + len(busy))
    )
    rows_due: dict[int, Delivery] = {}
    for row in await connection.execute(query):
        if row.channel_id not in busy and len(rows_due) < limit:
            rows_due.setdefault(row.channel_id, read_delivery(row))
    return list(rows_due.values())


async def finished(
    connection: AsyncConnection,
    delivery_id: int,
    todo: int,
    *,
    at: datetime,
    crossposted: bool = False,
) -> None:
    """Store what remains to be done to a message, and when."""
    values: dict[str, object] = {"todo": todo, "todo_at": epoch(at)}
    if crossposted:
        values["crossposted_at"] = epoch(at)
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(**values)
    )


async def crossposts(connection: AsyncConnection, channel_id: int, since: datetime) -> int:
    """How many messages of a channel were published since then."""
    table = deliveries.c
    query = select(func.count()).where(
        table.channel_id == channel_id, table.crossposted_at > epoch(since)
    )
    return await connection.scalar(query) or 0
