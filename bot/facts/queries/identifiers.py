"""The ids that providers give shows, by which records of one show are linked.

`identifiers` is the projection of what the claims about a show resolve to; `externals` are the ids
that each source's record bears of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, insert_many
from .. import tables as schema
from ..tables import externals, records


async def put_identifiers(
    connection: AsyncConnection, rows: Sequence[tuple[str, str, int]], show_ids: Sequence[int]
) -> None:
    """Replace the (provider, value) pairs by which those shows are recognised."""
    table = schema.identifiers
    for some in chunks(show_ids, 500):
        await connection.execute(delete(table).where(table.c.show_id.in_(some)))
    await insert_many(connection, table, ("provider", "value", "show_id"), rows)


async def shows_by_identifier(connection: AsyncConnection) -> Mapping[tuple[str, str], int]:
    """Every (provider, value) pair and its show; the oldest show where two claim one."""
    table = schema.identifiers
    rows = await connection.execute(
        select(table.c.provider, table.c.value, table.c.show_id).order_by(table.c.show_id.desc())
    )
    return {(provider, value): show_id for provider, value, show_id in rows}


async def identified_by(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """The shows with one of those (provider, value) pairs; the oldest where two claim one."""
    table = schema.identifiers
    shows: dict[tuple[str, str], int] = {}
    for some in chunks(pairs, 200):
        query = (
            select(table)
            .where(tuple_(table.c.provider, table.c.value).in_(some))
            .order_by(table.c.show_id.desc())
        )
        for row in await connection.execute(query):
            shows[row.provider, row.value] = row.show_id
    return shows


async def pairs_of(connection: AsyncConnection, show_ids: Sequence[int]) -> set[tuple[str, str]]:
    """Every (provider, value) pair of those shows."""
    table = schema.identifiers.c
    pairs: set[tuple[str, str]] = set()
    for some in chunks(show_ids, 500):
        rows = await connection.execute(
            select(table.provider, table.value).where(table.show_id.in_(some))
        )
        pairs.update((row.provider, row.value) for row in rows)
    return pairs


async def put_record_ids(
    connection: AsyncConnection, source: str, key: str, ids: Mapping[str, str]
) -> None:
    """Replace the ids of one record."""
    await drop_record_ids(connection, source, [key])
    rows = [
        {"source": source, "key": key, "provider": provider, "value": value}
        for provider, value in ids.items()
        if len(value) <= 100
    ]
    if rows:
        await connection.execute(insert(externals), rows)


async def drop_record_ids(connection: AsyncConnection, source: str, keys: Iterable[str]) -> None:
    """Forget the ids of records that are gone."""
    table = externals.c
    await connection.execute(
        delete(externals).where(table.source == source, table.key.in_(list(keys)))
    )


async def shows_with_record_ids(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The shows that have a record with one of those (provider, value) pairs; the oldest of two."""
    shows: dict[tuple[str, str], int] = {}
    for some in chunks(pairs, 200):
        query = (
            select(externals.c.provider, externals.c.value, records.c.show_id)
            .join_from(
                externals,
                records,
                (externals.c.source == records.c.source) & (externals.c.key == records.c.key),
            )
            .where(tuple_(externals.c.provider, externals.c.value).in_(some))
            .order_by(records.c.show_id.desc())
        )
        for row in await connection.execute(query):
            shows[row.provider, row.value] = row.show_id
    return shows


async def record_ids_of(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """The ids that the records of each show bear."""
    ids_by_show: dict[int, dict[str, str]] = {}
    for some in chunks(show_ids, 200):
        query = (
            select(records.c.show_id, externals.c.provider, externals.c.value)
            .join_from(
                externals,
                records,
                (externals.c.source == records.c.source) & (externals.c.key == records.c.key),
            )
            .where(records.c.show_id.in_(some))
            .order_by(records.c.id.desc())
        )
        for row in await connection.execute(query):
            ids_by_show.setdefault(row.show_id, {})[row.provider] = row.value
    return ids_by_show
