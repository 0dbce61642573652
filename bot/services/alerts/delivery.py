"""The delivery worker: leases rows, sends them at the configured pace, settles what came of it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ...clock import Clock
from ...errors import StoreError
from ...store import events, outbox
from ...store.database import Database, Transaction
from ..guilds import Guilds
from ..library import Library
from .pacing import Pacer
from .pausing import Pausing
from .preparing import Prepared, Preparing
from .retrying import GIVE_UP, backoff
from .sender import (
    FailedError,
    GoneError,
    LimitedError,
    Receipt,
    RefusedError,
    Sender,
    UnreadableError,
    UnsureError,
)

_LOG = logging.getLogger(__name__)

SEND_SECONDS = 40.0
"""An attempt that takes longer is over, and nobody knows how it ended."""

LEASE = timedelta(seconds=60)
"""How long a row belongs to the worker that tries it; longer than any attempt."""

NONCE_SECONDS = 60.0
"""For so long after the first attempt Discord surely remembers a nonce ("a few minutes")."""

_IN_FLIGHT = 100
_CROSSPOSTS = 10
_HOUR = timedelta(hours=1)
_EDIT_SLOWLY = timedelta(minutes=15)
_EDIT_UNTIL = timedelta(days=14)

_EDITS_AHEAD = 500
_LONGEST_STOP = 300.0

_Outcome = Callable[[Transaction], Awaitable[None]]
_Act = Callable[[Prepared], Awaitable[_Outcome]]


@dataclass(frozen=True, slots=True)
class Timing:
    """Time and chance as a worker sees them; `monotonic` in seconds, `chance` from 0 to 1."""

    clock: Clock
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Worker:
    """Sends what is due. One message is in flight in a channel at a time.

    An attempt is committed before it is made and its outcome after it, so that a worker killed in
    between leaves a row whose outcome the next one finds out from the channel's history.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        guilds: Guilds,
        timing: Timing,
        sender: Sender,
        rate: int,
    ) -> None:
        self._database = database
        self._library = library
        self._timing = timing
        self._sender = sender
        self._preparing = Preparing(library, guilds, timing.clock)
        self._pausing = Pausing(database, guilds, sender, timing.clock)
        self._rate = rate
        self._pacer = Pacer(rate, timing.monotonic, burst=max(2, min(46 - rate, rate // 3)))
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()
        self._outcomes: list[tuple[int, _Outcome]] = []
        self._first_tried: dict[int, float] = {}
        self._edits: deque[outbox.Delivery] = deque()
        self._refusals = 0

    async def step(self) -> bool:
        """Store what came of earlier attempts, and make as many new ones as the pace allows.

        True while there is more to do than that.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        free = min(self._pacer.allowance(), _IN_FLIGHT - len(self._tasks))
        now = self._timing.clock()
        sending: list[Prepared] = []
        others: list[tuple[Prepared, _Act]] = []
        async with self._database.read() as reading:
            if not self._outcomes and not await outbox.waiting(reading, now):
                return bool(self._tasks)
            if free > 0:
                await self._library.refresh()
                others = await self._others(reading, now, max(1, free // 4))
                busy = self._busy | {prepared.delivery.channel_id for prepared, _ in others}
                if free > len(others):
                    rows = await outbox.due(reading, now, free - len(others), busy)
                    sending = await self._prepared(reading, rows)
        leased = await self._write(sending, now)
        starting = [*others, *((prepared, self._send) for prepared in leased)]
        for number, (prepared, act) in enumerate(starting):
            # One after another, so that an answer to a person never waits for several of them.
            self._start(prepared, act, number / self._rate)
        return True

    async def begin(self) -> None:
        """Take over what a process before this one left half done.

        One process sends for a database. What another one may have in flight at this moment is
        found in the history, or meets its own nonce.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await outbox.take_over(writing)

    async def _others(
        self, reading: Transaction, now: datetime, share: int
    ) -> list[tuple[Prepared, _Act]]:
        """Messages to edit, to publish or to start a thread on: a part of the pace is theirs."""
        if not self._edits:
            self._edits.extend(await outbox.to_edit(reading, now, _EDITS_AHEAD))
        edits: dict[int, outbox.Delivery] = {}
        while self._edits and len(edits) < share:
            row = self._edits.popleft()
            if row.channel_id not in self._busy:
                edits.setdefault(row.channel_id, row)
        busy = self._busy | edits.keys()
        finishing = await outbox.to_finish(reading, now, share, busy)
        prepare = self._preparing.prepare
        return [
            *((p, self._edit) for p in await prepare(reading, list(edits.values()), struck=True)),
            *((p, self._finish) for p in await prepare(reading, finishing, struck=True)),
        ]

    async def _prepared(
        self, reading: Transaction, rows: Sequence[outbox.Delivery]
    ) -> list[Prepared]:
        """What to send. Of what was undone meanwhile it is still found out whether it was sent."""
        prepared = await self._preparing.prepare(reading, rows)
        maybe = [p.delivery for p in prepared if p.parcel is None and p.delivery.attempted_at]
        if not maybe:
            return prepared
        again = await self._preparing.prepare(reading, maybe, struck=True)
        found = {p.delivery.id: replace(p, only_found=True) for p in again if p.parcel}
        return [found.get(p.delivery.id, p) for p in prepared]

    async def _write(self, sending: Sequence[Prepared], now: datetime) -> list[Prepared]:
        """Store outcomes and leases in one transaction, before anything is sent."""
        outcomes = list(self._outcomes)
        telling = [p for p in sending if p.parcel is not None]
        if not outcomes and not sending:
            return []
        async with self._database.write() as writing:
            for _, outcome in outcomes:
                await outcome(writing)
            for prepared in sending:
                if prepared.parcel is None:
                    await outbox.settle(writing, prepared.delivery.id, outbox.DROPPED, None)
            taken = await outbox.lease(
                writing,
                [(p.delivery, p.event.revision - p.only_found) for p in telling],
                now=now,
                until=now + LEASE,
                anchor=self._sender.anchor,
            )
        del self._outcomes[: len(outcomes)]
        self._busy.difference_update(channel_id for channel_id, _ in outcomes)
        return [prepared for prepared in telling if prepared.delivery.id in taken]

    def _start(self, prepared: Prepared, act: _Act, delay: float) -> None:
        self._pacer.take()
        self._busy.add(prepared.delivery.channel_id)
        task = asyncio.create_task(self._act(prepared, act, delay), name="alert")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _act(self, prepared: Prepared, act: _Act, delay: float) -> None:
        try:
            if delay:
                await self._timing.sleep(delay)
            outcome = await act(prepared)
        except Exception:  # noqa: BLE001 - the row's lease runs out and it is tried again
            _LOG.exception("an alert was left half done")
            outcome = _nothing
        self._outcomes.append((prepared.delivery.channel_id, outcome))

    async def close(self) -> None:
        """Give the attempts in flight up and store what is known of the others."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await self._write([], self._timing.clock())
        except StoreError as error:
            _LOG.warning("what became of some alerts could not be stored: %s", error)

    # -- sending -----------------------------------------------------------------------------

    async def _send(self, prepared: Prepared) -> _Outcome:
        untouched = prepared.delivery.attempted_at is None
        try:
            receipt = await asyncio.wait_for(self._attempt(prepared), SEND_SECONDS)
        except LimitedError as limited:
            return self._limited(prepared, limited)
        except RefusedError as refused:
            return await self._refused(prepared, str(refused))
        except UnreadableError:
            return self._uncertain(prepared)
        except FailedError as failed:
            return self._again(prepared, str(failed), untouched=untouched)
        except (UnsureError, TimeoutError) as unsure:
            return self._again(prepared, str(unsure) or "no answer in time", untouched=False)
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be sent")
            return self._again(prepared, "an error of the bot", untouched=False)
        return self._sent(prepared, receipt)

    async def _attempt(self, prepared: Prepared) -> Receipt | None:
        """Post the message, unless an earlier attempt did; None where it is not to be any more.

        Inside Discord's memory of nonces the same nonce posts nothing twice. Beyond it, and after
        a restart that did not see how long ago it was, the history tells.
        """
        row, parcel = prepared.delivery, prepared.parcel
        assert parcel is not None
        now = self._timing.monotonic()
        first = self._first_tried.get(row.id)
        unseen = first is None or now - first > NONCE_SECONDS
        if row.attempted_at is not None and (unseen or prepared.only_found):
            found = await self._sender.find(parcel, row.anchor)
            if found is not None:
                return found
            self._pacer.take()
            first = None
        if prepared.only_found:
            return None
        self._first_tried[row.id] = now if first is None else first
        return await self._sender.send(parcel)

    def _sent(self, prepared: Prepared, receipt: Receipt | None) -> _Outcome:
        row = prepared.delivery
        self._first_tried.pop(row.id, None)
        self._refusals = 0
        todo = 0
        if receipt is not None and receipt.message_id is not None:
            todo |= outbox.CROSSPOST if receipt.published else 0
            todo |= outbox.THREAD if row.thread else 0
        now = self._timing.clock()

        async def store(writing: Transaction) -> None:
            if receipt is None:
                await outbox.settle(writing, row.id, outbox.DROPPED, None)
            else:
                await outbox.sent(writing, row.id, receipt.message_id, todo, now)

        return store

    def _limited(self, prepared: Prepared, limited: LimitedError) -> _Outcome:
        row = prepared.delivery
        if limited.everywhere:
            self._stop_all(limited.seconds)
        due_at = self._timing.clock() + timedelta(seconds=limited.seconds + 1)
        untouched = row.attempted_at is None

        async def store(writing: Transaction) -> None:
            await outbox.settle(
                writing, row.id, outbox.PENDING, str(limited), due_at=due_at, untouched=untouched
            )

        return store

    def _stop_all(self, seconds: float) -> None:
        """Discord's wall refuses the whole address: wait, longer each time that it still does."""
        self._refusals += 1
        self._pacer.close_for(max(seconds, min(_LONGEST_STOP, seconds * 2.0**self._refusals / 2)))

    def _again(self, prepared: Prepared, error: str, *, untouched: bool) -> _Outcome:
        row = prepared.delivery
        now = self._timing.clock()
        state = outbox.PENDING
        if now - row.created_at > GIVE_UP:
            state = outbox.FAILED if untouched else outbox.UNCERTAIN
        due_at = now + backoff(row.attempts + 1, self._timing.chance())

        async def store(writing: Transaction) -> None:
            await outbox.settle(writing, row.id, state, error, due_at=due_at, untouched=untouched)

        return store

    def _uncertain(self, prepared: Prepared) -> _Outcome:
        row = prepared.delivery
        told = "it may have been sent, and I may not read the channel's history to find out"

        async def store(writing: Transaction) -> None:
            await outbox.settle(writing, row.id, outbox.UNCERTAIN, told, untouched=False)

        return store

    async def _refused(self, prepared: Prepared, reason: str) -> _Outcome:
        row = prepared.delivery
        untouched = row.attempted_at is None
        quiet = prepared.event.kind == events.NOTICE
        pause = await self._pausing.of(row, reason, quiet=quiet)
        state = outbox.DROPPED if quiet else outbox.HELD

        async def store(writing: Transaction) -> None:
            await outbox.settle(writing, row.id, state, reason, untouched=untouched)
            await pause(writing)

        return store

    # -- editing and finishing ------------------------------------------------------------------

    async def _edit(self, prepared: Prepared) -> _Outcome:
        row, event = prepared.delivery, prepared.event
        later: datetime | None = None
        now = self._timing.clock()
        try:
            if prepared.parcel is not None and row.message_id is not None:
                editing = self._sender.edit(prepared.parcel, row.message_id)
                await asyncio.wait_for(editing, SEND_SECONDS)
        except (GoneError, RefusedError) as error:
            _LOG.info("an alert cannot be edited any more: %s", error)
        except LimitedError as limited:
            if limited.everywhere:
                self._stop_all(limited.seconds)
            wait = timedelta(seconds=limited.seconds)
            # Edits of old messages are limited by the hour, so they take the slow lane.
            later = now + max(wait, _EDIT_SLOWLY * (0.5 + self._timing.chance()))
        except (UnsureError, FailedError, TimeoutError):
            later = now + backoff(6, self._timing.chance())
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be edited")
            later = now + _HOUR
        if now - event.created_at > _EDIT_UNTIL:
            later = None

        async def store(writing: Transaction) -> None:
            if later is None:
                await outbox.edited(writing, row.id, event.revision)
            else:
                await outbox.edit_later(writing, row.id, later)

        return store

    async def _finish(self, prepared: Prepared) -> _Outcome:
        row = prepared.delivery
        step = outbox.THREAD if row.todo & outbox.THREAD else outbox.CROSSPOST
        left, at = row.todo & ~step, self._timing.clock()
        crossposted = False
        try:
            if step == outbox.CROSSPOST:
                crossposted = await self._crosspost(row)
                if not crossposted:
                    left, at = row.todo, at + _HOUR / _CROSSPOSTS
            elif prepared.parcel is not None and row.message_id is not None:
                message = prepared.parcel.message
                name = message.show.name if message.show is not None else "Alert"
                starting = self._sender.thread(row.channel_id, row.message_id, name)
                await asyncio.wait_for(starting, SEND_SECONDS)
        except (GoneError, RefusedError, FailedError) as error:
            _LOG.info("an alert could not be published or get its thread: %s", error)
        except LimitedError as limited:
            left, at = row.todo, at + timedelta(seconds=limited.seconds + 1)
        except (UnsureError, TimeoutError):
            left, at = row.todo, at + backoff(4, self._timing.chance())
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be published or get its thread")

        async def store(writing: Transaction) -> None:
            await outbox.finished(writing, row.id, left, at=at, crossposted=crossposted)

        return store

    async def _crosspost(self, row: outbox.Delivery) -> bool:
        """Publish, within Discord's ten an hour for a channel; False where it must wait."""
        since = self._timing.clock() - _HOUR
        async with self._database.read() as reading:
            if await outbox.crossposts(reading, row.channel_id, since) >= _CROSSPOSTS:
                return False
        assert row.message_id is not None
        publishing = self._sender.crosspost(row.channel_id, row.message_id)
        await asyncio.wait_for(publishing, SEND_SECONDS)
        return True


async def _nothing(_writing: Transaction) -> None:
    """The outcome of an attempt about which nothing is known."""
