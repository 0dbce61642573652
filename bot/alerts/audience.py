"""Who will hear of a change: what an editor is told before it is sent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..errors import StoreError
from ..facts.changes import Change

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The channels of the editor's own server, and how many there are elsewhere."""

    channels: tuple[int, ...] = ()
    elsewhere: int = 0


class Audience(Protocol):
    """Knows which channels follow what."""

    async def hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        """The channels that these changes will be told in."""
        ...


class Nobody:
    """The audience while nothing can be followed."""

    async def hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        """Nobody hears of it."""
        return Hearing()


async def hearing_of(audience: Audience, changes: Sequence[Change], guild_id: int) -> Hearing:
    """The same, for changes that stand already: what cannot be looked up is left unsaid."""
    try:
        return await audience.hearing(changes, guild_id)
    except StoreError as error:
        _LOG.warning("cannot look up who hears of a change: %s", error)
        return Hearing()
