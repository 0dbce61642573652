"""The outbox worker: leases deliveries, sends them at the configured rate, and stores the
outcomes."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..answers.library import Library
from ..cluster.assignment import ALONE, Assignment
from ..errors import StoreError
from ..foundation.database import Database, Transaction
from ..foundation.meta import in_doubt_until
from ..foundation.rate_limits import HeldError, Shaper
from ..foundation.shared_pace import SharedPace
from ..guilds.settings import Guilds
from .delivery_attempts import Attempts, Completion, Timing
from .follow_ups import FollowUps
from .message_content import MessageBuilder, PreparedMessage
from .paused_channels import ChannelPauser
from .queries import deliveries, follow_ups, outbox
from .queries.deliveries import Delivery
from .queries.outbox import Sent, Settled
from .transport import CircuitBreaker, Transport

_LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a row belongs to the worker that tries it; longer than any attempt."""

_IN_FLIGHT = 100
_EDITS_AHEAD = 500

_AHEAD = 1.0
"""For how many seconds of the rate messages are taken ahead: longer than a look at the database
takes."""
_SHARED_AHEAD = 4.0
"""The same for all processes together, each of which may have a part of it at a time."""
_LEAST_AHEAD = 4
_PATIENCE = 10.0
"""Seconds that a message may wait for its departure; its lease covers that wait and the attempt."""

_COMMIT = 0.25
"""Seconds allowed for the commit before the first departure."""

_HEARD_AGAIN = timedelta(days=1)
"""For how much longer a restored backup is in doubt about the news of sources: until they have been
asked again, and have confirmed it."""

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.1, 0.5

_Operation = Callable[[PreparedMessage], Awaitable[Completion]]


