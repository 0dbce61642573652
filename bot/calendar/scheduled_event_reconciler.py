"""Scheduled events: each server's are brought to what is planned, step by step.

Discord has no idempotency key for them. So the description contains a marker, an attempt is
committed before it is made, and one with an unknown outcome is looked up in the server's list.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from ..alerts.queries.events import token_of
from ..alerts.transport import FailedError, LimitedError, RefusedError, UnsureError
from ..cluster.assignment import Assignment
from ..foundation.clock import Clock, has_passed
from ..foundation.database import Database
from ..foundation.meta import in_doubt_until
from ..guilds.settings import Guilds, zone_of
from ..locale.languages import speaking
from ..locale.messages import N_
from .queries import scheduled_events
from .queries.scheduled_events import EventServer
from .read_model import Calendar
from .scheduled_event_plan import (
    Action,
    EventAct,
    PlannedEvent,
    SeasonKey,
    StoredEvent,
    actions,
    planned,
)

T = TypeVar("T")

_SERVERS = 5
_AT_ONCE = 5
"""How many requests are made for a server before others have their turn."""

_AHEAD = timedelta(days=365)
_EVERY = timedelta(minutes=1)
_SOON = timedelta(seconds=1)
_IDLE = timedelta(seconds=30)
"""How long nothing is done while no server wants events; switching them on ends it."""

_REFUSED = timedelta(hours=1)
_LONGEST = timedelta(days=1)
"""A server due later than this was scheduled by a clock that was ahead: no refusal and no rate
limit lasts so long."""

_SECONDS = 40.0
"""A request that takes longer is abandoned, and its outcome is unknown."""

_UNDER_WAY = timedelta(seconds=5)
"""How long after an attempt the event that it created is certainly in the server's list."""

FULL = N_("this server has as many scheduled events as Discord allows (100)")


class FullError(Exception):
    """A server has all the scheduled events that Discord allows."""


class EventGoneError(Exception):
    """The event is not there any more, or has ended."""


class EventTransport(Protocol):
    """The requests to Discord about scheduled events.

    Every method may raise the errors of `alerts.transport`; descriptions already contain their
    marker.
    """

    async def create(self, guild_id: int, event: PlannedEvent, description: str) -> int:
        """Make an event; returns its id. May raise `FullError`."""
        ...

    async def edit(
        self, guild_id: int, event_id: int, event: PlannedEvent, description: str
    ) -> None:
        """Change an event. May raise `EventGoneError`."""
        ...

    async def delete(self, guild_id: int, event_id: int) -> None:
        """Delete an event; one that is already gone is no error."""
        ...

    async def marked(self, guild_id: int) -> Mapping[str, int]:
        """The ids of the events whose description has a marker, by marker."""
        ...


class _Stop(Exception):  # noqa: N818 - it ends a round and is no failure
    """Ends a server's round: the next one follows after `wait`, and its people are shown `error`.

    `unsure`: it is unknown whether Discord carried the request out.
    """

    def __init__(self, wait: timedelta, error: str | None = None, *, unsure: bool = False) -> None:
        super().__init__(error)
        self.wait = wait
        self.error = error
        self.unsure = unsure


async def _asked(work: Coroutine[Any, Any, T]) -> T:
    """The result of a request; raises `_Stop` if it failed."""
    try:
        return await asyncio.wait_for(work, _SECONDS)
    except LimitedError as limited:
        raise _Stop(timedelta(seconds=limited.seconds + 1)) from limited
    except (RefusedError, FailedError) as refused:
        raise _Stop(_REFUSED, str(refused)) from refused
    except (UnsureError, TimeoutError) as unsure:
        raise _Stop(_UNDER_WAY, unsure=True) from unsure


