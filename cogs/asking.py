"""What every answering command shares: who asks from where, and how a show is resolved."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.catalog.models import Show
from bot.client import services_of
from bot.services.guilds import zone_of
from bot.services.lookup import Answer, Asked, Found, Several, Topic, marked
from bot.ui.cards import card, did_you_mean, label_of, namesakes
from bot.ui.state import CardState
from bot.ui.text import newest_trailer

Interaction = discord.Interaction[Any]


def scope_of(interaction: Interaction) -> int:
    """The server the bot is installed in and asked from; 0 in direct messages and user installs."""
    if interaction.guild_id is None or not interaction.is_guild_integration():
        return 0
    return interaction.guild_id


def asked(interaction: Interaction, region: str | None = None) -> Asked:
    """How this person asks, with the server's own settings."""
    scope = scope_of(interaction)
    settings = services_of(interaction).guilds.of(scope)
    return Asked(scope, zone_of(settings), region or settings.region)


async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a show: from memory, each choice carrying its id."""
    found = services_of(interaction).lookup.suggest(typed, scope_of(interaction))
    return [
        app_commands.Choice(name=label_of(match), value=marked(match.entry.show_id))
        for match in found
    ]


async def reply(
    interaction: Interaction,
    typed: str,
    season: int | None,
    topic: Topic,
    region: str | None = None,
) -> None:
    """Answer a command about a show: the card, a picker among namesakes, or what comes near."""
    lookup = services_of(interaction).lookup
    how = asked(interaction, region)
    found = await lookup.find(typed, how.scope)
    if isinstance(found, Found):
        answer = lookup.answer(found.show, season, topic, how)
        await interaction.response.send_message(view=card(answer, asker=interaction.user.id))
        await _unfurl(interaction, answer)
        return
    state = CardState(topic, None, season, interaction.user.id, region=how.region)
    view = namesakes if isinstance(found, Several) else did_you_mean
    matches = found.matches if isinstance(found, Several) else found.close
    await interaction.response.send_message(view=view(found.typed, matches, state), ephemeral=True)


async def _unfurl(interaction: Interaction, answer: Answer) -> None:
    """A trailer once more as a bare link, which Discord plays; a card does not unfurl links."""
    link = newest_trailer(answer)
    if answer.topic is Topic.TRAILER and link is not None:
        await interaction.followup.send(link)


async def turn(interaction: Interaction, state: CardState, show: Show, season: int | None) -> None:
    """Turn a card: in place for its asker, and for anybody else a card of their own."""
    how = asked(interaction, state.region)
    answer = services_of(interaction).lookup.answer(show, season, state.topic, how)
    view = card(answer, asker=interaction.user.id, page=state.page)
    if interaction.user.id == state.asker:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def publish(interaction: Interaction, state: CardState, show: Show) -> None:
    """Answer a pick from a list that only the asker sees: the card itself is for the channel."""
    how = asked(interaction, state.region)
    answer = services_of(interaction).lookup.answer(show, state.season, state.topic, how)
    await interaction.response.defer()
    await interaction.followup.send(view=card(answer, asker=interaction.user.id))
    await interaction.delete_original_response()
    await _unfurl(interaction, answer)
