"""Corrections of discord.py 2.7, which has no setting for them: rate limits and heartbeats."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import discord.gateway
import discord.http


class Bucket(discord.http.Ratelimit):
    """A bucket that refuses only when it is empty, and is empty only while Discord says so.

    discord.py 2.7 refuses a request whose bucket refills later than its `max_ratelimit_timeout`
    even if requests are left in it: of the ten messages that a channel may publish per hour, it let
    one through. And a request that was cancelled just as it ended, like those under way when the
    process stalled, left its bucket empty, which delayed the next one by 30 s.
    """

    __slots__ = ()

    async def acquire(self) -> None:
        """Take one request; wait if there is none.

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

    discord.py 2.7 notes the moment of sending afterwards. If the answer is faster, as from a nearby
    server, latency counts from the heartbeat before, and it warns of a connection that is 41 s
    behind.
    """

    def get_payload(self) -> dict[str, Any]:
        """The next heartbeat."""
        self._last_send = time.perf_counter()
        return super().get_payload()


def fix_library() -> None:
    """Use our rate limits and latency in every client made from now on."""
    discord.http.Ratelimit = Bucket  # type: ignore[misc]
    discord.gateway.KeepAliveHandler = Heartbeats  # type: ignore[misc]
