"""People who get direct messages: their language, their channel, and what could not be sent to
them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from cachetools import TTLCache
from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.database import Database
from ...foundation.sql import epoch, upsert
from ..tables import deliveries, events, recipients, subscriptions
from .deliveries import DROPPED, FAILED, HELD, PENDING, UNCERTAIN, UNOPENED
from .events import OUTCOME


async def put(connection: AsyncConnection, user_id: int, language: str) -> None:
    """Note the language of somebody who gets direct messages."""
    await connection.execute(
        upsert(connection, recipients)
        .values(user_id=user_id, language=language)
        .on_conflict_do_update(index_elements=["user_id"], set_={"language": language})
    )


async def languages(connection: AsyncConnection, user_ids: Collection[int]) -> Mapping[int, str]:
    """The language of each of those people that is known."""
    table = recipients.c
    rows = await connection.execute(
        select(table.user_id, table.language).where(table.user_id.in_(user_ids))
    )
    return {row.user_id: row.language for row in rows}


async def reachable(connection: AsyncConnection, user_ids: Collection[int]) -> set[int]:
    """Those of these people who get direct messages already, or who follow anything."""
    table = subscriptions.c
    rows = await connection.execute(
        select(table.user_id, table.created_by).where(
            or_(table.user_id.in_(user_ids), table.created_by.in_(user_ids))
        )
    )
    known = {user_id for row in rows for user_id in (row.user_id, row.created_by)}
    return (known & set(user_ids)) | set(await languages(connection, user_ids))


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase the language of a person's direct messages."""
    await connection.execute(delete(recipients).where(recipients.c.user_id == user_id))


_PEOPLE, _SECONDS = 10_000, 3_600.0
"""How many people are remembered, and for how many seconds: other processes may have seen them
since."""

_AT_ONCE = 500


class Recipients:
    """Notes the languages that people use; only those of people who get direct messages are stored.

    Noting costs no time; `step` stores what changed, and is called again and again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: TTLCache[int, str] = TTLCache(_PEOPLE, _SECONDS)
        self._changed: dict[int, str] = {}

    def used(self, user_id: int, language: str) -> None:
        """Note that somebody acted or asked in a language."""
        if self._last.get(user_id) != language:
            self._last[user_id] = language
            self._changed[user_id] = language

    def last_used(self, user_id: int) -> str | None:
        """The language that somebody used within the last hour, if this process saw it."""
        return self._last.get(user_id)

    def forget(self, user_id: int) -> None:
        """Forget a person's language."""
        self._last.pop(user_id, None)
        self._changed.pop(user_id, None)

    async def step(self) -> None:
        """Store the languages that changed.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        noted = dict(list(self._changed.items())[:_AT_ONCE])
        if not noted:
            return
        async with self._database.read() as reading:
            wanted = await reachable(reading, noted)
            known = await languages(reading, wanted)
        fresh = {user_id for user_id in wanted if known.get(user_id) != noted[user_id]}
        if fresh:
            async with self._database.write() as writing:
                for user_id in sorted(fresh):
                    # They may have been erased meanwhile, or have changed it again.
                    if self._changed.get(user_id) == noted[user_id]:
                        await put(writing, user_id, noted[user_id])
        for user_id, language in noted.items():
            if self._changed.get(user_id) == language:
                del self._changed[user_id]


_SHOWN = 5
"""How many results are told at once in the answer to something else."""


async def unopened(connection: AsyncConnection, limit: int) -> list[tuple[int, int]]:
    """Deliveries whose direct messages are still to be opened, the first due first: id and
    person."""
    table = deliveries.c
    query = (
        select(table.id, table.user_id)
        .where(table.state == UNOPENED)
        .order_by(table.due_at, table.id)
        .limit(limit)
    )
    return [(row.id, row.user_id) for row in await connection.execute(query)]


async def opened(
    connection: AsyncConnection, delivery_id: int, channel_id: int, now: datetime
) -> None:
    """A delivery's direct messages were opened in that channel; let it be sent."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == UNOPENED)
        .values(channel_id=channel_id, state=PENDING, due_at=epoch(now), created_at=epoch(now))
    )


async def missed(connection: AsyncConnection, user_id: int, guild_id: int) -> list[tuple[int, str]]:
    """The results of a member's suggestions in a server that could not be sent: the rows' ids and
    bodies."""
    table = deliveries.c
    query = (
        select(table.id, events.c.body)
        .join(events, events.c.id == table.event_id)
        .where(
            table.user_id == user_id,
            table.guild_id == guild_id,
            events.c.kind == OUTCOME,
            table.state.in_((DROPPED, HELD, FAILED, UNCERTAIN)),
        )
        .order_by(table.id)
        .limit(_SHOWN)
    )
    return [(row.id, row.body) for row in await connection.execute(query)]
