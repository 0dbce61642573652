"""`run`: keep a client connected to Discord until told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import signal
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from typing import Any

import discord
import discord.gateway
import discord.http
import yarl
from discord.ext import commands

from ..app import Services, open_services
from ..client import Cliffhanger
from ..cluster.membership import IdentifyTurns, Membership
from ..errors import SettingsError, in_a_line
from ..foundation.backup import Backups
from ..foundation.loops import GuardedStep, backoff
from ..operations.answers import AnswerTimes
from ..operations.health import READY, STOPPING, Health, Notifier
from ..settings import Settings
from ..sharded_client import ShardedCliffhanger
from .connection import (
    BROKEN,
    STEADY_SECONDS,
    ReconnectInOneLine,
    gateway_lease,
    holding,
    install_buckets,
    pace_reconnects,
    wait_for_lease,
)
from .pages import serving_pages

_LOG = logging.getLogger(__name__)

_CLOSING_SECONDS = 3.0
"""How long a client may take to say goodbye; with SIGTERM the process ends within five."""

_COLLECTED_EVERY = 20_000
"""So many new objects start a round of the garbage collector; an answer makes about a thousand."""

_REFUSED = "Discord refuses DISCORD_TOKEN; check it in .env."

_NO_INTENTS = 4014
_WAY = "Discord refuses the way this version connects (code {}); a newer version may help."
_FATAL_CODES = {
    4004: _REFUSED,
    4010: _WAY.format(4010),
    4011: "This bot is in more servers than Discord lets one connection serve.",
    4012: _WAY.format(4012),
    4013: _WAY.format(4013),
    _NO_INTENTS: "Discord refuses the intents this bot asks for; check the application's settings.",
}
"""Why the gateway closes where trying again is of no use, by its code:
https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""

_LONGEST_WAIT = 300.0

_LOOKS_APART = 0.1
"""Seconds between two looks at a store that is written all the time."""


async def run(settings: Settings) -> None:
    """Open everything, stay connected, end on SIGINT or SIGTERM.

    Raises:
        SettingsError: there is no token, or Discord refuses it or the connection for good, or the
            pages cannot be served where WEB_PORT says.
        StoreError: the database cannot be used.
    """
    if settings.token is None:
        raise SettingsError("DISCORD_TOKEN is not set; put it into .env (see .env.example).")
    point_discord_at(settings)
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(ReconnectInOneLine())
    install_buckets()
    stop = asyncio.Event()
    stop_on_signals(asyncio.get_running_loop(), stop)
    gc.set_threshold(_COLLECTED_EVERY)
    async with AsyncExitStack() as stack:
        with _without_garbage_collector():
            services = await stack.enter_async_context(open_services(settings))
            await stack.enter_async_context(services.database.at_hand())
            await stack.enter_async_context(services.database.listening())
            _meanwhile(stack, _keep_up(services), "what others write")
            health, answers = await _watched(stack, settings, services)
            address = await stack.enter_async_context(serving_pages(settings, services))
        # With 35,590 shows a full round takes a quarter of a second, in which nobody is answered:
        # what was loaded stays until the end, and is kept out of it.
        gc.freeze()
        if address is not None:
            _LOG.info("pages at %s", address)
        if settings.shards is not None:
            cluster = Membership(
                services.database, services.clock, settings.shards, settings.shard_ids
            )
            await stack.enter_async_context(cluster.joined())
            services.alerts.join(lambda: cluster.assignment)
            await supervise(services, settings.token, stop, health, answers, cluster)
            return
        lease = gateway_lease(services.database, services.clock)
        while await wait_for_lease(lease, stop):
            await services.library.refresh()
            async with holding(lease, services.database, stop) as over:
                await supervise(services, settings.token, over, health, answers)


def stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Have Ctrl-C and SIGTERM set the event; on Windows, where no loop knows signals, as well."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(sign, stop.set)
        except NotImplementedError:
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stop.set))


