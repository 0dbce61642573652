"""The digests of channels, the scheduled events of servers and the tokens of feeds, stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ..cluster.assignment import Assignment
from ..foundation.sql import epoch, moment
from ..guilds.queries import on_shards
from ..guilds.tables import guilds
from .recurrence import Every, Recurrence
from .scheduled_event_plan import PlannedEvent, SeasonKey, StoredEvent
from .tables import digests, event_servers, feed_tokens, scheduled_events


class What(StrEnum):
    """What a digest tells."""

    NEWS = "news"
    UPCOMING = "upcoming"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Digest:
    """What a channel is told regularly, on one network or all, all shows or what is followed.

    `next_day` is the calendar day of the next one, `next_at` (UTC) its hour in `zone`, the name of
    the server's time zone or None for UTC. News up to `told_until` (UTC) were told.
    """

    guild_id: int
    channel_id: int
    recurrence: Recurrence
    what: What
    network: str | None
    mine: bool
    zone: str | None
    next_day: date
    next_at: datetime
    told_until: datetime
    id: int = 0


def _digest_values(digest: Digest) -> dict[str, object]:
    return {
        "guild_id": digest.guild_id,
        "channel_id": digest.channel_id,
        "every": digest.recurrence.every.value,
        "day": digest.recurrence.day,
        "hour": digest.recurrence.hour,
        "what": digest.what.value,
        "network": digest.network,
        "mine": digest.mine,
        "zone": digest.zone,
        "next_day": digest.next_day.isoformat(),
        "next_at": epoch(digest.next_at),
        "told_until": epoch(digest.told_until),
    }


async def put_digest(connection: AsyncConnection, digest: Digest) -> bool:
    """Give a channel that digest in the place of the one it had; True when it had none."""
    gone = await connection.execute(
        delete(digests).where(digests.c.channel_id == digest.channel_id)
    )
    await connection.execute(insert(digests).values(**_digest_values(digest)))
    return gone.rowcount == 0


async def drop_digest(connection: AsyncConnection, channel_id: int, guild_id: int) -> bool:
    """Give a channel no digest any more; False when it had none in that server."""
    table = digests.c
    gone = await connection.execute(
        delete(digests).where(table.channel_id == channel_id, table.guild_id == guild_id)
    )
    return gone.rowcount > 0


async def digests_of(connection: AsyncConnection, guild_id: int) -> list[Digest]:
    """The digests of a server's channels, the one that comes next first."""
    return await _digests(connection, digests.c.guild_id == guild_id)


async def due_digests(
    connection: AsyncConnection, now: datetime, limit: int, assignment: Assignment
) -> list[Digest]:
    """Digests of this process's shards whose hour has come, the longest waiting first."""
    here = on_shards(digests.c.guild_id, assignment)
    return (await _digests(connection, (digests.c.next_at <= epoch(now)) & here))[:limit]


async def rezoned_digests(
    connection: AsyncConnection, assignment: Assignment
) -> Sequence[tuple[Digest, str | None]]:
    """Digests of this process's shards whose server has another time zone by now, and its name."""
    query = (
        select(digests, guilds.c.timezone.label("now_in"))
        .outerjoin(guilds, guilds.c.id == digests.c.guild_id)
        .where(
            guilds.c.timezone.is_distinct_from(digests.c.zone),
            on_shards(digests.c.guild_id, assignment),
        )
    )
    return [(_read_digest(row), row.now_in) for row in await connection.execute(query)]


async def digests_of_a_clock_ahead(
    connection: AsyncConnection, now: datetime, assignment: Assignment
) -> list[Digest]:
    """Digests of this process's shards that come later than any can, or have told the future."""
    table = digests.c
    lengths = {every: Recurrence(every, 1, 0).length + _MARGIN for every in Every}
    ahead = (
        (table.every == every.value) & (table.next_at > epoch(now + length))
        for every, length in lengths.items()
    )
    noted = or_(*ahead, table.told_until > epoch(now + _SKEW))
    return await _digests(connection, noted & on_shards(table.guild_id, assignment))


_MARGIN = timedelta(days=1)
"""By how much a recurrence may be longer when daylight saving begins or ends."""

_SKEW = timedelta(minutes=1)
"""More than the clocks of several machines differ by."""


async def move_digest(connection: AsyncConnection, before: Digest, after: Digest) -> bool:
    """Store a digest's next day; False where somebody else did, or it was set anew or stopped."""
    table = digests
    done = await connection.execute(
        update(table)
        .where(
            table.c.id == before.id,
            table.c.next_at == epoch(before.next_at),
            table.c.next_day == before.next_day.isoformat(),
        )
        .values(**_digest_values(after))
    )
    return done.rowcount > 0


async def _digests(connection: AsyncConnection, where: ColumnElement[bool]) -> list[Digest]:
    query = select(digests).where(where).order_by(digests.c.next_at, digests.c.id)
    return [_read_digest(row) for row in await connection.execute(query)]


