"""Lets members hear what became of their suggestions, as long as the client is connected."""

from __future__ import annotations

import asyncio
import logging

from discord.ext import commands, tasks

from bot.client import Cliffhanger
from bot.errors import StoreError

from .sending import DiscordSender

_LOG = logging.getLogger(__name__)


class Outcomes(commands.Cog):
    """Opens the channels of those who wait to be told; the loop of alerts does the rest."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._sender = DiscordSender(bot)
        self._outcomes = bot.services.proposals.outcomes
        self._failing = False

    async def cog_load(self) -> None:
        """Begin."""
        self._drive.start()

    async def cog_unload(self) -> None:
        """Stop; what waits is stored."""
        self._drive.cancel()

    @tasks.loop(seconds=1)
    async def _drive(self) -> None:
        try:
            await self._outcomes.step(self._sender, asyncio.get_running_loop().time())
        except StoreError as error:
            if not self._failing:
                _LOG.warning("members cannot be told about their suggestions: %s", error)
            self._failing = True
        except Exception:  # noqa: BLE001 - discord.ext.tasks ends for good on an unknown error
            _LOG.exception("telling members about their suggestions failed")
        else:
            self._failing = False


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Outcomes(bot))
