"""The questions about a show: /season, /release, /cast, /trailer, /story, /where."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.cards.state import BUTTON, SEASONS, SHOWS, CardState
from bot.client import Cliffhanger, explained, services_of
from bot.facts.models import Topic

from .asking import (
    Interaction,
    Region,
    SeasonNumber,
    picked_number,
    publish,
    reply,
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
        await reply(interaction, show, season, Topic.GENERAL)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def release(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """When does a season come out?"""
        await reply(interaction, show, season, Topic.RELEASE)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def cast(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Who is in a season?"""
        await reply(interaction, show, season, Topic.CAST)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def trailer(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Is there a trailer for a season?"""
        await reply(interaction, show, season, Topic.TRAILER)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=titles)
    async def story(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """What is a season about?"""
        await reply(interaction, show, season, Topic.STORY)

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
        await reply(interaction, show, season, Topic.WHERE, region)


class CardButton(ui.DynamicItem[ui.Button[Any]], template=BUTTON):
    """A button of a card; all it needs is in its custom id, so it outlives a restart."""

    def __init__(self, item: ui.Button[Any], state: CardState, picked: bool) -> None:
        super().__init__(item)
        self.state = state
        self.picked = picked

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the state back from the custom id."""
        assert isinstance(item, ui.Button)
        return cls(item, CardState.read(match), match["slot"].startswith("dym"))

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Turn the card, or answer with the show that was meant."""
        if self.state.show is None:
            return
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(self.state.show, scope_of(interaction))
        if self.picked:
            await publish(interaction, self.state, show)
        else:
            await turn(interaction, self.state, show, self.state.season)


class SeasonPicker(ui.DynamicItem[ui.Select[Any]], template=SEASONS):
    """The season picker of a card."""

    def __init__(self, item: ui.Select[Any], state: CardState) -> None:
        super().__init__(item)
        self.state = state

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the state back from the custom id."""
        assert isinstance(item, ui.Select)
        return cls(item, CardState.read(match))

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Turn the card to the season picked."""
        if self.state.show is None:
            return
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(self.state.show, scope_of(interaction))
        await turn(interaction, self.state, show, picked_number(interaction))


class ShowPicker(ui.DynamicItem[ui.Select[Any]], template=SHOWS):
    """The picker among shows of one name."""

    def __init__(self, item: ui.Select[Any], state: CardState) -> None:
        super().__init__(item)
        self.state = state

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the state back from the custom id."""
        assert isinstance(item, ui.Select)
        return cls(item, CardState.read(match))

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Answer about the show picked."""
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(picked_number(interaction), scope_of(interaction))
        await publish(interaction, self.state, show)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(CardButton, SeasonPicker, ShowPicker)
    await bot.add_cog(Answers())


async def teardown(bot: discord.Client) -> None:
    """Called by discord.py when the extension is unloaded."""
    bot.remove_dynamic_items(CardButton, SeasonPicker, ShowPicker)
