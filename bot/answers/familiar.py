"""Which shows are nearer at hand for a server: what it follows, and what it lately asked about."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from cachetools import LRUCache

from ..errors import StoreError

_LOG = logging.getLogger(__name__)

_SERVERS = 1_000
_SHOWS = 50
"""So many shows of a server are remembered, those it asked about last."""

Follows = Callable[[int], Awaitable[frozenset[int]]]
"""The ids of the shows that a server's channels follow."""


async def _nothing(scope: int) -> frozenset[int]:
    return frozenset()


class Familiar:
    """Remembers in memory what each server asked about; what it follows is looked up."""

    def __init__(self, follows: Follows = _nothing) -> None:
        self._follows = follows
        self._asked: LRUCache[int, OrderedDict[int, None]] = LRUCache(_SERVERS)

    def note(self, scope: int, show_id: int) -> None:
        """A server asked for a show by more than a name that others have too."""
        if not scope:
            return
        shows = self._asked.setdefault(scope, OrderedDict())
        shows[show_id] = None
        shows.move_to_end(show_id)
        if len(shows) > _SHOWS:
            shows.popitem(last=False)

    async def of(self, scope: int) -> frozenset[int]:
        """What is near at hand there; in direct messages nothing."""
        if not scope:
            return frozenset()
        asked = frozenset(self._asked.get(scope, ()))
        try:
            return asked | await self._follows(scope)
        except StoreError as error:
            _LOG.info("what a server follows did not tell namesakes apart: %s", error)
            return asked
