"""A database with a few shows in it, at a path of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.facts.ledger import Ledger
from bot.foundation.database import Database
from tests.clock import StoppedClock
from tests.engines import Server
from tests.facts.stated import Stored, draft, person, says


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def stored(url: str, file: Path, migrated: Path, clock: StoppedClock) -> Stored:
    """Today's schema with two shows, a record each, and an edit with its claim and log row."""
    shutil.copy(migrated, file)
    async with Database(url) as database:
        ledger = Ledger(database, clock)
        await ledger.state("tvmaze", [says("1", "Dark", ids={"imdb": "tt1"}), says("2", "Lost")])
        await ledger.edit(draft(1, 1, person(1, "episodes", 10)))
    return Stored(file)


@pytest.fixture
def bare(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty database."""
    with postgres_server.copy(postgres_server.template("bare", lambda url: None)) as url:
        yield url
