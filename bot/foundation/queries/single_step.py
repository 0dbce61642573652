"""A SELECT in one step of the driver, outside of any transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, SelectBase
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler


async def at_once(
    connection: AsyncConnection, query: SelectBase, values: Mapping[str, int]
) -> Sequence[tuple[Any, ...]]:
    """The rows of one SELECT, as the driver gives them.

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
