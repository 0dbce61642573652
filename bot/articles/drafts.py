"""Drafts of facts, and how they wait for an editor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ..facts.fields import field_of

if TYPE_CHECKING:
    from .titles import Subject


@dataclass(frozen=True, slots=True)
class Draft:
    """One fact that an article states, in the form that the import format gives its value.

    `field` is a field's name there, and "show_status" for the status of a show. `quote` is where
    it stands, a piece of the article. Not `sure` is what was put together from several sentences.
    """

    subject: Subject
    season: int | None
    field: str
    value: object
    quote: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Proposed:
    """One fact of an article about a show of the catalogue.

    `field` is its stored name and `value` its JSON form; `quote` is where it stands.
    """

    show_id: int
    title: str
    season: int | None
    field: str
    value: Any
    quote: str
    on: bool

    @property
    def decoded(self) -> object:
        """The domain value."""
        return field_of(self.season, self.field).decode(self.value)

    @property
    def key(self) -> str:
        """What tells it from the other members of a collection; "" for a single value."""
        return field_of(self.season, self.field).key(self.decoded)


@dataclass(frozen=True, slots=True)
class DraftSet:
    """The drafts of one article, for the person who had it read in that server.

    `interaction_id` is that of the act that made them, by which the edit is written once and
    undone. `suggests` says that they are a member's, and go to the editors' queue.
    """

    token: str
    interaction_id: int
    guild_id: int
    scope: int
    user_id: int
    suggests: bool
    link: str
    as_of: date
    drafts: tuple[Proposed, ...]

    @property
    def chosen(self) -> tuple[Proposed, ...]:
        """Those that are on."""
        return tuple(one for one in self.drafts if one.on)

    def toggled(self, place: int) -> DraftSet:
        """The same with one turned on or off; unchanged where there is none at that place."""
        if not 0 <= place < len(self.drafts):
            return self
        drafts = list(self.drafts)
        drafts[place] = replace(drafts[place], on=not drafts[place].on)
        return replace(self, drafts=tuple(drafts))
