"""Move everything from one database to another, of either engine, and compare the rows."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..errors import StoreError
from .database import Database
from .database_url import file_of
from .in_use import refuse_in_use
from .migrate import HEAD, migrate, revision_of, unfit
from .postgres import WRITER
from .sql import insert_many, meta

_BATCH = 2_000

MoveProgress = Callable[[str, int, int], None]
"""Called with the table that is being moved, the steps done and the steps in all; a row is two
steps."""


async def move(source_url: str, target_url: str, metadata: MetaData, progress: MoveProgress) -> int:
    """Copy every row of the tables of `metadata` in one transaction; returns how many there were.

    The rows are those of the moment at which the move begins. They are compared one by one before
    the commit.

    Raises:
        SettingsError: an address cannot be used.
        StoreError: the source is none of this version's, the target holds something, or a row did
            not arrive as it was, or a bot runs on one of them; the target is as empty as before.
    """
    await _refuse_unready(source_url)
    await _refuse_filled(target_url)
    for url in (source_url, target_url):
        await refuse_in_use(url)  # what a bot still writes would stay behind, or be in the way
    await migrate(target_url)
    async with (
        Database(source_url) as source,
        Database(target_url) as target,
        source.read() as reading,
        target.write() as writing,
    ):
        await _refuse_rows(writing, metadata)
        await writing.execute(delete(meta))
        counted = {table: await _count(reading, table) for table in metadata.sorted_tables}
        total = 2 * sum(counted.values())
        done = 0
        for table in counted:
            async for step in _table(reading, writing, table):
                done += step
                progress(table.name, done, total)
    return sum(counted.values())


async def _table(
    reading: AsyncConnection, writing: AsyncConnection, table: Table
) -> AsyncIterator[int]:
    """Copy a table, then read it back and compare; reports its progress in rows."""
    seen: dict[tuple[Any, ...], bytes] = {}
    async for rows in _batches(reading, table):
        seen |= {_key(table, row): _digest(row) for row in rows}
        await _put(writing, table, rows)
        yield len(rows)
    await _put_own_references(reading, writing, table)
    async for rows in _batches(writing, table):
        _compare(table, seen, rows)
        yield len(rows)
    if seen:
        raise _lost(table, next(iter(seen)))
    await _count_on(reading, writing, table)


async def _refuse_unready(url: str) -> None:
    file = file_of(url)
    # Opening a SQLite file that does not exist would create it.
    revision = None if file is not None and not file.exists() else await revision_of(url)
    if revision is None:
        raise StoreError("There is nothing to move: the source holds no database of this bot.")
    if refusal := unfit(revision):
        raise StoreError("The source {refusal}.", refusal=refusal)
    if revision != HEAD:
        raise StoreError(
            "The source is of an older version; start this version of the bot on it once."
        )


async def _refuse_filled(url: str) -> None:
    """Refuse a target with tables in it, before a migration creates any: what is there is not
    ours."""
    try:
        revision = await revision_of(url)
    except StoreError:
        return  # `migrate` reports what is wrong, or creates the folder.
    if revision not in (None, HEAD):
        raise _filled()


async def _refuse_rows(writing: AsyncConnection, metadata: MetaData) -> None:
    for table in metadata.sorted_tables:
        query = select(table).limit(1)
        if table is meta:
            query = query.where(meta.c.name != WRITER)
        if (await writing.execute(query)).first() is not None:
            raise _filled()


def _filled() -> StoreError:
    return StoreError("The target is not empty; nothing was moved. Name an empty database.")


def _key(table: Table, row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(row[at] for at, column in enumerate(table.columns) if column.primary_key)


def _digest(row: Sequence[Any]) -> bytes:
    return hashlib.blake2b(
        repr(tuple(row)).encode("utf-8", "surrogatepass"), digest_size=16
    ).digest()


def _compare(
    table: Table, seen: dict[tuple[Any, ...], bytes], rows: Sequence[Sequence[Any]]
) -> None:
    for row in rows:
        key = _key(table, row)
        if seen.pop(key, None) != _digest(row):
            raise _lost(table, key)


def _lost(table: Table, key: tuple[Any, ...]) -> StoreError:
    return StoreError(
        "Row {key} of {table} did not arrive as it was; nothing was moved.",
        key=", ".join(map(str, key)),
        table=table.name,
    )


async def _count(connection: AsyncConnection, table: Table) -> int:
    return await connection.scalar(select(func.count()).select_from(table)) or 0


async def _batches(
    connection: AsyncConnection, table: Table
) -> AsyncIterator[Sequence[tuple[Any, ...]]]:
    streamed = await connection.stream(select(table).execution_options(yield_per=_BATCH))
    async for rows in streamed.partitions():
        yield [tuple(row) for row in rows]


def _own_references(table: Table) -> list[Column[Any]]:
    """The columns that refer to another row of the same table, which may be inserted later."""
    return [
        column
        for column in table.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]


async def _put(writing: AsyncConnection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    names = [column.name for column in table.columns]
    later = {names.index(column.name) for column in _own_references(table)}
    if later:
        rows = [
            tuple(None if at in later else value for at, value in enumerate(row)) for row in rows
        ]
    await insert_many(writing, table, names, rows)


async def _put_own_references(
    reading: AsyncConnection, writing: AsyncConnection, table: Table
) -> None:
    for column in _own_references(table):
        (key,) = table.primary_key.columns
        rows = await reading.execute(select(key, column).where(column.is_not(None)))
        for number, value in rows.all():
            await writing.execute(update(table).where(key == number).values({column: value}))


async def _count_on(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> None:
    """Continue the sequences of ids where they were, so that the id of a deleted row is not used
    again."""
    key = table.autoincrement_column
    if key is None:
        return
    last = max(
        await writing.scalar(select(func.max(key))) or 0, await _last_given(reading, table, key)
    )
    if not last:
        return
    if writing.dialect.name == "postgresql":
        sequence = select(func.setval(func.pg_get_serial_sequence(table.name, key.name), last))
        await writing.execute(sequence)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        values = {"table": table.name, "last": last}
        done = await writing.execute(
            text("UPDATE sqlite_sequence SET seq = :last WHERE name = :table"), values
        )
        if not done.rowcount:
            await writing.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), values
            )


async def _last_given(reading: AsyncConnection, table: Table, key: Column[Any]) -> int:
    if reading.dialect.name == "postgresql":
        last = await reading.scalar(
            text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :key)::regclass)"),
            {"table": table.name, "key": key.name},
        )
    elif table.dialect_options["sqlite"]["autoincrement"]:
        last = await reading.scalar(
            text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table.name}
        )
    else:
        last = None
    return int(last or 0)
