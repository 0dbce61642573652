"""What the bot is, where its facts come from, and how it is doing: /about."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import Cliffhanger, services_of
from bot.operations.cards import about_card

from .interactions import Interaction, scope_of


class About(commands.Cog):
    """The command about the bot itself."""

    @app_commands.command()
    async def about(self, interaction: Interaction) -> None:
        """What this bot is, where its facts come from, and how it is doing"""
        services = services_of(interaction)
        figures = await services.figures.now(scope_of(interaction))
        sources = services.sources
        index = await sources.index.state() if sources.index.provider is not None else None
        view = about_card(figures, sources.credited, sources.health.failing(), index)
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(About())
