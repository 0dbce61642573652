"""What SQL of every subject needs: instants as stored, many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from .postgres import copy_rows


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, as instants are stored."""
    return int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """The instant in UTC behind stored seconds."""
    return datetime.fromtimestamp(seconds, UTC)


async def insert_many(
    connection: AsyncConnection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Insert rows as they are, in the order of `columns`.

    The statement is rendered for the dialect and the rows go to the driver untouched: with tens
    of thousands of them the lock is held a third as long as with bound parameters. PostgreSQL
    copies them.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        await copy_rows(connection, table, columns, rows)
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    order = [columns.index(name) for name in compiled.positiontup or ()]
    ready = rows if order == sorted(order) else [tuple(row[i] for i in order) for row in rows]
    await connection.exec_driver_sql(str(compiled), list(ready))


def upsert(connection: AsyncConnection, table: Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both engines spell alike."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return cast(postgresql.Insert, sqlite.insert(table))


def chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """The items in runs of at most `size`: a statement takes only so many bound values."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
