"""Reminders of premieres and later parts: planned, then written for each zone when they are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from ..facts.projections import DateProjection
from ..facts.queries.claims import claims_of
from ..facts.queries.season_dates import StoredDate, dates_between, scopes_with_date
from ..facts.queries.shows import with_merged_ids
from ..facts.resolve import resolve, show_of
from ..facts.season_dates import DateKind
from ..facts.time_zones import air_zone
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..guilds.queries import time_zones
from ..guilds.settings import zone_called
from .change_kinds import AlertKind
from .fan_out import CHUNK
from .queries import deliveries, events, subscriptions
from .queries.events import Event, NewEvent
from .reminder_dates import Reminder
from .reminder_times import ReminderKind, due, due_first, due_last, expires, expires_last

_REMEMBERED = timedelta(days=60)
_AHEAD = timedelta(days=9)
_BEHIND = timedelta(days=4)


class Reminders:
    """Watches the dates, and writes the deliveries of reminders that are due.

    A server that has, or had, a date of its own is reminded of that date and not of everybody's:
    the two may mean the same day, one as a day and one with its hour.
    """

    def __init__(self, database: Database, clock: Clock, dates: DateProjection) -> None:
        self._database = database
        self._clock = clock
        self._dates = dates

    async def step(self) -> None:
        """Take up new dates, then write the reminders that are due in any zone.

        Raises:
            StoreError: the database cannot be used; the rest is done next time.
        """
        await self._dates.catch_up()
        await self._plan()
        async with self._database.read() as reading:
            waiting = await events.open_reminders(reading)
        for event in waiting:
            await self._fan_out(event)

    async def _plan(self) -> None:
        """Write the events of reminders that are due somewhere on Earth."""
        now = self._clock()
        async with self._database.read() as reading:
            near = await dates_between(reading, (now - _BEHIND).date(), (now + _AHEAD).date())
        for dated in filter(_is_announced, near):
            for which in ReminderKind:
                if not due_first(dated.airs, which) <= now < expires_last(dated.airs, which):
                    continue
                if dated.changed_at > due_last(dated.airs, which):
                    continue
                await self._announce(dated, which, now)

    async def _announce(self, dated: StoredDate, which: ReminderKind, now: datetime) -> None:
        async with self._database.read() as reading:
            # What was told of a show before it was merged into this one counts as told.
            shows = await with_merged_ids(reading, dated.show_id)
            for show_id in shows:
                if await events.known(reading, _token(dated, which, show_id)):
                    return
            earlier = await events.reminders_of(
                reading, dated.scope, shows, dated.season, now - _REMEMBERED
            )
            if any(Reminder.loads(event.body).tells(which, dated.airs) for event in earlier):
                return
            claims = await claims_of(reading, dated.show_id, dated.scope)
        show = show_of(dated.show_id, resolve(claims), scope=dated.scope)
        home = air_zone(show) if show is not None else None
        reminder = Reminder(
            which=which,
            airs=dated.airs,
            happens=dated.kind,
            part=dated.part,
            known_at=dated.changed_at,
            home=home.zone if home is not None else None,
        )
        event = NewEvent(
            token=_token(dated, which, dated.show_id),
            kind=events.REMINDER,
            scope=dated.scope,
            show_id=dated.show_id,
            season=dated.season,
            mask=AlertKind.REMINDERS,
            network=show.network.value if show is not None and show.network else None,
            body=reminder.dumps(),
        )
        async with self._database.write() as writing:
            await events.add(writing, event, now)

    async def _fan_out(self, event: Event) -> None:
        """Write the deliveries of a reminder for every zone in which it is due."""
        now = self._clock()
        reminder = Reminder.loads(event.body)
        airs, which, home = reminder.airs, reminder.which, reminder.home
        missed = set[str | None]()
        async with self._database.read() as reading:
            zones = [zone for zone in await time_zones(reading) if zone not in reminder.zones]
        for zone in zones:
            at = due(airs, which, zone_called(zone), home)
            if now < at:
                continue
            if now < expires(airs, which, zone_called(zone), home) and reminder.known_at <= at:
                await self._fan_out_in(event, zone, at, now)
            else:
                missed.add(zone)
        over = now >= expires_last(airs, which)
        if over or missed:
            async with self._database.write() as writing:
                await _note_done(writing, event.id, missed, over=over)

    async def _fan_out_in(
        self, event: Event, zone: str | None, at: datetime, now: datetime
    ) -> None:
        assert event.show_id is not None
        assert event.season is not None
        reminder = Reminder.loads(event.body)
        after: int | None = 0
        while after is not None:
            async with self._database.write() as writing:
                shows = await with_merged_ids(writing, event.show_id)
                told, apart = [], frozenset[int]()
                if event.scope:
                    told = await self._told_to_all(writing, event, shows, now)
                else:
                    apart = await scopes_with_date(
                        writing, shows, event.season, reminder.happens, reminder.part
                    )
                where = subscriptions.following(
                    scope=event.scope,
                    show_ids=shows,
                    network=event.network,
                    kinds=AlertKind.REMINDERS,
                    until=at,
                    zones=[zone],
                    without=apart,
                )
                after = await deliveries.fan_out(
                    writing,
                    event.id,
                    where,
                    [AlertKind.REMINDERS.value],
                    now=now,
                    after=after,
                    size=CHUNK,
                    told=told,
                )
                if after is None:
                    # At once, since a server may come into the zone right after.
                    await _note_done(writing, event.id, {zone})

    async def _told_to_all(
        self, reading: Transaction, event: Event, shows: Collection[int], now: datetime
    ) -> list[int]:
        """Everybody's reminders of that moment: a server got them before it had a date of its
        own."""
        own = Reminder.loads(event.body)
        assert event.season is not None
        earlier = await events.reminders_of(reading, 0, shows, event.season, now - _REMEMBERED)
        return [
            other.id for other in earlier if Reminder.loads(other.body).tells(own.which, own.airs)
        ]


async def reopen(writing: Transaction, zone: str | None) -> None:
    """Reopen reminders for a server that changed to that time zone: it may have missed what was
    already sent there."""
    for event in await events.open_reminders(writing):
        reminder = Reminder.loads(event.body)
        if zone in reminder.zones:
            await _store(writing, event, replace(reminder, zones=reminder.zones - {zone}))


async def _note_done(
    writing: Transaction, event_id: int, zones: Collection[str | None], *, over: bool = False
) -> None:
    """Store that the deliveries for those zones are written; if it is `over`, for all."""
    event = (await events.by_id(writing, [event_id]))[event_id]
    reminder = Reminder.loads(event.body)
    await _store(writing, event, replace(reminder, zones=reminder.zones.union(zones)), over=over)


async def _store(
    writing: Transaction, event: Event, reminder: Reminder, *, over: bool = False
) -> None:
    body = reminder.dumps(event.body)
    await events.fanned_to(writing, event.id, cursor=0, done=over, body=body)


def _is_announced(dated: StoredDate) -> bool:
    """Whether a season certainly begins on that day, or continues with another part."""
    if dated.gone or not dated.airs.exact:
        return False
    # Specials share one number that is no season: they come one by one, and not in parts.
    return dated.kind is DateKind.PREMIERE or (dated.kind is DateKind.RETURN and dated.season > 0)


def _token(dated: StoredDate, which: ReminderKind, show_id: int) -> str:
    """The token of a reminder of that date, for the show under the id that it had then."""
    return events.token_of(
        events.REMINDER,
        dated.scope,
        show_id,
        dated.season,
        which.value,
        str(dated.airs),
    )
