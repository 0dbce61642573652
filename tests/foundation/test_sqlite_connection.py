"""What is done in a connection's thread: few changes of thread, and all rows for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, func, select, update

from bot.foundation import sqlite
from bot.foundation.database import Database
from bot.foundation.meta import read_meta, write_meta
from bot.foundation.sql import insert_many, meta
from bot.foundation.sqlite_connection import DriverConnection

pytestmark = pytest.mark.sqlite

MANY = 2_500
NAMED = meta.c.name.like("row %")
ROWS = select(meta.c.name, meta.c.value).where(NAMED).order_by(meta.c.name)


@pytest.fixture
def url(new_store: Callable[[str, str], str]) -> str:
    return new_store("store.db", "migrated")


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the thread of any connection was asked for something."""
    counted: Counter[str] = Counter()
    original = DriverConnection._execute

    async def execute(self: DriverConnection, step: Any, *values: Any, **named: Any) -> Any:
        counted["all"] += 1
        return await original(self, step, *values, **named)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(DriverConnection, "_execute", execute)
    return counted


async def fill(database: Database) -> list[tuple[str, str]]:
    rows = [(f"row {number:05}", str(number)) for number in range(MANY)]
    async with database.write() as writing:
        await insert_many(writing, meta, ("name", "value"), rows)
    return rows


async def test_a_statement_with_its_rows_is_one_change_of_thread(
    database: Database, changes: Counter[str]
) -> None:
    async with database.write() as writing:
        await write_meta(writing, "name", "value")
    changes.clear()
    async with database.write() as writing:
        await write_meta(writing, "name", "another")
        assert await read_meta(writing, "name") == "another"
    assert changes["all"] == 4, "it begins, two statements, and the commit"
    changes.clear()
    async with database.read() as reading:
        assert await read_meta(reading, "name") == "another"
    assert changes["all"] == 2, "the statement, with which it begins, and its end"
    changes.clear()
    async with database.read():
        pass
    assert changes["all"] == 0, "nothing was asked"


async def test_however_many_rows_all_come_and_in_their_order(database: Database) -> None:
    rows = await fill(database)
    async with database.read() as reading:
        assert [tuple(row) for row in (await reading.execute(ROWS)).all()] == rows
        for size in (1, 700, 1_000, MANY):
            streamed = await reading.stream(ROWS.execution_options(yield_per=size))
            parts = [list(part) async for part in streamed.partitions()]
            assert {len(part) for part in parts[:-1]} <= {size}
            assert [tuple(row) for part in parts for row in part] == rows
        one_by_one = await reading.stream(ROWS)
        assert [tuple(row) async for row in one_by_one] == rows
        first = await reading.stream(ROWS)
        assert tuple(await first.fetchone() or ()) == rows[0]
        await first.close()
    async with database.write() as writing:
        # A cursor that was left open would keep the table from being dropped.
        await writing.exec_driver_sql("CREATE TABLE other AS SELECT * FROM meta")
        await writing.exec_driver_sql("DROP TABLE other")


async def test_how_many_rows_were_changed_is_counted_to_the_last(database: Database) -> None:
    await fill(database)
    async with database.write() as writing:
        changed = await writing.execute(update(meta).where(NAMED).values(value="1"))
        assert changed.rowcount == MANY
        told = update(meta).where(NAMED).values(value="2").returning(meta.c.value)
        assert (await writing.execute(told)).scalars().all() == ["2"] * MANY
        each = update(meta).where(meta.c.name == bindparam("which")).values(value="3")
        names = [{"which": f"row {number:05}"} for number in range(10)]
        assert (await writing.execute(each, names)).rowcount == 10
        threes = select(func.count()).where(meta.c.value == "3")
        assert await writing.scalar(threes) == 10
        assert (await writing.execute(delete(meta).where(NAMED))).rowcount == MANY


async def test_what_reaches_the_disk_at_once_goes_by_each_write(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_DURABLE", "FULL")
    monkeypatch.setattr(sqlite, "_HURRIED", "NORMAL")
    levels = []
    for durable in (True, False, False, True, True):
        async with database.write(durable=durable) as writing:
            levels.append((await writing.exec_driver_sql("PRAGMA synchronous")).scalar_one())
    assert levels == [2, 1, 1, 2, 2]


async def test_a_transaction_without_a_statement_leaves_none_behind(database: Database) -> None:
    async with database.read():
        pass
    async with database.read() as reading:
        await reading.execute(ROWS)
    async with database.write():
        pass
    for number in range(3):
        async with database.write() as writing:
            await write_meta(writing, "name", str(number))
        async with database.read() as reading:
            assert await read_meta(reading, "name") == str(number)
