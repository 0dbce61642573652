"""Reminders of premieres: when they are due in a zone, and no more than once in each server."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from ..facts.air_date import AirDate, countdown_to, day_of, same_moment
from ..facts.models import Show
from ..facts.projections import DateProjection
from ..facts.queries.claims import claims_of
from ..facts.queries.season_dates import StoredDate, dates_between, scopes_with_premiere
from ..facts.queries.shows import with_merged_ids
from ..facts.resolve import resolve, show_of
from ..facts.season_dates import DateKind
from ..facts.season_order import first_day
from ..facts.time_zones import air_zone, on_air
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..guilds.queries import time_zones
from .change_kinds import AlertKind
from .fan_out import CHUNK
from .queries import deliveries, events, subscriptions
from .queries.events import Event

MORNING = time(9)
"""The hour at which a bare date is spoken of: it has none of its own, and midnight wakes people."""

EARLIEST = timezone(timedelta(hours=14))
LATEST = timezone(timedelta(hours=-12))
"""The zones on Earth in which a day begins first and last."""

_LATE = timedelta(days=2)


class ReminderKind(StrEnum):
    """The three reminders of a premiere."""

    WEEK = "week"
    DAY = "day"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Countdown:
    """When a season begins, whole days until then on that date's own calendar, and if it is out."""

    airs: AirDate
    days: int
    out: bool


_DAYS_AHEAD = {ReminderKind.WEEK: 7, ReminderKind.DAY: 1, ReminderKind.OUT: 0}


def due(airs: AirDate, which: ReminderKind, zone: tzinfo, home: tzinfo | None = None) -> datetime:
    """When a reminder is due in a zone, in UTC. `airs` must be exact.

    For an instant it is that instant, whole days earlier. For a bare date it is the first nine in
    the morning there after that day began at `home`, where the show comes out: in Sydney an
    American day begins in the afternoon. Without a home the day is the zone's own.
    """
    ahead = timedelta(days=_DAYS_AHEAD[which])
    if airs.instant is not None:
        return airs.instant - ahead
    day = airs.earliest() - ahead
    if home is None:
        return datetime.combine(day, MORNING, zone).astimezone(UTC)
    begins = datetime.combine(day, time(), home).astimezone(UTC)
    local = begins.astimezone(zone).date()
    mornings = (
        datetime.combine(local + timedelta(days=later), MORNING, zone).astimezone(UTC)
        for later in range(3)
    )
    return next(morning for morning in mornings if morning >= begins)


def expires(
    airs: AirDate, which: ReminderKind, zone: tzinfo, home: tzinfo | None = None
) -> datetime:
    """From when on a reminder that was slept through is not sent any more, in UTC."""
    match which:
        case ReminderKind.WEEK:
            return due(airs, ReminderKind.DAY, zone, home)
        case ReminderKind.DAY:
            return due(airs, ReminderKind.OUT, zone, home)
        case ReminderKind.OUT:
            return due(airs, ReminderKind.OUT, zone, home) + _LATE


def countdown_of(
    show: Show, number: int | None, body: Mapping[str, str], now: datetime
) -> Countdown:
    """How long until a season begins, as exactly as is known by now; `body` is its reminder's."""
    season = show.season(number)
    first = first_day(season) if season is not None else None
    airs = first.value if first is not None else AirDate.parse(body["airs"])
    here = now if airs.instant is not None else on_air(show, now)
    days = (day_of(airs, here.tzinfo) - here.date()).days
    left = countdown_to(airs, now) if airs.instant is not None else None
    return Countdown(airs, days, days < 0 or (left is not None and left <= timedelta(0)))


def _earliest(airs: AirDate, which: ReminderKind) -> datetime:
    """When a reminder can be due at the earliest, anywhere and wherever the show comes out."""
    return due(airs, which, EARLIEST, EARLIEST)


def _latest(airs: AirDate, which: ReminderKind) -> datetime:
    """When a reminder is due everywhere on Earth, at the latest."""
    last = due(airs, which, LATEST, LATEST)
    return last if airs.instant is not None else last + timedelta(days=1)


_REMEMBERED = timedelta(days=60)
_AHEAD = timedelta(days=9)
_BEHIND = timedelta(days=4)


