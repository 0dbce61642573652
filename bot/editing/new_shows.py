"""Shows that an editor would add by hand, kept while they look at what the providers know."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from ..errors import GoneError

_WAITING = 200
"""So many wait at once; the oldest makes room."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A show as an editor typed it; `guild_id` is the server it was typed in."""

    guild_id: int
    title: str
    year: int | None
    network: str | None
    source: str


class Drafts:
    """Keeps drafts in memory, each for the server it was made in."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, ByHand] = OrderedDict()

    def keep(self, draft: ByHand) -> str:
        """Put a draft aside and return the token that brings it back."""
        token = secrets.token_hex(8)
        self._waiting[token] = draft
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        return token

    def get(self, token: str, guild_id: int) -> ByHand:
        """The draft of that token.

        Raises:
            GoneError: it is not there any more, or was made in another server.
        """
        draft = self._waiting.get(token)
        if draft is None or draft.guild_id != guild_id:
            raise GoneError("That was too long ago; use `/catalog add` again.")
        return draft
