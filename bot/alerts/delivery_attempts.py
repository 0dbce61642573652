"""One attempt at sending a message, and what is stored of how it ended."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from cachetools import TTLCache

from ..foundation.clock import Clock
from ..foundation.database import Transaction
from ..foundation.loops import backoff
from ..locale.messages import N_
from .message_content import PreparedMessage
from .paused_channels import ChannelPauser
from .queries import deliveries, events, follow_ups, outbox
from .queries.outbox import Sent, Settled
from .transport import (
    SEND_SECONDS,
    CircuitBreaker,
    FailedError,
    LimitedError,
    RefusedError,
    SentMessage,
    Transport,
    UnreadableError,
    UnsureError,
)

_LOG = logging.getLogger(__name__)

NONCE_SECONDS = 60.0
"""Seconds after the first attempt in which Discord certainly remembers a nonce ("a few
minutes")."""

_TRIED = 10_000
"""How many deliveries are remembered as recent; for others the channel's history is searched."""

GIVE_UP = timedelta(days=1)
"""A message that could not be delivered for this long is given up, and shown as such."""

Completion = Sent | Settled | Callable[[Transaction], Awaitable[None]]
"""The outcome of an attempt: a message that was sent, a delivery that waits or is given up, or
something else to be written."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Time and chance as attempts see them; `monotonic` is in seconds, `chance` from 0 to 1."""

    clock: Clock
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    chance: Callable[[], float] = random.random


class _NotThereError(Exception):
    """The channel's history was searched for an earlier attempt, and has no message of ours."""


class Attempts:
    """Sends messages, each at most once as far as Discord lets that be known."""

    def __init__(
        self,
        transport: Transport,
        pauser: ChannelPauser,
        timing: Timing,
        breaker: CircuitBreaker,
    ) -> None:
        self._transport = transport
        self._pauser = pauser
        self._timing = timing
        self._breaker = breaker
        # The deliveries whose nonce Discord still remembers.
        self._tried: TTLCache[int, None] = TTLCache(_TRIED, NONCE_SECONDS, timing.monotonic)

    async def send(self, prepared: PreparedMessage) -> Completion:
        """Try to send a message; every failure becomes an outcome."""
        untouched = prepared.delivery.attempted_at is None
        try:
            posted = await asyncio.wait_for(self._attempt(prepared), SEND_SECONDS)
        except _NotThereError:
            return self._not_there(prepared)
        except LimitedError as limited:
            return self._limited(prepared, limited)
        except RefusedError as refused:
            return await self._refused(prepared, str(refused))
        except UnreadableError:
            return self._uncertain(prepared)
        except FailedError as failed:
            return self._again(prepared, str(failed), untouched=untouched)
        except (UnsureError, TimeoutError) as unsure:
            return self._again(prepared, str(unsure) or N_("no answer in time"), untouched=False)
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be sent")
            return self._again(prepared, N_("an error of the bot"), untouched=False)
        return self._sent(prepared, posted)

    async def _attempt(self, prepared: PreparedMessage) -> SentMessage | None:
        """Post the message unless an earlier attempt did; None if it is no longer wanted.

        The nonce is an idempotency key for as long as Discord remembers it. After that, and after a
        restart that does not know when the attempt was, the channel's history is searched. The
        search uses up the request of this departure; a message that is not found is sent with the
        next one.
        """
        row, envelope = prepared.delivery, prepared.envelope
        assert envelope is not None
        is_remembered = row.id in self._tried
        if row.attempted_at is not None and (prepared.lookup_only or not is_remembered):
            earlier = await self._transport.find(envelope, row.anchor)
            if earlier is None and not prepared.lookup_only:
                raise _NotThereError
            return earlier
        if prepared.lookup_only:
            return None
        self._tried.setdefault(row.id, None)
        return await self._transport.send(envelope)

    def _not_there(self, prepared: PreparedMessage) -> Completion:
        """The outcome when the channel's history has no message of the delivery: the next attempt
        sends one."""
        row, now = prepared.delivery, self._timing.clock()
        return Settled(row.id, deliveries.PENDING, row.error, due_at=now)

    def put_back(self, prepared: PreparedMessage, seconds: float) -> Completion:
        """The outcome for a message that did not leave: the attempt does not count, and is repeated
        after that delay."""
        row = prepared.delivery
        return Settled(
            row.id,
            deliveries.PENDING,
            row.error,
            due_at=self._timing.clock() + timedelta(seconds=seconds),
            untouched=row.attempted_at is None,
            attempts=row.attempts,
        )

    def _sent(self, prepared: PreparedMessage, posted: SentMessage | None) -> Completion:
        row = prepared.delivery
        self._breaker.succeeded()
        if posted is None:
            return Settled(row.id, deliveries.DROPPED)
        todo = 0
        if posted.message_id is not None:
            todo |= follow_ups.CROSSPOST if posted.published else 0
            todo |= follow_ups.THREAD if row.thread else 0
        return Sent(row.id, posted.message_id, todo, self._timing.clock())

    def _limited(self, prepared: PreparedMessage, limited: LimitedError) -> Completion:
        row = prepared.delivery
        self._breaker.refused(limited)
        return Settled(
            row.id,
            deliveries.PENDING,
            str(limited),
            due_at=self._timing.clock() + timedelta(seconds=limited.seconds + 1),
            untouched=row.attempted_at is None,
        )

    def _again(self, prepared: PreparedMessage, error: str, *, untouched: bool) -> Completion:
        row = prepared.delivery
        now = self._timing.clock()
        state = deliveries.PENDING
        if now - row.created_at > GIVE_UP:
            state = deliveries.FAILED if untouched else deliveries.UNCERTAIN
        due_at = now + timedelta(seconds=backoff(row.attempts + 1, self._timing.chance()))
        return Settled(row.id, state, error, due_at=due_at, untouched=untouched)

    def _uncertain(self, prepared: PreparedMessage) -> Completion:
        row = prepared.delivery
        error = N_("it may have been sent, but I may not read the channel's history to find out")
        return Settled(row.id, deliveries.UNCERTAIN, error, untouched=False)

    async def _refused(self, prepared: PreparedMessage, reason: str) -> Completion:
        row = prepared.delivery
        event = prepared.event
        notice = event if event.kind == events.NOTICE else None
        pause = await self._pauser.of(row, reason, notice)
        fleeting = event.kind in (events.NOTICE, events.OUTCOME)
        state = deliveries.DROPPED if fleeting else deliveries.HELD
        settled = Settled(row.id, state, reason, untouched=row.attempted_at is None)

        async def store(writing: Transaction) -> None:
            await outbox.settle(writing, settled)
            await pause(writing)

        return store
