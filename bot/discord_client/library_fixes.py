"""Corrections of rate limits and heartbeats in discord.py 2.7, which has no settings for them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import discord.gateway
import discord.http


class Bucket(discord.http.Ratelimit):
    """A rate-limit bucket that refuses only when it is empty, and is empty only while Discord says
    so.

    discord.py 2.7 refuses a request whose bucket refills later than its `max_ratelimit_timeout`,
    even if requests are left in it: of the ten messages that a channel may publish per hour, it let
    one through. And a request that was cancelled just as it ended, as happens when the process
    stalls, left its bucket empty, which delayed the next one by 30 s.
    """

    __slots__ = ()

    async def acquire(self) -> None:
        """Take one request of the bucket; wait if none is left.

        Raises:
            discord.RateLimited: none is left, and the wait would be longer than the client allows.
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
    """Heartbeats that are stamped before they are sent.

    discord.py 2.7 stamps them afterwards. If the answer is faster, as from a nearby server, the
    latency is counted from the heartbeat before, and discord.py warns of a connection that is 41 s
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
