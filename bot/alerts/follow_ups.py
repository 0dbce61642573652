"""Follow-ups to a message that was sent: it is edited, published, given a thread."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from ..foundation.database import Database, Transaction
from ..foundation.loops import backoff
from ..locale.messages import _, speaking
from .delivery_attempts import Completion, Timing
from .message_content import PreparedMessage
from .queries import follow_ups
from .queries.deliveries import Delivery
from .transport import (
    SEND_SECONDS,
    CircuitBreaker,
    FailedError,
    LimitedError,
    MessageGoneError,
    RefusedError,
    Transport,
    UnsureError,
)

_LOG = logging.getLogger(__name__)

_CROSSPOSTS = 10
_HOUR = timedelta(hours=1)
_EDIT_SLOWLY = timedelta(minutes=15)
_EDIT_UNTIL = timedelta(days=14)


class FollowUps:
    """Edits, publishes and gives threads to messages that were sent.

    A refusal ends such a step; a passing failure delays it.
    """

    def __init__(
        self, database: Database, transport: Transport, timing: Timing, breaker: CircuitBreaker
    ) -> None:
        self._database = database
        self._transport = transport
        self._timing = timing
        self._breaker = breaker

    async def edit(self, prepared: PreparedMessage) -> Completion:
        """Edit a message so that it says what its event says now."""
        row, event = prepared.delivery, prepared.event
        told = prepared.told if prepared.envelope is not None else None
        later: datetime | None = None
        now = self._timing.clock()
        try:
            if prepared.envelope is not None and row.message_id is not None:
                editing = self._transport.edit(prepared.envelope, row.message_id)
                await asyncio.wait_for(editing, SEND_SECONDS)
        except (MessageGoneError, RefusedError) as error:
            _LOG.info("an alert cannot be edited any more: %s", error)
        except LimitedError as limited:
            self._breaker.refused(limited)
            wait = timedelta(seconds=limited.seconds)
            # Edits of old messages are limited by the hour, so they are kept apart from the others.
            later = now + max(wait, _EDIT_SLOWLY * (0.5 + self._timing.chance()))
        except TimeoutError:
            # The library itself waits for a limit that it takes for a short one.
            later = now + _EDIT_SLOWLY * (0.5 + self._timing.chance())
        except (UnsureError, FailedError):
            later = now + timedelta(seconds=backoff(6, self._timing.chance()))
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be edited")
            later = now + _HOUR
        if now - event.created_at > _EDIT_UNTIL:
            later = None

        async def stored(writing: Transaction) -> None:
            if later is None:
                await follow_ups.edited(writing, row.id, event.revision, told)
            else:
                await follow_ups.edit_later(writing, row.id, later)

        return stored

    async def finish(self, prepared: PreparedMessage) -> Completion:
        """Start a message's thread or publish it."""
        row = prepared.delivery
        step = follow_ups.THREAD if row.todo & follow_ups.THREAD else follow_ups.CROSSPOST
        left, at = row.todo & ~step, self._timing.clock()
        crossposted = False
        try:
            if step == follow_ups.CROSSPOST:
                crossposted = await self._crosspost(row)
                if not crossposted:
                    left, at = row.todo, at + _HOUR / _CROSSPOSTS
            elif prepared.envelope is not None and row.message_id is not None:
                message = prepared.envelope.message
                with speaking(message.language):
                    show = message.show
                    name = _("Alert") if show is None else show.title_in(message.language)
                starting = self._transport.thread(row.channel_id, row.message_id, name)
                await asyncio.wait_for(starting, SEND_SECONDS)
        except (MessageGoneError, RefusedError, FailedError) as error:
            _LOG.info("an alert could not be published or get its thread: %s", error)
        except LimitedError as limited:
            self._breaker.refused(limited)
            left, at = row.todo, at + timedelta(seconds=limited.seconds + 1)
        except (UnsureError, TimeoutError):
            left, at = row.todo, at + timedelta(seconds=backoff(4, self._timing.chance()))
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be published or get its thread")

        async def stored(writing: Transaction) -> None:
            await follow_ups.finished(writing, row.id, left, at=at, crossposted=crossposted)

        return stored

    async def _crosspost(self, row: Delivery) -> bool:
        """Publish, within Discord's ten an hour for a channel; False if it must wait."""
        since = self._timing.clock() - _HOUR
        async with self._database.read() as reading:
            if await follow_ups.crossposts(reading, row.channel_id, since) >= _CROSSPOSTS:
                return False
        assert row.message_id is not None
        publishing = self._transport.crosspost(row.channel_id, row.message_id)
        await asyncio.wait_for(publishing, SEND_SECONDS)
        return True
