"""After every test of the cogs: all that the bot sent was valid, all it raised has a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.composition_root import Services
from bot.errors import CliffhangerError
from tests.facts.stated import Stored, stored_in
from tests.openapi import violations


@pytest.fixture
def rows(services: Services) -> Stored:
    """The rows of the bot's database."""
    return stored_in(services.database.url)


@pytest.fixture(autouse=True)
def sent_and_raised(request: pytest.FixtureRequest) -> Iterator[None]:
    """Holds request bodies against Discord's description, and errors against our own kind.

    SimCord fails a test whose bot raised anything; an error of our own is how a command answers
    bad input, so those alone pass.
    """
    world = request.getfixturevalue("world") if "world" in request.fixturenames else None
    yield
    if world is not None:
        assert violations(world.env.http_requests) == []
        assert [error for error in world.env.errors if not _told(error)] == []


def _told(error: BaseException) -> bool:
    return isinstance(error, CliffhangerError) or isinstance(error.__cause__, CliffhangerError)
