"""Who is written to in person, and the language each of them last used."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import upsert
from ..tables import recipients, subscriptions


async def put(connection: AsyncConnection, user_id: int, language: str) -> None:
    """Note the language of somebody who is to be written to."""
    await connection.execute(
        upsert(connection, recipients)
        .values(user_id=user_id, language=language)
        .on_conflict_do_update(index_elements=["user_id"], set_={"language": language})
    )


async def languages(connection: AsyncConnection, user_ids: Collection[int]) -> Mapping[int, str]:
    """The language of each of those people that is known."""
    table = recipients.c
    rows = await connection.execute(
        select(table.user_id, table.language).where(table.user_id.in_(user_ids))
    )
    return {row.user_id: row.language for row in rows}


async def reachable(connection: AsyncConnection, user_ids: Collection[int]) -> set[int]:
    """Those of these people who are written to already, or who follow anything."""
    table = subscriptions.c
    rows = await connection.execute(
        select(table.user_id, table.created_by).where(
            or_(table.user_id.in_(user_ids), table.created_by.in_(user_ids))
        )
    )
    known = {user_id for row in rows for user_id in (row.user_id, row.created_by)}
    return (known & set(user_ids)) | set(await languages(connection, user_ids))


async def forget(connection: AsyncConnection, user_id: int) -> int:
    """Erase a person; no reminder goes with it."""
    await connection.execute(delete(recipients).where(recipients.c.user_id == user_id))
    return 0
