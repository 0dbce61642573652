"""Reminders of premieres and later parts: when they are due in a time zone, once in each server."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from ..facts.air_date import AirDate, countdown_to, day_of, same_moment
from ..facts.models import Fact, Part, Season, Show
from ..facts.projections import DateProjection
from ..facts.queries.claims import claims_of
from ..facts.queries.season_dates import StoredDate, dates_between, scopes_with_date
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
    """The three reminders of a date."""

    WEEK = "week"
    DAY = "day"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class ReminderDate:
    """The date that a reminder is about, as it is known now, with the fact that it rests on.

    `part` is the label of the part that the season returns with, None for its premiere.
    """

    airs: AirDate
    fact: Fact[Any]
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long until a season begins or returns: whole days on that date's own calendar, and
    whether it is out."""

    date: ReminderDate
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
    """From when on a reminder that was missed is no longer sent, in UTC."""
    match which:
        case ReminderKind.WEEK:
            return due(airs, ReminderKind.DAY, zone, home)
        case ReminderKind.DAY:
            return due(airs, ReminderKind.OUT, zone, home)
        case ReminderKind.OUT:
            return due(airs, ReminderKind.OUT, zone, home) + _LATE


def date_of(season: Season, body: Mapping[str, str]) -> ReminderDate | None:
    """The date of a season that a reminder with that `body` is about; None if it has none any
    more."""
    airs = AirDate.parse(body["airs"])
    if _happens(body) is DateKind.RETURN:
        return _return_of(season.parts, airs) if season.parts is not None else None
    first = first_day(season)
    if first is None or not same_moment(first.value, airs):
        return None
    return ReminderDate(first.value, first)


def _return_of(parts: Fact[tuple[Part, ...]], airs: AirDate) -> ReminderDate | None:
    for part in parts.value[1:]:
        if part.premiere is not None and same_moment(part.premiere, airs):
            return ReminderDate(part.premiere, parts, part.label)
    return None


def _happens(body: Mapping[str, str]) -> DateKind:
    """What a reminder is about; those of earlier versions are about premieres."""
    return DateKind(body.get("date", DateKind.PREMIERE))


def countdown_of(show: Show, dated: ReminderDate, now: datetime) -> Countdown:
    """How long until then, as exactly as is known at the aware moment `now`."""
    airs = dated.airs
    here = now if airs.instant is not None else on_air(show, now)
    days = (day_of(airs, here.tzinfo) - here.date()).days
    left = countdown_to(airs, now) if airs.instant is not None else None
    return Countdown(dated, days, days < 0 or (left is not None and left <= timedelta(0)))


def _earliest(airs: AirDate, which: ReminderKind) -> datetime:
    """The earliest instant at which a reminder can be due, anywhere and wherever the show comes
    out."""
    return due(airs, which, EARLIEST, EARLIEST)


def _latest(airs: AirDate, which: ReminderKind) -> datetime:
    """The instant by which a reminder is due everywhere on Earth."""
    last = due(airs, which, LATEST, LATEST)
    return last if airs.instant is not None else last + timedelta(days=1)


_REMEMBERED = timedelta(days=60)
_AHEAD = timedelta(days=9)
_BEHIND = timedelta(days=4)


class Reminders:
    """Watches the dates and writes the deliveries of reminders that are due.

    A server that has, or had, a date of its own is reminded of that and not of everybody's: the two
    may mean the same day, one by the day and one by the hour.
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
        for dated in filter(_is_announced, near):
            for which in ReminderKind:
                if not _earliest(dated.airs, which) <= now < _over(dated.airs, which):
                    continue
                if dated.changed_at > _latest(dated.airs, which):
                    continue
                await self._announce(dated, which, now)

    async def _announce(self, dated: StoredDate, which: ReminderKind, now: datetime) -> None:
        async with self._database.read() as reading:
            # What was told of a show before it was merged into this one is told.
            shows = await with_merged_ids(reading, dated.show_id)
            for show_id in shows:
                if await events.known(reading, _token(dated, which, show_id)):
                    return
            earlier = await events.reminders_of(
                reading, dated.scope, shows, dated.season, now - _REMEMBERED
            )
            if any(_tells(event, dated.airs, which) for event in earlier):
                return
            claims = await claims_of(reading, dated.show_id, dated.scope)
        show = show_of(dated.show_id, resolve(claims), scope=dated.scope)
        home = air_zone(show) if show is not None else None
        body = {"which": which.value, "airs": str(dated.airs), "zones": "[]"}
        body["date"], body["part"] = dated.kind.value, dated.part or ""
        body["known"] = dated.changed_at.isoformat()
        body["home"] = str(home.zone) if home is not None else ""
        async with self._database.write() as writing:
            await events.add(
                writing,
                token=_token(dated, which, dated.show_id),
                kind=events.REMINDER,
                scope=dated.scope,
                show_id=dated.show_id,
                season=dated.season,
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
                    body: dict[str, str] = json.loads(event.body)
                    apart = await scopes_with_date(
                        writing, shows, event.season, _happens(body), body.get("part") or None
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
        """Everybody's reminders of that moment: a server got them before it had its own date."""
        body: dict[str, str] = json.loads(event.body)
        airs, which = AirDate.parse(body["airs"]), ReminderKind(body["which"])
        assert event.season is not None
        earlier = await events.reminders_of(reading, 0, shows, event.season, now - _REMEMBERED)
        return [each.id for each in earlier if _tells(each, airs, which)]


async def reopen(writing: Transaction, zone: str | None) -> None:
    """A server has that time zone from now on: it may have missed what was sent there already."""
    for event in await events.open_reminders(writing):
        done = _zones_done(event)
        if zone in done:
            await _store_zones(writing, event, done - {zone})


def _zones_done(event: Event) -> set[str | None]:
    """The zones for which the deliveries of a reminder are written."""
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
    """Whether a reminder was already sent about that moment, perhaps more or less precisely."""
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
    """The zone of the day that a reminder is about, if it is known."""
    return ZoneInfo(body["home"]) if body.get("home") else None


def _is_announced(dated: StoredDate) -> bool:
    """Whether a season certainly begins on that day, or continues with another part."""
    if dated.gone or not dated.airs.exact:
        return False
    # Specials are a number that is no season: they come one by one, and in no parts.
    return dated.kind is DateKind.PREMIERE or (dated.kind is DateKind.RETURN and dated.season > 0)


def _token(dated: StoredDate, which: ReminderKind, show_id: int) -> str:
    """The token of a reminder of that date, for the show under the id it had then."""
    return events.token_of(
        events.REMINDER,
        dated.scope,
        show_id,
        dated.season,
        which.value,
        str(dated.airs),
    )


def _zone(zone: str | None) -> tzinfo:
    """A server's zone by its name, UTC if it set none."""
    return ZoneInfo(zone) if zone is not None else UTC
