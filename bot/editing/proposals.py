"""What waits in a review queue: a suggestion, a source conflict or a numbering conflict."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from ..facts.fields import field_of

SUGGESTION = "suggestion"
SOURCE_CONFLICT = "disagreement"
"""A source contradicts what a person set."""
NUMBERING_CONFLICT = "numbering"
"""A source's record counts the seasons otherwise; what it says of them is kept out of the show."""

OPEN = "open"
APPROVED = "approved"
REJECTED = "rejected"
MOOT = "moot"
"""A source no longer says otherwise, or nobody here says anything it could contradict."""

MEMBER = "member"
"""Who says what a member suggests, whoever they are."""


@dataclass(frozen=True, slots=True)
class NewProposal:
    """What is to be put into the queue of a scope; `said_by` is "member" or a source's name.

    `token` names it outside: ids would count other servers' proposals.
    """

    token: str
    kind: str
    scope: int
    guild_id: int
    show_id: int
    season: int | None
    field: str
    key: str
    value: object
    link: str
    said_by: str

    @property
    def fingerprint(self) -> str:
        """The same proposal has the same one, and is one row."""
        return fingerprint(self, self.show_id)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row of the queue; `proposers` are the members who suggest it. Instants are in UTC."""

    id: int
    token: str
    kind: str
    scope: int
    guild_id: int
    show_id: int
    season: int | None
    field: str
    key: str
    value: object
    link: str
    said_by: str
    state: str
    created_at: datetime
    decided_at: datetime | None
    reason: str | None
    proposers: tuple[int, ...] = ()


def fingerprint(proposal: NewProposal | Proposal, show_id: int) -> str:
    """What makes two proposals about that show the same: scope, season, field, value, author.

    Two sources that say one thing say it once, but for the counting of seasons: that is settled
    with each source by itself.
    """
    encoded = field_of(proposal.season, proposal.field).encode(proposal.value)
    author = {SOURCE_CONFLICT: "source", NUMBERING_CONFLICT: f"{proposal.said_by} counts"}.get(
        proposal.kind, proposal.said_by
    )
    identity = [
        proposal.scope,
        show_id,
        proposal.season,
        proposal.field,
        proposal.key,
        encoded,
        author,
    ]
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