@contextmanager
def _without_garbage_collector() -> Iterator[None]:
    """Load without the garbage collector: there is no garbage, and looking takes a third more."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def point_discord_at(settings: Settings) -> None:
    """Send everything to another address: a rate-limit proxy, or a server on this machine."""
    if settings.discord_api_url is not None:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    if settings.discord_gateway_url is not None:
        gateway = yarl.URL(settings.discord_gateway_url)
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway


async def _watched(
    stack: AsyncExitStack, settings: Settings, services: Services
) -> tuple[Health, AnswerTimes | None]:
    """What watches over the bot meanwhile: its health, and how soon it answers if that is asked.

    Backups are made and systemd is told, where the settings say so.
    """
    health, answers = Health(services), None
    if settings.health_port is not None:
        try:
            from ..operations.metrics import open_site  # its library takes memory few have use for
        except ModuleNotFoundError as error:
            raise SettingsError(
                f"HEALTH_PORT is set, and the figures need {error.name}, which is not installed: "
                "pip install prometheus-client, or leave HEALTH_PORT empty."
            ) from error
        answers = await stack.enter_async_context(open_site(settings, services, health))
    if settings.backup_dir is not None:
        every = timedelta(hours=settings.backup_every)
        keep, clock = settings.backup_keep, services.clock
        backups = Backups(settings.database_url, settings.backup_dir, every, keep, clock)
        _meanwhile(stack, backups.run(), "backups")
    notifier = Notifier(settings.notify_socket, settings.watchdog_usec)
    notifier.send(READY)
    stack.callback(notifier.send, STOPPING)
    _meanwhile(stack, notifier.watchdog(lambda: not health.ailments()), "watchdog")
    return health, answers


async def _keep_up(services: Services) -> None:
    """Notice at once what another process wrote, where the store tells of it."""
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
    """Do the work until the stack is left."""
    task = asyncio.create_task(work, name=name)
    stack.callback(task.cancel)


async def supervise(
    services: Services,
    token: str,
    stop: asyncio.Event,
    health: Health | None = None,
    answers: AnswerTimes | None = None,
    cluster: Membership | None = None,
) -> None:
    """Run one client after another until `stop`: an error in one ends it, and not the bot.

    `health` and `answers` watch each client in its turn. In a `cluster` it has the shards that are
    this process's.

    Raises:
        SettingsError: Discord refuses the token or the connection; trying again would not help.
    """
    failures = 0
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        await _one_client(services, token, stop, health, answers, cluster)
        if stop.is_set():
            return
        lasted = asyncio.get_running_loop().time() - began
        failures = 1 if lasted > STEADY_SECONDS else failures + 1
        wait = backoff(failures, random.random(), longest=_LONGEST_WAIT)
        _LOG.warning("connecting again in %.0f s", wait)
        try:
            await asyncio.wait_for(stop.wait(), wait)
        except TimeoutError:
            continue


async def _one_client(
    services: Services,
    token: str,
    stop: asyncio.Event,
    health: Health | None,
    answers: AnswerTimes | None,
    cluster: Membership | None,
) -> None:
    client = Cliffhanger(services, answers)
    if cluster is not None:
        turns = IdentifyTurns(services.database, services.clock)
        client = ShardedCliffhanger(services, answers, cluster, turns)
    if health is not None:
        health.watch(client, lambda: cluster is not None and not cluster.assignment.shards)
    pace_reconnects(client, cluster.count if cluster is not None else 1)
    running = asyncio.create_task(client.start(token), name="discord client")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
            _LOG.warning("the connection to Discord was closed")
    except discord.LoginFailure as error:
        raise SettingsError(_REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise SettingsError(_FATAL_CODES[_NO_INTENTS]) from error
    except discord.ConnectionClosed as error:
        if error.code in _FATAL_CODES:
            raise SettingsError(_FATAL_CODES[error.code]) from error
        _LOG.warning("the connection to Discord failed: %s", in_a_line(error))
    except commands.ExtensionError:
        raise  # our own fault, and another try would not mend it
    except (discord.DiscordException, *BROKEN) as error:
        _LOG.warning("the connection to Discord failed: %s", in_a_line(error))
    except Exception as error:  # noqa: BLE001 - an error inside an event must not end the process
        # After a first connection that failed, which it has logged, discord.py 2.7 looks for the
        # session it never had.
        if not (isinstance(error, AttributeError) and isinstance(error.__context__, BROKEN)):
            _LOG.exception("the client ended on an error")
    finally:
        stopping.cancel()
        if health is not None:
            health.watch(None)
        await _close(client, running)


async def _close(client: Cliffhanger, running: asyncio.Task[None]) -> None:
    try:
        await asyncio.wait_for(client.close(), _CLOSING_SECONDS)
    except TimeoutError:
        _LOG.warning("the connection to Discord did not close in time")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
