"""The local Discord as a fixture."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.wire.server import Server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A fresh server; what it was sent must have been valid, unless the test clears it."""
    async with Server() as server:
        yield server
        assert server.violations == []
        assert server.rest.unhandled == []
