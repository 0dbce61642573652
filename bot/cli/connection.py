"""The connection to Discord: which process has it, how often it is made, how its limits are kept."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import discord.http

from ..clock import Clock
from ..errors import StoreError, in_a_line
from ..foundation.database import Database
from ..foundation.lease import BusyError, Lease, LeaseLostError
from ..foundation.loops import backoff

_LOG = logging.getLogger(__name__)


_GATEWAY = "gateway"
"""The lease's name; processes that share the shards divide them among themselves instead."""

_LENGTH = timedelta(seconds=60)
_RENEW_SECONDS = 15.0
_ASK_SECONDS = 2.0
_LETTING_GO_SECONDS = 1.0


def gateway_lease(database: Database, clock: Clock, process: str | None = None) -> Lease:
    """The right to be connected to Discord with that database."""
    return Lease(database, clock, _GATEWAY, process, length=_LENGTH)


async def wait_for_lease(lease: Lease, stop: asyncio.Event) -> bool:
    """Take the lease as soon as no other process has it; False where `stop` came first.

    Raises:
        StoreError: the database cannot be written.
    """
    logged = False
    while not stop.is_set():
        try:
            await lease.take()
        except BusyError as error:
            if not logged:
                _LOG.warning(
                    "another process is connected with this database; waiting until it ends, or "
                    "for %.0f s where it was killed elsewhere",
                    error.left.total_seconds(),
                )
                logged = True
            await _sleep(_ASK_SECONDS, stop)
            continue
        if logged:
            _LOG.info("the other process let go; connecting")
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
    while not over.is_set():
        await _sleep(_RENEW_SECONDS, over)
        try:
            async with database.write(durable=False) as writing:
                await lease.renew(writing)
        except LeaseLostError:
            _LOG.warning("another process took over; the connection to Discord is closed")
            over.set()
        except StoreError as error:
            _LOG.warning("the turn could not be renewed: %s", error)


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    await stop.wait()
    over.set()


async def _sleep(seconds: float, until: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(until.wait(), seconds)
    except TimeoutError:
        return


BROKEN = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError)
"""What a network does; a timeout is an OSError too."""

_AT_ONCE = 5
"""So many connections are made at once: one that is lost is usually to be had again."""

_LONGEST_PAUSE = 30.0
"""Seconds; discord.py gives a connection 60 to be made."""

STEADY_SECONDS = 60.0
"""A connection that lasted so long begins a new count."""


class Bucket(discord.http.Ratelimit):
    """A bucket that refuses only when it is empty.

    discord.py 2.7 refuses a request whose bucket refills later than its `max_ratelimit_timeout`
    even where requests are left in it: of the ten messages that a channel may publish in an hour,
    it let one through.
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


def install_buckets() -> None:
    """Let every client made from now on keep its limits by such buckets."""
    discord.http.Ratelimit = Bucket  # type: ignore[misc]  # discord.py has no setting for it


class ReconnectPace:
    """How long to wait before the next connection, so that an outage is no storm of them.

    `time` counts seconds; `chance` is between 0 and 1 and spreads the bots of an outage.
    """

    def __init__(
        self,
        time: Callable[[], float],
        chance: Callable[[], float] = random.random,
        at_once: int = _AT_ONCE,
    ):
        self._at_once = at_once
        self._time = time
        self._chance = chance
        self._last = float("-inf")
        self._count = 0

    def next_pause(self) -> float:
        """Seconds until the connection that is about to be made; it counts as made then."""
        now = self._time()
        self._count = 1 if now - self._last > STEADY_SECONDS else self._count + 1
        pause = 0.0
        if self._count > self._at_once:
            pause = backoff(self._count - self._at_once, self._chance(), longest=_LONGEST_PAUSE)
        self._last = now + pause
        return pause


def pace_reconnects(client: discord.Client, shards: int = 1) -> None:
    """Make that client of so many shards wait between connections to the gateway.

    Where the gateway takes a connection and closes it at once, discord.py 2.7 connects again
    without any pause: some five hundred times a second, measured.
    """
    connect = client.http.ws_connect
    pace = ReconnectPace(asyncio.get_running_loop().time, at_once=_AT_ONCE * shards)

    async def connect_later(*args: Any, **kwargs: Any) -> aiohttp.ClientWebSocketResponse:
        if pause := pace.next_pause():
            logging.getLogger(__name__).warning(
                "the gateway keeps closing the connection; connecting again in %.0f s", pause
            )
            await asyncio.sleep(pause)
        return await connect(*args, **kwargs)

    client.http.ws_connect = connect_later  # type: ignore[method-assign]  # there is no other door


class ReconnectInOneLine(logging.Filter):
    """Logs a lost connection in one line: discord.py adds a traceback to what is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite that one record; all pass."""
        if record.exc_info and str(record.msg).startswith("Attempting a reconnect"):
            # A shard's own line begins with its number.
            wait = record.args[-1:] if isinstance(record.args, tuple) else ()
            record.msg = "the connection to Discord failed: %s; connecting again in %.0f s"
            record.args = (in_a_line(record.exc_info[1]), *wait)
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = None
        return True
