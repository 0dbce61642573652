"""The tables as another database would get them."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.foundation.whole_schema import whole_schema

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
