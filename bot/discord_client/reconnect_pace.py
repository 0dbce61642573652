"""The pace at which a client reconnects to the gateway, so that an outage causes no flood of
connections."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import Callable
from typing import Any

import aiohttp
import discord

from ..foundation.loops import backoff

_LOG = logging.getLogger(__name__)

_AT_ONCE = 5
"""How many connections in a row that are closed at once are followed by a new one without a pause:
a single lost connection can usually be made again."""

_LASTING_SECONDS = 1.0
"""Seconds; a connection that lasted this long was not "closed at once"."""

_BUDGET, _REGAINED_SECONDS = 60, 30.0
"""How many connections may be made in a row however long each lasts, and after how many seconds one
more is allowed: a day has a thousand sessions, beyond which Discord resets the token."""

_LONGEST_PAUSE_SECONDS = 30.0
"""Seconds; discord.py allows 60 for making a connection."""


class ReconnectPace:
    """How long to wait before the next connection of a client with that many shards, so that an
    outage does not become a storm of connections.

    Discord asks for a new connection whenever it likes, several times a minute while it moves a
    host, and nobody is answered in time while the client waits: so it waits only after connections
    that were closed at once, or too often for hours. `time` counts seconds; `chance` is between 0
    and 1 and spreads the bots affected by an outage.
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
            pause = backoff(too_many, self._chance(), longest=_LONGEST_PAUSE_SECONDS)
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
            _LOG.warning(
                "the gateway keeps closing the connection; connecting again in %.0f s", pause
            )
            await asyncio.sleep(pause)
        return await connect(*args, **kwargs)

    client.http.ws_connect = connect_later  # type: ignore[method-assign]  # there is no other door
