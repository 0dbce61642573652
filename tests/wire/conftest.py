"""The local Discord as a fixture."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.providers.loopback import Loopback, now
from tests.providers.provided import Tables
from tests.wire.server import Server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A fresh server; what it was sent must have been valid, unless the test clears it."""
    async with Server() as server:
        yield server
        assert server.violations == []
        assert server.rest.unhandled == []


@pytest.fixture
def providers() -> Iterator[Loopback]:
    """TVmaze, TMDB and AniList beside it, with the show of the look-alikes."""
    tables = Tables(now)
    tables.lookalikes()
    with Loopback(tables) as providers:
        yield providers
        assert providers.unhandled == []
