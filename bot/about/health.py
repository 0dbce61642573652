"""How the bot is doing, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..answers.library import Library
from ..clock import Clock
from ..foundation.database import Database
from .queries import count_holdings


@dataclass(frozen=True, slots=True)
class Figures:
    """A moment's figures; `up` is the time since the start."""

    shows: int
    records: int
    edits: int
    titles: int
    up: timedelta


class Health:
    """Counts what there is."""

    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._started: datetime = clock()

    async def figures(self, scope: int = 0) -> Figures:
        """The figures of now, as that server may know them: others' own edits are not counted.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            counted = await count_holdings(connection, scope)
        return Figures(
            counted["shows"],
            counted["records"],
            counted["edits"],
            len(self._library.titles),
            self._clock() - self._started,
        )
