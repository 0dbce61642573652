"""Whether the bot is alive and ready: each thing that is wrong is named; systemd is told."""

from __future__ import annotations

import asyncio
import logging
import math
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import discord

from ..composition_root import Services
from ..errors import StoreError

_LOG = logging.getLogger(__name__)

SILENCE = 128.0
"""Seconds without an acknowledged heartbeat: three of Discord's intervals of 41 s, and some."""

_STUCK = 60.0
"""Seconds within which each loop must end a step, which may include waiting for a busy store."""

_STORE_SECONDS = 3.0


class Health:
    """The checks behind /livez and /readyz. A client that is being replaced counts as connecting.

    What a restart mends makes the bot not alive; what it does not, only not ready.
    """

    def __init__(
        self, services: Services, monotonic: Callable[[], float] = time.perf_counter
    ) -> None:
        """`monotonic` is the clock that discord.py stamps heartbeats with."""
        self._services = services
        self._monotonic = monotonic
        self._client: discord.Client | None = None
        self._standing_by: Callable[[], bool] = lambda: False
        self._connecting_since = monotonic()
        self._acknowledged: dict[int, float] = {}

    def watch(
        self, client: discord.Client | None, standing_by: Callable[[], bool] = lambda: False
    ) -> None:
        """This client is the one connected from now on; None if there is none.

        While it is `standing_by` it has no shard to connect, and is healthy without.
        """
        self._client = client
        self._standing_by = standing_by
        self._connecting_since = self._monotonic()
        self._acknowledged.clear()

    def ailments(self) -> list[str]:
        """Reasons why the bot is not alive, which a restart mends; empty if it is alive."""
        return [*self._gateway(), *self._loops()]

    async def obstacles(self) -> list[str]:
        """Reasons why the bot is not ready to answer; empty if it is ready."""
        found = self.ailments()
        if self._client is None or not self._client.is_ready():
            found.append("the gateway is not ready yet")
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                await self._services.database.probe()
        except StoreError as error:
            found.append(f"the store cannot be written: {error}")
        except TimeoutError:
            found.append("the store cannot be written: it is busy")
        return found

    def silences(self) -> dict[int, float]:
        """Seconds since each shard's last acknowledged heartbeat, on this connection or an earlier
        one.

        A new connection alone acknowledges nothing: if a gateway accepted every connection and then
        fell silent, each would look healthy for a minute. A shard without any acknowledgement
        counts from when it was first seen here.
        """
        now, before = self._monotonic(), self._acknowledged
        found = {} if self._client is None else dict(_acknowledged(self._client))
        self._acknowledged = {
            shard: before.get(shard, now) if at is None else at for shard, at in found.items()
        }
        return {shard: now - at for shard, at in self._acknowledged.items()}

    def _gateway(self) -> Iterator[str]:
        silences = self.silences()
        for shard, seconds in silences.items():
            if seconds > SILENCE:
                yield f"shard {shard}: no heartbeat was acknowledged for {seconds:.0f} s"
        if silences or self._standing_by():
            self._connecting_since = self._monotonic()
        elif (since := self._monotonic() - self._connecting_since) > SILENCE:
            yield f"there has been no connection to the gateway for {since:.0f} s"

    def _loops(self) -> Iterator[str]:
        for name, age in self._services.vital_signs.ages().items():
            if age > _STUCK:
                yield f"the loop of {name} has not turned for {age:.0f} s"


def _acknowledged(client: discord.Client) -> Iterator[tuple[int, float | None]]:
    """When the last heartbeat of each shard's connection was acknowledged; None for none yet.

    discord.py 2.7 publishes the latency of a heartbeat, but not that moment. It stamps a new
    connection with the moment it was made, and an infinite latency; a closed one is still there
    without heartbeats, until there is another.
    """
    if isinstance(client, discord.AutoShardedClient):
        sockets: list[tuple[int, Any]] = [
            (number, getattr(shard._parent, "ws", None)) for number, shard in client.shards.items()
        ]
    else:
        sockets = [(client.shard_id or 0, client.ws)]
    for number, connection in sockets:
        if connection is not None:
            beat = connection._keep_alive
            known = beat is not None and math.isfinite(beat.latency)
            yield number, beat._last_ack if known else None


READY, STOPPING, WATCHDOG = "READY=1", "STOPPING=1", "WATCHDOG=1"


class Notifier:
    """Sends states to systemd; does nothing if nobody listens."""

    def __init__(self, address: str | None, watchdog_usec: int) -> None:
        """`watchdog_usec` is how long systemd waits for a sign of life, in µs; 0 means forever."""
        self._address = address or ""
        self._every = watchdog_usec / 2_000_000

    def send(self, state: str) -> None:
        """Send the state; a failure is logged, and the bot carries on."""
        if not self._address:
            return
        # A name that begins with @ lies in Linux' abstract namespace.
        address = f"\0{self._address[1:]}" if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
                channel.sendto(state.encode(), address)
        except OSError as error:
            _LOG.warning("systemd was not told %s: %s", state, error)

    async def watchdog(self, alive: Callable[[], bool]) -> None:
        """Notify the watchdog, until cancelled, as long as the bot is alive."""
        if not self._address or not self._every:
            return
        while True:
            if alive():
                self.send(WATCHDOG)
            await asyncio.sleep(self._every)
