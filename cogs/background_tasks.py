"""What runs behind the commands: sending alerts and results, keeping shows up to date."""

from __future__ import annotations

import asyncio
import logging

import discord
from discord.ext import commands

from bot.alerts.discord_transport import DiscordTransport
from bot.discord_client.client import Cliffhanger
from bot.discord_client.steady_loop import steady_loop
from bot.foundation.lease import BusyError
from bot.foundation.loops import GuardedStep

_LOG = logging.getLogger(__name__)

_ALERTS = "alerts"

IDLE = 1.0
"""Seconds between steps when nothing is due."""


class AlertLoop(commands.Cog):
    """The loop of alerts. Whatever fails in a step is logged, and the next one goes on."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._bot = bot
        self.transport = DiscordTransport(bot)
        bot.note_id = self.transport.seen
        self.scheduler = bot.services.alerts.scheduler(
            self.transport, asyncio.get_running_loop().time
        )
        self._paused = bot.services.alerts.paused_channels
        self._recipients = bot.services.recipients
        self._step = GuardedStep(
            _LOG,
            unavailable="alerts wait for the store",
            failed="a step of alerts failed",
            recovered="alerts are sent again",
            turned=bot.services.vital_signs.start(_ALERTS),
        )

    async def cog_load(self) -> None:
        """Start the loop."""
        self._drive.start()

    async def cog_unload(self) -> None:
        """Stop the loop, and store what is known of messages on their way."""
        self._drive.cancel()
        self._bot.services.vital_signs.stop(_ALERTS)
        await self.scheduler.close()

    @steady_loop(seconds=IDLE)
    async def _drive(self) -> None:
        more = await self._step.run(self._work)
        wanted = self.scheduler.pause if more else IDLE
        if self._drive.seconds != wanted:
            self._drive.change_interval(seconds=wanted)

    async def _work(self) -> bool:
        await self._recipients.step()
        return await self.scheduler.step()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pause what that server follows, but keep it."""
        await self._paused.server_left(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Go on with what that server followed before it had removed the bot."""
        await self._paused.server_joined(guild.id)
        self.scheduler.hurry()

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Permissions may have come back."""
        await self._look_again(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """Permissions may have come back."""
        await self._look_again(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A role may have been what denied something."""
        await self._look_again(role.guild)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Discord tells the bot of its own roles, whatever its intents."""
        if after == after.guild.me:
            await self._look_again(after.guild)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """A thread may have been unlocked."""
        guild = self._bot.get_guild(payload.guild_id)
        if guild is not None:
            await self._look_again(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Discord does not resend what changed while the bot was not connected."""
        await self._paused.reconnected()

    async def _look_again(self, guild: discord.Guild) -> None:
        if await self._paused.permissions_changed(guild.id):
            self.scheduler.hurry()


class ResultLoop(commands.Cog):
    """Opens the channels of people who wait for a result; the loop of alerts sends it."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._transport = DiscordTransport(bot)
        self._results = bot.services.review_results
        self._step = GuardedStep(
            _LOG,
            unavailable="results of suggestions cannot be sent",
            failed="sending results of suggestions failed",
        )

    async def cog_load(self) -> None:
        """Start the loop."""
        self._drive.start()

    async def cog_unload(self) -> None:
        """Stop; what waits is stored."""
        self._drive.cancel()

    @steady_loop(seconds=1)
    async def _drive(self) -> None:
        now = asyncio.get_running_loop().time()
        await self._step.run(lambda: self._results.step(self._transport, now))


class SyncLoop(commands.Cog):
    """The loops of the sync. Whatever fails in a step is logged once, and the next one goes on."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._sources = bot.services.sources
        self._library = bot.services.library
        self._rounds, self._works = _guarded("the sync"), _guarded("refreshing what is asked for")
        self._indexes = _guarded("the index of shows")

    async def cog_load(self) -> None:
        """Start the loops, if there is any provider."""
        if self._sources.kept:
            self._keep_up.start()
            self._refresh.start()
        if self._sources.index.provider is not None:
            self._index.start()

    async def cog_unload(self) -> None:
        """Stop; the next start goes on where this one ended."""
        self._keep_up.cancel()
        self._refresh.cancel()
        self._index.cancel()

    @steady_loop(seconds=60)
    async def _keep_up(self) -> None:
        await self._rounds.run(self._round)

    @steady_loop(seconds=2)
    async def _refresh(self) -> None:
        await self._works.run(self._sources.refresh_queue.work)

    @steady_loop(minutes=5)
    async def _index(self) -> None:
        await self._indexes.run(self._read_index)

    async def _read_index(self) -> None:
        try:
            await self._sources.index.run()
        except BusyError:
            _LOG.debug("another process reads the index")

    async def _round(self) -> None:
        await self._sources.tracking.flush()
        try:
            await self._sources.sync.round()
        except BusyError:
            _LOG.debug("another process syncs")
        await self._library.refresh()
        await self._library.renew_titles()


def _guarded(what: str) -> GuardedStep:
    return GuardedStep(_LOG, f"{what} waits for the store", f"a step of {what} failed")


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(AlertLoop(bot))
    await bot.add_cog(ResultLoop(bot))
    await bot.add_cog(SyncLoop(bot))
