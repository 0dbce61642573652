"""Scheduled events of guilds: list, make, read, change, take away.

Source: https://docs.discord.com/developers/resources/guild-scheduled-event
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

from tests.wire import permissions
from tests.wire.entities import CANCELED, EXTERNAL, SCHEDULED, Guild, Json, ScheduledEvent
from tests.wire.errors import bad_request, forbidden, not_found
from tests.wire.rest import Call, Rest, Result

EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = EVENTS + "/{guild_scheduled_event_id}"
MOST = 100


class ScheduledEventRoutes:
    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._state = rest.state

    def routes(self) -> list[web.RouteDef]:
        route = self._rest.route
        return [
            route("GET", EVENTS, self._list),
            route("POST", EVENTS, self._create),
            route("GET", EVENT, self._get),
            route("PATCH", EVENT, self._edit),
            route("DELETE", EVENT, self._delete),
        ]

    def _guild(self, call: Call, *, writes: bool = False) -> Guild:
        guild = self._state.guilds.get(call.id("guild_id"))
        if guild is None or not guild.joined:
            raise forbidden(50001)
        granted = permissions.in_guild(guild, self._state.bot.id)
        if writes and not granted & permissions.CREATE_EVENTS:
            raise forbidden(50013)
        return guild

    def _event(self, call: Call, guild: Guild) -> ScheduledEvent:
        event = self._state.events.standing[guild.id].get(call.id("guild_scheduled_event_id"))
        if event is None:
            raise not_found(10070)
        return event

    async def _list(self, call: Call) -> Result:
        guild = self._guild(call)
        return [event.payload() for event in self._state.events.of(guild)]

    async def _create(self, call: Call) -> Result:
        guild = self._guild(call, writes=True)
        standing = self._state.events.standing[guild.id]
        body: Json = call.body
        event = ScheduledEvent(
            self._state.clock.snowflake(),
            guild.id,
            self._state.bot.id,
            body["name"],
            body.get("description") or "",
            (body.get("entity_metadata") or {}).get("location") or "",
            *self._times(call, body),
        )
        self._check(call, event, body)
        if len(standing) >= MOST:
            raise bad_request(30038)
        standing[event.id] = event
        self._state.events.made.append(event)
        return event.payload()

    async def _get(self, call: Call) -> Result:
        return self._event(call, self._guild(call)).payload()

    async def _edit(self, call: Call) -> Result:
        event = self._event(call, self._guild(call, writes=True))
        if event.status != SCHEDULED:
            raise bad_request(180000)
        body: Json = {**event.payload(), **call.body}
        start, end = self._times(call, body)
        self._check(call, event, body)
        event.name, event.start, event.end = body["name"], start, end
        event.description = body.get("description") or ""
        event.location = body["entity_metadata"]["location"]
        event.status = body["status"]
        if event.status == CANCELED:
            del self._state.events.standing[event.guild_id][event.id]
        return event.payload()

    async def _delete(self, call: Call) -> Result:
        event = self._event(call, self._guild(call, writes=True))
        del self._state.events.standing[event.guild_id][event.id]
        return None

    def _times(self, call: Call, body: Json) -> tuple[datetime, datetime]:
        start = datetime.fromisoformat(body["scheduled_start_time"])
        end: Any = body.get("scheduled_end_time")
        if end is None:
            self._rest.refuse(call, ["scheduled_end_time: needed outside of Discord"])
        return start, datetime.fromisoformat(end)

    def _check(self, call: Call, event: ScheduledEvent, body: Json) -> None:
        start, end = self._times(call, body)
        now = self._state.clock.now()
        location = (body.get("entity_metadata") or {}).get("location") or ""
        problems = [
            problem
            for problem, wrong in (
                ("name: 1 to 100 characters", not 1 <= len(body["name"]) <= 100),
                ("description: at most 1000", len(body.get("description") or "") > 1000),
                ("location: 1 to 100 characters", not 1 <= len(location) <= 100),
                ("scheduled_start_time: in the past", start.timestamp() <= now),
                ("scheduled_end_time: before the start", end <= start),
                ("entity_type: only 3 is there", body.get("entity_type", EXTERNAL) != EXTERNAL),
                ("privacy_level: only 2 is there", body.get("privacy_level", 2) != 2),
            )
            if wrong
        ]
        self._rest.refuse(call, problems)
