"""The tokens of the calendar feeds of servers and members."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from ..tables import feed_tokens

_TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)


async def token_of(connection: AsyncConnection, guild_id: int, user_id: int) -> str | None:
    """The token of a server's feed, or of a member's."""
    table = feed_tokens.c
    query = select(table.token).where(table.guild_id == guild_id, table.user_id == user_id)
    token = await connection.scalar(query)
    return None if token is None else str(token)


async def put(
    connection: AsyncConnection,
    guild_id: int,
    user_id: int,
    token: str,
    *,
    now: datetime,
    anew: bool,
) -> str:
    """Store a feed's token, unless there is one that is not to be replaced; the valid one."""
    known = await token_of(connection, guild_id, user_id)
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


async def owner_of(connection: AsyncConnection, token: str) -> tuple[int, int] | None:
    """The (server, user) of a feed's token; one of them is 0."""
    if _TOKEN.fullmatch(token) is None:
        return None
    table = feed_tokens.c
    query = select(table.guild_id, table.user_id).where(table.token == token)
    row = (await connection.execute(query)).first()
    return None if row is None else (row.guild_id, row.user_id)


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase the token of a person's feed, whose address then leads nowhere."""
    await connection.execute(delete(feed_tokens).where(feed_tokens.c.user_id == user_id))
