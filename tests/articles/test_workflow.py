"""Whose article is read when several servers have theirs read at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.composition_root import Services
from bot.errors import BadInputError
from tests.editing.editors import HERE, SOURCE, THERE, act

_LONG = "season 2 of The Show premieres on May 3 " * 1_500
_SHORT = "Nothing at all is told here, and that in very few words."


@pytest.mark.parametrize(("other", "first"), [(THERE, "short"), (HERE, "long")])
async def test_a_long_article_holds_up_its_own_server_alone(
    services: Services, other: int, first: str
) -> None:
    done: list[str] = []

    async def drafted(name: str, text: str, guild: int) -> None:
        with pytest.raises(BadInputError):  # of no known show, and of nothing
            await services.drafting.from_text(act(guild), text.encode(), SOURCE, suggests=False)
        done.append(name)

    await drafted("before", _LONG[:200], HERE)  # what the first article needs is compiled
    await asyncio.gather(drafted("long", _LONG, HERE), drafted("short", _SHORT, other))
    assert done[1] == first
