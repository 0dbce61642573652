"""Erasing a person from everything that any subject stores."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from .database import Database, Transaction

Eraser = Callable[[Transaction, int], Awaitable[int | None]]
"""Erases what one subject stores about a user id, inside the transaction; the one of reminders
returns their number."""


class Erasure:
    """Erases everything stored about a person, in one transaction.

    Each subject contributes erasers: those in `stored` erase rows of the database, in order; those
    in `remembered` drop what a process holds in memory.
    """

    def __init__(
        self,
        database: Database,
        stored: Sequence[Eraser],
        remembered: Sequence[Callable[[int], None]],
    ) -> None:
        self._database = database
        self._stored = tuple(stored)
        self._remembered = tuple(remembered)

    async def erase(self, user_id: int) -> int:
        """Erase a person; returns how many reminders went.

        Raises:
            StoreError: the database could not be written; nothing stored was changed.
        """
        for forget in self._remembered:
            forget(user_id)
        async with self._database.write() as writing:
            return sum([await erase(writing, user_id) or 0 for erase in self._stored])
