"""Which shows are kept up to date: those in the catalogue that somebody asked for or follows."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from ..clock import Clock
from ..facts.stored_projections import ensure_shows
from ..foundation.database import Database, Transaction
from .queries import tracking as store

BOUND = 2000
"""At most so many shows are kept up to date; the rest are refreshed when somebody asks."""

_FORGOTTEN = timedelta(days=365)


class Tracking:
    """Notes what is asked, in memory; `flush` writes it down."""

    def __init__(self, database: Database, clock: Clock, *, bound: int = BOUND) -> None:
        self._database = database
        self._clock = clock
        self._bound = bound
        self._asked: OrderedDict[int, datetime] = OrderedDict()

    def note(self, show_id: int) -> None:
        """Somebody asked about a show."""
        self._asked[show_id] = self._clock()
        self._asked.move_to_end(show_id)
        while len(self._asked) > self._bound:
            self._asked.popitem(last=False)

    async def flush(self) -> None:
        """Write down what was asked since.

        Raises:
            StoreError: the database cannot be written; nothing is forgotten.
        """
        if not self._asked:
            return
        asked = dict(self._asked)
        async with self._database.write() as writing:
            await ensure_shows(writing, sorted(asked), now=self._clock())
            await store.note_asked(writing, asked)
            await store.forget_asked(writing, self._clock() - _FORGOTTEN)
        for show_id, at in asked.items():
            if self._asked.get(show_id) == at:
                del self._asked[show_id]

    async def shows(self, reading: Transaction) -> list[int]:
        """The shows that are kept up to date, the most wanted first."""
        return await store.tracked(reading, self._bound)
