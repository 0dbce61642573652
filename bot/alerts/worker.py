"""The outbox worker: leases rows, sends them at the configured rate, stores how each ended."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..answers.library import Library
from ..cluster.assignment import ALONE, Assignment
from ..errors import StoreError
from ..foundation.database import Database, Transaction
from ..foundation.token_bucket import TokenBucket
from ..guilds.settings import Guilds
from .attempts import Attempts, CircuitBreaker, Completion, FollowUps, Timing
from .messages import MessageBuilder, PreparedMessage
from .pause import ChannelPauser
from .queries import backlog, outbox
from .queries.outbox import Delivery, Sent
from .sender import Sender

_LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a row belongs to the worker that tries it; longer than any attempt."""

_IN_FLIGHT = 100
_EDITS_AHEAD = 500
_LONGEST_PAUSE = 0.25

_Act = Callable[[PreparedMessage], Awaitable[Completion]]


class Worker:
    """Sends what is due. One message is in flight in a channel at a time.

    An attempt is committed before it is made and its outcome after it, so that a worker killed in
    between leaves a row whose outcome the next one finds out from the channel's history.

    `pause` is how many seconds may lie between steps while messages are on their way: few steps
    with several messages cost answers to people less than many with one. `under_way` are the
    attempts being made.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        guilds: Guilds,
        timing: Timing,
        sender: Sender,
        rate: int,
        assignment: Callable[[], Assignment] = lambda: ALONE,
    ) -> None:
        self._database = database
        self._library = library
        self._timing = timing
        self._sender = sender
        self._builder = MessageBuilder(library, guilds, timing.clock)
        self._assignment = assignment
        self._all = rate
        self._rate: float = rate
        burst = max(2, min(46 - rate, rate // 3))
        self._bucket = TokenBucket(rate, burst, monotonic=timing.monotonic)
        self.pause = min(_LONGEST_PAUSE, 0.6 * burst / rate)
        breaker = CircuitBreaker(self._bucket)
        pauser = ChannelPauser(database, guilds, sender, timing.clock)
        self._attempts = Attempts(sender, pauser, timing, self._bucket, breaker)
        self._follow_ups = FollowUps(database, sender, timing, breaker)
        self.under_way: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()
        self._completions: list[tuple[int, Completion]] = []
        self._edits: deque[Delivery] = deque()

    async def step(self) -> bool:
        """Store what came of earlier attempts, and make as many new ones as the pace allows.

        True while there is more to do than that.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        assignment = self._assignment()
        self._share(assignment.processes)
        free = min(self._bucket.available(), _IN_FLIGHT - len(self.under_way))
        now = self._timing.clock()
        sending: list[PreparedMessage] = []
        others: list[tuple[PreparedMessage, _Act]] = []
        async with self._database.read() as reading:
            if not self._completions and not await backlog.waiting(reading, now):
                # An attempt may have ended while the database was looked at.
                return bool(self.under_way or self._completions)
            if free > 0:
                await self._library.refresh()
                others = await self._others(reading, now, max(1, free // 4), assignment)
                busy = self._busy | {prepared.delivery.channel_id for prepared, _ in others}
                if free > len(others):
                    rows = await outbox.due(reading, now, free - len(others), busy, assignment)
                    sending = await self._prepared(reading, rows)
        leased = await self._write(sending, now)
        starting = [*others, *((prepared, self._attempts.send) for prepared in leased)]
        for number, (prepared, act) in enumerate(starting):
            # One after another, so that an answer to a person never waits for several of them.
            self._start(prepared, act, number / self._rate)
        return True

    async def begin(self, assignment: Assignment = ALONE) -> None:
        """Take over what a process before this one left half done for these shards.

        One process sends to a server. What another one may have in flight at this moment is
        found in the history, or meets its own nonce.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await outbox.take_over(writing, assignment)

    def _share(self, processes: int) -> None:
        """Keep a part of the pace: all processes together send what one alone would."""
        rate = self._all / processes
        if rate == self._rate:
            return
        self._rate = self._bucket.rate = rate
        burst = max(2, min(46 - self._all, self._all // 3) // processes)
        self._bucket.burst = burst
        self.pause = min(_LONGEST_PAUSE, 0.6 * burst / rate)

    async def _others(
        self, reading: Transaction, now: datetime, share: int, assignment: Assignment
    ) -> list[tuple[PreparedMessage, _Act]]:
        """Messages to edit, to publish or to start a thread on: a part of the pace is theirs."""
        if not self._edits:
            self._edits.extend(await outbox.to_edit(reading, now, _EDITS_AHEAD, assignment))
        edits: dict[int, Delivery] = {}
        while self._edits and len(edits) < share:
            row = self._edits.popleft()
            if row.channel_id not in self._busy:
                edits.setdefault(row.channel_id, row)
        busy = self._busy | edits.keys()
        ending = await outbox.to_finish(reading, now, share, busy, assignment)
        build = self._builder.build
        editing = await build(reading, list(edits.values()), struck=True)
        unfinished = await build(reading, ending, struck=True)
        return [
            *((prepared, self._follow_ups.edit) for prepared in editing),
            *((prepared, self._follow_ups.finish) for prepared in unfinished),
        ]

    async def _prepared(
        self, reading: Transaction, rows: Sequence[Delivery]
    ) -> list[PreparedMessage]:
        """What to send. Of what was undone meanwhile it is still found out whether it was sent."""
        prepared = await self._builder.build(reading, rows)
        maybe = [p.delivery for p in prepared if p.envelope is None and p.delivery.attempted_at]
        if not maybe:
            return prepared
        again = await self._builder.build(reading, maybe, struck=True)
        lookups = {p.delivery.id: replace(p, lookup_only=True) for p in again if p.envelope}
        return [lookups.get(p.delivery.id, p) for p in prepared]

    async def _write(
        self, sending: Sequence[PreparedMessage], now: datetime
    ) -> list[PreparedMessage]:
        """Store outcomes and leases in one transaction, before anything is sent."""
        completions = list(self._completions)
        telling = [p for p in sending if p.envelope is not None]
        if not completions and not sending:
            return []
        async with self._database.write() as writing:
            done = [completion for _, completion in completions]
            await outbox.sent(writing, [each for each in done if isinstance(each, Sent)])
            for completion in done:
                if not isinstance(completion, Sent):
                    await completion(writing)
            for prepared in sending:
                if prepared.envelope is None:
                    await outbox.settle(writing, prepared.delivery.id, outbox.DROPPED, None)
            taken = await outbox.lease(
                writing,
                [(p.delivery, p.event.revision - p.lookup_only) for p in telling],
                now=now,
                until=now + LEASE,
                anchor=self._sender.anchor,
            )
        del self._completions[: len(completions)]
        self._busy.difference_update(channel_id for channel_id, _ in completions)
        return [prepared for prepared in telling if prepared.delivery.id in taken]

    def _start(self, prepared: PreparedMessage, act: _Act, delay: float) -> None:
        self._bucket.take()
        self._busy.add(prepared.delivery.channel_id)
        task = asyncio.create_task(self._act(prepared, act, delay), name="alert")
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _act(self, prepared: PreparedMessage, act: _Act, delay: float) -> None:
        try:
            if delay:
                await self._timing.sleep(delay)
            completion = await act(prepared)
        except Exception:  # noqa: BLE001 - the row's lease runs out and it is tried again
            _LOG.exception("an alert was left half done")
            completion = _nothing
        self._completions.append((prepared.delivery.channel_id, completion))

    async def close(self) -> None:
        """Give the attempts in flight up and store what is known of the others."""
        for task in list(self.under_way):
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        try:
            await self._write([], self._timing.clock())
        except StoreError as error:
            _LOG.warning("what became of some alerts could not be stored: %s", error)


async def _nothing(_writing: Transaction) -> None:
    """The outcome of an attempt about which nothing is known."""
