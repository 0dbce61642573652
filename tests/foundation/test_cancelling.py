"""A task that is cancelled at any of its awaits leaves a database that the next can use."""

from __future__ import annotations

import asyncio
import itertools
import types
from collections.abc import Callable, Coroutine, Generator, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.foundation.database import Database
from bot.foundation.meta import current_revision, next_revision
from bot.foundation.sql import insert_many, meta
from tests import compiled

ROWS = 12
_ROWS = select(meta.c.name, meta.c.value).where(meta.c.name.like("row %"))


@pytest.fixture
def url(new_store: Callable[[str, str], str]) -> str:
    return new_store("store.db", "migrated")


async def read(database: Database) -> None:
    async with database.read() as reading:
        await current_revision(reading)
        await reading.execute(_ROWS)


async def write(database: Database) -> None:
    async with database.write() as writing:
        await next_revision(writing)


async def copy(database: Database) -> None:
    rows = [(f"row {number}", "x" * 10_000) for number in range(ROWS)]
    async with database.write() as writing:
        await writing.execute(meta.delete().where(meta.c.name.like("row %")))
        await insert_many(writing, meta, ("name", "value"), rows)


async def fetch(database: Database) -> None:
    async with database.at_hand():
        other = asyncio.ensure_future(database.fetch(_ROWS, {}))
        try:
            await database.fetch(_ROWS, {})
        finally:
            # It shares the connection, and falls back to the ordinary way where that is lost.
            assert await other in (None, await expected(database))


async def expected(database: Database) -> Sequence[Any]:
    async with database.read() as reading:
        return (await reading.execute(_ROWS)).all()


def one() -> set[asyncio.Task[Any] | None]:
    return {asyncio.current_task()}


@types.coroutine
def cancelled(
    task: Coroutine[Any, Any, None],
    awaits: tuple[int, ...],
    whom: Callable[[], set[asyncio.Task[Any] | None]] = one,
) -> Generator[Any, Any, int]:
    """Run it and cancel it, or those tasks, at those of its awaits; how many there were."""
    error: BaseException | None = None
    for number in itertools.count(1):
        try:
            awaited = task.send(None) if error is None else task.throw(error)
        except StopIteration:
            return number - 1
        if number in awaits:
            for each in whom():
                assert each is not None
                each.cancel()
        try:
            yield awaited
            error = None
        except BaseException as thrown:  # noqa: BLE001 - it is the task's own
            error = thrown
    raise AssertionError


@pytest.mark.slow
@pytest.mark.parametrize("again", [None, 1, 3])
@pytest.mark.parametrize("act", [read, write, copy, fetch])
async def test_the_next_finds_the_database_free(
    url: str, act: Callable[[Database], Coroutine[Any, Any, None]], again: int | None
) -> None:
    kept = []
    async with Database(url) as database:
        await copy(database)
        for number in itertools.count(1):
            awaits = (number,) if again is None else (number, number + again)
            task = asyncio.ensure_future(_awaited(cancelled(act(database), awaits)))
            # Its traceback is held on to, as a log or a task may.
            kept.append(await asyncio.gather(task, return_exceptions=True))
            async with asyncio.timeout(10):
                await copy(database)
                assert len(await expected(database)) == ROWS
            assert database._under_way == 0
            if not task.cancelled() and task.result() < number:
                break
    assert number > 3


@pytest.mark.parametrize("act", [read, write])
async def test_the_first_of_all_may_be_cancelled(
    url: str, act: Callable[[Database], Coroutine[Any, Any, None]]
) -> None:
    for number in itertools.count(1):
        async with Database(url) as database:
            task = asyncio.ensure_future(_awaited(cancelled(act(database), (number,))))
            await asyncio.gather(task, return_exceptions=True)
            async with asyncio.timeout(10):
                await write(database)
        if not task.cancelled() and task.result() < number:
            break
    assert number > 3


@pytest.mark.parametrize("act", [read, write])
async def test_all_tasks_may_be_cancelled_at_once(
    url: str, act: Callable[[Database], Coroutine[Any, Any, None]]
) -> None:
    """As a program does at its end, with those that give connections back before they begin."""
    mine = asyncio.current_task()

    def others() -> set[asyncio.Task[Any] | None]:
        return {task for task in asyncio.all_tasks() if task is not mine}

    for number in itertools.count(1):
        async with Database(url) as database:
            task = asyncio.ensure_future(_awaited(cancelled(act(database), (number,), others)))
            await asyncio.gather(task, return_exceptions=True)
        assert compiled.in_use() == 0
        if not task.cancelled() and task.result() < number:
            break
    assert number > 3


async def _awaited(awaitable: Any) -> Any:
    return await awaitable
