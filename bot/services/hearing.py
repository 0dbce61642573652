"""Who will hear of a change: what an editor is told before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..catalog.changes import Change


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
