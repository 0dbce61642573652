"""The seasons of a show on a line of years: /timeline, and the button of a card."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.cards.state import CardState, TimelineId
from bot.answers.lookup import Found
from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.facts.models import Show, Topic
from bot.pictures.cards import attachment, timeline_card
from bot.pictures.chart import Chart, chart_of
from bot.pictures.picture_cache import PictureCache
from bot.reply import Reply

from .asking import Interaction, asked, offer, scope_of, titles


class TimelineCog(commands.Cog, name="Timeline"):
    """Draws; the words go out first, and wait for no picture."""

    @app_commands.command()
    @app_commands.describe(show="The show's title; pick one from the list")
    @app_commands.autocomplete(show=titles)
    async def timeline(self, interaction: Interaction, show: str) -> None:
        """See the seasons of a show on a line of years"""
        how = asked(interaction)
        found = await services_of(interaction).lookup.meant(show, how.scope)
        if isinstance(found, Found):
            await _answer(interaction, found.show, ephemeral=False)
        else:
            state = CardState(Topic.GENERAL, None, None, interaction.user.id, region=how.region)
            await offer(interaction, found, state)

    @component(TimelineId)
    async def press(self, interaction: Interaction, pressed: TimelineId) -> None:
        """*Timeline* on a card: for whoever clicked."""
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(pressed.show, scope_of(interaction))
        await _answer(interaction, show, ephemeral=True)


async def _answer(interaction: Interaction, show: Show, *, ephemeral: bool) -> None:
    services, how = services_of(interaction), asked(interaction)

    def chart(of: Show) -> Chart:
        return chart_of(services.lookup.answer(of, None, Topic.GENERAL, how))

    reply, sources = Reply.to(interaction), services.sources
    arrival = sources.on_demand.begin(show)
    await reply.answer(timeline_card(show, chart(show)), ephemeral=ephemeral)
    sources.asked([show.id])
    if show.is_indexed_only:
        coming = sources.arrived(arrival, show, lambda _: None)
        more = await reply.redraw(coming, lambda more: timeline_card(more.show, chart(more.show)))
        show = more.show if more is not None else show
    if (last := chart(show)).bars:
        picture = _picture(services.pictures, last)
        await reply.illustrate(picture, timeline_card(show, last, drawn=True))


async def _picture(pictures: PictureCache, chart: Chart) -> discord.File:
    return attachment(await pictures.png(chart))


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(TimelineCog())
