"""What a source objects waits in the editors' queue, once for each value, while it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..editing.queries import proposals as rows
from ..editing.queries.proposals import NewProposal
from ..foundation.database import Transaction


async def put(writing: Transaction, found: Sequence[NewProposal], now: datetime) -> None:
    """Queue what is new; what was moot comes back, what was decided stays decided.

    Raises:
        StoreError: the database cannot be written.
    """
    if not found:
        return
    known = await rows.by_fingerprints(writing, [p.fingerprint for p in found])
    new = {p.fingerprint: p for p in reversed(found)}
    for mark, proposal in reversed(new.items()):
        row = known.get(mark)
        if row is None:
            await rows.add(writing, proposal, now)
        elif row.state == rows.MOOT:
            await rows.reopen(writing, row.id, token=proposal.token, link=proposal.link, now=now)
