"""A task that is cancelled in the middle of a write leaves no lock behind."""

from __future__ import annotations

import asyncio
import random

from bot.foundation.database import Database, next_revision
from tests.facts.stated import Stored


async def test_the_next_write_finds_the_database_free(url: str, stored: Stored) -> None:
    chance = random.Random(7)
    async with Database(url) as database:

        async def writing() -> None:
            while True:
                async with database.write() as transaction:
                    for _ in range(5):
                        await next_revision(transaction)

        kept = []
        for _ in range(40):
            task = asyncio.ensure_future(writing())
            await asyncio.sleep(chance.random() * 0.01)
            task.cancel()
            # Its traceback is held on to, as a log or a task may.
            kept.append(await asyncio.gather(task, return_exceptions=True))
            async with database.write() as transaction:
                await next_revision(transaction)
