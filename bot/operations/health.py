"""Whether the bot is alive, ready and answers in time: each thing that is wrong is named."""

from __future__ import annotations

import asyncio
import logging
import math
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from ..app import Services
from ..errors import StoreError

_LOG = logging.getLogger(__name__)

SILENCE = 128.0
"""Seconds without an acknowledged heartbeat: three of Discord's intervals of 41 s, and some."""

_STUCK = 60.0
"""Seconds in which each loop must come round; a step may wait for a busy store meanwhile."""

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
        """This client is connected from now on; None while there is none.

        While it is `standing_by` it has no shard to connect, and is well without.
        """
        self._client = client
        self._standing_by = standing_by
        self._connecting_since = self._monotonic()
        self._acknowledged.clear()

    def ailments(self) -> list[str]:
        """Why the bot is not alive; nothing where it is."""
        return [*self._gateway(), *self._loops()]

    async def obstacles(self) -> list[str]:
        """Why it is not ready to answer; nothing where it is."""
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
        """Seconds since each shard's last acknowledged heartbeat, on this connection or before it.

        A connection that is made anew acknowledges nothing by that: of a gateway that takes every
        connection and then says no more, each would look well for a minute. One that acknowledged
        none yet counts from when it was first seen here.
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

    discord.py 2.7 tells the latency of a heartbeat, and keeps that moment to itself. It stamps a
    new connection with the moment it was made, and an endless latency; one that was closed is
    still there without heartbeats, until there is another.
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
    """Sends states; does nothing where nobody listens."""

    def __init__(self, address: str | None, watchdog_usec: int) -> None:
        """`watchdog_usec` is how long systemd waits for a sign of life, in µs; 0 is for ever."""
        self._address = address or ""
        self._every = watchdog_usec / 2_000_000

    def send(self, state: str) -> None:
        """Tell the state; what cannot be told is logged, and the bot goes on."""
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
        """Pat the watchdog, until cancelled, as long as the bot is alive."""
        if not self._address or not self._every:
            return
        while True:
            if alive():
                self.send(WATCHDOG)
            await asyncio.sleep(self._every)


_CALLBACK = re.compile(r"/interactions/(\d{1,20})/[^/]+/callback$")

_DEADLINE = 3.0
"""Seconds in which Discord wants a first answer:
https://docs.discord.com/developers/interactions/receiving-and-responding"""

_FORGOTTEN = 60.0
"""Seconds after which an interaction nobody answered is counted as such."""

_MOST = 10_000
"""So many interactions are waited for at most; a fault must not fill the memory."""

_KINDS = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "component",
    discord.InteractionType.autocomplete: "autocomplete",
    discord.InteractionType.modal_submit: "form",
}


@dataclass(frozen=True, slots=True)
class Waited:
    """One interaction and what came of it: answered, late, rejected or unanswered.

    `name` is the command's, or the kind of a component; `seconds` until the answer.
    """

    kind: str
    name: str
    outcome: str
    seconds: float


class AnswerTimes:
    """Sees interactions come in, and through aiohttp's tracing their answers go out."""

    def __init__(
        self,
        note: Callable[[Waited], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._note = note
        self._monotonic = monotonic
        self._waiting: dict[int, tuple[str, str, float]] = {}
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._ended)

    def received(self, interaction: discord.Interaction[Any]) -> None:
        """An interaction came in just now."""
        kind = _KINDS.get(interaction.type)
        if kind is None:
            return
        self.forget_unanswered()
        if len(self._waiting) < _MOST:
            name = self._name(kind, interaction)
            self._waiting[interaction.id] = kind, name, self._monotonic()

    def forget_unanswered(self) -> None:
        """Count those that nobody answered for so long that Discord takes no answer any more."""
        now = self._monotonic()
        for number, (kind, name, at) in list(self._waiting.items()):
            if now - at < _FORGOTTEN:
                break
            del self._waiting[number]
            self._note(Waited(kind, name, "unanswered", now - at))

    def _name(self, kind: str, interaction: discord.Interaction[Any]) -> str:
        data: Any = interaction.data or {}
        if kind in ("command", "autocomplete"):
            return _known(interaction, str(data.get("name", "")))
        prefix = str(data.get("custom_id", "")).partition(":")[0]
        return prefix if re.fullmatch(r"[a-z]{1,16}", prefix) else "other"

    async def _ended(
        self, _session: Any, _context: Any, params: aiohttp.TraceRequestEndParams
    ) -> None:
        match = _CALLBACK.search(params.url.path)
        waited = self._waiting.pop(int(match[1]), None) if match else None
        if waited is None:
            return
        kind, name, at = waited
        seconds = self._monotonic() - at
        outcome = "answered" if seconds <= _DEADLINE else "late"
        if params.response.status >= 400:
            outcome = "rejected"
        self._note(Waited(kind, name, outcome, seconds))


def _known(interaction: discord.Interaction[Any], name: str) -> str:
    """The name of a command there is: no other word from outside becomes one."""
    tree = getattr(interaction.client, "tree", None)
    kinds = discord.AppCommandType
    known = (kinds.chat_input, kinds.message, kinds.user)
    there = tree is not None and any(tree.get_command(name, type=kind) for kind in known)
    return name if there else "other"