class Reminders:
    """Keeps the dates in view and writes the deliveries of what is due.

    A server that has, or had, a date of its own hears of the premiere as it sees it, and not of
    everybody's: the two may be one day, told by the day and by the hour.
    """

    def __init__(self, database: Database, clock: Clock, dates: DateProjection) -> None:
        self._database = database
        self._clock = clock
        self._dates = dates

    async def step(self) -> None:
        """Take up new dates, then write the reminders that are due anywhere.

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
        """Write the events whose time has come somewhere on Earth."""
        now = self._clock()
        async with self._database.read() as reading:
            near = await dates_between(reading, (now - _BEHIND).date(), (now + _AHEAD).date())
        for premiere in filter(_is_announced, near):
            for which in ReminderKind:
                if not _earliest(premiere.airs, which) <= now < _over(premiere.airs, which):
                    continue
                if premiere.changed_at > _latest(premiere.airs, which):
                    continue
                await self._announce(premiere, which, now)

    async def _announce(self, premiere: StoredDate, which: ReminderKind, now: datetime) -> None:
        async with self._database.read() as reading:
            # What was told of a show before it was merged into this one is told.
            shows = await with_merged_ids(reading, premiere.show_id)
            for show_id in shows:
                if await events.known(reading, _token(premiere, which, show_id)):
                    return
            earlier = await events.reminders_of(
                reading, premiere.scope, shows, premiere.season, now - _REMEMBERED
            )
            if any(_tells(event, premiere.airs, which) for event in earlier):
                return
            claims = await claims_of(reading, premiere.show_id, premiere.scope)
        show = show_of(premiere.show_id, resolve(claims), scope=premiere.scope)
        home = air_zone(show) if show is not None else None
        body = {"which": which.value, "airs": str(premiere.airs), "zones": "[]"}
        body["known"] = premiere.changed_at.isoformat()
        body["home"] = str(home.zone) if home is not None else ""
        async with self._database.write() as writing:
            await events.add(
                writing,
                token=_token(premiere, which, premiere.show_id),
                kind=events.REMINDER,
                scope=premiere.scope,
                show_id=premiere.show_id,
                season=premiere.season,
                mask=AlertKind.REMINDERS,
                now=now,
                network=show.network.value if show is not None and show.network else None,
                body=json.dumps(body),
            )

    async def _fan_out(self, event: Event) -> None:
        """Write the deliveries of a reminder for every zone in which it is due."""
        now = self._clock()
        body: dict[str, str] = json.loads(event.body)
        airs, which = AirDate.parse(body["airs"]), ReminderKind(body["which"])
        known = datetime.fromisoformat(body["known"])
        home = home_of(body)
        done, missed = _zones_done(event), set[str | None]()
        async with self._database.read() as reading:
            zones = [zone for zone in await time_zones(reading) if zone not in done]
        for zone in zones:
            at = due(airs, which, _zone(zone), home)
            if now < at:
                continue
            if now < expires(airs, which, _zone(zone), home) and known <= at:
                await self._fan_out_in(event, zone, at, now)
            else:
                missed.add(zone)
        over = now >= _over(airs, which)
        if over or missed:
            async with self._database.write() as writing:
                await _note_done(writing, event.id, missed, over=over)

    async def _fan_out_in(
        self, event: Event, zone: str | None, at: datetime, now: datetime
    ) -> None:
        assert event.show_id is not None
        assert event.season is not None
        after: int | None = 0
        while after is not None:
            async with self._database.write() as writing:
                shows = await with_merged_ids(writing, event.show_id)
                told, apart = [], frozenset[int]()
                if event.scope:
                    told = await self._told_to_all(writing, event, shows, now)
                else:
                    apart = await scopes_with_premiere(writing, shows, event.season)
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
        """Everybody's reminders of that moment: a server heard them before it had its own date."""
        body: dict[str, str] = json.loads(event.body)
        airs, which = AirDate.parse(body["airs"]), ReminderKind(body["which"])
        assert event.season is not None
        earlier = await events.reminders_of(reading, 0, shows, event.season, now - _REMEMBERED)
        return [each.id for each in earlier if _tells(each, airs, which)]


async def reopen(writing: Transaction, zone: str | None) -> None:
    """A server is in that zone from now on: what was told there already it may not have heard."""
    for event in await events.open_reminders(writing):
        done = _zones_done(event)
        if zone in done:
            await _store_zones(writing, event, done - {zone})


def _zones_done(event: Event) -> set[str | None]:
    """The zones in which the deliveries of a reminder are written."""
    body: dict[str, str] = json.loads(event.body)
    return set(json.loads(body["zones"]))


async def _note_done(
    writing: Transaction, event_id: int, zones: Collection[str | None], *, over: bool = False
) -> None:
    event = (await events.by_id(writing, [event_id]))[event_id]
    await _store_zones(writing, event, {*_zones_done(event), *zones}, over=over)


async def _store_zones(
    writing: Transaction, event: Event, done: Collection[str | None], *, over: bool = False
) -> None:
    zones = sorted(done, key=lambda zone: zone or "")
    body = json.loads(event.body) | {"zones": json.dumps(zones)}
    await events.fanned_to(writing, event.id, cursor=0, done=over, body=json.dumps(body))


def _tells(event: Event, airs: AirDate, which: ReminderKind) -> bool:
    """Whether a reminder told that moment already, if more coarsely or more finely."""
    body: dict[str, str] = json.loads(event.body)
    return body["which"] == which and same_moment(AirDate.parse(body["airs"]), airs)


def _over(airs: AirDate, which: ReminderKind) -> datetime:
    """From when on a reminder is sent nowhere any more."""
    match which:
        case ReminderKind.WEEK:
            return _latest(airs, ReminderKind.DAY)
        case ReminderKind.DAY:
            return _latest(airs, ReminderKind.OUT)
        case ReminderKind.OUT:
            return _latest(airs, ReminderKind.OUT) + _LATE


def home_of(body: Mapping[str, str]) -> tzinfo | None:
    """The zone of the day that a reminder is about, where it is known."""
    return ZoneInfo(body["home"]) if body.get("home") else None


def _is_announced(dated: StoredDate) -> bool:
    """Whether it is a day on which a season begins for certain."""
    return dated.kind is DateKind.PREMIERE and not dated.gone and dated.airs.exact


def _token(premiere: StoredDate, which: ReminderKind, show_id: int) -> str:
    """The name of a reminder of that premiere, announced of the show of that id."""
    return events.token_of(
        events.REMINDER,
        premiere.scope,
        show_id,
        premiere.season,
        which.value,
        str(premiere.airs),
    )


def _zone(zone: str | None) -> tzinfo:
    """A server's zone by its name, UTC where it set none."""
    return ZoneInfo(zone) if zone is not None else UTC
