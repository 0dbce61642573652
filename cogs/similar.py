"""What else there is to watch: /similar."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.alerts.follow import unfound
from bot.answers.cards.similar import pointer_to, similar_card
from bot.answers.lookup import Found
from bot.client import Cliffhanger, services_of
from bot.errors import BadInputError
from bot.reply import Reply

from .asking import Interaction, asked, titles

_SHOWN = 10


class Similar(commands.Cog):
    """For every member."""

    @app_commands.command()
    @app_commands.describe(show="The show's title; pick one from the list")
    @app_commands.autocomplete(show=titles)
    async def similar(self, interaction: Interaction, show: str) -> None:
        """Shows of the same makers, network, genres and cast"""
        services, how = services_of(interaction), asked(interaction)
        found = await services.lookup.meant(show, how.scope)
        if not isinstance(found, Found):
            raise BadInputError("{why} Pick one from the list.", why=unfound(found))
        related = services.related.of(found.show, _SHOWN)
        now = services.clock().astimezone(how.zone)
        pointers = []
        for each in related:
            other = await services.library.show(each.show_id, how.scope)
            if other is not None:
                pointers.append(pointer_to(other, now))
        card = similar_card(found.show, pointers)
        await Reply.to(interaction).answer(card)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Similar())
