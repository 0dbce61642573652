"""The language that people last used, of those whom the bot writes to in person."""

from __future__ import annotations

from cachetools import TTLCache

from ..foundation.database import Database
from .queries import recipients

_PEOPLE, _SECONDS = 10_000, 3_600.0
"""So many people are remembered, and for so long: other processes may have seen them since."""

_AT_ONCE = 500


class Recipients:
    """Notes what people use; stored is only what concerns those who are written to.

    Noting costs no time; `step` stores what changed, and is called again and again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: TTLCache[int, str] = TTLCache(_PEOPLE, _SECONDS)
        self._changed: dict[int, str] = {}

    def used(self, user_id: int, language: str) -> None:
        """Somebody acted or asked in a language."""
        if self._last.get(user_id) != language:
            self._last[user_id] = language
            self._changed[user_id] = language

    def forget(self, user_id: int) -> None:
        """Drop what is remembered of a person."""
        self._last.pop(user_id, None)
        self._changed.pop(user_id, None)

    async def step(self) -> None:
        """Store what changed.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        noted = dict(list(self._changed.items())[:_AT_ONCE])
        if not noted:
            return
        async with self._database.read() as reading:
            wanted = await recipients.reachable(reading, noted)
            known = await recipients.languages(reading, wanted)
        fresh = {user_id for user_id in wanted if known.get(user_id) != noted[user_id]}
        if fresh:
            async with self._database.write() as writing:
                for user_id in sorted(fresh):
                    # They may have been erased meanwhile, or have changed it again.
                    if self._changed.get(user_id) == noted[user_id]:
                        await recipients.put(writing, user_id, noted[user_id])
        for user_id, language in noted.items():
            if self._changed.get(user_id) == language:
                del self._changed[user_id]
