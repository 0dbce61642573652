"""The tables as another database would get them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Integer, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.foundation.schema import whole_schema

TABLES = whole_schema().sorted_tables


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_postgresql_could_have_every_table(table: Table) -> None:
    dialect = postgresql.dialect()
    statement = str(CreateTable(table).compile(dialect=dialect))
    assert statement.strip().startswith(f"CREATE TABLE {table.name} (")
    for index in table.indexes:
        assert f" ON {table.name} " in str(CreateIndex(index).compile(dialect=dialect))
    # Discord's ids and moments have more than 32 bits, which is what INTEGER has there.
    wide = {c.name for c in table.columns if c.name == "id" or c.name.endswith(("_id", "_at"))}
    for name in wide:
        if isinstance(table.c[name].type, Integer):
            assert f"{name} BIG" in statement, f"{table.name}.{name} is too narrow"


_ALONE = """
from bot.foundation.schema import whole_schema
print(*sorted(whole_schema().tables))
"""


def test_each_table_is_known_whatever_else_is_loaded(migrated: Path) -> None:
    """`move` copies these tables and no others, in a process that loaded little."""
    done = subprocess.run(
        [sys.executable, "-c", _ALONE], capture_output=True, text=True, check=True
    )
    with closing(sqlite3.connect(migrated)) as connection:
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        assert {*done.stdout.split(), "alembic_version"} == {name for (name,) in rows}
