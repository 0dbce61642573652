"""The site over a real socket, and somebody who reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.composition_root import Services
from tests.web.reader import Reader, reading_site


@pytest.fixture
async def reader(services: Services) -> AsyncIterator[Reader]:
    async with reading_site(services) as opened:
        yield opened
