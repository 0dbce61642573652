"""An act of an editor, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from ..facts.ledger import Written
from ..facts.models import Show


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, by which interaction, where it applies, and their time zone.

    `scope` is 0 for a curator, whose words are everybody's, else the server.
    """

    interaction_id: int
    user_id: int
    guild_id: int
    scope: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act that was written, for the reply. `show` is as it resolves after it, if visible."""

    act: Act
    show_id: int
    show: Show | None
    title: str
    written: Written
    action: str