class Worker:
    """Sends what is due. One message is in flight in a channel at a time.

    An attempt is committed before it is made and its outcome after it, so a killed worker leaves a
    row whose outcome the next one finds in the channel's history.

    Messages are taken and their departures reserved ahead, so that no query delays the pace; one
    that a stall made late is put back. `under_way` are the attempts being made, including those
    that wait for their departure.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        guilds: Guilds,
        timing: Timing,
        transport: Transport,
        rate: int,
        assignment: Callable[[], Assignment],
        shared: SharedPace | None,
    ) -> None:
        self._database = database
        self._library = library
        self._timing = timing
        self._transport = transport
        self._builder = MessageBuilder(library, guilds, timing.clock)
        self._assignment = assignment
        self._rate = rate
        self._shared = shared
        # In any second the rate and so many more leave, whatever stalls: 44 of Discord's 50, as
        # what the network delays comes in a rush too.
        late = max(2, min(44 - rate, rate // 3))
        self._shaper = Shaper(rate, late / rate, monotonic=timing.monotonic, sleep=timing.sleep)
        breaker = CircuitBreaker(self._shaper)
        pauser = ChannelPauser(database, guilds, transport, timing.clock)
        self._attempts = Attempts(transport, pauser, timing, breaker)
        self._follow_ups = FollowUps(database, transport, timing, breaker)
        self.under_way: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()
        self._completions: list[tuple[int, Completion]] = []
        self._edits: deque[Delivery] = deque()
        self._in_doubt_until: datetime | None = None

    async def step(self) -> bool:
        """Store the outcomes of earlier attempts, and take as many new ones as the pace allows.

        True if there is more to do.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        assignment = self._assignment()
        free = 0
        if not self._shaper.held:
            ahead = self._ahead(assignment.processes) - self._shaper.ahead
            free = min(ahead, _IN_FLIGHT - len(self.under_way))
        now = self._timing.clock()
        sending: list[PreparedMessage] = []
        others: list[tuple[PreparedMessage, _Operation]] = []
        if not self._completions and not await outbox.waiting(self._database, now):
            # An attempt may have ended while the database was looked at.
            return bool(self.under_way or self._completions)
        async with self._database.read() as reading:
            if free > 0:
                await self._library.refresh()
                others = await self._follow_up_messages(reading, now, max(1, free // 4), assignment)
                busy = self._busy | {prepared.delivery.channel_id for prepared, _ in others}
                if free > len(others):
                    rows = await outbox.due(reading, now, free - len(others), busy, assignment)
                    sending = await self._prepared(reading, rows)
        # A due message may have to wait for an earlier one of its channel.
        found = bool(sending or others or self.under_way or self._completions or self._shaper.held)
        for prepared, act, at in await self._write(others, sending, now):
            self._start(prepared, act, at)
        return found

    async def begin(self, assignment: Assignment = ALONE) -> None:
        """Take over what an earlier process left half done for these shards.

        One process sends to a server. A message that another one may have in flight now is found in
        the history, or has the same nonce.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await outbox.take_over(writing, assignment)
            self._in_doubt_until = await in_doubt_until(writing, self._timing.clock())

    def _as_if_attempted(self, prepared: PreparedMessage) -> PreparedMessage:
        """The delivery as if it had been attempted, if a restored backup may not know that it was.

        News of sources that are younger than the backup are found again by asking the sources, and
        are then confirmed once more, so the doubt about them lasts longer.
        """
        row, until = prepared.delivery, self._in_doubt_until
        if until is not None and prepared.by_sources:
            until += _HEARD_AGAIN
        if until is None or row.attempts or row.created_at > until:
            return prepared
        tried = replace(row, attempted_at=row.attempted_at or row.created_at)
        return replace(prepared, delivery=tried)

    def _ahead(self, processes: int) -> int:
        """How many departures may be reserved at a time."""
        seconds = min(_AHEAD, _SHARED_AHEAD / processes)
        return max(_LEAST_AHEAD, math.ceil(self._rate * seconds))

    @property
    def pause(self) -> float:
        """Seconds between steps while messages are on their way.

        Few steps with several messages cost answers to people less than many with one.
        """
        half = self._ahead(self._assignment().processes) // 2
        return min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, self._shaper.seconds_until(half)))

    async def _follow_up_messages(
        self, reading: Transaction, now: datetime, share: int, assignment: Assignment
    ) -> list[tuple[PreparedMessage, _Operation]]:
        """Messages to edit, publish or start a thread on: they get a share of the pace."""
        if not self._edits:
            self._edits.extend(await follow_ups.to_edit(reading, now, _EDITS_AHEAD, assignment))
        edits: dict[int, Delivery] = {}
        while self._edits and len(edits) < share:
            row = self._edits.popleft()
            if row.channel_id not in self._busy:
                edits.setdefault(row.channel_id, row)
        busy = self._busy | edits.keys()
        ending = await follow_ups.to_finish(reading, now, share, busy, assignment)
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
        """What to send. Messages undone meanwhile are only looked for, in case they were sent."""
        prepared = [
            self._as_if_attempted(message) for message in await self._builder.build(reading, rows)
        ]
        maybe = [
            message.delivery
            for message in prepared
            if message.envelope is None and message.delivery.attempted_at
        ]
        if not maybe:
            return prepared
        again = await self._builder.build(reading, maybe, struck=True)
        lookups = {
            message.delivery.id: replace(message, lookup_only=True)
            for message in again
            if message.envelope
        }
        return [lookups.get(message.delivery.id, message) for message in prepared]

    async def _write(
        self,
        others: Sequence[tuple[PreparedMessage, _Operation]],
        sending: Sequence[PreparedMessage],
        now: datetime,
    ) -> list[tuple[PreparedMessage, _Operation, float]]:
        """Store outcomes and leases in one transaction, before anything is sent; returns the
        departures."""
        completions = list(self._completions)
        telling = [message for message in sending if message.envelope is not None]
        if not completions and not sending and not (others and self._shared):
            return self._with_departures(others, None)
        first = None
        async with self._database.write() as writing:
            done = [completion for _, completion in completions]
            await outbox.sent(
                writing, [completion for completion in done if isinstance(completion, Sent)]
            )
            for completion in done:
                if isinstance(completion, Settled):
                    await outbox.settle(writing, completion)
                elif not isinstance(completion, Sent):
                    await completion(writing)
            for prepared in sending:
                if prepared.envelope is None:
                    dropped = Settled(prepared.delivery.id, deliveries.DROPPED)
                    await outbox.settle(writing, dropped)
            if self._shared is not None:
                first = await self._first_departure(
                    writing, self._shared, len(others) + len(telling)
                )
            if self._shaper.held:
                others, telling = [], []
            taken = await outbox.lease(
                writing,
                [
                    (message.delivery, message.event.revision - message.lookup_only, message.told)
                    for message in telling
                ],
                now=now,
                until=now + LEASE,
                anchor=self._transport.anchor,
            )
        del self._completions[: len(completions)]
        self._busy.difference_update(channel_id for channel_id, _ in completions)
        leased = [
            (message, self._attempts.send) for message in telling if message.delivery.id in taken
        ]
        return self._with_departures([*others, *leased], first)

    async def _first_departure(
        self, writing: Transaction, shared: SharedPace, number: int
    ) -> float | None:
        """When the first of that many departures is, counted over all processes.

        If that is later than any message may wait, all are held until then.
        """
        held = self._shaper.held
        if not number and not held:
            return None
        # Counted from before the store is asked: a late answer of it delays nothing.
        began = self._shaper.now()
        wait = await shared.reserve(writing, number, held=max(held, _COMMIT), patience=_PATIENCE)
        if wait > _PATIENCE:
            self._shaper.hold(wait)
        return began + wait

    def _with_departures(
        self, acts: Sequence[tuple[PreparedMessage, _Operation]], first: float | None
    ) -> list[tuple[PreparedMessage, _Operation, float]]:
        departures = self._shaper.reserve(len(acts), first)
        return [(message, act, at) for (message, act), at in zip(acts, departures, strict=True)]

    def _start(self, prepared: PreparedMessage, act: _Operation, at: float) -> None:
        self._busy.add(prepared.delivery.channel_id)
        task = asyncio.create_task(self._act(prepared, act, at), name="alert")
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _act(self, prepared: PreparedMessage, act: _Operation, at: float) -> None:
        leaving = act == self._attempts.send
        completion: Completion
        try:
            await self._shaper.depart(at)
        except (HeldError, asyncio.CancelledError) as stopped:
            wait = stopped.seconds if isinstance(stopped, HeldError) else 0.0
            completion = self._attempts.put_back(prepared, wait) if leaving else _unknown_outcome
            self._completions.append((prepared.delivery.channel_id, completion))
            return
        try:
            completion = await act(prepared)
        except Exception:  # noqa: BLE001 - the row's lease runs out and it is tried again
            _LOG.exception("an alert was left half done")
            completion = _unknown_outcome
        self._completions.append((prepared.delivery.channel_id, completion))

    async def close(self) -> None:
        """Cancel the attempts in flight and store what is known of the others."""
        for task in list(self.under_way):
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        try:
            await self._write([], [], self._timing.clock())
        except StoreError as error:
            _LOG.warning("what became of some alerts could not be stored: %s", error)


async def _unknown_outcome(_writing: Transaction) -> None:
    """The outcome of an attempt about which nothing is known."""