def _read_digest(row: Row[Any]) -> Digest:
    return Digest(
        row.guild_id,
        row.channel_id,
        Recurrence(Every(row.every), row.day, row.hour),
        What(row.what),
        row.network,
        row.mine,
        row.zone,
        date.fromisoformat(row.next_day),
        moment(row.next_at),
        moment(row.told_until),
        row.id,
    )


@dataclass(frozen=True, slots=True)
class EventServer:
    """A server that has scheduled events made, or had; `error` is why none can be made now."""

    guild_id: int
    enabled: bool
    error: str | None


async def switch_events(
    connection: AsyncConnection, guild_id: int, *, enabled: bool, now: datetime
) -> bool:
    """Make scheduled events for a server, or none any more; False where it was so before."""
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
    connection: AsyncConnection, now: datetime, limit: int, assignment: Assignment
) -> list[EventServer]:
    """Servers of this process's shards to look at now, the longest waiting first."""
    table = event_servers.c
    query = (
        select(event_servers)
        .where(table.next_at <= epoch(now), on_shards(table.guild_id, assignment))
        .order_by(table.next_at, table.guild_id)
        .limit(limit)
    )
    rows = await connection.execute(query)
    return [EventServer(row.guild_id, row.enabled, row.error) for row in rows]


async def any_server(connection: AsyncConnection) -> bool:
    """Whether any server has, or had, to do with scheduled events."""
    return await connection.scalar(select(event_servers.c.guild_id).limit(1)) is not None


async def server_of(connection: AsyncConnection, guild_id: int) -> EventServer | None:
    """A server that has to do with scheduled events; None where it has not."""
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
    """A server that wants no events has none left."""
    table = event_servers
    await connection.execute(
        delete(table).where(table.c.guild_id == guild_id, table.c.enabled.is_(False))
    )


async def events_of(connection: AsyncConnection, guild_id: int) -> list[StoredEvent]:
    """The scheduled events of a server."""
    query = select(scheduled_events).where(scheduled_events.c.guild_id == guild_id)
    return [
        StoredEvent(
            row.id,
            row.guild_id,
            (row.show_id, row.season),
            row.marker,
            row.event_id,
            None if row.attempted_at is None else moment(row.attempted_at),
            moment(row.starts_at),
            moment(row.ends_at),
            row.told,
        )
        for row in await connection.execute(query.order_by(scheduled_events.c.id))
    ]


async def attempt_event(
    connection: AsyncConnection,
    guild_id: int,
    key: SeasonKey,
    marker: str,
    event: PlannedEvent,
    now: datetime,
) -> None:
    """An event is about to be made; this must be committed before it is."""
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


async def settle_event(
    connection: AsyncConnection,
    marker: str,
    *,
    event_id: int | None,
    event: PlannedEvent | None = None,
) -> None:
    """Store what became of an attempt: the event of that id, or None where there surely is none.

    `event` is what was told with it, where that is something else than before.
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


async def drop_event(connection: AsyncConnection, marker: str) -> None:
    """An event is not there any more, or ends by itself."""
    await connection.execute(delete(scheduled_events).where(scheduled_events.c.marker == marker))


_TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)


async def feed_token(connection: AsyncConnection, guild_id: int, user_id: int) -> str | None:
    """The token of a server's feed, or of a member's."""
    table = feed_tokens.c
    query = select(table.token).where(table.guild_id == guild_id, table.user_id == user_id)
    token = await connection.scalar(query)
    return None if token is None else str(token)


async def put_feed_token(
    connection: AsyncConnection,
    guild_id: int,
    user_id: int,
    token: str,
    *,
    now: datetime,
    anew: bool,
) -> str:
    """Store a feed's token, unless there is one that is not to be replaced; the one that holds."""
    known = await feed_token(connection, guild_id, user_id)
    if known is not None and not anew:
        return known
    table = feed_tokens
    await connection.execute(
        delete(table).where(table.c.guild_id == guild_id, table.c.user_id == user_id)
    )
    await connection.execute(
        insert(table).values(token=token, guild_id=guild_id, user_id=user_id, created_at=epoch(now))
    )
    return token


async def feed_owner(connection: AsyncConnection, token: str) -> tuple[int, int] | None:
    """The (server, user) of a feed's token; one of them is 0."""
    if _TOKEN.fullmatch(token) is None:
        return None
    table = feed_tokens.c
    query = select(table.guild_id, table.user_id).where(table.token == token)
    row = (await connection.execute(query)).first()
    return None if row is None else (row.guild_id, row.user_id)


async def forget_feeds(connection: AsyncConnection, user_id: int) -> int:
    """Erase the token of a person's feed, whose address then leads nowhere; no reminder is one."""
    await connection.execute(delete(feed_tokens).where(feed_tokens.c.user_id == user_id))
    return 0
