"""Members are told what became of their suggestions, by direct messages through the outbox."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from ..alerts.queries import deliveries, direct_messages, events, outbox
from ..alerts.transport import FailedError, LimitedError, RefusedError, UnsureError
from ..editing.queries.proposals import Proposal, proposers_of
from ..editing.receipts import Act
from ..facts.fields import field_of
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction

_LOG = logging.getLogger(__name__)

_AT_ONCE = 10
_OPEN_TIMEOUT = 10.0
_REST_SECONDS = 60.0


class Opener(Protocol):
    """Opens channels of direct messages; may raise the errors of `alerts.transport`."""

    async def direct(self, user_id: int) -> int:
        """The id of the channel of direct messages with a person."""
        ...


@dataclass(frozen=True, slots=True)
class UnreadResult:
    """A result that a member's closed direct messages kept from them."""

    delivery_id: int
    body: Mapping[str, str]


class Results:
    """Puts what was decided into the outbox, which sends it once whatever happens meanwhile."""

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
        """In the transaction of a decision: put it into the outbox for all who suggested it.

        `written` is the value that was written, or `reason` is why nothing was.
        """
        people = await proposers_of(writing, proposal.id)
        if not people:
            return
        encode = field_of(proposal.season, proposal.field).encode
        body = {
            "title": title,
            "season": "" if proposal.season is None else str(proposal.season),
            "field": proposal.field,
            "value": json.dumps(encode(proposal.value), ensure_ascii=False),
        }
        if reason is None:
            body["written"] = json.dumps(encode(written), ensure_ascii=False)
        else:
            body["reason"] = reason
        now = self._clock()
        event_id = await events.add_message(
            writing, events.OUTCOME, proposal.token, scope=proposal.guild_id, body=body, now=now
        )
        if event_id is None:
            return
        for user_id in people:
            # Which channel it is shows only when it is open; until then the person stands for it.
            await deliveries.add(
                writing,
                event_id,
                user_id,
                proposal.guild_id,
                mask=0,
                now=now,
                user_id=user_id,
                state=deliveries.UNOPENED,
            )

    def hurry(self) -> None:
        """Something was decided, and is stored: look at it in the next step."""
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
                channel_id = await asyncio.wait_for(opener.direct(user_id), _OPEN_TIMEOUT)
            except (RefusedError, FailedError) as error:
                _LOG.info("the result of a suggestion cannot be sent: %s", error)
                async with self._database.write() as writing:
                    await outbox.settle(writing, delivery_id, deliveries.DROPPED, str(error))
                continue
            except (LimitedError, UnsureError, TimeoutError) as error:
                seconds = error.seconds if isinstance(error, LimitedError) else 0.0
                rest = max(_REST_SECONDS, seconds)
                self._resting_until = monotonic + rest
                _LOG.info("results of suggestions are sent later: %s", error)
                # Others come first then, so that one who cannot be reached holds nobody up.
                later = self._clock() + timedelta(seconds=rest)
                async with self._database.write() as writing:
                    state = deliveries.UNOPENED
                    await outbox.settle(writing, delivery_id, state, str(error), due_at=later)
                return
            async with self._database.write() as writing:
                await direct_messages.opened(writing, delivery_id, channel_id, self._clock())

    async def unread(self, act: Act) -> Sequence[UnreadResult]:
        """What that member could not be sent of their suggestions in this server, oldest first.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            rows = await direct_messages.missed(reading, act.user_id, act.guild_id)
        return [UnreadResult(delivery_id, json.loads(body)) for delivery_id, body in rows]

    async def mark_read(self, results: Sequence[UnreadResult]) -> None:
        """They read it elsewhere.

        Raises:
            StoreError: the database could not be written; they read it once more.
        """
        if not results:
            return
        async with self._database.write() as writing:
            for one in results:
                await outbox.settle(writing, one.delivery_id, deliveries.SENT, None)
