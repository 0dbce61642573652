"""Scheduled events for premieres of what a server follows: /events, and what makes them."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.calendar.discord_events import DiscordEvents
from bot.client import Cliffhanger, services_of
from bot.errors import BadInputError
from bot.foundation.guarded_loop import GuardedStep
from bot.locale.messages import _
from bot.presentation.boxes import notice
from bot.presentation.style import Markdown
from bot.reply import Reply

from .asking import Interaction
from .permission import editor_of

_LOG = logging.getLogger(__name__)

_IDLE = 1.0


@app_commands.guild_only()
class ScheduledEvents(commands.GroupCog, group_name="events"):
    """Editors' commands; each asks at run time who may."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._events = bot.services.scheduled_events
        self._gateway = DiscordEvents(bot)
        self._step = GuardedStep(
            _LOG, "scheduled events wait for the store", "a step of scheduled events failed"
        )

    async def cog_load(self) -> None:
        """Begin."""
        self._drive.start()

    async def cog_unload(self) -> None:
        """Stop; what is under way is looked up by the next process."""
        self._drive.cancel()

    @app_commands.command()
    async def on(self, interaction: Interaction) -> None:
        """Make a scheduled event for each premiere of what this server follows"""
        editor = editor_of(interaction)
        _check(interaction)
        events, reply = services_of(interaction).scheduled_events, Reply.to(interaction)
        trouble = await events.trouble(editor.guild_id)
        work = events.switch(editor.guild_id, enabled=True)
        fresh = await reply.patiently(work, ephemeral=True)
        told = _(
            "For each premiere of what this server follows there is a scheduled event now, as soon "
            "as its day is known. A date that moves moves it."
        )
        if not fresh:
            told = _("Scheduled events were on already; I look at them anew.")
        if trouble is not None:
            told += "\n" + Markdown().small(_("So far they could not be made: {why}.", why=trouble))
        await reply.answer(notice(told), ephemeral=True)

    @app_commands.command()
    async def off(self, interaction: Interaction) -> None:
        """Take the scheduled events that I made away"""
        editor = editor_of(interaction)
        events, reply = services_of(interaction).scheduled_events, Reply.to(interaction)
        work = events.switch(editor.guild_id, enabled=False)
        changed = await reply.patiently(work, ephemeral=True)
        told = _("The scheduled events that I made are taken away.")
        if not changed:
            told = _("Scheduled events were off already.")
        await reply.answer(notice(told), ephemeral=True)

    @tasks.loop(seconds=_IDLE)
    async def _drive(self) -> None:
        await self._step.run(self._work)

    async def _work(self) -> None:
        await self._events.step(self._gateway)


def _check(interaction: Interaction) -> None:
    """The bot must be able to make events.

    Raises:
        BadInputError: it may not; the permission is named.
    """
    guild = interaction.guild
    held = guild.me.guild_permissions if isinstance(guild, discord.Guild) else None
    if held is None or not held.create_events:
        raise BadInputError("To make scheduled events I still need *Create Events*.")


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(ScheduledEvents(bot))
