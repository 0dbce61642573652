"""The connection to Discord: one client after another, until the process is to stop."""

from __future__ import annotations

import asyncio
import logging
import random

import aiohttp
import discord
from discord.ext import commands

from ..cluster.identify_turns import IdentifyTurns
from ..cluster.membership import Membership
from ..composition_root import Services
from ..discord_client.client import Cliffhanger
from ..discord_client.reconnect_pace import pace_reconnects
from ..discord_client.sharded_client import ShardedCliffhanger
from ..errors import SettingsError, in_a_line
from ..foundation.loops import backoff
from ..operations.answer_times import AnswerTimes
from ..operations.health import Health
from .gateway_lease import sleep_until

_LOG = logging.getLogger(__name__)

_BROKEN = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError)
"""Errors of the network; a TimeoutError is an OSError too."""

_STEADY_SECONDS = 60.0
"""A client that ran for this long resets the count of failures."""

_CLOSING_SECONDS = 3.0
"""Seconds that a client may take to disconnect; after SIGTERM the process ends within five."""

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
"""Why the gateway closes a connection that it would refuse again, by its close code:
https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
"""

_LONGEST_WAIT_SECONDS = 300.0


async def supervise(
    services: Services,
    token: str,
    stop: asyncio.Event,
    health: Health,
    answers: AnswerTimes | None,
    cluster: Membership | None = None,
) -> None:
    """Run one client after another until `stop` is set: an error ends one client and not the bot.

    `health` and `answers` watch the client that is running. In a `cluster` it serves the shards
    that are assigned to this process.

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
        failures = 1 if lasted > _STEADY_SECONDS else failures + 1
        wait = backoff(failures, random.random(), longest=_LONGEST_WAIT_SECONDS)
        _LOG.warning("connecting again in %.0f s", wait)
        await sleep_until(stop, wait)


async def _one_client(
    services: Services,
    token: str,
    stop: asyncio.Event,
    health: Health,
    answers: AnswerTimes | None,
    cluster: Membership | None,
) -> None:
    client = Cliffhanger(services, answers)
    if cluster is not None:
        turns = IdentifyTurns(services.database, services.clock)
        client = ShardedCliffhanger(services, answers, cluster, turns)
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
        raise  # The error is ours, and another attempt would end in the same way.
    except (discord.DiscordException, *_BROKEN) as error:
        _LOG.warning("the connection to Discord failed: %s", in_a_line(error))
    except Exception as error:  # noqa: BLE001 - an error inside an event must not end the process
        # If the first connection failed, which it has logged, discord.py 2.7 tries to resume a
        # session that never existed.
        if not (isinstance(error, AttributeError) and isinstance(error.__context__, _BROKEN)):
            _LOG.exception("the client ended on an error")
    finally:
        stopping.cancel()
        health.watch(None)
        await _close(client, running)


async def _close(client: Cliffhanger, running: asyncio.Task[None]) -> None:
    try:
        await asyncio.wait_for(client.close(), _CLOSING_SECONDS)
    except TimeoutError:
        _LOG.warning("the connection to Discord did not close in time")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
