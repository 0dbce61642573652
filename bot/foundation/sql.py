"""What the SQL of all subjects shares: metadata, tables, stored instants, bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar, cast

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from .clock import Clock
from .postgres import copy_rows

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert

T = TypeVar("T")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""The type of ids: SQLite numbers rows by itself for INTEGER PRIMARY KEY alone."""

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    comment="Single values: the revision that every write bumps, the command tree's hash, paces.",
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", BigInteger, nullable=False),
    comment="What one process does at a time, which one, and until when it may.",
)


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, as instants are stored."""
    return int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """The instant in UTC behind stored seconds."""
    return datetime.fromtimestamp(seconds, UTC)


async def now_of(connection: AsyncConnection, clock: Clock) -> float:
    """The present instant in seconds since 1970: by PostgreSQL's clock, which all machines share;
    on SQLite by `clock`."""
    if connection.dialect.name == "postgresql":
        return float((await connection.exec_driver_sql(_NOW)).scalar_one())
    return clock().timestamp()


_NOW = "SELECT extract(epoch FROM clock_timestamp())::float8"


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
    ready = (
        rows if order == sorted(order) else [tuple(row[index] for index in order) for row in rows]
    )
    await connection.exec_driver_sql(str(compiled), list(ready))


async def insert_one(connection: AsyncConnection, table: Table, **values: object) -> int:
    """Insert a row; returns the id that the database gave it."""
    done = await connection.execute(insert(table).values(values))
    (key,) = cast("tuple[int]", done.inserted_primary_key)
    return key


def upsert(connection: AsyncConnection, table: Table) -> Insert:
    """An INSERT with ON CONFLICT, which both engines spell alike."""
    # Imported here: a process needs the dialect of one engine, and PostgreSQL's is large.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return cast("Insert", sqlite.insert(table))


def chunks(items: Sequence[T], size: int = 500) -> Iterable[Sequence[T]]:
    """The items in lists of at most `size`; the default is how many values a statement may bind."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
