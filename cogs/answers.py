"""The questions about a show: /season, /release, /cast, /trailer, /story, /where."""

from __future__ import annotations

from dataclasses import replace

from discord import app_commands
from discord.ext import commands

from bot.answers.cards.answer import ALSO
from bot.answers.cards.state import CardId, OpenId, SeasonsId, ShowsId
from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.facts.models import Topic

from .asking import (
    Interaction,
    Region,
    SeasonNumber,
    answer_about,
    open_card,
    picked_number,
    picked_show,
    publish,
    scope_of,
    titles,
    turn,
)

_SHOW = "The show's title; pick one from the list"
_SEASON = "The season's number; leave it out for the next one"
_REGION = "Your country as two letters, like US or DE"


class Answers(commands.Cog):
    """Answers from the local store."""

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def season(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Is there another season, and what is known of it?"""
        await answer_about(interaction, show, season, Topic.GENERAL)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def release(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """When does a season come out?"""
        await answer_about(interaction, show, season, Topic.RELEASE)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def cast(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Who is in a season?"""
        await answer_about(interaction, show, season, Topic.CAST)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def trailer(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Is there a trailer for a season?"""
        await answer_about(interaction, show, season, Topic.TRAILER)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def story(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """What is a season about?"""
        await answer_about(interaction, show, season, Topic.STORY)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON, region=_REGION)
    @app_commands.autocomplete(show=titles)
    async def where(
        self,
        interaction: Interaction,
        show: str,
        season: SeasonNumber | None = None,
        region: Region | None = None,
    ) -> None:
        """Where can a season be watched?"""
        await answer_about(interaction, show, season, Topic.WHERE, region)

    @component(CardId)
    async def turn_card(self, interaction: Interaction, pressed: CardId) -> None:
        """Turn the card, or answer with the show that was meant."""
        state = pressed.state
        if state.show is None:
            return
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(state.show, scope_of(interaction))
        if pressed.slot.startswith("dym"):
            await publish(interaction, state, show)
        else:
            await turn(interaction, state, show)

    @component(SeasonsId)
    async def pick_season(self, interaction: Interaction, pressed: SeasonsId) -> None:
        """Turn the card to the season picked."""
        state = pressed.state
        if state.show is None:
            return
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(state.show, scope_of(interaction))
        await turn(interaction, replace(state, season=picked_number(interaction)), show)

    @component(ShowsId)
    async def pick_show(self, interaction: Interaction, pressed: ShowsId) -> None:
        """Answer about the show picked among those of one name."""
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(picked_number(interaction), scope_of(interaction))
        if pressed.slot == ALSO:
            lookup.picked(show.id, scope_of(interaction))
            await turn(interaction, replace(pressed.state, show=show.id), show)
        else:
            await publish(interaction, pressed.state, show)

    @component(OpenId)
    async def open_show(self, interaction: Interaction, _pressed: OpenId) -> None:
        """Open the card of the show picked from a list that others read too."""
        show_id, season = picked_show(interaction)
        show = await services_of(interaction).lookup.by_id(show_id, scope_of(interaction))
        await open_card(interaction, show, season)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Answers())
