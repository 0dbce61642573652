"""The connection to Discord: which process makes it, how often, and how its limits are kept."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import discord.gateway
import discord.http
from discord.ext import commands

from ..cluster.membership import IdentifyTurns, Membership
from ..composition_root import Services
from ..discord_client.client import Cliffhanger
from ..discord_client.sharded_client import ShardedCliffhanger
from ..errors import SettingsError, StoreAwayError, StoreError, in_a_line
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.lease import BusyError, Lease, LeaseLostError
from ..foundation.loops import GuardedStep, backoff
from ..operations.answer_times import AnswerTimes
from ..operations.health import Health

_LOG = logging.getLogger(__name__)
_GATEWAY = "gateway"
"""The lease's name; processes that share the shards divide them among themselves instead."""

_LENGTH = timedelta(seconds=60)
_RENEW_SECONDS = 15.0
_ASK_SECONDS = 2.0
_LETTING_GO_SECONDS = 1.0


def gateway_lease(database: Database, clock: Clock, process: str | None = None) -> Lease:
    """The lease on being connected to Discord with that database."""
    return Lease(database, clock, _GATEWAY, process, length=_LENGTH)


async def wait_for_lease(lease: Lease, stop: asyncio.Event) -> bool:
    """Take the lease as soon as no other process has it; False where `stop` came first.

    A server that is away meanwhile is waited for.

    Raises:
        StoreError: the database cannot be written.
    """
    told: set[type[Exception]] = set()
    while not stop.is_set():
        try:
            await lease.take()
        except (BusyError, StoreAwayError) as error:
            reason = str(error)
            if isinstance(error, BusyError):
                reason = (
                    "another process is connected with this database; waiting until it ends, or "
                    f"for {error.left.total_seconds():.0f} s where it was killed elsewhere"
                )
            if type(error) not in told:
                _LOG.warning("not connected yet: %s", reason)
            told.add(type(error))
            await _sleep(_ASK_SECONDS, stop)
        else:
            if told:
                _LOG.info("connecting")
            return True
    return False


@asynccontextmanager
async def holding(
    lease: Lease, database: Database, stop: asyncio.Event
) -> AsyncIterator[asyncio.Event]:
    """Keep a lease that was taken; yields an event that is set at `stop`, and when it is lost."""
    over = asyncio.Event()
    keeping = asyncio.create_task(_keep(lease, database, over), name="gateway lease")
    stopping = asyncio.create_task(_pass_on(stop, over), name="stop of the turn")
    try:
        yield over
    finally:
        for task in (keeping, stopping):
            task.cancel()
        await asyncio.gather(keeping, stopping, return_exceptions=True)
        try:
            # A store that is busy must not keep the process from ending in time.
            async with asyncio.timeout(_LETTING_GO_SECONDS):
                await lease.release()
        except (StoreError, TimeoutError) as error:
            reason = error if isinstance(error, StoreError) else "the store is busy"
            _LOG.warning("the turn could not be given up; it runs out in a while: %s", reason)


async def _keep(lease: Lease, database: Database, over: asyncio.Event) -> None:
    async def renew() -> None:
        try:
            async with database.write(durable=False) as writing:
                await lease.renew(writing)
        except LeaseLostError:
            _LOG.warning("another process took over; the connection to Discord is closed")
            over.set()

    step = GuardedStep(
        _LOG,
        unavailable="the turn cannot be renewed",
        failed="renewing the turn failed",
        recovered="the turn is renewed again",
    )
    while not over.is_set():
        await _sleep(_RENEW_SECONDS, over)
        await step.run(renew)


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    await stop.wait()
    over.set()


async def _sleep(seconds: float, until: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(until.wait(), seconds)
    except TimeoutError:
        return


BROKEN = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError)
"""Errors of the network; a timeout is an OSError too."""

_AT_ONCE = 5
"""How many connections in a row that are closed at once are made without a pause: one that is lost
can usually be made again."""

_LASTING_SECONDS = 1.0
"""A connection that lasted this long was not closed at once."""

_BUDGET, _REGAINED_SECONDS = 60, 30.0
"""How many connections may be made in a row however long each lasts, and the seconds after which
there may be one more: a day has a thousand sessions, past which Discord resets the token."""

_LONGEST_PAUSE = 30.0
"""Seconds; discord.py gives a connection 60 to be made."""

STEADY_SECONDS = 60.0
"""A client that ran for this long begins a new count."""


