"""The site over a real socket, and somebody who reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.app import Services
from bot.web.site import open_site
from tests.web.reader import Reader, reading


@pytest.fixture
async def reader(services: Services) -> AsyncIterator[Reader]:
    settings = replace(services.settings, web_port=0)
    async with (
        open_site(settings, services.library, services.clock) as address,
        reading(address) as opened,
    ):
        yield opened
