"""Digests: what a channel is sent regularly, and when the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...cluster.assignment import Assignment
from ...foundation.sql import epoch, moment
from ...guilds.queries import on_shards
from ...guilds.tables import guilds
from ..recurrence import Every, Recurrence
from ..tables import digests


class What(StrEnum):
    """What a digest contains."""

    NEWS = "news"
    UPCOMING = "upcoming"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Digest:
    """A channel's digest, for one network or all, all shows or those followed.

    `next_day` is the calendar day of the next one, `next_at` (UTC) its hour in `zone`, the name of
    the server's time zone or None for UTC. News up to `told_until` (UTC) were sent.
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


async def put(connection: AsyncConnection, digest: Digest) -> None:
    """Give a channel that digest, replacing the one it had."""
    await connection.execute(delete(digests).where(digests.c.channel_id == digest.channel_id))
    await connection.execute(insert(digests).values(**_digest_values(digest)))


async def drop(connection: AsyncConnection, channel_id: int, guild_id: int) -> bool:
    """Delete a channel's digest; False if it had none in that server."""
    table = digests.c
    gone = await connection.execute(
        delete(digests).where(table.channel_id == channel_id, table.guild_id == guild_id)
    )
    return gone.rowcount > 0


async def of_guild(connection: AsyncConnection, guild_id: int) -> list[Digest]:
    """The digests of a server's channels, the one that comes next first."""
    return await _digests(connection, digests.c.guild_id == guild_id)


async def channels_of(connection: AsyncConnection, guild_id: int) -> list[int]:
    """The channels of a server that have a digest."""
    query = select(digests.c.channel_id).where(digests.c.guild_id == guild_id)
    return [row.channel_id for row in await connection.execute(query)]


async def due(
    connection: AsyncConnection, now: datetime, limit: int, assignment: Assignment
) -> list[Digest]:
    """Digests of this process's shards whose hour has come, the longest waiting first."""
    here = on_shards(digests.c.guild_id, assignment)
    return (await _digests(connection, (digests.c.next_at <= epoch(now)) & here))[:limit]


async def rezoned(
    connection: AsyncConnection, assignment: Assignment
) -> Sequence[tuple[Digest, str | None]]:
    """Digests of this process's shards whose server has changed its time zone, and its name."""
    query = (
        select(digests, guilds.c.timezone.label("now_in"))
        .outerjoin(guilds, guilds.c.id == digests.c.guild_id)
        .where(
            guilds.c.timezone.is_distinct_from(digests.c.zone),
            on_shards(digests.c.guild_id, assignment),
        )
    )
    return [(_read_digest(row), row.now_in) for row in await connection.execute(query)]


async def of_a_clock_ahead(
    connection: AsyncConnection, now: datetime, assignment: Assignment
) -> list[Digest]:
    """Digests of this process's shards that are due later than any can be, or that reported the
    future."""
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


async def move(connection: AsyncConnection, before: Digest, after: Digest) -> bool:
    """Store a digest's next day; False if another process did, or it was set anew or stopped."""
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
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        recurrence=Recurrence(Every(row.every), row.day, row.hour),
        what=What(row.what),
        network=row.network,
        mine=row.mine,
        zone=row.zone,
        next_day=date.fromisoformat(row.next_day),
        next_at=moment(row.next_at),
        told_until=moment(row.told_until),
        id=row.id,
    )
