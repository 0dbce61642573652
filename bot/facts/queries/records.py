"""The records of sources: each holds all that one source says of one show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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


def body_of(statement: Statement) -> str:
    """A statement as it is stored: `[season, field, key, value, link|null, as_of|null]` each."""
    return json.dumps(
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
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


async def has_record(connection: AsyncConnection, source: str, show_id: int) -> bool:
    """Whether a record of that source hangs on a show."""
    table = schema.records
    query = select(table.c.id).where(table.c.source == source, table.c.show_id == show_id).limit(1)
    return await connection.scalar(query) is not None


async def keys_on(connection: AsyncConnection, source: str, show_ids: Sequence[int]) -> set[str]:
    """The keys of a source's records that hang on those shows."""
    table = schema.records.c
    keys: set[str] = set()
    for some in chunks(show_ids, 500):
        rows = await connection.execute(
            select(table.key).where(table.show_id.in_(some), table.source == source)
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
    """The stored records of a source, of those keys where any are given, or about a show."""
    table = schema.records
    query = select(table)
    if keys is not None:
        query = query.where(table.c.key.in_(keys))
    if source is not None:
        query = query.where(table.c.source == source)
    if show_id is not None:
        query = query.where(table.c.show_id == show_id).order_by(table.c.id)
    return [
        Record(
            row.id,
            row.source,
            row.key,
            row.show_id,
            Tier(row.tier),
            row.link,
            date.fromisoformat(row.as_of),
            moment(row.checked_at),
            row.statement,
        )
        for row in await connection.execute(query)
    ]


async def last_checked(
    connection: AsyncConnection, source: str, show_ids: Iterable[int] | None = None
) -> dict[int, datetime]:
    """When a source's records of each show, of all or of these, were last checked."""
    table = schema.records
    last = func.max(table.c.checked_at)
    query = select(table.c.show_id, last).where(table.c.source == source).group_by(table.c.show_id)
    if show_ids is not None:
        query = query.where(table.c.show_id.in_(list(show_ids)))
    return {row[0]: moment(row[1]) for row in await connection.execute(query)}


async def last_checked_by_source(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> dict[int, dict[str, datetime]]:
    """When each source's records of each show were last checked."""
    checked: dict[int, dict[str, datetime]] = {show_id: {} for show_id in show_ids}
    table = schema.records.c
    for some in chunks(show_ids, 500):
        rows = await connection.execute(
            select(table.show_id, table.source, func.max(table.checked_at).label("at"))
            .where(table.show_id.in_(some))
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
    """Store whole statements, each with its show and its body, replacing what the record said."""
    table = schema.records
    by_source: dict[str, list[str]] = {}
    for _, statement, _ in statements:
        by_source.setdefault(statement.source, []).append(statement.key)
    for source, keys in by_source.items():
        await drop_records(connection, source, keys)
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
    rows = [
        (
            statement.source,
            statement.key,
            show_id,
            int(statement.tier),
            statement.link,
            statement.as_of.isoformat(),
            epoch(now),
            revision,
            body,
        )
        for show_id, statement, body in statements
    ]
    await insert_many(connection, table, columns, rows)


async def confirm_records(
    connection: AsyncConnection, source: str, keys: Sequence[str], now: datetime
) -> None:
    """A source said the same again: only the time it was checked moves."""
    table = schema.records
    for some in chunks(keys, 500):
        await connection.execute(
            update(table)
            .where(table.c.source == source, table.c.key.in_(some))
            .values(checked_at=epoch(now))
        )


async def drop_records(connection: AsyncConnection, source: str, keys: Sequence[str]) -> None:
    """A source no longer has these records."""
    table = schema.records
    for some in chunks(keys, 500):
        await connection.execute(
            delete(table).where(table.c.source == source, table.c.key.in_(some))
        )


def statement_of(record: Record) -> Statement:
    """What a stored record said."""
    claims = [
        Claim(
            season,
            name,
            key,
            field_of(season, name).decode(value),
            record.tier,
            record.source,
            link or record.link,
            date.fromisoformat(as_of) if as_of else record.as_of,
            position=position,
        )
        for position, (season, name, key, value, link, as_of) in enumerate(
            json.loads(record.statement)
        )
    ]
    return Statement(
        record.source, record.key, record.tier, record.link, record.as_of, tuple(claims), False
    )
