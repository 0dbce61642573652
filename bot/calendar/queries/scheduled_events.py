"""The scheduled events of servers: which servers want them, and those attempted or made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...cluster.assignment import Assignment
from ...foundation.sql import epoch, moment
from ...guilds.queries import on_shards
from ..scheduled_event_plan import PlannedEvent, SeasonKey, StoredEvent
from ..tables import event_servers, scheduled_events


@dataclass(frozen=True, slots=True)
class EventServer:
    """A server that wants scheduled events, or did; `error` is why none can be made now."""

    guild_id: int
    enabled: bool
    error: str | None


async def switch(
    connection: AsyncConnection, guild_id: int, *, enabled: bool, now: datetime
) -> bool:
    """Turn a server's scheduled events on or off; False if they were so before."""
    table = event_servers
    known = await connection.scalar(select(table.c.enabled).where(table.c.guild_id == guild_id))
    values = {"enabled": enabled, "next_at": epoch(now), "error": None}
    if known is None:
        if enabled:
            await connection.execute(insert(table).values(guild_id=guild_id, **values))
        return enabled
    await connection.execute(update(table).where(table.c.guild_id == guild_id).values(**values))
    return bool(known) != enabled


async def due_servers(
    connection: AsyncConnection,
    now: datetime,
    latest: datetime,
    limit: int,
    assignment: Assignment,
) -> list[EventServer]:
    """Servers of this process's shards to look at now, the longest waiting first.

    No server can have been put off until after `latest`: such a one is due now.
    """
    table = event_servers.c
    is_due = (table.next_at <= epoch(now)) | (table.next_at > epoch(latest))
    query = (
        select(event_servers)
        .where(is_due, on_shards(table.guild_id, assignment))
        .order_by(table.next_at, table.guild_id)
        .limit(limit)
    )
    rows = await connection.execute(query)
    return [EventServer(row.guild_id, row.enabled, row.error) for row in rows]


async def any_server(connection: AsyncConnection) -> bool:
    """Whether any server wants scheduled events, or did."""
    return await connection.scalar(select(event_servers.c.guild_id).limit(1)) is not None


async def server_of(connection: AsyncConnection, guild_id: int) -> EventServer | None:
    """A server's row; None if it never wanted scheduled events."""
    query = select(event_servers).where(event_servers.c.guild_id == guild_id)
    row = (await connection.execute(query)).first()
    return None if row is None else EventServer(row.guild_id, row.enabled, row.error)


async def look_again(
    connection: AsyncConnection, guild_id: int, at: datetime, error: str | None
) -> None:
    """Look at a server's events again at that time, unless somebody switches them before."""
    await connection.execute(
        update(event_servers)
        .where(event_servers.c.guild_id == guild_id)
        .values(next_at=epoch(at), error=error)
    )


async def forget_server(connection: AsyncConnection, guild_id: int) -> None:
    """Delete the row of a server that wants no events and has none left."""
    table = event_servers
    await connection.execute(
        delete(table).where(table.c.guild_id == guild_id, table.c.enabled.is_(False))
    )


async def events_of(connection: AsyncConnection, guild_id: int) -> list[StoredEvent]:
    """The scheduled events of a server."""
    query = select(scheduled_events).where(scheduled_events.c.guild_id == guild_id)
    return [
        StoredEvent(
            id=row.id,
            guild_id=row.guild_id,
            key=(row.show_id, row.season),
            marker=row.marker,
            event_id=row.event_id,
            attempted_at=None if row.attempted_at is None else moment(row.attempted_at),
            starts_at=moment(row.starts_at),
            ends_at=moment(row.ends_at),
            fingerprint=row.told,
        )
        for row in await connection.execute(query.order_by(scheduled_events.c.id))
    ]


async def any_made(connection: AsyncConnection, guild_id: int) -> bool:
    """Whether any event was made in a server, or may have been by an attempt under way."""
    table = scheduled_events.c
    is_made = table.event_id.is_not(None) | table.attempted_at.is_not(None)
    query = select(table.id).where(table.guild_id == guild_id, is_made).limit(1)
    return await connection.scalar(query) is not None


async def attempt(
    connection: AsyncConnection,
    guild_id: int,
    key: SeasonKey,
    marker: str,
    event: PlannedEvent,
    now: datetime,
) -> None:
    """Store that an event is about to be made; this must be committed before it is."""
    table = scheduled_events
    show_id, season = key
    mine = (
        (table.c.guild_id == guild_id) & (table.c.show_id == show_id) & (table.c.season == season)
    )
    values = {
        "marker": marker,
        "event_id": None,
        "attempted_at": epoch(now),
        **_told(event),
    }
    done = await connection.execute(update(table).where(mine).values(**values))
    if done.rowcount == 0:
        await connection.execute(
            insert(table).values(guild_id=guild_id, show_id=show_id, season=season, **values)
        )


async def settle(
    connection: AsyncConnection,
    marker: str,
    *,
    event_id: int | None,
    event: PlannedEvent | None = None,
) -> None:
    """Store the outcome of an attempt: the event of that id, or None if there surely is none.

    `event` is the version that was sent, if it differs from the one before.
    """
    values: dict[str, object] = {"event_id": event_id, "attempted_at": None}
    if event is not None:
        values |= _told(event)
    table = scheduled_events
    await connection.execute(update(table).where(table.c.marker == marker).values(**values))


def _told(event: PlannedEvent) -> dict[str, object]:
    return {
        "starts_at": epoch(event.start),
        "ends_at": epoch(event.end),
        "told": event.fingerprint,
    }


async def drop(connection: AsyncConnection, marker: str) -> None:
    """Forget an event that is gone, or will end by itself."""
    await connection.execute(delete(scheduled_events).where(scheduled_events.c.marker == marker))
