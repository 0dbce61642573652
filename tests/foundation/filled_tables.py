"""Rows in every table of a database, of whichever version it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    insert,
)
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

_ROWS = 3


def fill(url: str) -> None:
    """Put rows into each table; each value is one that its column takes, and no more than that."""
    address = make_url(url)
    driver = address.drivername.replace("+aiosqlite", "")
    engine = create_engine(address.set(drivername=driver), poolclass=NullPool)
    metadata = MetaData()
    with engine.begin() as connection:
        metadata.reflect(connection)
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                for number in range(1, _ROWS + 1):
                    row = {column.name: _value(table, column, number) for column in table.columns}
                    connection.execute(insert(table).values(row))


def _value(table: Table, column: Column[Any], number: int) -> object:
    for key in column.foreign_keys:
        if key.column.table is table:
            return None if number == 1 else 1
    if (table.name, column.name) == ("guilds", "timezone"):
        return "Europe/Berlin"
    if isinstance(column.type, Boolean):
        return bool(number % 2)
    if isinstance(column.type, Integer | Float):
        return number
    if isinstance(column.type, LargeBinary):
        return b"%d" % number
    return f"v{number}"
