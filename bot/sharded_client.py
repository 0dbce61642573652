"""The client of a process that has some of the bot's shards, and follows what it has of them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands, tasks

from .client import Cliffhanger
from .cluster.assignment import shard_of
from .foundation.loops import GuardedStep

if TYPE_CHECKING:
    from .app import Services
    from .cluster.membership import IdentifyTurns, Membership
    from .operations.answers import AnswerTimes

_LOG = logging.getLogger(__name__)


class ShardedCliffhanger(Cliffhanger, commands.AutoShardedBot):
    """Connects the shards that are this process's, and lets go of those that are no more."""

    def __init__(
        self,
        services: Services,
        answers: AnswerTimes | None,
        membership: Membership,
        turns: IdentifyTurns,
    ) -> None:
        assignment = membership.assignment
        self._served = set(assignment.shards)
        super().__init__(
            services,
            answers,
            shard_count=assignment.count,
            shard_ids=sorted(assignment.shards),
        )
        self._membership = membership
        self._turns = turns
        self._starting: set[asyncio.Task[None]] = set()
        self._following = GuardedStep(
            _LOG, unavailable="cannot follow the cluster", failed="following the cluster failed"
        )

    async def setup_hook(self) -> None:
        """Besides what every client does, begin to follow the cluster."""
        await super().setup_hook()
        self._follow.start()

    async def close(self) -> None:
        """Stop following, and close every connection."""
        self._follow.cancel()
        for task in list(self._starting):
            task.cancel()
        await super().close()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the shard's turn, and for starts to be left: past the last one Discord resets
        the token (https://discord.com/developers/docs/events/gateway#session-start-limit-object).
        """
        limits = await self.fetch_session_start_limits()
        await self._turns.wait(shard_id or 0, limits.max_concurrency)
        while (limits := await self.fetch_session_start_limits()).remaining <= (
            limits.max_concurrency
        ):
            wait = limits.reset_after / 1000
            _LOG.error("Discord lets no more sessions begin for %.0f s; waiting", wait)
            await asyncio.sleep(wait + 1)

    @tasks.loop(seconds=1)
    async def _follow(self) -> None:
        await self._following.run(self._take_up)

    async def _take_up(self) -> None:
        assigned = self._membership.assignment.shards
        for shard in sorted((self._served | self._connected.keys()) - assigned):
            self._served.discard(shard)
            await self._let_go(shard)
        gained = sorted(assigned - self._served)
        if not gained:
            return
        # What other processes set for these servers was not heard of here.
        await self.services.guilds.load()
        self._served.update(gained)
        self._connection.shard_ids = sorted(self._served)
        task = asyncio.create_task(self._connect(gained), name=f"shards {gained}")
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _connect(self, shards: list[int]) -> None:
        for shard in shards:
            if shard in self._served and not self.is_closed():
                await self.launch_shard(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, shard)

    @property
    def _connected(self) -> dict[int, Any]:
        connected: dict[int, Any] = self._AutoShardedClient__shards  # type: ignore[attr-defined]
        return connected

    async def _let_go(self, shard: int) -> None:
        """Close a shard, and forget its servers; discord.py has no door for it."""
        self._connection.shard_ids = sorted(self._served)
        if (gone := self._connected.pop(shard, None)) is not None:
            await gone.close()
        for guild in list(self.guilds):
            if shard_of(guild.id, self._membership.assignment.count) == shard:
                self._connection._remove_guild(guild)
