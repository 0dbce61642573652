"""The client of a process that serves some of the bot's shards and follows its assignment."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.ext import commands

from ..cluster.assignment import shard_of
from ..cluster.identify_turns import IDENTIFY_EVERY
from ..foundation.loops import GuardedStep
from .client import Cliffhanger

if TYPE_CHECKING:
    from ..cluster.identify_turns import IdentifyTurns
    from ..cluster.membership import Membership
    from ..composition_root import Services
    from ..operations.answer_times import AnswerTimes

_LOG = logging.getLogger(__name__)

_AGAIN = 1.0
"""Seconds before a step that failed is repeated."""

_CONNECT_SECONDS = 180.0
"""Seconds that a connection may take, besides the turns of all shards that may identify before
it."""

_LIMITS_LAST = 5.0
"""Seconds for which the number of remaining session starts is cached."""


class ShardedCliffhanger(Cliffhanger, commands.AutoShardedBot):
    """Connects the shards that are assigned to this process, and closes those that no longer
    are."""

    def __init__(
        self,
        services: Services,
        answers: AnswerTimes | None,
        membership: Membership,
        turns: IdentifyTurns,
    ) -> None:
        self._served: set[int] = set()
        # The constructor needs a shard, but connects none by itself.
        super().__init__(
            services,
            answers,
            shard_count=membership.count,
            shard_ids=[0],
            shard_connect_timeout=_CONNECT_SECONDS + membership.count * IDENTIFY_EVERY,
        )
        self._membership = membership
        self._turns = turns
        self._starting: dict[int, asyncio.Task[None]] = {}
        self._following: asyncio.Task[None] | None = None
        self._limits: discord.SessionStartLimits | None = None
        self._limits_at = 0.0
        self._asking = asyncio.Lock()

    async def launch_shards(self) -> None:
        """After the login, take a share of the shards, and from then on connect what is
        assigned."""
        self._connection.shard_count = self._membership.count
        self._connection.shard_ids = []
        await self._membership.begin()
        self._following = asyncio.create_task(self._follow(), name="following the cluster")

    async def close(self) -> None:
        """Stop following the assignment, and close every connection."""
        for task in (self._following, *self._starting.values()):
            if task is not None:
                task.cancel()
        await super().close()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the shard's turn, and for session starts to be left: after the last one Discord
        resets the token
        (https://discord.com/developers/docs/events/gateway#session-start-limit-object)."""
        limits = await self._may_start()
        await self._turns.wait(shard_id or 0, limits.max_concurrency, self._may_start)
        self._limits = None

    async def _may_start(self) -> discord.SessionStartLimits:
        """Wait until a session may be started.

        This is asked before a turn is taken, since nothing slow may happen between the turn and the
        IDENTIFY.
        """
        now = asyncio.get_running_loop().time
        async with self._asking:
            while self._limits is None or now() - self._limits_at > _LIMITS_LAST:
                limits = await self.fetch_session_start_limits()
                if limits.remaining > limits.max_concurrency:
                    self._limits, self._limits_at = limits, now()
                    break
                wait = limits.reset_after / 1000
                _LOG.error("Discord lets no more sessions begin for %.0f s; waiting", wait)
                await asyncio.sleep(wait + 1)
            return self._limits

    async def _follow(self) -> None:
        step = GuardedStep(
            _LOG, unavailable="cannot follow the cluster", failed="following the cluster failed"
        )
        while True:
            await step.run(self._take_up)
            await self._membership.until_changed(_AGAIN)

    async def _take_up(self) -> None:
        assigned = self._membership.assignment.shards
        for shard in sorted((self._served | self._connected.keys()) - assigned):
            self._served.discard(shard)
            await self._let_go(shard)
        gained = sorted(assigned - self._served)
        if not gained:
            return
        # Other processes served these servers until now, and may have changed their settings.
        await self.services.guilds.load()
        self._served.update(gained)
        self._connection.shard_ids = sorted(self._served)
        for shard in gained:
            # Side by side, since each may wait for its bucket's turn.
            starting = self._connect(shard)
            self._starting[shard] = asyncio.create_task(starting, name=f"shard {shard}")

    async def _connect(self, shard: int) -> None:
        # An error here decides nothing: `launch_shard` meets it again, and tries again.
        with suppress(discord.DiscordException, aiohttp.ClientError, OSError):
            await self._may_start()
        if not self.is_closed():
            await self.launch_shard(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, shard)

    @property
    def _connected(self) -> dict[int, Any]:
        connected: dict[int, Any] = self._AutoShardedClient__shards  # type: ignore[attr-defined]
        return connected

    async def _let_go(self, shard: int) -> None:
        """Close a shard and forget its servers; discord.py has no public method for that."""
        self._connection.shard_ids = sorted(self._served)
        if (starting := self._starting.pop(shard, None)) is not None:
            starting.cancel()
        if (gone := self._connected.pop(shard, None)) is not None:
            await gone.close()
        for guild in list(self.guilds):
            if shard_of(guild.id, self._membership.assignment.count) == shard:
                self._connection._remove_guild(guild)
