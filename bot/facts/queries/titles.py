"""The titles that each scope sees: the projection that the title index is made of."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, insert_many
from .. import tables as schema
from ..models import TitleEntry


async def put_titles(connection: AsyncConnection, entries: Sequence[TitleEntry]) -> None:
    """Add rows to the projection that the title index is made of."""
    rows = [
        (
            entry.scope,
            entry.show_id,
            entry.title,
            json.dumps(entry.names, ensure_ascii=False),
            entry.year,
            entry.country,
            entry.network,
            entry.kind,
            entry.popularity,
            entry.hidden,
        )
        for entry in entries
    ]
    await insert_many(connection, schema.titles, _TITLE_COLUMNS, rows)


_TITLE_COLUMNS = (
    "scope",
    "show_id",
    "title",
    "names",
    "year",
    "country",
    "network",
    "kind",
    "popularity",
    "hidden",
)


async def drop_titles(connection: AsyncConnection, keys: Sequence[tuple[int, int]]) -> None:
    """Take (scope, show) rows out of the projection."""
    table = schema.titles
    by_scope: dict[int, list[int]] = {}
    for scope, show_id in keys:
        by_scope.setdefault(scope, []).append(show_id)
    for scope, show_ids in by_scope.items():
        for some in chunks(show_ids, 500):
            await connection.execute(
                delete(table).where(table.c.scope == scope, table.c.show_id.in_(some))
            )


async def title_entries(
    connection: AsyncConnection, show_ids: Sequence[int] | None = None, *, servers: bool = False
) -> list[TitleEntry]:
    """The projection's rows: all of them, those of some shows, or those of servers alone."""
    table = schema.titles
    columns = table.c
    query = select(
        columns.show_id,
        columns.title,
        columns.year,
        columns.country,
        columns.network,
        columns.kind,
        columns.popularity,
        columns.names,
        columns.scope,
        columns.hidden,
    )
    if servers:
        query = query.where(columns.scope != 0)
    if show_ids is None:
        rows = (await connection.execute(query)).all()
    else:
        rows = []
        for some in chunks(show_ids, 500):
            rows.extend(await connection.execute(query.where(columns.show_id.in_(some))))
    return [
        TitleEntry(*row[:7], names=tuple(json.loads(row[7])), scope=row[8], hidden=row[9])
        for row in rows
    ]


async def title_of(connection: AsyncConnection, show_id: int, scope: int) -> str | None:
    """The title under which a server sees a show listed, hidden or not; never another server's."""
    table = schema.titles
    query = (
        select(table.c.title)
        .where(table.c.show_id == show_id, table.c.scope.in_((0, scope)))
        .order_by(table.c.scope.desc())
    )
    title = await connection.scalar(query.limit(1))
    return None if title is None else str(title)


async def shows_by_title(
    connection: AsyncConnection, scope: int = 0
) -> Mapping[tuple[str, int], int]:
    """Every (title, year) that a scope sees, and its show; the oldest where two share both.

    A show without a year stands under 0.
    """
    table = schema.titles
    rows = await connection.execute(
        select(table.c.title, table.c.year, table.c.show_id)
        .where(table.c.scope.in_((0, scope)))
        .order_by(table.c.show_id.desc())
    )
    return {(title, year or 0): show_id for title, year, show_id in rows}


async def networks(connection: AsyncConnection, scope: int) -> list[tuple[str, int]]:
    """The networks that shows are on as a server sees it, with how many, the largest first."""
    table = schema.titles.c
    number = func.count()
    rows = await connection.execute(
        select(table.network, number)
        .where(table.network.is_not(None), table.scope.in_((0, scope)))
        .group_by(table.network)
        .order_by(number.desc(), table.network)
    )
    return [(row[0], row[1]) for row in rows]


async def shows_on_network(
    connection: AsyncConnection, names: Collection[str], scope: int
) -> list[int]:
    """A few shows on a network of those names as a server sees it, the popular ones first."""
    table = schema.titles.c
    rows = await connection.execute(
        select(table.show_id)
        .where(table.network.in_(list(names)), table.scope.in_((0, scope)), table.hidden.is_(False))
        .order_by(table.popularity.desc(), table.show_id)
        .limit(5)
    )
    return [row.show_id for row in rows]
