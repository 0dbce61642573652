"""`run`: keep a client connected to Discord until told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import discord
import discord.gateway
import discord.http
import yarl

from ..cluster.membership import Membership
from ..composition_root import Services, open_services
from ..discord_client.command_tree import CompletionInOneLine
from ..discord_client.library_fixes import fix_library
from ..errors import SettingsError, StoreError
from ..foundation.clock import SharedClock, system_clock
from ..foundation.database_url import file_of
from ..foundation.garbage import paused_collector
from ..foundation.loops import GuardedStep
from ..foundation.migrate import until_answered
from ..foundation.scheduled_backups import Backups
from ..foundation.sqlite import unwritable
from ..operations.answer_times import AnswerTimes
from ..operations.health import READY, STOPPING, Health, Notifier
from ..settings import Settings
from .gateway import supervise
from .gateway_lease import gateway_lease, holding, wait_for_lease
from .logs import ReconnectInOneLine
from .signals import stop_on_signals

_LOG = logging.getLogger(__name__)
_COLLECTED_EVERY = 20_000
"""How many new objects start a round of the garbage collector; an answer makes about a thousand."""

_LOOKS_APART = 0.1
"""Seconds between two looks at a store that is written to continuously."""


async def run(settings: Settings) -> None:
    """Open everything, stay connected, end on SIGINT, SIGTERM or SIGHUP.

    Raises:
        SettingsError: there is no token, or Discord refuses it or the connection for good, or the
            pages cannot be served where WEB_PORT says.
        StoreError: the database cannot be used.
    """
    if settings.token is None:
        raise SettingsError("DISCORD_TOKEN is not set; put it into .env (see .env.example).")
    path = file_of(settings.database_url)
    if path is not None and (refusal := unwritable(path)):
        raise StoreError(f"The database cannot be used: {refusal}.")
    point_discord_at(settings)
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(ReconnectInOneLine())
    logging.getLogger("discord.app_commands.tree").addFilter(CompletionInOneLine())
    fix_library()
    stop = asyncio.Event()
    stop_on_signals(asyncio.get_running_loop(), stop)
    gc.set_threshold(_COLLECTED_EVERY)
    url = settings.database_url
    if file_of(url) is None and not await _unless(stop, until_answered(url)):
        return
    async with AsyncExitStack() as stack:
        with paused_collector():
            clock = SharedClock() if settings.shards is not None else None
            opened = open_services(settings, clock or system_clock)
            services = await stack.enter_async_context(opened)
            await stack.enter_async_context(services.database.at_hand())
            await stack.enter_async_context(services.database.listening())
            _meanwhile(stack, _keep_up(services), "what others write")
            health, answers = await _watched(stack, settings, services)
            address = await stack.enter_async_context(serving_pages(settings, services))
            # With 35,590 shows a full round takes a quarter of a second, in which nobody is
            # answered: what was loaded stays until the end, and is kept out of every round.
            gc.freeze()
        if address is not None:
            _LOG.info("pages at %s", address)
        if settings.shards is not None and clock is not None:
            cluster = Membership(services.database, clock, settings.shards, settings.shard_ids)
            await stack.enter_async_context(cluster.joined())
            services.alerts.join(lambda: cluster.assignment)
            await supervise(services, settings.token, stop, health, answers, cluster)
            return
        lease = gateway_lease(services.database, services.clock)
        while await wait_for_lease(lease, stop):
            await services.library.refresh()
            async with holding(lease, services.database, stop) as over:
                await supervise(services, settings.token, over, health, answers)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Do the work, or cancel it when `stop` is set; returns whether it was completed."""
    doing, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    done = doing.done()
    for task in (doing, stopping):
        task.cancel()
    await asyncio.gather(doing, stopping, return_exceptions=True)
    if done:
        doing.result()
    return done


def point_discord_at(settings: Settings) -> None:
    """Send all requests to another address: a rate-limit proxy, or a server on this machine."""
    if settings.discord_api_url is not None:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    if settings.discord_gateway_url is not None:
        gateway = yarl.URL(settings.discord_gateway_url)
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway


async def _watched(
    stack: AsyncExitStack, settings: Settings, services: Services
) -> tuple[Health, AnswerTimes | None]:
    """Inside the block, watch the bot's health and, where the settings say so, its answer times.

    Backups are made and systemd is notified, where the settings say so.
    """
    health, answers, backups = Health(services), None, None
    if settings.backup_dir is not None:
        every = timedelta(hours=settings.backup_every)
        keep, clock = settings.backup_keep, services.clock
        backups = Backups(settings.database_url, settings.backup_dir, every, keep, clock)
        _meanwhile(stack, backups.run(), "backups")
    if settings.health_port is not None:
        if (lacking := check_figures()) is not None:
            raise SettingsError(lacking)
        from ..operations.metrics import open_endpoints

        answers = await stack.enter_async_context(
            open_endpoints(settings, services, health, backups)
        )
    notifier = Notifier(settings.notify_socket, settings.watchdog_usec)
    notifier.send(READY)
    stack.callback(notifier.send, STOPPING)
    _meanwhile(stack, notifier.watchdog(lambda: not health.ailments()), "watchdog")
    return health, answers


async def _keep_up(services: Services) -> None:
    """Take up at once what another process wrote, if the store announces writes."""
    step = GuardedStep(
        _LOG,
        unavailable="cannot read what another process wrote",
        failed="reading what another process wrote failed",
    )
    while True:
        await services.database.until_written()
        await step.run(services.library.refresh)
        await asyncio.sleep(_LOOKS_APART)


def _meanwhile(stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str) -> None:
    """Run the work in a task that is cancelled when the stack closes."""
    task = asyncio.create_task(work, name=name)
    stack.callback(task.cancel)


def check_figures() -> str | None:
    """Why the figures cannot be served in this installation; None if they can."""

    def load() -> None:
        # Imported here: few installations need it, and it takes memory.
        from ..operations.metrics import open_endpoints  # noqa: F401

    lacking = _lacking(load)
    return lacking and (
        f"HEALTH_PORT is set, and the figures need {lacking}, which is not installed: "
        "pip install prometheus-client, or leave HEALTH_PORT empty."
    )


def check_pages() -> str | None:
    """Why the pages cannot be served in this installation; None if they can."""

    def load() -> None:
        from ..web import site  # noqa: F401 - what it needs takes memory that most have no use for

    lacking = _lacking(load)
    return lacking and (
        f"WEB_PORT is set, and the pages need {lacking}, which is not installed: "
        "pip install jinja2 icalendar, or leave WEB_PORT empty."
    )


def _lacking(load: Callable[[], None]) -> str | None:
    """The library that a part of the bot needs and that is not installed; None if it is."""
    try:
        load()
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("bot"):
            raise
        return error.name
    return None


@asynccontextmanager
async def serving_pages(settings: Settings, services: Services) -> AsyncIterator[str | None]:
    """Inside the block, serve the pages if WEB_PORT is set; yields their address.

    Raises:
        SettingsError: what they need is not installed, or nobody can listen there.
    """
    if settings.web_port is None:
        yield None
        return
    if (lacking := check_pages()) is not None:
        raise SettingsError(lacking)
    from ..web.site import open_site

    async with open_site(
        settings,
        services.clock,
        library=services.library,
        related=services.related,
        calendar=services.calendar,
        networks=services.networks,
        feeds=services.feeds,
    ) as address:
        yield address
