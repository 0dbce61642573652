"""Members suggest facts to their server's editors, within limits."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..alerts.queries import direct_messages
from ..editing.input import FactInput
from ..editing.queries import proposals as queue
from ..editing.queries.proposals import (
    MEMBER,
    OPEN,
    REJECTED,
    SUGGESTION,
    NewProposal,
    Proposal,
)
from ..editing.receipts import Act
from ..errors import BadInputError
from ..facts.claim_limits import refuse_too_many
from ..facts.models import Claim, Show, Tier
from ..facts.projections import ensure_shows
from ..facts.queries.claims import EDITOR, as_edit, claims_of
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..locale.messages import language
from ..presentation.markup import quoted

MEMBER_OPEN = 5
MEMBER_DAILY = 20
SERVER_OPEN = 200
"""So many suggestions of one member wait at once, come in a day, and wait in one server."""

AGAIN_AFTER = timedelta(days=30)
"""After so long a suggestion that was turned down may come again from the same source."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion in the queue; `again` when the same one was there, `mine` when by the same
    member."""

    show: Show
    fact: FactInput
    again: bool
    mine: bool


class Suggestions:
    """Puts suggestions into the queue of the server they were made in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def suggest(self, act: Act, show: Show, fact: FactInput) -> Suggested:
        """Put a member's suggestion into their server's queue.

        `act.scope` is where it would apply. The same suggestion by another member is the same
        row, and both learn the result.

        Raises:
            BadInputError: there are too many already, it would take the show over a limit
                (`facts/claim_limits`), it is what the answer says anyway, or it
                was turned down lately with the same source.
            StoreError: the database could not be written; nothing was changed.
        """
        current = show.fact(fact.season, fact.field, fact.key)
        if (current.value if current is not None else None) == fact.value:
            raise BadInputError("That is what I say already.")
        new = _proposal(act, show, fact)
        async with self._database.write() as writing:
            now = self._clock()
            await direct_messages.put(writing, act.user_id, language())
            same = await queue.by_fingerprint(writing, new.fingerprint)
            if same is not None and same.state == OPEN:
                mine = act.user_id in same.proposers
                if not mine:
                    await self._limit(writing, act, new=False)
                    await queue.support(writing, same.id, act.user_id, now)
                return Suggested(show, fact, again=True, mine=mine)
            await self._limit(writing, act, new=True)
            before = await claims_of(writing, show.id)
            refuse_too_many(act.scope, before, [*before, _as_claim(act, fact, now)])
            if same is not None:
                _refuse_too_soon(same, fact.link, now)
                proposal_id = same.id
                await queue.reopen(writing, same.id, token=new.token, link=fact.link, now=now)
            else:
                await ensure_shows(writing, [show.id], now=now)
                proposal_id = await queue.add(writing, new, now)
            await queue.support(writing, proposal_id, act.user_id, now)
        return Suggested(show, fact, again=False, mine=False)

    async def _limit(self, writing: Transaction, act: Act, *, new: bool) -> None:
        since = self._clock() - timedelta(days=1)
        every, own, recent = await queue.count_open(writing, act.guild_id, act.user_id, since)
        if own >= MEMBER_OPEN:
            raise BadInputError(
                "{member_open} of your suggestions are waiting; more when they are decided.",
                member_open=MEMBER_OPEN,
            )
        if recent >= MEMBER_DAILY:
            raise BadInputError(
                "That is {member_daily} suggestions today; more tomorrow.",
                member_daily=MEMBER_DAILY,
            )
        if new and every >= SERVER_OPEN:
            raise BadInputError("This server's queue is full; its editors have to review first.")


def _proposal(act: Act, show: Show, fact: FactInput) -> NewProposal:
    seed = f"{act.interaction_id}:{secrets.token_hex(4)}"
    return NewProposal(
        hashlib.sha256(seed.encode()).hexdigest()[:16],
        SUGGESTION,
        act.scope,
        act.guild_id,
        show.id,
        fact.season,
        fact.field,
        fact.key,
        fact.value,
        fact.link,
        MEMBER,
    )


def _as_claim(act: Act, fact: FactInput, now: datetime) -> Claim:
    """The suggestion as it would stand, were it approved."""
    claim = Claim(
        fact.season, fact.field, fact.key, fact.value, Tier.SERVER, EDITOR, fact.link, now.date()
    )
    return as_edit(claim, scope=act.scope, author=act.user_id)


def _refuse_too_soon(proposal: Proposal, link: str, now: datetime) -> None:
    """What was turned down may be right later, or with a better source."""
    if proposal.state != REJECTED or proposal.link != link:
        return
    if proposal.decided_at is None or now - proposal.decided_at < AGAIN_AFTER:
        raise BadInputError(
            "That was suggested before and turned down: {value} With another source you "
            "can suggest it again.",
            value=quoted(proposal.reason or "", 300),
        )
