"""A store without the starter catalogue, with one show in it."""

from __future__ import annotations

import pytest

from bot.composition_root import Services
from tests.editing.conftest import settings
from tests.editing.editors import stated

__all__ = ["settings"]


@pytest.fixture
async def show(services: Services) -> int:
    return await stated(services, "Lamp", {1: {"episodes": 8}}, network="ZDF")
