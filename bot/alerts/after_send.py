"""What is still to do to messages that were sent: edit, publish, start a thread."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from ..foundation.backoff import backoff
from ..foundation.database import Database, Transaction
from .attempts import SEND_SECONDS, Outcome, Timing, Wall
from .prepare import Prepared
from .queries import after_send as store
from .queries.outbox import Delivery
from .sender import FailedError, GoneError, LimitedError, RefusedError, Sender, UnsureError

_LOG = logging.getLogger(__name__)

_CROSSPOSTS = 10
_HOUR = timedelta(hours=1)
_EDIT_SLOWLY = timedelta(minutes=15)
_EDIT_UNTIL = timedelta(days=14)


class Finishing:
    """Makes one such step at a message; a refusal ends it, trouble of the moment delays it."""

    def __init__(self, database: Database, sender: Sender, timing: Timing, wall: Wall) -> None:
        self._database = database
        self._sender = sender
        self._timing = timing
        self._wall = wall

    async def edit(self, prepared: Prepared) -> Outcome:
        """Let a message tell what its event says by now."""
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
            self._wall.met(limited)
            wait = timedelta(seconds=limited.seconds)
            # Edits of old messages are limited by the hour, so they take the slow lane.
            later = now + max(wait, _EDIT_SLOWLY * (0.5 + self._timing.chance()))
        except TimeoutError:
            # The library waits inside for a limit that it takes for a short one.
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
                await store.edited(writing, row.id, event.revision)
            else:
                await store.edit_later(writing, row.id, later)

        return stored

    async def finish(self, prepared: Prepared) -> Outcome:
        """Start a message's thread or publish it."""
        row = prepared.delivery
        step = store.THREAD if row.todo & store.THREAD else store.CROSSPOST
        left, at = row.todo & ~step, self._timing.clock()
        crossposted = False
        try:
            if step == store.CROSSPOST:
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
            left, at = row.todo, at + timedelta(seconds=backoff(4, self._timing.chance()))
        except Exception:  # noqa: BLE001 - a bug in one message must not stop the others
            _LOG.exception("an alert could not be published or get its thread")

        async def stored(writing: Transaction) -> None:
            await store.finished(writing, row.id, left, at=at, crossposted=crossposted)

        return stored

    async def _crosspost(self, row: Delivery) -> bool:
        """Publish, within Discord's ten an hour for a channel; False where it must wait."""
        since = self._timing.clock() - _HOUR
        async with self._database.read() as reading:
            if await store.crossposts(reading, row.channel_id, since) >= _CROSSPOSTS:
                return False
        assert row.message_id is not None
        publishing = self._sender.crosspost(row.channel_id, row.message_id)
        await asyncio.wait_for(publishing, SEND_SECONDS)
        return True
