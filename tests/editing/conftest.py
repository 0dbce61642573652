"""A store without the starter catalogue."""

from __future__ import annotations

import pytest

from bot.settings import Settings


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(database_url=url, catalog_dir=None)
