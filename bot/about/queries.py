"""How much the store holds."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ..facts import tables as schema


async def count_holdings(
    connection: AsyncConnection, scope: int | None = None
) -> Mapping[str, int]:
    """How many shows, records and standing edits there are.

    With a `scope`, what that server may know of (0: everybody); with None, what all servers have.
    """
    shows, held, edits = schema.shows, schema.records, schema.edits
    standing = select(func.count()).where(shows.c.merged_into.is_(None))
    said = select(func.count()).where(edits.c.retracted_at.is_(None))
    if scope is not None:
        standing = standing.where(shows.c.scope.in_((0, scope)))
        said = said.where(edits.c.scope.in_((0, scope)))
    return {
        "shows": await connection.scalar(standing) or 0,
        "records": await connection.scalar(select(func.count()).select_from(held)) or 0,
        "edits": await connection.scalar(said) or 0,
    }
