"""A database held against the tables of every subject."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, select

from bot.foundation.database import Database
from bot.foundation.sql import meta


async def differences(url: str, metadata: MetaData) -> list[object]:
    """What the migrated database and the tables disagree about; empty when they agree."""
    async with Database(url) as database, database.read() as connection:
        await connection.execute(select(meta.c.name).limit(1))
        return await connection.run_sync(
            lambda c: list(compare_metadata(MigrationContext.configure(c), metadata))
        )
