"""What SQL of every subject needs: instants as stored, many rows at once, a SELECT in one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, SelectBase, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler


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
    of thousands of them the lock is held a third as long as with bound parameters.
    """
    if not rows:
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    order = [columns.index(name) for name in compiled.positiontup or ()]
    ready = rows if order == sorted(order) else [tuple(row[i] for i in order) for row in rows]
    await connection.exec_driver_sql(str(compiled), list(ready))


def chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """The items in runs of at most `size`: a statement takes only so many bound values."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def select_in_one_step(
    connection: AsyncConnection, query: SelectBase, values: Mapping[str, int]
) -> Sequence[tuple[Any, ...]]:
    """The rows of one SELECT as the driver gives them, outside of any transaction.

    `query` is a constant of a module: what it compiles to is kept. Begin, cursor, execute, fetch,
    close and rollback are a change of thread each; a statement by itself is consistent without
    them.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    compiled = _compiled(query, connection.dialect)
    bound = compiled.construct_params(values)
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    rows: Sequence[tuple[Any, ...]] = await driver.execute_fetchall(
        compiled.string, [bound[name] for name in compiled.positiontup or ()]
    )
    return rows


@lru_cache(maxsize=8)
def _compiled(query: SelectBase, dialect: Dialect) -> SQLCompiler:
    compiled = query.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled
