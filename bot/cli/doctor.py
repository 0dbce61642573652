"""`doctor`: whether this installation can work, checked point by point."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import discord.http

from ..errors import CliffhangerError
from ..settings import Settings
from ..store import catalog as store
from ..store.database import Database, current_revision, file_of
from ..store.migrate import HEAD, check, revision_of

_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One point checked; `good` is None for a remark that is no failure."""

    what: str
    good: bool | None
    told: str


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Check settings, database, migrations and addresses; changes nothing."""
    if settings.token is None:
        yield Finding("settings", None, "DISCORD_TOKEN is not set: `make demo` works without")
    else:
        yield Finding("settings", True, "DISCORD_TOKEN is set")
    try:
        async for finding in _database(settings):
            yield finding
    except CliffhangerError as error:
        yield Finding("database", False, str(error))
    for name, address in (
        ("Discord's API", settings.discord_api_url or discord.http.Route.BASE),
        ("Discord's gateway", settings.discord_gateway_url or "wss://gateway.discord.gg/"),
    ):
        yield _reach(name, address)


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    path = file_of(settings.database_url)
    if path is not None and not path.exists():
        yield Finding("database", None, f"{path} is not there yet; the first start makes it")
        return
    revision = await revision_of(settings.database_url)
    if revision != HEAD:
        told = f"schema {revision or 'none'}, this program's is {HEAD}"
        newer = revision is not None and revision > HEAD
        yield Finding("migrations", False if newer else None, told)
        return
    yield Finding("migrations", True, f"schema {revision}")
    if broken := await check(settings.database_url):
        yield Finding("database", False, f"damaged: {broken}")
        return
    async with Database(settings.database_url) as database, database.read() as connection:
        counted = await store.count(connection)
        written = await current_revision(connection)
    told = ", ".join(f"{number:,} {name}" for name, number in counted.items())
    yield Finding("database", True, f"{told}, {written:,} writes")


def _reach(name: str, address: str) -> Finding:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme in ("https", "wss") else 80)
    place = f"{parts.hostname}:{port}"
    try:
        with socket.create_connection((parts.hostname or "", port), _CONNECT_SECONDS):
            return Finding(name, True, f"{place} answers")
    except OSError as error:
        return Finding(name, False, f"{place} cannot be reached: {error}")
