"""Paused channels: why, when they are checked again, what is held for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...cluster.assignment import Assignment
from ...foundation.sql import epoch, moment
from ...guilds.queries import on_shards
from ..change_kinds import mask_of
from ..tables import deliveries, pauses
from .deliveries import HELD, PENDING, UNCERTAIN, Delivery
from .subscriptions import Subscription, mentioned


@dataclass(frozen=True, slots=True)
class Pause:
    """A paused channel. `probe_at` is None if only a person can resume it."""

    channel_id: int
    guild_id: int
    since: datetime
    reason: str
    probe_at: datetime | None


async def hold(connection: AsyncConnection, channel_id: int) -> None:
    """A channel was paused: hold its open deliveries."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.channel_id == channel_id, table.c.state == PENDING)
        .values(state=HELD)
    )


async def release(
    connection: AsyncConnection, row: Delivery, wanting: Sequence[Subscription], now: datetime
) -> None:
    """Let a held delivery be tried, for the subscriptions it comes by now; without any, as it is.

    If they ask for more now than at that time, they still get no more of what happened then.
    """
    values: dict[str, object] = {}
    if wanting:
        values = {
            "mask": row.mask & mask_of(item.kinds for item in wanting),
            "role_id": mentioned(wanting),
            "thread": any(item.thread for item in wanting),
        }
    at = epoch(now)
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == row.id)
        .values(state=PENDING, due_at=at, turn=at, created_at=at, **values)
    )


async def look_again(connection: AsyncConnection, channel_id: int, now: datetime) -> None:
    """A channel's history may be readable again: resolve its uncertain rows."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.channel_id == channel_id, table.c.state == UNCERTAIN)
        .values(state=PENDING, due_at=epoch(now), turn=epoch(now))
    )


async def pause(
    connection: AsyncConnection,
    channel_id: int,
    guild_id: int,
    reason: str,
    *,
    now: datetime,
    probe_at: datetime | None,
) -> bool:
    """Send nothing to a channel until it is resumed; False if it was paused before."""
    known = select(pauses.c.channel_id).where(pauses.c.channel_id == channel_id)
    if await connection.scalar(known) is not None:
        return False
    await connection.execute(
        insert(pauses).values(
            channel_id=channel_id,
            guild_id=guild_id,
            since=epoch(now),
            reason=reason,
            probe_at=None if probe_at is None else epoch(probe_at),
        )
    )
    return True


async def unpause(connection: AsyncConnection, channel_id: int) -> bool:
    """Let a channel be written to again; False if it was not paused."""
    done = await connection.execute(delete(pauses).where(pauses.c.channel_id == channel_id))
    return done.rowcount > 0


async def probe_later(
    connection: AsyncConnection, channel_id: int, at: datetime, reason: str | None = None
) -> None:
    """Check a paused channel again at that time; `reason` is what keeps it paused by now."""
    values: dict[str, object] = {"probe_at": epoch(at)}
    if reason is not None:
        values["reason"] = reason
    await connection.execute(update(pauses).where(pauses.c.channel_id == channel_id).values(values))


async def probe_channels_of(
    connection: AsyncConnection, guild_id: int, reason: str, now: datetime
) -> None:
    """Check the channels of a server soon that are paused for that reason."""
    await connection.execute(
        update(pauses)
        .where(pauses.c.guild_id == guild_id, pauses.c.reason == reason)
        .values(probe_at=epoch(now))
    )


async def probe_guild(connection: AsyncConnection, guild_id: int, now: datetime) -> None:
    """Check the paused channels of a server soon, because its permissions changed."""
    await connection.execute(
        update(pauses)
        .where(pauses.c.guild_id == guild_id, pauses.c.probe_at.is_not(None))
        .values(probe_at=epoch(now))
    )


async def probe_all(connection: AsyncConnection, now: datetime) -> None:
    """Check all paused channels soon, except those that only a person resumes."""
    await connection.execute(
        update(pauses).where(pauses.c.probe_at > epoch(now)).values(probe_at=epoch(now))
    )


async def pauses_of(connection: AsyncConnection, guild_id: int) -> list[Pause]:
    """The paused channels of a server."""
    return await _pauses(connection, pauses.c.guild_id == guild_id)


async def pauses_in(connection: AsyncConnection, channel_ids: Sequence[int]) -> list[Pause]:
    """Those of these channels that are paused."""
    return await _pauses(connection, pauses.c.channel_id.in_(channel_ids))


async def due_probes(
    connection: AsyncConnection, now: datetime, limit: int, assignment: Assignment
) -> list[Pause]:
    """Paused channels of this process's shards to check again."""
    here = on_shards(pauses.c.guild_id, assignment)
    due = await _pauses(connection, (pauses.c.probe_at <= epoch(now)) & here)
    return due[:limit]


async def _pauses(connection: AsyncConnection, where: ColumnElement[bool]) -> list[Pause]:
    rows = await connection.execute(select(pauses).where(where).order_by(pauses.c.probe_at))
    return [
        Pause(
            row.channel_id,
            row.guild_id,
            moment(row.since),
            row.reason,
            None if row.probe_at is None else moment(row.probe_at),
        )
        for row in rows
    ]