class ScheduledEvents:
    """Makes, moves and deletes the events of servers that want them."""

    def __init__(
        self,
        database: Database,
        calendar: Calendar,
        guilds: Guilds,
        clock: Clock,
        assignment: Callable[[], Assignment],
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._guilds = guilds
        self._clock = clock
        self._assignment = assignment
        self._idle_since: datetime | None = None
        self._begun = False
        self._in_doubt_until: datetime | None = None
        self._swept: set[int] = set()

    async def switch(self, guild_id: int, *, enabled: bool) -> bool:
        """Make events for a server, or delete them; False if it was so before.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        self._idle_since = None
        async with self._database.write() as writing:
            return await scheduled_events.switch(
                writing, guild_id, enabled=enabled, now=self._clock()
            )

    async def trouble(self, guild_id: int) -> str | None:
        """Why no events can be made for a server just now; None if they can.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            server = await scheduled_events.server_of(reading, guild_id)
        return server.error if server is not None else None

    async def any_made(self, guild_id: int) -> bool:
        """Whether a server has events to delete, should it want none any more.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            return await scheduled_events.any_made(reading, guild_id)

    async def step(self, transport: EventTransport) -> None:
        """Reconcile the servers that are due.

        Raises:
            StoreError: the database cannot be used; call again.
        """
        now = self._clock()
        if not has_passed(_IDLE, self._idle_since, now):
            return
        async with self._database.read() as reading:
            due = await scheduled_events.due_servers(
                reading, now, now + _LONGEST, _SERVERS, self._assignment()
            )
            nobody = not due and not await scheduled_events.any_server(reading)
        self._idle_since = now if nobody else None
        if due and not self._begun:
            async with self._database.write() as writing:
                self._in_doubt_until = await in_doubt_until(writing, now)
            self._begun = True
        for server in due:
            await self._look_at(server, transport)

    async def _look_at(self, server: EventServer, transport: EventTransport) -> None:
        now = self._clock()
        plan = await self._plan(server.guild_id, now) if server.enabled else {}
        async with self._database.read() as reading:
            rows = await scheduled_events.events_of(reading, server.guild_id)
        todo = actions(rows, plan, now)
        wait, error = (_SOON if todo else _EVERY), None
        try:
            await self._sweep(server.guild_id, rows, transport)
            await self._do(server.guild_id, todo[:_AT_ONCE], transport)
        except _Stop as stop:
            wait, error = stop.wait, stop.error
        async with self._database.write() as writing:
            if not server.enabled and not rows:
                await scheduled_events.forget_server(writing, server.guild_id)
            else:
                await scheduled_events.look_again(
                    writing, server.guild_id, self._clock() + wait, error
                )

    async def _plan(self, guild_id: int, now: datetime) -> dict[SeasonKey, PlannedEvent]:
        settings = self._guilds.of(guild_id)
        zone = zone_of(settings)
        today = now.astimezone(zone).date()
        entries = await self._calendar.entries(
            today,
            today + _AHEAD,
            scope=guild_id,
            follows=await self._calendar.follows(guild_id),
        )
        with speaking(self._guilds.spoken_in(guild_id)):
            return planned(entries, now, zone if settings.timezone else None)

    async def _sweep(
        self, guild_id: int, rows: list[StoredEvent], transport: EventTransport
    ) -> None:
        """Delete, once, the events made after a restored backup; they are made anew."""
        doubted = self._in_doubt_until
        if doubted is None or guild_id in self._swept or self._clock() > doubted:
            return
        known = {row.marker for row in rows}
        for marker, event_id in (await _asked(transport.marked(guild_id))).items():
            if marker not in known:
                await _asked(transport.delete(guild_id, event_id))
        self._swept.add(guild_id)

    async def _do(self, guild_id: int, todo: list[Action], transport: EventTransport) -> None:
        listed: Mapping[str, int] = {}
        if any(action.act is EventAct.FIND for action in todo):
            listed = await _asked(transport.marked(guild_id))
        for action in todo:
            try:
                await self._act(guild_id, action, transport, listed)
            except FullError as full:
                raise _Stop(_REFUSED, FULL) from full

    async def _act(
        self, guild_id: int, action: Action, transport: EventTransport, listed: Mapping[str, int]
    ) -> None:
        row, event = action.row, action.event
        match action.act:
            case EventAct.CREATE:
                assert event is not None
                await self._create(guild_id, action, event, transport)
            case EventAct.FIND:
                assert row is not None
                await self._find(row, listed)
            case EventAct.MOVE:
                assert row is not None
                assert event is not None
                await self._move(row, event, transport)
            case EventAct.REMOVE:
                assert row is not None
                assert row.event_id is not None
                await _asked(transport.delete(guild_id, row.event_id))
                await self._drop(row)
            case EventAct.FORGET:
                assert row is not None
                await self._drop(row)

    async def _create(
        self, guild_id: int, action: Action, event: PlannedEvent, transport: EventTransport
    ) -> None:
        now = self._clock()
        marker = token_of("scheduled event", guild_id, *action.key, now.isoformat())
        if action.row is not None:
            marker = action.row.marker
        async with self._database.write() as writing:
            await scheduled_events.attempt(writing, guild_id, action.key, marker, event, now)
        try:
            event_id = await _asked(transport.create(guild_id, event, event.marked(marker)))
        except (_Stop, FullError) as stop:
            if not (isinstance(stop, _Stop) and stop.unsure):
                await self._settle(marker, None)
            raise
        await self._settle(marker, event_id)

    async def _find(self, row: StoredEvent, listed: Mapping[str, int]) -> None:
        """Store the outcome of an attempt: the event in the list, or none."""
        event_id = listed.get(row.marker)
        if event_id is None and not has_passed(_UNDER_WAY, row.attempted_at, self._clock()):
            raise _Stop(_SOON)
        await self._settle(row.marker, event_id)

    async def _move(self, row: StoredEvent, event: PlannedEvent, transport: EventTransport) -> None:
        assert row.event_id is not None
        try:
            await _asked(
                transport.edit(row.guild_id, row.event_id, event, event.marked(row.marker))
            )
        except EventGoneError:
            if row.starts_at != event.start:
                # Another date is another event; the event that ended cannot be restored.
                await self._drop(row)
                return
            # Somebody deleted it, so it is not made again as long as its date stays.
        async with self._database.write() as writing:
            await scheduled_events.settle(writing, row.marker, event_id=row.event_id, event=event)

    async def _settle(self, marker: str, event_id: int | None) -> None:
        async with self._database.write() as writing:
            await scheduled_events.settle(writing, marker, event_id=event_id)

    async def _drop(self, row: StoredEvent) -> None:
        async with self._database.write() as writing:
            await scheduled_events.drop(writing, row.marker)
