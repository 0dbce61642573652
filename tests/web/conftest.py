"""The site over a real socket, and somebody who reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.cli.run import serving_pages
from bot.composition_root import Services
from tests.web.reader import Reader, reading


@pytest.fixture
async def reader(services: Services) -> AsyncIterator[Reader]:
    settings = replace(services.settings, web_port=0)
    async with (
        serving_pages(settings, services) as address,
        reading(address or "") as opened,
    ):
        yield opened
