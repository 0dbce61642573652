"""Each server's own settings, in memory: they are few, and every answer needs them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import BadInputError
from ..facts.parse.values import check_region
from ..facts.time_zones import iana_name, read_zone, zones_with
from ..facts.value_codecs import BadValueError
from ..foundation.database import Database, Transaction
from ..locale.languages import of_discord
from ..locale.messages import _
from .queries import GuildSettings, all_guilds, put_guild

_LOG = logging.getLogger(__name__)


def zone_of(settings: GuildSettings) -> tzinfo:
    """The server's time zone, as `zone_called`."""
    return zone_called(settings.timezone)


@cache
def zone_called(name: str | None) -> tzinfo:
    """A server's time zone by the name that it was stored under, UTC if none is set.

    It is UTC too where this machine has no zone of that name, which is logged once: on the machine
    on which it was set, it was there.
    """
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        _LOG.warning(
            "the time zone %s, which a server has set, is unknown here, so UTC takes its place: "
            "install a newer tzdata, or let the server set another with /settings timezone",
            name,
        )
        return UTC


OnZone = Callable[[Transaction, str | None], Awaitable[None]]
"""Called inside the transaction in which a server set its time zone."""


class Guilds:
    """Reads and writes the settings of servers."""

    def __init__(self, database: Database, on_zone: Sequence[OnZone] = ()) -> None:
        self._database = database
        self._on_zone = on_zone
        self._known: Mapping[int, GuildSettings] = {}
        self.locale_of: Callable[[int], object] = lambda _guild_id: None
        """The language that Discord has for a server, as long as a client is connected."""

    async def load(self) -> None:
        """Read them all, at the start.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            self._known = {row.guild_id: row for row in await all_guilds(connection)}

    def of(self, guild_id: int) -> GuildSettings:
        """A server's settings; empty ones for 0 and for a server that set nothing."""
        return self._known.get(guild_id) or GuildSettings(guild_id)

    def spoken_in(self, guild_id: int) -> str:
        """The language of a server: the one that its managers set, else Discord's."""
        return self.of(guild_id).language or of_discord(self.locale_of(guild_id))

    async def set_editor_role(self, guild_id: int, role: int | None) -> GuildSettings:
        """Let a role edit, beside those who manage the server; None takes that back."""
        return await self._put(guild_id, editor_role=role)

    async def set_log_channel(self, guild_id: int, channel: int | None) -> GuildSettings:
        """Post changes in that channel; None stops it."""
        return await self._put(guild_id, log_channel=channel)

    async def set_timezone(self, guild_id: int, name: str | None) -> GuildSettings:
        """Set the zone for bare dates and reminders.

        Raises:
            BadInputError: there is no such zone.
        """
        if name is not None:
            name = zone_named(name)
        return await self._put(guild_id, timezone=name)

    async def set_region(self, guild_id: int, region: str | None) -> GuildSettings:
        """Set the country for where to watch.

        Raises:
            BadInputError: it is no country code.
        """
        code = None if region is None else check_region(region)
        return await self._put(guild_id, region=code)

    async def show_estimates(self, guild_id: int, shown: bool) -> GuildSettings:
        """Tell or hide when a season without a date could come."""
        return await self._put(guild_id, estimates=shown)

    async def set_language(self, guild_id: int, language: str | None) -> GuildSettings:
        """Set the language of alerts and the log; None uses Discord's own setting."""
        return await self._put(guild_id, language=language)

    async def _put(self, guild_id: int, **values: Any) -> GuildSettings:
        async with self._database.write() as connection:
            # Read under the lock: two managers may set two things at once.
            settings = replace(self.of(guild_id), **values)
            await put_guild(connection, settings)
            if "timezone" in values:
                for on_zone in self._on_zone:
                    await on_zone(connection, settings.timezone)
        self._known = {**self._known, guild_id: settings}
        return settings


def zone_named(name: str) -> str:
    """The IANA name of a time zone that a person named: a city, "ET", "UTC+2".

    Raises:
        BadInputError: there is no such zone, or none that has a name.
    """
    try:
        zone = read_zone(name)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
    key = iana_name(zone)
    if key is None:
        raise BadInputError(_("No time zone with that offset has a name; name a city in it."))
    return key


def zones_like(typed: str) -> list[str]:
    """Up to 25 zones for what was typed, first the one that it names."""
    return list(dict.fromkeys([*_named(typed), *zones_with(typed)]))[:25]


def _named(typed: str) -> list[str]:
    try:
        return [zone_named(typed)]
    except BadInputError:
        return []