class Bucket(discord.http.Ratelimit):
    """A bucket that refuses only when it is empty, and is empty only while Discord says so.

    discord.py 2.7 refuses a request whose bucket refills later than its `max_ratelimit_timeout`
    even where requests are left in it: of the ten messages that a channel may publish in an hour,
    it let one through. And a request that is given up just as it ends, as those are that were under
    way when the process stood still, left its bucket empty, which kept the next for 30 s.
    """

    __slots__ = ()

    async def acquire(self) -> None:
        """Take one request; wait where there is none.

        Raises:
            discord.RateLimited: there is none, and the wait is longer than anybody would.
        """
        if self.remaining <= 0 or self.is_expired():
            await super().acquire()
            return
        self._last_request = asyncio.get_running_loop().time()
        self.remaining -= 1
        self.outgoing += 1

    async def _refresh(self) -> None:
        try:
            await super()._refresh()
        except asyncio.CancelledError:
            if self.expires is None or self.is_expired():
                self.reset()  # type: ignore[no-untyped-call]  # theirs
                self._wake(self.remaining)
            raise


class Heartbeats(discord.gateway.KeepAliveHandler):
    """Heartbeats whose latency counts from before they are sent.

    discord.py 2.7 notes the moment of sending afterwards. Where the answer is there sooner, as it
    is from near by, it counts from the heartbeat before, and warns of a connection that is 41 s
    behind.
    """

    def get_payload(self) -> dict[str, Any]:
        """The next heartbeat."""
        self._last_send = time.perf_counter()
        return super().get_payload()


def mend_discord() -> None:
    """Let every client made from now on keep its limits, and count its latency, by ours.

    discord.py has no setting for either.
    """
    discord.http.Ratelimit = Bucket  # type: ignore[misc]
    discord.gateway.KeepAliveHandler = Heartbeats  # type: ignore[misc]


class ReconnectPace:
    """How long to wait before the next connection of a client with that many shards, so that an
    outage does not become a storm of connections.

    Discord asks for a new connection whenever it likes, several times a minute where it moves
    house, and who waits then is not answered in time: only what is closed at once, or too often
    for hours, is waited for. `time` counts seconds; `chance` is between 0 and 1 and spreads the
    bots of an outage.
    """

    def __init__(
        self,
        time: Callable[[], float],
        chance: Callable[[], float] = random.random,
        shards: int = 1,
    ):
        self._shards = shards
        self._time = time
        self._chance = chance
        self._last = float("-inf")
        self._in_a_row = 0
        self._left = float(_BUDGET * shards)

    def next_pause(self) -> float:
        """Seconds until the connection that is about to be made; it counts as made then."""
        now = self._time()
        lasted = now - self._last
        self._in_a_row = 1 if lasted >= _LASTING_SECONDS else self._in_a_row + 1
        regained = self._shards * lasted / _REGAINED_SECONDS
        self._left = max(-_AT_ONCE, min(_BUDGET * self._shards, self._left + regained) - 1)
        pause = 0.0
        if self._in_a_row > _AT_ONCE * self._shards or self._left < 0:
            too_many = max(self._in_a_row - _AT_ONCE * self._shards, math.ceil(-self._left))
            pause = backoff(too_many, self._chance(), longest=_LONGEST_PAUSE)
        self._last = now + pause
        return pause


def pace_reconnects(client: discord.Client, shards: int) -> None:
    """Make a client wait between its connections to the gateway.

    If the gateway accepts a connection and closes it at once, discord.py 2.7 connects again without
    any pause, hundreds of times a second.
    """
    connect = client.http.ws_connect
    pace = ReconnectPace(asyncio.get_running_loop().time, shards=shards)

    async def connect_later(*args: Any, **kwargs: Any) -> aiohttp.ClientWebSocketResponse:
        if pause := pace.next_pause():
            logging.getLogger(__name__).warning(
                "the gateway keeps closing the connection; connecting again in %.0f s", pause
            )
            await asyncio.sleep(pause)
        return await connect(*args, **kwargs)

    client.http.ws_connect = connect_later  # type: ignore[method-assign]  # there is no other door


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
"""Why the gateway closes where trying again is of no use, by its code:
https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""

_LONGEST_WAIT = 300.0


async def supervise(
    services: Services,
    token: str,
    stop: asyncio.Event,
    health: Health | None,
    answers: AnswerTimes | None,
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
        await _sleep(wait, stop)


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
