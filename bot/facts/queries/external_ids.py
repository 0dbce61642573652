"""The ids that a source's record bears of others, by which records of one show are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ..tables import externals, records

_SOME = 200


async def put(connection: AsyncConnection, source: str, key: str, ids: Mapping[str, str]) -> None:
    """Replace the ids of one record."""
    await drop(connection, source, [key])
    rows = [
        {"source": source, "key": key, "provider": provider, "value": value}
        for provider, value in ids.items()
        if len(value) <= 100
    ]
    if rows:
        await connection.execute(insert(externals), rows)


async def drop(connection: AsyncConnection, source: str, keys: Iterable[str]) -> None:
    """Forget the ids of records that are gone."""
    table = externals.c
    await connection.execute(
        delete(externals).where(table.source == source, table.key.in_(list(keys)))
    )


async def joined_by(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The shows that have a record with one of those (provider, value) pairs; the oldest of two."""
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(pairs), _SOME):
        query = (
            select(externals.c.provider, externals.c.value, records.c.show_id)
            .join_from(
                externals,
                records,
                (externals.c.source == records.c.source) & (externals.c.key == records.c.key),
            )
            .where(
                tuple_(externals.c.provider, externals.c.value).in_(pairs[start : start + _SOME])
            )
            .order_by(records.c.show_id.desc())
        )
        for row in await connection.execute(query):
            found[row.provider, row.value] = row.show_id
    return found


async def of_shows(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """The ids that the records of each show bear."""
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(show_ids), _SOME):
        query = (
            select(records.c.show_id, externals.c.provider, externals.c.value)
            .join_from(
                externals,
                records,
                (externals.c.source == records.c.source) & (externals.c.key == records.c.key),
            )
            .where(records.c.show_id.in_(show_ids[start : start + _SOME]))
            .order_by(records.c.id.desc())
        )
        for row in await connection.execute(query):
            found.setdefault(row.show_id, {})[row.provider] = row.value
    return found
