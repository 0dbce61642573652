"""How much the store holds."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from . import schema


async def count_holdings(connection: AsyncConnection) -> Mapping[str, int]:
    """How many shows, records and standing edits there are."""
    shows, held, edits = schema.shows, schema.records, schema.edits
    return {
        "shows": await connection.scalar(
            select(func.count()).select_from(shows).where(shows.c.merged_into.is_(None))
        )
        or 0,
        "records": await connection.scalar(select(func.count()).select_from(held)) or 0,
        "edits": await connection.scalar(
            select(func.count()).select_from(edits).where(edits.c.retracted_at.is_(None))
        )
        or 0,
    }
