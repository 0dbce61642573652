"""A record that counts the seasons otherwise waits for curators as long as it does."""

from __future__ import annotations

import secrets

from ..clock import Clock
from ..editing.proposals import fingerprint, voice
from ..editing.queries import proposals as rows
from ..editing.queries.proposals import NewProposal
from ..foundation.database import Transaction
from ..providers.numbering import Mismatch
from . import objections


async def note(
    writing: Transaction, clock: Clock, show_id: int, source: str, mismatch: Mismatch | None
) -> None:
    """Queue what a source's record counts otherwise now; what it did before is settled.

    Raises:
        StoreError: the database cannot be written.
    """
    proposal = None if mismatch is None else _proposal(show_id, source, mismatch)
    mark = "" if proposal is None else proposal.fingerprint
    now = clock()
    await rows.settle(writing, rows.NUMBERING, show_id, source, but=mark, now=now)
    if proposal is not None:
        await objections.put(writing, [proposal], now)


def _proposal(show_id: int, source: str, mismatch: Mismatch) -> NewProposal:
    claim = mismatch.claim
    mark = fingerprint(
        0,
        show_id,
        claim.season,
        claim.field,
        claim.key,
        claim.value,
        by=voice(rows.NUMBERING, source),
    )
    return NewProposal(
        secrets.token_hex(8),
        mark,
        rows.NUMBERING,
        0,
        0,
        show_id,
        claim.season,
        claim.field,
        claim.key,
        claim.value,
        claim.source,
        source,
    )
