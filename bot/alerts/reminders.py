"""Reminders of premieres: when they are due in a zone, and no more than once in each server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from ..clock import Clock
from ..facts.air_date import AirDate
from ..facts.fields import folded
from ..facts.models import Claim
from ..facts.queries.claims import claims_about, claims_of
from ..facts.queries.shows import with_merged_ids
from ..facts.resolve import resolve, visible
from ..foundation.database import Database, read_meta, write_meta
from ..guilds.queries import time_zones
from .fan_out import CHUNK
from .kinds import AlertKind
from .queries import deliveries, events, premieres, subscriptions
from .queries.events import Event
from .queries.premieres import Premiere

MORNING = time(9)
"""The hour at which a bare date is spoken of: it has none of its own, and midnight wakes people."""

EARLIEST = timezone(timedelta(hours=14))
LATEST = timezone(timedelta(hours=-12))
"""The zones on Earth in which a day begins first and last."""

_LATE = timedelta(days=2)


class Which(StrEnum):
    """The three reminders of a premiere."""

    WEEK = "week"
    DAY = "day"
    OUT = "out"


_DAYS_AHEAD = {Which.WEEK: 7, Which.DAY: 1, Which.OUT: 0}


def due(airs: AirDate, which: Which, zone: tzinfo) -> datetime:
    """When a reminder is due there, in UTC. `airs` must be exact.

    For an instant it is that instant, whole days earlier; for a bare date, nine in the morning.
    """
    ahead = timedelta(days=_DAYS_AHEAD[which])
    if airs.instant is not None:
        return airs.instant - ahead
    morning = datetime.combine(airs.earliest() - ahead, MORNING, zone)
    return morning.astimezone(UTC)


def expires(airs: AirDate, which: Which, zone: tzinfo) -> datetime:
    """From when on a reminder that was slept through is not sent any more, in UTC."""
    match which:
        case Which.WEEK:
            return due(airs, Which.DAY, zone)
        case Which.DAY:
            return due(airs, Which.OUT, zone)
        case Which.OUT:
            return due(airs, Which.OUT, zone) + _LATE


_INDEXED = "premieres_revision"
_BATCH = 500
_AHEAD = timedelta(days=9)
_BEHIND = timedelta(days=4)


class Reminders:
    """Keeps the dates in view and writes the deliveries of what is due."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def step(self) -> None:
        """Take up new dates, then write the reminders that are due anywhere.

        Raises:
            StoreError: the database cannot be used; the rest is done next time.
        """
        more = True
        while more:
            more = await self._index()
        await self._plan()
        async with self._database.read() as reading:
            waiting = await events.open_reminders(reading)
        for event in waiting:
            await self._fan_out(event)

    async def _index(self) -> bool:
        """Take up the dates of shows written since the last time; True while there are more."""
        async with self._database.read() as reading:
            after = int(await read_meta(reading, _INDEXED) or 0)
            written = await premieres.candidates(reading, after, _BATCH)
            if not written:
                return False
            reached = written[-1][0]
            ids = [show_id for revision, show_id in written if revision < reached]
            if len(written) < _BATCH or not ids:
                # One write may touch more shows than a batch: its shows are taken up together.
                ids += await premieres.of_revision(reading, reached)
            else:
                reached = max(revision for revision, _ in written if revision < reached)
            shows = await premieres.dated(reading, ids)
            rows: list[Premiere] = []
            for start in range(0, len(shows), 50):
                claims = await claims_about(reading, shows[start : start + 50])
                for show_id, about in claims.items():
                    rows += dates_of(show_id, about, self._clock())
                await asyncio.sleep(0)
        async with self._database.write() as writing:
            await premieres.put(writing, shows, rows)
            await write_meta(writing, _INDEXED, str(reached))
        return True

    async def _plan(self) -> None:
        """Write the events whose time has come somewhere on Earth."""
        now = self._clock()
        async with self._database.read() as reading:
            near = await premieres.between(reading, (now - _BEHIND).date(), (now + _AHEAD).date())
        for premiere in near:
            for which in Which:
                begins = due(premiere.airs, which, EARLIEST)
                ends = expires(premiere.airs, which, LATEST)
                if not begins <= now < ends:
                    continue
                if premiere.known_at > due(premiere.airs, which, LATEST):
                    continue
                await self._announce(premiere, which, now)

    async def _announce(self, premiere: Premiere, which: Which, now: datetime) -> None:
        async with self._database.read() as reading:
            # What was told of a show before it was merged into this one is told.
            for show_id in await with_merged_ids(reading, premiere.show_id):
                if await events.known(reading, _token(premiere, which, show_id)):
                    return
            claims = await claims_of(reading, premiere.show_id, premiere.scope)
        network = resolve(claims).get((None, "network"))
        body = {"which": which.value, "airs": str(premiere.airs), "zones": "[]"}
        body["known"] = premiere.known_at.isoformat()
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
                network=folded(str(network[0].value)) if network else None,
                body=json.dumps(body),
            )

    async def _fan_out(self, event: Event) -> None:
        """Write the deliveries of a reminder for every zone in which it is due."""
        now = self._clock()
        body: dict[str, str] = json.loads(event.body)
        airs, which = AirDate.parse(body["airs"]), Which(body["which"])
        known = datetime.fromisoformat(body["known"])
        done: list[str | None] = json.loads(body["zones"])
        async with self._database.read() as reading:
            zones = [zone for zone in await time_zones(reading) if zone not in done]
        for zone in zones:
            at = due(airs, which, _zone(zone))
            if now < at:
                continue
            if now < expires(airs, which, _zone(zone)) and known <= at:
                await self._fan_out_in(event, zone, at, now)
            done.append(zone)
        if now >= expires(airs, which, LATEST) or done != json.loads(body["zones"]):
            body["zones"] = json.dumps(done)
            over = now >= expires(airs, which, LATEST)
            async with self._database.write() as writing:
                await events.fanned_to(
                    writing, event.id, cursor=0, done=over, body=json.dumps(body)
                )

    async def _fan_out_in(
        self, event: Event, zone: str | None, at: datetime, now: datetime
    ) -> None:
        assert event.show_id is not None
        after: int | None = 0
        while after is not None:
            async with self._database.write() as writing:
                where = subscriptions.following(
                    scope=event.scope,
                    show_ids=await with_merged_ids(writing, event.show_id),
                    network=event.network,
                    kinds=AlertKind.REMINDERS,
                    until=at,
                    zones=[zone],
                )
                after = await deliveries.fan_out(
                    writing,
                    event.id,
                    where,
                    [AlertKind.REMINDERS.value],
                    now=now,
                    after=after,
                    size=CHUNK,
                )


def _token(premiere: Premiere, which: Which, show_id: int) -> str:
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


def dates_of(show_id: int, claims: Sequence[Claim], now: datetime) -> list[Premiere]:
    """The exact dates that everybody sees, and those that single servers see otherwise."""
    general = _exact(claims, 0)
    rows = [Premiere(0, show_id, number, airs, now) for number, airs in general.items()]
    own = {claim.scope for claim in claims if claim.scope and claim.field == "premiere"}
    for scope in sorted(own):
        rows += [
            Premiere(scope, show_id, number, airs, now)
            for number, airs in _exact(claims, scope).items()
            if general.get(number) != airs
        ]
    return rows


def _exact(claims: Sequence[Claim], scope: int) -> dict[int, AirDate]:
    dates = {}
    for (season, name), facts in resolve(visible(claims, scope)).items():
        value = facts[0].value
        if season is None or name != "premiere" or not isinstance(value, AirDate):
            continue
        if value.exact and 1 < value.year < 9998:
            dates[season] = value
    return dates
