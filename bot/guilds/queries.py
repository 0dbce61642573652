"""What a server's managers set: one row a server."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from . import tables as schema


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """One server's settings; None where nothing was set.

    `editor_role` may edit beside those who manage the server. `timezone` is an IANA name,
    `region` ISO 3166 alpha-2, `log_channel` where changes are posted.
    """

    guild_id: int
    editor_role: int | None = None
    timezone: str | None = None
    region: str | None = None
    log_channel: int | None = None


async def all_guilds(connection: AsyncConnection) -> list[GuildSettings]:
    """Every server that set anything."""
    rows = await connection.execute(select(schema.guilds))
    return [
        GuildSettings(row.id, row.editor_role, row.timezone, row.region, row.log_channel)
        for row in rows
    ]


async def put_guild(connection: AsyncConnection, settings: GuildSettings) -> None:
    """Store one server's settings."""
    table = schema.guilds
    values = {
        "editor_role": settings.editor_role,
        "timezone": settings.timezone,
        "region": settings.region,
        "log_channel": settings.log_channel,
    }
    done = await connection.execute(
        update(table).where(table.c.id == settings.guild_id).values(**values)
    )
    if done.rowcount == 0:
        await connection.execute(insert(table).values(id=settings.guild_id, **values))
