"""A store without the starter catalogue, with one show in it."""

from __future__ import annotations

import pytest

from bot.composition_root import Services
from bot.settings import Settings
from tests.editing.editors import stated


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(database_url=url, catalog_dir=None)


@pytest.fixture
async def show(services: Services) -> int:
    return await stated(services, "Lamp", {1: {"episodes": 8}}, network="ZDF")
