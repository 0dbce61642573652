"""Shows themselves: their ids and titles, redirects of merged ones, and which a write touched."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.database import Database
from ...foundation.sql import chunks, epoch, insert_many, meta
from .. import tables as schema
from ..models import INDEX_IDS, TitleEntry

_OWN = range(INDEX_IDS.stop, 2**53)
"""The ids of shows that one server adds for itself. They are random, since a count would tell
others of them."""


async def next_show_id(connection: AsyncConnection) -> int:
    """The id of everybody's next new show. Shows are never deleted, so no id is used twice."""
    table = schema.shows.c
    last = await connection.scalar(select(func.max(table.id)).where(table.id < INDEX_IDS.start))
    return (last or 0) + 1


async def own_show_id(connection: AsyncConnection) -> int:
    """An id for a show that one server adds for itself."""
    table = schema.shows.c
    while True:
        drawn = _OWN.start + secrets.randbelow(len(_OWN))
        if await connection.scalar(select(table.id).where(table.id == drawn)) is None:
            return drawn


async def add_shows(
    connection: AsyncConnection,
    show_ids: Iterable[int],
    *,
    scope: int,
    revision: int,
    now: datetime,
) -> None:
    """Make new shows of those ids."""
    written_at = epoch(now)
    await insert_many(
        connection,
        schema.shows,
        ("id", "scope", "revision", "created_at"),
        [(show_id, scope, revision, written_at) for show_id in show_ids],
    )


async def standing_id(connection: AsyncConnection, show_id: int) -> int | None:
    """The show that an id leads to now, through merges; None if there is none."""
    table = schema.shows
    seen: set[int] = set()
    while show_id not in seen:
        seen.add(show_id)
        row = (
            await connection.execute(select(table.c.merged_into).where(table.c.id == show_id))
        ).first()
        if row is None:
            return None
        if row.merged_into is None:
            return show_id
        show_id = row.merged_into
    return None


async def with_merged_ids(connection: AsyncConnection, show_id: int) -> list[int]:
    """A show's id and the old ones that were merged into it, over any number of steps."""
    table = schema.shows.c
    ids = [show_id]
    fresh = [show_id]
    while fresh:
        rows = await connection.execute(select(table.id).where(table.merged_into.in_(fresh)))
        fresh = [row.id for row in rows if row.id not in ids]
        ids += fresh
    return ids


async def redirects(connection: AsyncConnection) -> Mapping[int, int]:
    """Old ids of merged shows and the shows they lead to, chains followed to their end."""
    table = schema.shows
    rows = await connection.execute(
        select(table.c.id, table.c.merged_into).where(table.c.merged_into.is_not(None))
    )
    direct = {row.id: row.merged_into for row in rows}
    return {old: _end_of(direct, old) for old in direct}


def _end_of(direct: Mapping[int, int], show_id: int) -> int:
    seen = set()
    while show_id in direct and show_id not in seen:
        seen.add(show_id)
        show_id = direct[show_id]
    return show_id


async def touch(connection: AsyncConnection, show_ids: Iterable[int], revision: int) -> None:
    """Mark shows as changed by this write, so that every process drops them from its caches."""
    table = schema.shows
    for chunk in chunks(sorted(show_ids)):
        await connection.execute(
            update(table).where(table.c.id.in_(chunk)).values(revision=revision)
        )


async def touched_since(connection: AsyncConnection, revision: int) -> list[int]:
    """The shows that writes after that revision changed."""
    table = schema.shows
    rows = await connection.execute(select(table.c.id).where(table.c.revision > revision))
    return [row.id for row in rows]


async def next_written(
    connection: AsyncConnection, after: int, limit: int
) -> tuple[list[int], int] | None:
    """The next shows written after that revision, and the revision reached with them.

    About `limit` of them, since the shows of one write are taken together. None if there are none.
    """
    table = schema.shows.c
    rows = await connection.execute(
        select(table.revision, table.id)
        .where(table.revision > after)
        .order_by(table.revision, table.id)
        .limit(limit)
    )
    written = [(row.revision, row.id) for row in rows]
    if not written:
        return None
    last = written[-1][0]
    ids = [show_id for revision, show_id in written if revision < last]
    if len(written) == limit and ids:
        return ids, max(revision for revision, _ in written if revision < last)
    same = await connection.execute(select(table.id).where(table.revision == last))
    return [*ids, *(row.id for row in same)], last


_DESCRIBING = ("creators", "producers", "network", "genres", "cast")


async def describing(connection: AsyncConnection, show_ids: Sequence[int]) -> list[int]:
    """Those of these shows that a source or a person describes."""
    records, claims = schema.records.c, schema.claims.c
    ids: set[int] = set()
    named = or_(*(records.statement.contains(f'"{name}"', autoescape=True) for name in _DESCRIBING))
    for chunk in chunks(show_ids):
        for query in (
            select(records.show_id).where(records.show_id.in_(chunk), named),
            select(claims.show_id).where(claims.show_id.in_(chunk), claims.field.in_(_DESCRIBING)),
        ):
            ids.update(row.show_id for row in await connection.execute(query.distinct()))
    return sorted(ids)


async def revision_at_hand(database: Database) -> int | None:
    """The number of the last write, 0 for an empty store, read on the connection at hand.

    None if there is none to use.
    """
    rows = await database.fetch(_REVISION, {})
    if rows is None:
        return None
    return int(rows[0][0]) if rows else 0


_REVISION = select(meta.c.value).where(meta.c.name == "revision")


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
        for chunk in chunks(show_ids):
            await connection.execute(
                delete(table).where(table.c.scope == scope, table.c.show_id.in_(chunk))
            )


async def title_entries(
    connection: AsyncConnection, show_ids: Sequence[int] | None = None, *, servers: bool = False
) -> list[TitleEntry]:
    """The projection's rows: all of them, those of some shows, or only those of servers."""
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
        for chunk in chunks(show_ids):
            rows.extend(await connection.execute(query.where(columns.show_id.in_(chunk))))
    return [
        TitleEntry(*row[:7], names=tuple(json.loads(row[7])), scope=row[8], hidden=row[9])
        for row in rows
    ]


async def title_of(connection: AsyncConnection, show_id: int, scope: int) -> str | None:
    """The title under which a server sees a show, listed or hidden; never another server's."""
    table = schema.titles
    query = (
        select(table.c.title)
        .where(table.c.show_id == show_id, table.c.scope.in_((0, scope)))
        .order_by(table.c.scope.desc())
    )
    title = await connection.scalar(query.limit(1))
    return None if title is None else str(title)


async def shows_by_title(connection: AsyncConnection) -> Mapping[tuple[str, int], int]:
    """Every (title, year) that everybody sees, and its show; the oldest if two share both.

    A show without a year is listed under 0.
    """
    table = schema.titles
    rows = await connection.execute(
        select(table.c.title, table.c.year, table.c.show_id)
        .where(table.c.scope == 0)
        .order_by(table.c.show_id.desc())
    )
    return {(title, year or 0): show_id for title, year, show_id in rows}


async def networks(connection: AsyncConnection, scope: int) -> list[tuple[str, int]]:
    """The networks of the shows that a server sees, with their numbers of shows, the largest
    first."""
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
    """A few of a server's shows on a network with one of those names, the popular ones first."""
    table = schema.titles.c
    rows = await connection.execute(
        select(table.show_id)
        .where(table.network.in_(list(names)), table.scope.in_((0, scope)), table.hidden.is_(False))
        .order_by(table.popularity.desc(), table.show_id)
        .limit(5)
    )
    return [row.show_id for row in rows]
