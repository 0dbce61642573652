"""Which records of a provider are to be fetched, and up to when its list of updates was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch, moment
from ..tables import cursors, lookups, visits

_SOME = 500


@dataclass(frozen=True, slots=True)
class ScheduledFetch:
    """A record to be fetched, and the show it was wanted for."""

    provider: str
    key: str
    show_id: int


async def want(connection: AsyncConnection, wanted: Mapping[ScheduledFetch, datetime]) -> None:
    """Have records fetched from an instant on; one that is due before stays due as it is."""
    at = {(due.provider, due.key): epoch(due_at) for due, due_at in wanted.items()}
    table = visits.c
    there: dict[tuple[str, str], int | None] = {}
    for provider in {provider for provider, _ in at}:
        keys = [key for name, key in at if name == provider]
        for start in range(0, len(keys), _SOME):
            known = await connection.execute(
                select(table.key, table.due_at).where(
                    table.provider == provider, table.key.in_(keys[start : start + _SOME])
                )
            )
            there |= {(provider, row.key): row.due_at for row in known}
    new = {
        (due.provider, due.key): {
            "provider": due.provider,
            "key": due.key,
            "show_id": due.show_id,
            "due_at": at[due.provider, due.key],
        }
        for due in wanted
        if (due.provider, due.key) not in there
    }
    if new:
        await connection.execute(insert(visits), list(new.values()))
    for (provider, key), due in there.items():
        if due is None or due > at[provider, key]:
            await connection.execute(
                update(visits)
                .where(table.provider == provider, table.key == key)
                .values(due_at=at[provider, key])
            )


async def next_due(
    connection: AsyncConnection, provider: str, now: datetime
) -> ScheduledFetch | None:
    """The record that has waited longest."""
    table = visits.c
    row = (
        await connection.execute(
            select(visits)
            .where(table.provider == provider, table.due_at <= epoch(now))
            .order_by(table.due_at, table.key)
            .limit(1)
        )
    ).first()
    return None if row is None else ScheduledFetch(row.provider, row.key, row.show_id)


async def count_due(connection: AsyncConnection, provider: str, now: datetime) -> int:
    """How many records wait."""
    table = visits.c
    query = select(func.count()).where(table.provider == provider, table.due_at <= epoch(now))
    return await connection.scalar(query) or 0


async def done(connection: AsyncConnection, provider: str, key: str) -> None:
    """A record was fetched; nothing more is to be done about it."""
    table = visits.c
    await connection.execute(delete(visits).where(table.provider == provider, table.key == key))


async def put_off(
    connection: AsyncConnection,
    due: ScheduledFetch,
    *,
    tried_at: datetime,
    due_at: datetime | None,
) -> None:
    """A record could not be fetched: try again then, or with None not before there is news."""
    table = visits.c
    await connection.execute(
        update(visits)
        .where(table.provider == due.provider, table.key == due.key)
        .values(tried_at=epoch(tried_at), due_at=None if due_at is None else epoch(due_at))
    )


async def bring_forward(connection: AsyncConnection, provider: str, now: datetime) -> None:
    """Have that provider's records that were put off tried again now."""
    table = visits.c
    await connection.execute(
        update(visits)
        .where(
            table.provider == provider,
            table.tried_at.is_not(None),
            table.due_at > epoch(now),
        )
        .values(due_at=epoch(now))
    )


async def tried(connection: AsyncConnection, provider: str) -> Mapping[str, datetime]:
    """When records were last tried in vain, by key."""
    table = visits.c
    rows = await connection.execute(
        select(table.key, table.tried_at).where(
            table.provider == provider, table.tried_at.is_not(None)
        )
    )
    return {row.key: moment(row.tried_at) for row in rows}


async def note_lookup(
    connection: AsyncConnection, provider: str, show_id: int, at: datetime
) -> None:
    """A provider was asked for a show by its ids, and does not know it."""
    table = lookups.c
    await connection.execute(
        delete(lookups).where(table.provider == provider, table.show_id == show_id)
    )
    await connection.execute(
        insert(lookups).values(provider=provider, show_id=show_id, at=epoch(at))
    )


async def looked_up(
    connection: AsyncConnection, provider: str, since: datetime, show_ids: Sequence[int] = ()
) -> set[int]:
    """The shows that a provider was asked for in vain since then."""
    table = lookups.c
    query = select(table.show_id).where(table.provider == provider, table.at >= epoch(since))
    if show_ids:
        query = query.where(table.show_id.in_(show_ids))
    return {row.show_id for row in await connection.execute(query)}


async def cursor(connection: AsyncConnection, provider: str) -> datetime | None:
    """Up to when that provider's list of updates was taken over; None before the first time."""
    at = await connection.scalar(select(cursors.c.at).where(cursors.c.provider == provider))
    return None if at is None else moment(at)


async def move_cursor(connection: AsyncConnection, provider: str, at: datetime) -> None:
    """The list of updates was taken over up to then."""
    table = cursors.c
    moved = await connection.execute(
        update(cursors).where(table.provider == provider).values(at=epoch(at))
    )
    if moved.rowcount == 0:
        await connection.execute(insert(cursors).values(provider=provider, at=epoch(at)))
