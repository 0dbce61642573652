"""The ids that providers give shows: the projection by which a record finds its show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, insert_many
from .. import tables as schema


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
    rows = await connection.execute(select(table).order_by(table.c.show_id.desc()))
    return {(row.provider, row.value): row.show_id for row in rows}


async def identified_by(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """The shows with one of those (provider, value) pairs; the oldest where two claim one."""
    table = schema.identifiers
    found: dict[tuple[str, str], int] = {}
    for some in chunks(pairs, 200):
        query = (
            select(table)
            .where(tuple_(table.c.provider, table.c.value).in_(some))
            .order_by(table.c.show_id.desc())
        )
        for row in await connection.execute(query):
            found[row.provider, row.value] = row.show_id
    return found


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
