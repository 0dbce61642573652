"""Erasing a person: each subject knows what it holds of them, and all of it goes together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from .database import Database

Eraser = Callable[[AsyncConnection, int], Awaitable[int]]
"""Erases what one subject stores of a user id, inside the transaction, and counts the reminders
that went with it."""


class Erasure:
    """What `/forget-me` calls: the erasers of every subject, in one transaction.

    `stored` are erasers of the database, in order; `remembered` drop what a process holds in
    memory.
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
        """Erase a person; how many reminders went.

        Raises:
            StoreError: the database could not be written; nothing stored was changed.
        """
        for forget in self._remembered:
            forget(user_id)
        async with self._database.write() as writing:
            return sum([await erase(writing, user_id) for erase in self._stored])
