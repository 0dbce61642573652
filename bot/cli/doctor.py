"""`doctor`: whether this installation can work, checked point by point."""

from __future__ import annotations

import asyncio
import base64
import binascii
import errno
import shutil
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import discord
import discord.http

from ..alerts.queries.deliveries import outbox_statistics
from ..answers.citations import source_name
from ..catalog.reader import CATALOG, read_file
from ..errors import (
    BadFileError,
    CliffhangerError,
    SettingsError,
    StoreAwayError,
    in_a_line,
    reason_of,
)
from ..facts.queries.figures import count_holdings
from ..foundation.clock import system_clock
from ..foundation.database import Database
from ..foundation.database_url import file_of
from ..foundation.meta import current_revision
from ..foundation.migrate import (
    HEAD,
    check,
    refuse_another_programs,
    refuse_without_rights,
    revision_of,
    unfit,
)
from ..foundation.postgres_dump import refuse_without_programs
from ..foundation.scheduled_backups import Backups
from ..foundation.sqlite import closed, unwritable
from ..locale.cldr import read_conventions
from ..locale.languages import LANGUAGES
from ..locale.po_files import BrokenCatalogueError, path_of, read_catalogue
from ..pictures.fonts import can_shape, system_scripts
from ..providers.composition import open_providers
from ..providers.provider_health import ProviderError, UnauthorizedError
from ..providers.tvmaze.index import read_state
from ..settings import Settings

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    read_message_history=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    create_events=True,
)
"""The permissions that alerts, their threads, events and answers to mentions need. Commands need
none."""

_INVITATION = "https://discord.com/oauth2/authorize"


class Grade(StrEnum):
    """The grade of a finding, as it is printed; a note is no failure."""

    OK = "ok"
    BAD = "BAD"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One point checked."""

    what: str
    grade: Grade
    detail: str


def _ok(what: str, detail: str) -> Finding:
    return Finding(what, Grade.OK, detail)


def _wrong(what: str, detail: str) -> Finding:
    return Finding(what, Grade.BAD, detail)


def _note(what: str, detail: str) -> Finding:
    return Finding(what, Grade.NOTE, detail)


_EVERY_ADDRESS = frozenset(("0.0.0.0", "::"))  # noqa: S104 - compared with, and not bound


async def examine(settings: Settings, misspelled: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Check settings, database, migrations and addresses; changes nothing.

    `misspelled` are names in .env that are no setting, with the one each may be.
    """
    for name, meant in misspelled.items():
        yield _wrong("settings", f"{name} in .env is no setting: is it {meant}?")
    if settings.token is None:
        yield _note("settings", "DISCORD_TOKEN is not set: `make demo` works without")
    else:
        yield _ok("settings", "DISCORD_TOKEN is set")
        if (application := application_of(settings.token)) is not None:
            yield _note("invitation", invite_link(application))
    if settings.catalog_dir is not None:
        yield _catalogue(settings.catalog_dir, system_clock().date())
    yield _languages()
    yield _pictures()
    try:
        async for finding in _database(settings):
            yield finding
    except StoreAwayError as error:
        yield _wrong("database", f"{error} {reason_of(error)}".strip())
    except CliffhangerError as error:
        yield _wrong("database", str(error))
    except OSError as error:  # a name that is too long, say: the rest is to be looked at as well
        yield _wrong("database", _told(error))
    if settings.backup_dir is not None:
        every = timedelta(hours=settings.backup_every)
        yield _backups(settings.backup_dir, settings.database_url, every)
    for name, address in (
        ("Discord's API", settings.discord_api_url or discord.http.Route.BASE),
        ("Discord's gateway", settings.discord_gateway_url or "wss://gateway.discord.gg/"),
    ):
        yield _reach(name, address, settings.discord_proxy)
    async for finding in _providers(settings):
        yield finding
    if settings.web_port is not None:
        yield _pages(settings.web_host, settings.web_port)
        if settings.web_url is None:
            yield _note("pages", "WEB_URL is not set: /calendar and the cards lead nobody to them")
    if settings.health_port is not None:
        yield _figures(settings.health_host, settings.health_port)
    hosts = {settings.web_host, settings.health_host}
    same = len(hosts) == 1 or not hosts.isdisjoint(_EVERY_ADDRESS)
    if same and settings.web_port and settings.web_port == settings.health_port:
        yield _wrong("health", f"HEALTH_PORT and WEB_PORT are both {settings.web_port}")


def invite_link(application_id: str) -> str:
    """The page on which somebody adds the bot to a server."""
    asked = f"scope=bot+applications.commands&permissions={PERMISSIONS.value}"
    return f"{_INVITATION}?client_id={application_id}&{asked}"


def application_of(token: str) -> str | None:
    """The application's id, which is the first part of a bot's token in base64; None if that is no
    id."""
    head = token.partition(".")[0]
    try:
        text = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return text if text.isascii() and text.isdecimal() and len(text) <= 20 else None


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    path = file_of(settings.database_url)
    if path is not None:
        if refusal := unwritable(path):
            yield _wrong("database", refusal)
        if not path.exists():
            if not refusal:
                yield _note("database", f"{path} is not there yet; the first start makes it")
            return
    revision = await revision_of(settings.database_url)
    if revision is None:
        await refuse_another_programs(settings.database_url)
    if revision != HEAD:
        if revision is not None and (refusal := unfit(revision)):
            yield _wrong("migrations", f"the database {refusal}")
        else:
            await refuse_without_rights(settings.database_url)
            detail = f"schema {revision or 'none'}; the next start makes it {HEAD}"
            yield _note("migrations", detail)
        return
    yield _ok("migrations", f"schema {revision}")
    if broken := await check(settings.database_url):
        yield _wrong("database", f"damaged: {broken}")
        return
    async with Database(settings.database_url, settings.cache_dir) as database:
        if refusal := closed(database.beside("titles").parent):
            detail = f"{refusal}: each start takes longer, and more memory; see CACHE_DIR"
            yield _note("index of titles", detail)
        async with database.read() as connection:
            counted = dict(await count_holdings(connection))
            index = await read_state(connection)
            written = await current_revision(connection)
        rows = counted.pop("rows of the index")
        detail = ", ".join(f"{number:,} {name}" for name, number in counted.items())
        yield _ok("database", f"{detail}, {written:,} writes")
        if settings.tvmaze_url is not None and settings.tvmaze_index:
            grade = Grade.OK if index.passed_at else Grade.NOTE
            yield Finding("index of shows", grade, index.summary(rows))
        yield _ok("alerts", (await outbox_statistics(database, system_clock)).summary())


