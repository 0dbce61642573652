"""The shows that a command's arguments name, and the errors for a name of no show or of several."""

from __future__ import annotations

from collections.abc import Sequence

from ..answers.lookup import Found, Nothing, Several
from ..answers.namesakes import label_of
from ..composition_root import Services
from ..errors import BadInputError
from ..facts.models import Show
from ..questions.index.titles import Match

_NAMED = 5


async def named_shows(services: Services, titles: Sequence[str]) -> list[Show]:
    """The shows of exactly these titles or ids, such as `id:123`, in their order.

    Raises:
        BadInputError: a title is that of no show or of several; the sentence has those that may be
            meant, by their ids.
        GoneError: an id is of no show.
    """
    shows = []
    for typed in titles:
        result = await services.lookup.find(typed)
        if not isinstance(result, Found):
            raise BadInputError(which_may_be_meant(result))
        shows.append(result.show)
    return shows


def which_may_be_meant(result: Several | Nothing) -> str:
    """Why no single show is meant, with the ids by which each can be named."""
    if isinstance(result, Several):
        called = f"Several shows are called {result.typed!r}"
        return f"{called}; name one by its id: {_by_id(result.matches)}."
    called = f"No show is called {result.typed!r}"
    return f"{called}; near it: {_by_id(result.close)}." if result.close else f"{called}."


def _by_id(matches: Sequence[Match]) -> str:
    named = [f"id:{match.entry.show_id} {label_of(match)}" for match in matches[:_NAMED]]
    return ", ".join(named)
