"""Keeps shows up to date in the background, while answers go on from what is known."""

from __future__ import annotations

import logging

from discord.ext import commands, tasks

from bot.client import Cliffhanger
from bot.foundation.guarded_loop import GuardedStep
from bot.foundation.lease import BusyError

_LOG = logging.getLogger(__name__)


class Sync(commands.Cog):
    """The loops of the sync. Whatever fails in a step is logged once, and the next one goes on."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._sources = bot.services.sources
        self._library = bot.services.library
        self._rounds, self._works = _guarded("the sync"), _guarded("refreshing what is asked for")
        self._indexes = _guarded("the index of shows")

    async def cog_load(self) -> None:
        """Begin, where there is any provider."""
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

    @tasks.loop(seconds=60)
    async def _keep_up(self) -> None:
        await self._rounds.run(self._round)

    @tasks.loop(seconds=2)
    async def _refresh(self) -> None:
        await self._works.run(self._sources.refresh_queue.work)

    @tasks.loop(minutes=5)
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
    await bot.add_cog(Sync(bot))
