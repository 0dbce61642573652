"""Source conflicts: sources that contradict people's values, or number the seasons differently."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ..facts.fields import Shape, field_of
from ..facts.models import Claim, Show, Tier
from ..facts.resolve import resolve, visible
from ..foundation.clock import Clock
from ..foundation.database import Transaction
from ..providers.season_numbering import Mismatch
from . import queries as queue
from .queries import (
    MOOT,
    NUMBERING_CONFLICT,
    SOURCE_CONFLICT,
    NewProposal,
    Proposal,
)


class SourceConflicts:
    """Puts conflicts into the queue, inside the transaction in which a source's statements are
    written."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def note(
        self,
        writing: Transaction,
        before: Mapping[int, Sequence[Claim]],
        after: Mapping[int, Sequence[Claim]],
    ) -> None:
        """Queue the values that are new from sources and that people state differently.

        Raises:
            StoreError: the database cannot be written.
        """
        new = [
            proposal
            for show_id, claims in after.items()
            for proposal in _new_conflicts(show_id, before.get(show_id, ()), claims)
        ]
        await _put(writing, new, self._clock())


async def note_numbering(
    writing: Transaction, clock: Clock, show_id: int, source: str, mismatch: Mismatch | None
) -> None:
    """Put a record's new difference in numbering into the queue; its earlier ones become moot.

    Raises:
        StoreError: the database cannot be written.
    """
    now = clock()
    if mismatch is None:
        await queue.close_moot(writing, NUMBERING_CONFLICT, show_id, source, keep="", now=now)
        return
    proposal = _proposal(NUMBERING_CONFLICT, 0, show_id, mismatch.claim, source)
    keep = proposal.fingerprint
    await queue.close_moot(writing, NUMBERING_CONFLICT, show_id, source, keep=keep, now=now)
    await _put(writing, [proposal], now)


def contradicting_sources(show: Show | None, proposal: Proposal) -> list[str]:
    """The sources that still say what the proposal says, contrary to a person's value."""
    fact = show.fact(proposal.season, proposal.field) if show is not None else None
    if fact is None or fact.claim.author is None:
        return []
    sources = {
        claim.by
        for claim in fact.others
        if claim.tier is Tier.SOURCE and claim.value == proposal.value
    }
    return sorted(sources, key=lambda by: (by != proposal.said_by, by))


def _new_conflicts(
    show_id: int, before: Sequence[Claim], after: Sequence[Claim]
) -> Iterable[NewProposal]:
    known = {_value(claim) for claim in before if claim.author is None}
    for scope in sorted({claim.scope for claim in after if claim.author is not None}):
        for facts in resolve(visible(after, scope)).values():
            for fact in facts:
                mine = fact.claim
                if mine.author is None or mine.scope != scope:
                    continue
                if field_of(mine.season, mine.field).shape is not Shape.SINGLE:
                    continue
                for other in fact.others:
                    if other.tier is Tier.SOURCE and _value(other) not in known:
                        yield _proposal(SOURCE_CONFLICT, scope, show_id, other, other.by)


def _value(claim: Claim) -> tuple[object, ...]:
    return claim.season, claim.field, claim.key, claim.value


def _proposal(kind: str, scope: int, show_id: int, claim: Claim, source: str) -> NewProposal:
    return NewProposal(
        token=secrets.token_hex(8),
        kind=kind,
        scope=scope,
        guild_id=scope,
        show_id=show_id,
        season=claim.season,
        field=claim.field,
        key=claim.key,
        value=claim.value,
        link=claim.source,
        said_by=source,
    )


async def _put(writing: Transaction, proposals: Sequence[NewProposal], now: datetime) -> None:
    """Put new proposals into the queue. Moot ones come back to it; decided ones stay decided."""
    if not proposals:
        return
    new: dict[str, NewProposal] = {}
    for proposal in proposals:
        new.setdefault(proposal.fingerprint, proposal)
    known = await queue.by_fingerprints(writing, list(new))
    for mark, proposal in new.items():
        same = known.get(mark)
        if same is None:
            await queue.add(writing, proposal, now)
        elif same.state == MOOT:
            await queue.reopen(writing, same.id, token=proposal.token, link=proposal.link, now=now)
