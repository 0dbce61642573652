"""Ids that providers give shows, by which records are linked, and the names that networks had.

`identifiers` is the projection of what the claims about a show resolve to; `externals` are the
foreign ids in each source's record. A network's name is stored as its `network_key`, by the id that
a source has it under; the newest name of an id is its present one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Select, and_, delete, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, epoch, insert_many
from .. import tables as schema
from ..networks import network_key
from ..tables import externals, network_names, records

Pair = tuple[str, str]
"""A provider, and its id of a show."""


async def put_identifiers(
    connection: AsyncConnection, rows: Sequence[tuple[str, str, int]], show_ids: Sequence[int]
) -> None:
    """Replace the (provider, value) pairs by which those shows are recognized."""
    table = schema.identifiers
    for chunk in chunks(show_ids):
        await connection.execute(delete(table).where(table.c.show_id.in_(chunk)))
    await insert_many(connection, table, ("provider", "value", "show_id"), rows)


async def shows_by_identifier(connection: AsyncConnection) -> Mapping[Pair, int]:
    """Every (provider, value) pair and its show; the oldest show where two claim one."""
    table = schema.identifiers
    rows = await connection.execute(
        select(table.c.provider, table.c.value, table.c.show_id).order_by(table.c.show_id.desc())
    )
    return {(provider, value): show_id for provider, value, show_id in rows}


async def identified_by(connection: AsyncConnection, pairs: Sequence[Pair]) -> Mapping[Pair, int]:
    """The shows with one of those (provider, value) pairs; the oldest where two claim one."""
    table = schema.identifiers
    shows: dict[Pair, int] = {}
    for chunk in chunks(pairs, 200):
        query = (
            select(table)
            .where(tuple_(table.c.provider, table.c.value).in_(chunk))
            .order_by(table.c.show_id.desc())
        )
        for row in await connection.execute(query):
            shows[row.provider, row.value] = row.show_id
    return shows


async def pairs_of(connection: AsyncConnection, show_ids: Sequence[int]) -> set[Pair]:
    """Every (provider, value) pair of those shows."""
    table = schema.identifiers.c
    pairs: set[Pair] = set()
    for chunk in chunks(show_ids):
        rows = await connection.execute(
            select(table.provider, table.value).where(table.show_id.in_(chunk))
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


_RECORD_IDS = select(records.c.show_id, externals.c.provider, externals.c.value).join_from(
    externals,
    records,
    (externals.c.source == records.c.source) & (externals.c.key == records.c.key),
)


async def shows_with_record_ids(
    connection: AsyncConnection, pairs: Sequence[Pair]
) -> dict[Pair, int]:
    """The shows with a record that has one of those (provider, value) pairs; the oldest of two."""
    shows: dict[Pair, int] = {}
    for chunk in chunks(pairs, 200):
        query = _RECORD_IDS.where(tuple_(externals.c.provider, externals.c.value).in_(chunk))
        query = query.order_by(records.c.show_id.desc())
        for row in await connection.execute(query):
            shows[row.provider, row.value] = row.show_id
    return shows


async def record_ids_of(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """The ids in the records of each show."""
    ids_by_show: dict[int, dict[str, str]] = {}
    for chunk in chunks(show_ids, 200):
        query = _RECORD_IDS.where(records.c.show_id.in_(chunk)).order_by(records.c.id.desc())
        for row in await connection.execute(query):
            ids_by_show.setdefault(row.show_id, {})[row.provider] = row.value
    return ids_by_show


_LONGEST = 200
"""How many characters of a key are kept."""


async def note_network_name(
    connection: AsyncConnection, source: str, network: str, name: str, now: datetime
) -> None:
    """Store a source's present name for the network of that id; nothing is written if it is
    known."""
    table, key = network_names, network_key(name)
    mine = (table.c.source == source) & (table.c.network == network)
    newest = select(table.c.key).where(mine).order_by(table.c.since.desc(), table.c.key).limit(1)
    if len(key) > _LONGEST or await connection.scalar(newest) == key:
        return
    await connection.execute(delete(table).where(mine, table.c.key == key))
    await connection.execute(
        insert(table).values(source=source, network=network, key=key, since=epoch(now))
    )


def former_keys(keys: Collection[str]) -> Select[tuple[str]]:
    """The former keys of the networks that have one of these now."""
    former, later = network_names.alias(), network_names.alias()
    return select(former.c.key).where(later.c.key.in_(list(keys)), _is_before(former, later))


async def later_keys(
    connection: AsyncConnection, keys: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """For each key, the later keys of the networks that once had it, the newest first."""
    former, later = network_names.alias(), network_names.alias()
    rows = await connection.execute(
        select(former.c.key.label("former"), later.c.key.label("later"))
        .where(former.c.key.in_(list(keys)), _is_before(former, later))
        .order_by(later.c.since.desc(), later.c.key)
    )
    later_by_key: dict[str, tuple[str, ...]] = {}
    for row in rows:
        later_by_key[row.former] = (*later_by_key.get(row.former, ()), row.later)
    return later_by_key


def _is_before(former: FromClause, later: FromClause) -> ColumnElement[bool]:
    """Whether one name of a network is older than another of the same id."""
    return and_(
        former.c.source == later.c.source,
        former.c.network == later.c.network,
        former.c.since < later.c.since,
    )
