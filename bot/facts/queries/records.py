"""The records of sources: each holds everything that one source says about one show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, epoch, insert_many, moment
from .. import tables as schema
from ..fields import field_of
from ..models import Claim, Statement, Tier


@dataclass(frozen=True, slots=True)
class Record:
    """One source's record as it is stored. `checked_at` is in UTC."""

    id: int
    source: str
    key: str
    show_id: int
    tier: Tier
    link: str
    as_of: date
    checked_at: datetime
    statement: str


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def body_of(statement: Statement) -> str:
    """A statement in its stored form: a list of `[season, field, key, value, link|null,
    as_of|null]`."""
    return _JSON.encode(
        [
            [
                claim.season,
                claim.field,
                claim.key,
                field_of(claim.season, claim.field).encode(claim.value),
                None if claim.source == statement.link else claim.source,
                None if claim.as_of == statement.as_of else claim.as_of.isoformat(),
            ]
            for claim in statement.claims
        ]
    )


async def has_record(connection: AsyncConnection, source: str, show_id: int) -> bool:
    """Whether a record of that source belongs to a show."""
    table = schema.records
    query = select(table.c.id).where(table.c.source == source, table.c.show_id == show_id).limit(1)
    return await connection.scalar(query) is not None


async def keys_on(connection: AsyncConnection, source: str, show_ids: Sequence[int]) -> set[str]:
    """The keys of a source's records that belong to those shows."""
    table = schema.records.c
    keys: set[str] = set()
    for chunk in chunks(show_ids):
        rows = await connection.execute(
            select(table.key).where(table.show_id.in_(chunk), table.source == source)
        )
        keys.update(row.key for row in rows)
    return keys


async def stored_records(
    connection: AsyncConnection,
    *,
    source: str | None = None,
    show_id: int | None = None,
    keys: Sequence[str] | None = None,
) -> list[Record]:
    """The stored records of a source, with those keys if any are given, or about a show."""
    table = schema.records
    query = select(table)
    if source is not None:
        query = query.where(table.c.source == source)
    if show_id is not None:
        query = query.where(table.c.show_id == show_id).order_by(table.c.id)
    queries = [query]
    if keys is not None:
        queries = [query.where(table.c.key.in_(chunk)) for chunk in chunks(keys)]
    return [
        Record(
            id=row.id,
            source=row.source,
            key=row.key,
            show_id=row.show_id,
            tier=Tier(row.tier),
            link=row.link,
            as_of=date.fromisoformat(row.as_of),
            checked_at=moment(row.checked_at),
            statement=row.statement,
        )
        for part in queries
        for row in await connection.execute(part)
    ]


async def last_checked(
    connection: AsyncConnection, source: str, show_ids: Sequence[int]
) -> dict[int, datetime]:
    """When a source's records of each of these shows were last checked."""
    table = schema.records
    last = func.max(table.c.checked_at)
    query = select(table.c.show_id, last).where(table.c.source == source).group_by(table.c.show_id)
    checked: dict[int, datetime] = {}
    for chunk in chunks(show_ids):
        rows = await connection.execute(query.where(table.c.show_id.in_(chunk)))
        checked.update((row[0], moment(row[1])) for row in rows)
    return checked


async def last_checked_by_source(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> dict[int, dict[str, datetime]]:
    """When each source's records of each show were last checked."""
    checked: dict[int, dict[str, datetime]] = {show_id: {} for show_id in show_ids}
    table = schema.records.c
    for chunk in chunks(show_ids):
        rows = await connection.execute(
            select(table.show_id, table.source, func.max(table.checked_at).label("at"))
            .where(table.show_id.in_(chunk))
            .group_by(table.show_id, table.source)
        )
        for row in rows:
            checked[row.show_id][row.source] = moment(row.at)
    return checked


async def put_records(
    connection: AsyncConnection,
    statements: Sequence[tuple[int, Statement, str]],
    *,
    revision: int,
    now: datetime,
) -> None:
    """Store whole statements of records that are not there, each with its show and its body."""
    table = schema.records
    columns = (
        "source",
        "key",
        "show_id",
        "tier",
        "link",
        "as_of",
        "checked_at",
        "revision",
        "statement",
    )
    checked_at = epoch(now)
    rows = [
        (
            statement.source,
            statement.key,
            show_id,
            int(statement.tier),
            statement.link,
            statement.as_of.isoformat(),
            checked_at,
            revision,
            body,
        )
        for show_id, statement, body in statements
    ]
    await insert_many(connection, table, columns, rows)


async def confirm_records(
    connection: AsyncConnection, source: str, keys: Sequence[str], now: datetime
) -> None:
    """Note that a source repeated its statements: only the time of the check changes."""
    table = schema.records
    for chunk in chunks(keys):
        await connection.execute(
            update(table)
            .where(table.c.source == source, table.c.key.in_(chunk))
            .values(checked_at=epoch(now))
        )


async def drop_records(connection: AsyncConnection, source: str, keys: Sequence[str]) -> None:
    """Delete records that a source no longer has."""
    table = schema.records
    for chunk in chunks(keys):
        await connection.execute(
            delete(table).where(table.c.source == source, table.c.key.in_(chunk))
        )


def statement_of(record: Record) -> Statement:
    """The statement in a stored record."""
    return _statement(
        record.source, record.key, record.tier, record.link, record.as_of, record.statement
    )


def _statement(
    source: str, key: str, tier: Tier, link: str, as_of: date, body: str, *, dated: bool = False
) -> Statement:
    claims = [
        Claim(
            season,
            name,
            key_there,
            field_of(season, name).decode(value),
            tier,
            source,
            own_link or link,
            date.fromisoformat(own_as_of) if own_as_of else as_of,
            position=position,
        )
        for position, (season, name, key_there, value, own_link, own_as_of) in enumerate(
            json.loads(body)
        )
    ]
    return Statement(source, key, tier, link, as_of, tuple(claims), dated)


async def add_pending(
    connection: AsyncConnection, first: int, statements: Sequence[Statement]
) -> list[str]:
    """Store statements that are to be written, numbered from `first` on; returns their bodies."""
    bodies = [body_of(statement) for statement in statements]
    columns = [column.name for column in schema.pending_records.columns]
    rows = [
        (
            first + place,
            statement.source,
            statement.key,
            int(statement.tier),
            statement.link,
            statement.as_of.isoformat(),
            statement.dated,
            body,
        )
        for place, (statement, body) in enumerate(zip(statements, bodies, strict=True))
    ]
    await insert_many(connection, schema.pending_records, columns, rows)
    return bodies


async def pending_statements(
    connection: AsyncConnection, limit: int
) -> tuple[list[Statement], int]:
    """The next pending statements, and how many there are in all."""
    table = schema.pending_records
    total = await connection.scalar(select(func.count()).select_from(table)) or 0
    rows = await connection.execute(select(table).order_by(table.c.number).limit(limit))
    statements = [
        _statement(
            row.source,
            row.key,
            Tier(row.tier),
            row.link,
            date.fromisoformat(row.as_of),
            row.statement,
            dated=row.dated,
        )
        for row in rows
    ]
    return statements, total


async def drop_pending(connection: AsyncConnection, count: int | None = None) -> None:
    """Drop the next `count` pending statements, which were written; with None, all of them,
    unwritten."""
    table = schema.pending_records
    query = delete(table)
    if count is not None:
        next_ones = select(table.c.number).order_by(table.c.number).limit(count)
        query = query.where(table.c.number.in_(next_ones))
    await connection.execute(query)
