"""How much the store holds: shows, records, edits, rows of the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.clock import Clock
from ...foundation.database import Database
from .. import tables as schema
from .index_rows import count_rows


async def count_holdings(
    connection: AsyncConnection, scope: int | None = None
) -> Mapping[str, int]:
    """How many shows, records and standing edits there are.

    With a `scope`, what that server may know of (0: everybody); with None, those of all servers.
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


@dataclass(frozen=True, slots=True)
class Figures:
    """A moment's counts; `uptime` is the time since the start, `rows` shows of the index."""

    shows: int
    edits: int
    uptime: timedelta
    rows: int = 0


class FiguresReader:
    """Counts what the store holds."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._started: datetime = clock()

    async def now(self, scope: int = 0) -> Figures:
        """The counts that a server may know: others' own edits are not included.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            counts = await count_holdings(connection, scope)
        return Figures(
            counts["shows"],
            counts["edits"],
            self._clock() - self._started,
            counts["rows of the index"],
        )
