"""Discord's rate limits as this bot keeps them: a request leaves while its bucket allows one."""

from __future__ import annotations

import asyncio

import discord.http


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