async def _providers(settings: Settings) -> AsyncIterator[Finding]:
    """Whether each provider answers one request; the bot works without any of them."""
    if settings.tmdb_token is None and settings.tvmaze_url is not None:
        yield _note("TMDB", "TMDB_TOKEN is not set: no trailers and no cancellations")
    async with open_providers(settings) as providers:
        asked = [(provider.name, provider.search) for provider in providers.kept]
        if providers.anilist is not None:
            asked.append((providers.anilist.name, providers.anilist.search))
        for provider, search in asked:
            name = source_name(provider)
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    await search("Dark")
            except UnauthorizedError as error:
                yield _wrong(name, f"{error.in_full()} No outage: the token has to be renewed.")
            except ProviderError as error:
                yield _note(name, f"{error.in_full()} The bot works on from what it knows.")
            except TimeoutError:
                yield _note(name, "did not answer in time; the bot works on without")
            else:
                yield _ok(name, "answers")


def _told(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else in_a_line(error)


def _backups(folder: Path, url: str, every: timedelta) -> Finding:
    try:
        if refusal := closed(folder):
            return _wrong("backups", refusal)
        database = file_of(url)
        refuse_without_programs(url)
        age = Backups(url, folder, every, 1, system_clock).age()
        if database is not None and database.exists() and folder.exists():
            needed, free = database.stat().st_size, shutil.disk_usage(folder).free
            if free < needed:
                room = f"{folder} has {free >> 20:,} MiB free, and a backup takes {needed >> 20:,}"
                return _wrong("backups", room)
    except CliffhangerError as error:
        return _wrong("backups", str(error))
    except OSError as error:
        return _wrong("backups", _told(error))
    if age is not None and age > 2 * every:
        detail = f"the newest in {folder} is {age // timedelta(hours=1):,} hours old"
        return _note("backups", f"{detail}; while the bot runs, its log says why")
    return _ok("backups", f"can be written into {folder}")


def _catalogue(folder: Path, today: date) -> Finding:
    files = sorted(folder.glob("*.toml"))
    for path in files:
        try:
            read_file(path, source=CATALOG, today=today)
        except BadFileError as error:
            return _wrong("catalogue", str(error))
    if not files:
        return _note("catalogue", f"no files in {folder}")
    return _ok("catalogue", f"{len(files):,} files")


def _languages() -> Finding:
    """Whether the messages of every language can be read; English needs no file."""
    there = [code for code in LANGUAGES if path_of(code).exists()]
    for code in there:
        try:
            read_catalogue(path_of(code))
            read_conventions(code)
        except (BrokenCatalogueError, OSError) as error:
            detail = f"{error}; English is spoken instead of {LANGUAGES[code]}"
            return _wrong("languages", detail)
    return _ok("languages", ", ".join(["en", *there]))


_MORE_FONTS = "Debian's fonts-noto-core adds Armenian, Ethiopic, Georgian, Khmer and seven more"


def _pictures() -> Finding:
    """Whether names in all scripts for which there is a font can be drawn."""
    if can_shape():
        more = system_scripts()
        others = f", {', '.join(more)} among them" if more else f"; {_MORE_FONTS}"
        return _ok("pictures", f"names can be drawn in every script that has a font here{others}")
    lacking = "FriBiDi is not there (Debian: apt install libfribidi0)"
    return _note("pictures", f"Hindi, Arabic, Thai and the like are left out of them: {lacking}")


def _pages(host: str, port: int) -> Finding:
    from .run import check_pages  # it loads the whole bot

    if (lacking := check_pages()) is not None:
        return _wrong("pages", lacking)
    return _port("pages", host, port, "WEB_PORT")


def _figures(host: str, port: int) -> Finding:
    from .run import check_figures  # it loads the whole bot

    if (lacking := check_figures()) is not None:
        return _wrong("health", lacking)
    return _port("health", host, port, "HEALTH_PORT")


def _port(what: str, host: str, port: int, setting: str) -> Finding:
    if port == 0:
        return _note(what, f"at {host}, port 0: another port at each start")
    from ..foundation.http_server import listener

    try:
        where = listener(host, port, setting=setting)
    except SettingsError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE:
            return _note(what, f"{error} That is well if the bot is running.")
        return _wrong(what, str(error))
    where.socket.close()
    return _ok(what, f"can be served at {where.address}")


def _reach(name: str, address: str, proxy: str | None) -> Finding:
    """Whether the host, or the proxy that leads there, can be connected to."""
    if proxy is not None:
        name, address = f"{name}, through HTTPS_PROXY", proxy
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme in ("https", "wss") else 80)
    endpoint = f"{parts.hostname}:{port}"
    try:
        with socket.create_connection((parts.hostname or "", port), _CONNECT_SECONDS):
            return _ok(name, f"{endpoint} answers")
    except OSError as error:
        return _wrong(name, f"{endpoint} cannot be reached: {error}")
