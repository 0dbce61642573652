"""The tables of every subject, in the one metadata that they share."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, select

import bot
from bot.foundation.database import Database
from bot.foundation.sql import meta, metadata


@cache
def whole_schema() -> MetaData:
    """The metadata, once each subject's tables are in it."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return metadata


async def differences(url: str, metadata: MetaData) -> list[object]:
    """What the migrated database and the tables disagree about; empty when they agree."""
    async with Database(url) as database, database.read() as connection:
        await connection.execute(select(meta.c.name).limit(1))
        return await connection.run_sync(
            lambda c: list(compare_metadata(MigrationContext.configure(c), metadata))
        )
