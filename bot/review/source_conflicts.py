"""A source that comes to contradict what people set waits in their queue, once for each value."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence

from ..clock import Clock
from ..editing.proposals import fingerprint, voice
from ..editing.queries import proposals as rows
from ..editing.queries.proposals import NewProposal, ProposalRow
from ..facts.fields import Shape, field_of
from ..facts.models import Claim, Show, Tier
from ..facts.resolve import resolve, visible
from ..foundation.database import Transaction
from . import objections


class Disagreements:
    """Called inside the transaction in which a source's statements are written."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def note(
        self,
        writing: Transaction,
        before: Mapping[int, Sequence[Claim]],
        after: Mapping[int, Sequence[Claim]],
    ) -> None:
        """Queue the values that no source said before and that people say otherwise."""
        found = [
            proposal
            for show_id, claims in after.items()
            for proposal in _new(show_id, before.get(show_id, ()), claims)
        ]
        await objections.put(writing, found, self._clock())


def voices(show: Show | None, row: ProposalRow) -> list[str]:
    """The sources that still say what that row quotes, against what a person set."""
    fact = show.fact(row.season, row.field) if show is not None else None
    if fact is None or fact.claim.author is None:
        return []
    said = {c.by for c in fact.others if c.tier is Tier.SOURCE and c.value == row.value}
    return sorted(said, key=lambda by: (by != row.said_by, by))


def _new(show_id: int, before: Sequence[Claim], after: Sequence[Claim]) -> Iterable[NewProposal]:
    said = {_words(claim) for claim in before if claim.author is None}
    for scope in sorted({claim.scope for claim in after if claim.author is not None}):
        for facts in resolve(visible(after, scope)).values():
            for fact in facts:
                mine = fact.claim
                if mine.author is None or mine.scope != scope:
                    continue
                if field_of(mine.season, mine.field).shape is not Shape.SINGLE:
                    continue
                for other in fact.others:
                    if other.tier is Tier.SOURCE and _words(other) not in said:
                        yield _proposal(show_id, scope, other)


def _words(claim: Claim) -> tuple[object, ...]:
    return claim.season, claim.field, claim.key, claim.value


def _proposal(show_id: int, scope: int, other: Claim) -> NewProposal:
    mark = fingerprint(
        scope,
        show_id,
        other.season,
        other.field,
        other.key,
        other.value,
        by=voice(rows.DISAGREEMENT, other.by),
    )
    return NewProposal(
        secrets.token_hex(8),
        mark,
        rows.DISAGREEMENT,
        scope,
        scope,
        show_id,
        other.season,
        other.field,
        other.key,
        other.value,
        other.source,
        other.by,
    )
