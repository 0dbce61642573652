"""Members suggest facts to their server's editors, within limits, and get the result.

The results are direct messages, sent through the outbox of alerts.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ..alerts.queries import deliveries, direct_messages, events, outbox
from ..alerts.queries.deliveries import NewDelivery
from ..alerts.queries.outbox import Settled
from ..alerts.transport import FailedError, LimitedError, RefusedError, UnsureError
from ..editing.input import FactInput
from ..editing.receipts import Act
from ..errors import BadInputError
from ..facts.claim_limits import refuse_too_many
from ..facts.fields import field_of
from ..facts.models import Claim, Show, Tier
from ..facts.projections import ensure_shows
from ..facts.queries.claims import EDITOR, as_edit, claims_of
from ..foundation.clock import Clock, has_passed
from ..foundation.database import Database, Transaction
from ..locale.messages import language
from ..presentation.markup import quoted
from . import queries as queue
from .queries import MEMBER, OPEN, REJECTED, SUGGESTION, NewProposal, Proposal, proposers_of

_LOG = logging.getLogger(__name__)

MEMBER_OPEN = 5
MEMBER_DAILY = 20
SERVER_OPEN = 200
"""How many suggestions of one member may be open at once and be made in a day, and how many may be
open in one server."""

AGAIN_AFTER = timedelta(days=30)
"""After this long a rejected suggestion may be made again with the same source."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion in the queue.

    `again`: the same one was there already; `mine`: it was the same member's.
    """

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
            raise BadInputError("That is what I already say.")
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
                "You have used today's {member_daily} suggestions; more tomorrow.",
                member_daily=MEMBER_DAILY,
            )
        if new and every >= SERVER_OPEN:
            raise BadInputError("This server's queue is full; its editors have to review first.")


def _proposal(act: Act, show: Show, fact: FactInput) -> NewProposal:
    seed = f"{act.interaction_id}:{secrets.token_hex(4)}"
    return NewProposal(
        token=hashlib.sha256(seed.encode()).hexdigest()[:16],
        kind=SUGGESTION,
        scope=act.scope,
        guild_id=act.guild_id,
        show_id=show.id,
        season=fact.season,
        field=fact.field,
        key=fact.key,
        value=fact.value,
        link=fact.link,
        said_by=MEMBER,
    )


def _as_claim(act: Act, fact: FactInput, now: datetime) -> Claim:
    """The claim that the suggestion would become if it were approved."""
    claim = Claim(
        fact.season, fact.field, fact.key, fact.value, Tier.SERVER, EDITOR, fact.link, now.date()
    )
    return as_edit(claim, scope=act.scope, author=act.user_id)


def _refuse_too_soon(proposal: Proposal, link: str, now: datetime) -> None:
    """Refuse a suggestion that was rejected lately. Later, or with a better source, it may be
    right."""
    if proposal.state != REJECTED or proposal.link != link:
        return
    if not has_passed(AGAIN_AFTER, proposal.decided_at, now):
        raise BadInputError(
            "That was suggested before and turned down: {value} With another source you "
            "can suggest it again.",
            value=quoted(proposal.reason or "", 300),
        )


_AT_ONCE = 10
_OPEN_SECONDS = 10.0
_REST_SECONDS = 60.0


class Opener(Protocol):
    """Opens channels of direct messages; may raise the errors of `alerts.transport`."""

    async def direct(self, user_id: int) -> int:
        """The id of the channel of direct messages with a person."""
        ...


@dataclass(frozen=True, slots=True)
class UnreadResult:
    """A result that could not be sent because the member's direct messages are closed."""

    delivery_id: int
    body: Mapping[str, str]


class Results:
    """Puts results into the outbox, by which each is sent once, whatever happens meanwhile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._next_look = self._resting_until = float("-inf")

    async def decided(
        self,
        writing: Transaction,
        proposal: Proposal,
        title: str,
        *,
        written: object = None,
        reason: str | None = None,
    ) -> None:
        """In the transaction of a decision: put it into the outbox for everybody who suggested it.

        `written` is the value that was written, or `reason` is why nothing was.
        """
        people = await proposers_of(writing, proposal.id)
        if not people:
            return
        field = field_of(proposal.season, proposal.field)
        body = {
            "title": title,
            "season": "" if proposal.season is None else str(proposal.season),
            "field": proposal.field,
            "value": field.dumps(proposal.value),
        }
        if reason is None:
            body["written"] = field.dumps(written)
        else:
            body["reason"] = reason
        now = self._clock()
        event_id = await events.add_message(
            writing, events.OUTCOME, proposal.token, scope=proposal.guild_id, body=body, now=now
        )
        if event_id is None:
            return
        for user_id in people:
            # The channel is known only when it is open; until then the person's id stands for it.
            new = NewDelivery(
                event_id, user_id, proposal.guild_id, user_id=user_id, state=deliveries.UNOPENED
            )
            await deliveries.add(writing, new, now)

    def hurry(self) -> None:
        """Note that a decision was stored, so that the next step looks for it."""
        self._next_look = float("-inf")

    async def step(self, opener: Opener, monotonic: float) -> None:
        """Open the channels of direct messages, and let the outbox send.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        if monotonic < max(self._next_look, self._resting_until):
            return
        async with self._database.read() as reading:
            waiting = await direct_messages.unopened(reading, _AT_ONCE)
        if not waiting:
            self._next_look = monotonic + _REST_SECONDS
        for delivery_id, user_id in waiting:
            try:
                channel_id = await asyncio.wait_for(opener.direct(user_id), _OPEN_SECONDS)
            except (RefusedError, FailedError) as error:
                _LOG.info("the result of a suggestion cannot be sent: %s", error)
                async with self._database.write() as writing:
                    dropped = Settled(delivery_id, deliveries.DROPPED, str(error))
                    await outbox.settle(writing, dropped)
                continue
            except (LimitedError, UnsureError, TimeoutError) as error:
                seconds = error.seconds if isinstance(error, LimitedError) else 0.0
                rest = max(_REST_SECONDS, seconds)
                self._resting_until = monotonic + rest
                _LOG.info("results of suggestions are sent later: %s", error)
                # Others come first next time, so that a person who cannot be reached delays nobody.
                later = self._clock() + timedelta(seconds=rest)
                waits = Settled(delivery_id, deliveries.UNOPENED, str(error), due_at=later)
                async with self._database.write() as writing:
                    await outbox.settle(writing, waits)
                return
            async with self._database.write() as writing:
                await direct_messages.opened(writing, delivery_id, channel_id, self._clock())

    async def unread(self, act: Act) -> Sequence[UnreadResult]:
        """The results in this server that could not be sent to that member, oldest first.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            rows = await direct_messages.missed(reading, act.user_id, act.guild_id)
        return [UnreadResult(delivery_id, json.loads(body)) for delivery_id, body in rows]

    async def mark_read(self, results: Sequence[UnreadResult]) -> None:
        """Note that the member has read these results elsewhere.

        Raises:
            StoreError: the database could not be written; they read it once more.
        """
        if not results:
            return
        async with self._database.write() as writing:
            for result in results:
                await outbox.settle(writing, Settled(result.delivery_id, deliveries.SENT))
