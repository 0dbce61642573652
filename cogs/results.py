"""Sends members the results of their suggestions, as long as the client is connected."""

from __future__ import annotations

import asyncio
import logging

from discord.ext import commands, tasks

from bot.alerts.discord_sender import DiscordSender
from bot.client import Cliffhanger
from bot.foundation.guarded_loop import GuardedStep

_LOG = logging.getLogger(__name__)


class Results(commands.Cog):
    """Opens the channels of those who wait; the loop of alerts sends."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._sender = DiscordSender(bot)
        self._results = bot.services.review_results
        self._step = GuardedStep(
            _LOG,
            unavailable="results of suggestions cannot be sent",
            failed="sending results of suggestions failed",
        )

    async def cog_load(self) -> None:
        """Begin."""
        self._drive.start()

    async def cog_unload(self) -> None:
        """Stop; what waits is stored."""
        self._drive.cancel()

    @tasks.loop(seconds=1)
    async def _drive(self) -> None:
        now = asyncio.get_running_loop().time()
        await self._step.run(lambda: self._results.step(self._sender, now))


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Results(bot))
