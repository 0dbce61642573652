"""How much the store holds."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ..facts import tables as schema
from ..facts.queries.index_rows import count_rows


async def count_holdings(
    connection: AsyncConnection, scope: int | None = None
) -> Mapping[str, int]:
    """How many shows, records and edits not undone there are.

    With a `scope`, what that server may know of (0: everybody); with None, what all servers have.
    """
    shows, records, edits = schema.shows, schema.records, schema.edits
    visible = select(func.count()).where(shows.c.merged_into.is_(None))
    kept = select(func.count()).where(edits.c.retracted_at.is_(None))
    if scope is not None:
        visible = visible.where(shows.c.scope.in_((0, scope)))
        kept = kept.where(edits.c.scope.in_((0, scope)))
    return {
        "shows": await connection.scalar(visible) or 0,
        "records": await connection.scalar(select(func.count()).select_from(records)) or 0,
        "edits": await connection.scalar(kept) or 0,
        "rows of the index": await count_rows(connection),
    }
