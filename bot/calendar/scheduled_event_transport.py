"""The transport of scheduled events over Discord's client, which translates errors."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import discord

from ..alerts.discord_transport import named_errors
from ..alerts.transport import LimitedError, RefusedError, lacking_reason
from .scheduled_event_plan import PlannedEvent, mark
from .scheduled_event_reconciler import EventGoneError, FullError

_FULL, _UNKNOWN, _ENDED = 30038, 10070, 180000
"""Discord's error codes for too many events, for one that is gone, and for one that is over:
https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

_LACKING = frozenset({50001, 50013})
LACKING = lacking_reason(["Create Events"])
_NOT_YET_SECONDS = 2.0
_MARK = re.compile(mark("([0-9a-f]{20})"))


class DiscordEventTransport:
    """Creates, changes and deletes events of the servers that the client knows."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def create(self, guild_id: int, event: PlannedEvent, description: str) -> int:
        """Create an event; returns its id."""
        async with _named_errors():
            made = await self._guild(guild_id).create_scheduled_event(
                name=event.name,
                start_time=event.start,
                end_time=event.end,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
                location=event.location,
                description=description,
            )
        return made.id

    async def edit(
        self, guild_id: int, event_id: int, event: PlannedEvent, description: str
    ) -> None:
        """Change an event."""
        async with _named_errors():
            stored = await self._guild(guild_id).fetch_scheduled_event(event_id, with_counts=False)
            if stored.status is not discord.EventStatus.scheduled:
                raise EventGoneError
            await stored.edit(
                name=event.name,
                start_time=event.start,
                end_time=event.end,
                location=event.location,
                description=description,
            )

    async def delete(self, guild_id: int, event_id: int) -> None:
        """Delete an event; one that is already gone is no error."""
        try:
            async with _named_errors():
                guild = self._guild(guild_id)
                event = await guild.fetch_scheduled_event(event_id, with_counts=False)
                await event.delete()
        except EventGoneError:
            return

    async def marked(self, guild_id: int) -> Mapping[str, int]:
        """The ids of the events whose description has a marker, by marker."""
        async with _named_errors():
            listed = await self._guild(guild_id).fetch_scheduled_events(with_counts=False)
        matches = ((_MARK.search(event.description or ""), event.id) for event in listed)
        return {match[1]: event_id for match, event_id in matches if match is not None}

    def _guild(self, guild_id: int) -> discord.Guild:
        guild = self._client.get_guild(guild_id)
        if guild is not None:
            return guild
        if not self._client.is_ready():
            raise LimitedError(_NOT_YET_SECONDS)
        raise RefusedError("I am no longer in that server")


@asynccontextmanager
async def _named_errors() -> AsyncIterator[None]:
    """Translate discord.py's errors into the outcomes of a request."""
    async with named_errors():
        try:
            yield
        except discord.HTTPException as error:
            if error.code == _FULL:
                raise FullError from error
            if error.code in (_UNKNOWN, _ENDED):
                raise EventGoneError from error
            if error.code in _LACKING:
                raise RefusedError(LACKING) from error
            raise
