"""An empty, migrated database for each test, without the starter catalogue."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.services.ledger import Ledger
from bot.services.library import Library
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.conftest import StoppedClock
from tests.services.provided import Site, Time, site
from tests.services.stated import Stored


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds today's schema and nothing else."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(f"sqlite+aiosqlite:///{file}")).result()
    return file


@pytest.fixture
def url(migrated: Path, tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'store.db')}"


@pytest.fixture
def stored(url: str, tmp_path: Path) -> Stored:
    return Stored(tmp_path / "store.db")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database(url) as opened:
        yield opened


@pytest.fixture
def ledger(database: Database, clock: StoppedClock) -> Ledger:
    return Ledger(database, clock)


@pytest.fixture
async def library(database: Database) -> Library:
    library = Library(database)
    await library.load()
    return library


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def here(database: Database, time: Time) -> AsyncIterator[Site]:
    """The services of the sources, over providers in memory."""
    library = Library(database)
    await library.load()
    made, client = site(database, Ledger(database, time), library, time)
    async with client:
        yield made
