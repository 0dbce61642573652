"""How the bot is doing, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..clock import Clock
from ..foundation.database import Database
from .queries import count_holdings


@dataclass(frozen=True, slots=True)
class Health:
    """A moment's counts; `uptime` is the time since the start, `rows` shows of the index."""

    shows: int
    edits: int
    uptime: timedelta
    rows: int = 0


class HealthCheck:
    """Counts what there is."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._started: datetime = clock()

    async def now(self, scope: int = 0) -> Health:
        """What there is, as that server may know them: others' own edits are not counted.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            counts = await count_holdings(connection, scope)
        return Health(
            counts["shows"],
            counts["edits"],
            self._clock() - self._started,
            counts["rows of the index"],
        )
