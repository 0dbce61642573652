"""The SQL of servers: what their managers set."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..cluster.assignment import Assignment
from .tables import guilds


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """One server's settings; None where nothing was set.

    `editor_role` may edit beside those who manage the server. `timezone` is an IANA name,
    `region` ISO 3166 alpha-2, `log_channel` where changes are posted. `estimates` is
    whether a season without a date is told when it could come. `language` is the code of what
    is spoken there, None for Discord's own setting.
    """

    guild_id: int
    editor_role: int | None = None
    timezone: str | None = None
    region: str | None = None
    log_channel: int | None = None
    estimates: bool = True
    language: str | None = None


async def all_guilds(connection: AsyncConnection) -> list[GuildSettings]:
    """Every server that set anything."""
    rows = await connection.execute(select(guilds))
    return [
        GuildSettings(
            row.id,
            row.editor_role,
            row.timezone,
            row.region,
            row.log_channel,
            row.estimates,
            row.language,
        )
        for row in rows
    ]


async def put_guild(connection: AsyncConnection, settings: GuildSettings) -> None:
    """Store one server's settings."""
    values = {
        "editor_role": settings.editor_role,
        "timezone": settings.timezone,
        "region": settings.region,
        "log_channel": settings.log_channel,
        "estimates": settings.estimates,
        "language": settings.language,
    }
    done = await connection.execute(
        update(guilds).where(guilds.c.id == settings.guild_id).values(**values)
    )
    if done.rowcount == 0:
        await connection.execute(insert(guilds).values(id=settings.guild_id, **values))


async def time_zones(connection: AsyncConnection) -> list[str | None]:
    """The time zones that servers set, and None for those that set none."""
    rows = await connection.execute(
        select(guilds.c.timezone).where(guilds.c.timezone.is_not(None)).distinct()
    )
    return [None, *sorted(row.timezone for row in rows)]


def on_shards(guild_id: ColumnElement[int], assignment: Assignment) -> ColumnElement[bool]:
    """Whether a server's events come to one of a process's shards.

    https://discord.com/developers/docs/events/gateway#sharding-sharding-formula
    """
    if assignment.count == len(assignment.shards):
        return true()
    return ((guild_id // (1 << 22)) % assignment.count).in_(sorted(assignment.shards))


def in_time_zones(
    guild_id: ColumnElement[int], zones: Collection[str | None]
) -> ColumnElement[bool]:
    """The condition that a server has set one of these time zones; None is "none set"."""
    zone = select(guilds.c.timezone).where(guilds.c.id == guild_id).scalar_subquery()
    condition = zone.in_([name for name in zones if name is not None])
    return or_(condition, zone.is_(None)) if None in zones else condition
