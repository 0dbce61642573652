"""The delivery worker: leases rows, sends them at the configured pace, settles what came of it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
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
    Parcel,
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

_Outcome = Callable[[Transaction], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Timing:
    """Time and chance as a worker sees them; `monotonic` in seconds, `chance` from 0 to 1."""

    clock: Clock
    monotonic: Callable[[], float]
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
        self._pausing = Pausing(guilds, sender, timing.clock)
        self._pacer = Pacer(rate, timing.monotonic, burst=max(2, min(48 - rate, rate // 2)))
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()
        self._outcomes: list[tuple[int, _Outcome]] = []
        self._first_tried: dict[int, float] = {}

    async def step(self) -> bool:
        """Store what came of earlier attempts, and make as many new ones as the pace allows.

        True while there is more to do than that.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        free = min(self._pacer.allowance(), _IN_FLIGHT - len(self._tasks))
        now = self._timing.clock()
        sending: list[Prepared] = []
        others: list[tuple[int, Callable[[], Awaitable[_Outcome]]]] = []
        done_edits = False
        async with self._database.read() as reading:
            if not await outbox.waiting(reading, now) and not self._outcomes:
                return bool(self._tasks)
            if free > 0:
                await self._library.refresh()
                share = max(1, free // 4)
                edits = await outbox.to_edit(reading, now, share, self._busy)
                busy = self._busy | {row.channel_id for row in edits}
                finishing = await outbox.to_finish(reading, now, share, busy)
                busy |= {row.channel_id for row in finishing}
                done_edits = not edits
                for prepared in await self._preparing.prepare(reading, edits, struck=True):
                    others.append((prepared.delivery.channel_id, self._editing(prepared)))
                for prepared in await self._preparing.prepare(reading, finishing, struck=True):
                    others.append((prepared.delivery.channel_id, self._finishing(prepared)))
                left = free - len(others)
                if left > 0:
                    rows = await outbox.due(reading, now, left, busy)
                    sending = await self._preparing.prepare(reading, rows)
        leased = await self._write(sending, now, done_edits)
        for channel_id, act in others:
            self._start(channel_id, act)
        for prepared in leased:
            self._start(prepared.delivery.channel_id, self._sending(prepared))
        return True

    async def _write(
        self, sending: Sequence[Prepared], now: datetime, done_edits: bool
    ) -> list[Prepared]:
        """Store outcomes and leases in one transaction, before anything is sent."""
        outcomes = list(self._outcomes)
        telling = [p for p in sending if p.parcel is not None]
        if not outcomes and not sending and not done_edits:
            return []
        async with self._database.write() as writing:
            for _, outcome in outcomes:
                await outcome(writing)
            for prepared in sending:
                row = prepared.delivery
                # What may have been sent already is found out all the same, and then edited.
                if prepared.parcel is None:
                    await outbox.settle(writing, row.id, outbox.DROPPED, None)
            taken = await outbox.lease(
                writing,
                [(p.delivery, p.event.revision) for p in telling],
                now=now,
                until=now + LEASE,
                anchor=self._sender.anchor,
            )
            if done_edits:
                await events.edited_all(writing)
        del self._outcomes[: len(outcomes)]
        self._busy.difference_update(channel_id for channel_id, _ in outcomes)
        return [prepared for prepared in telling if prepared.delivery.id in taken]

    def _start(self, channel_id: int, act: Callable[[], Awaitable[_Outcome]]) -> None:
        self._pacer.take()
        self._busy.add(channel_id)
        task = asyncio.create_task(self._act(channel_id, act), name="alert")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _act(self, channel_id: int, act: Callable[[], Awaitable[_Outcome]]) -> None:
        outcome = await act()
        self._outcomes.append((channel_id, outcome))

    async def close(self) -> None:
        """Give the attempts in flight up and store what is known of the others."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await self._write([], self._timing.clock(), False)
        except StoreError as error:
            _LOG.warning("what became of some alerts could not be stored: %s", error)

    # -- sending -----------------------------------------------------------------------------

    def _sending(self, prepared: Prepared) -> Callable[[], Awaitable[_Outcome]]:
        row, parcel = prepared.delivery, prepared.parcel
        assert parcel is not None

        async def act() -> _Outcome:
            try:
                receipt = await asyncio.wait_for(self._attempt(prepared, parcel), SEND_SECONDS)
            except LimitedError as limited:
                return self._limited(prepared, limited)
            except RefusedError as refused:
                return await self._refused(prepared, str(refused))
            except UnreadableError:
                return self._uncertain(prepared)
            except FailedError as failed:
                return self._again(prepared, str(failed), untouched=row.attempted_at is None)
            except (UnsureError, TimeoutError) as unsure:
                return self._again(prepared, str(unsure) or "no answer in time", untouched=False)
            except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
                _LOG.exception("an alert could not be sent")
                return self._again(prepared, "an error of the bot", untouched=False)
            return self._sent(prepared, receipt)

        return act

    async def _attempt(self, prepared: Prepared, parcel: Parcel) -> Receipt:
        """Post the message, unless an earlier attempt did.

        Inside Discord's memory of nonces the same nonce posts nothing twice. Beyond it, and after
        a restart that did not see how long ago it was, the history tells.
        """
        row = prepared.delivery
        now = self._timing.monotonic()
        first = self._first_tried.setdefault(row.id, now)
        foreign = row.attempted_at is not None and first == now
        if row.attempted_at is not None and (foreign or now - first > NONCE_SECONDS):
            found = await self._sender.find(parcel, row.anchor)
            if found is not None:
                return found
            self._first_tried[row.id] = self._timing.monotonic()
            self._pacer.take()
        return await self._sender.send(parcel)

    def _sent(self, prepared: Prepared, receipt: Receipt) -> _Outcome:
        row = prepared.delivery
        self._first_tried.pop(row.id, None)
        todo = 0
        if receipt.message_id is not None:
            todo |= outbox.CROSSPOST if receipt.published else 0
            todo |= outbox.THREAD if row.thread else 0
        now = self._timing.clock()

        async def store(writing: Transaction) -> None:
            await outbox.sent(writing, row.id, receipt.message_id, todo, now)

        return store

    def _limited(self, prepared: Prepared, limited: LimitedError) -> _Outcome:
        row = prepared.delivery
        if limited.everywhere:
            self._pacer.close_for(limited.seconds)
        due_at = self._timing.clock() + timedelta(seconds=limited.seconds + 1)
        untouched = row.attempted_at is None

        async def store(writing: Transaction) -> None:
            await outbox.settle(
                writing, row.id, outbox.PENDING, str(limited), due_at=due_at, untouched=untouched
            )

        return store

    def _again(self, prepared: Prepared, error: str, *, untouched: bool) -> _Outcome:
        row = prepared.delivery
        now = self._timing.clock()
        state = outbox.PENDING
        if now - row.created_at > GIVE_UP:
            state = outbox.FAILED if untouched else outbox.UNCERTAIN
        due_at = now + backoff(row.attempts + 1, self._timing.chance())

        async def store(writing: Transaction) -> None:
            await outbox.settle(
                writing, row.id, state, error, due_at=due_at, untouched=untouched
            )

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

    def _editing(self, prepared: Prepared) -> Callable[[], Awaitable[_Outcome]]:
        row, event = prepared.delivery, prepared.event

        async def act() -> _Outcome:
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
                    self._pacer.close_for(limited.seconds)
                wait = timedelta(seconds=limited.seconds)
                # Edits of old messages are limited by the hour, so they take the slow lane.
                later = now + max(wait, _EDIT_SLOWLY * (0.5 + self._timing.chance()))
            except (UnsureError, FailedError, TimeoutError):
                later = now + backoff(6, self._timing.chance())
            except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
                _LOG.exception("an alert could not be edited")
                later = now + _HOUR
            if later is not None and now - event.created_at > _EDIT_UNTIL:
                later = None

            async def store(writing: Transaction) -> None:
                if later is None:
                    await outbox.edited(writing, row.id, event.revision)
                else:
                    await outbox.edit_later(writing, row.id, later)

            return store

        return act

    def _finishing(self, prepared: Prepared) -> Callable[[], Awaitable[_Outcome]]:
        row = prepared.delivery

        async def act() -> _Outcome:
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

        return act

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
