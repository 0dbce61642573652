"""What every answering command shares: who asks from where, and how a show is resolved."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord import app_commands, ui

from bot.answers.cards.answer import card, did_you_mean, labels, namesakes
from bot.answers.cards.state import CardState
from bot.answers.lookup import Answer, Asked, Found, Several, marked
from bot.answers.sections import newest_trailer
from bot.client import services_of
from bot.errors import GoneError
from bot.facts.models import Show, Topic
from bot.facts.parse.options import check_region, check_season
from bot.guilds.settings import zone_of
from bot.providers.cards import find_button
from bot.providers.sources import Sources

Interaction = discord.Interaction[Any]


def scope_of(interaction: Interaction) -> int:
    """The server the bot is a member of and asked from; 0 in direct messages and user installs."""
    guild_id = interaction.guild_id
    if guild_id is None:
        return 0
    # Discord names the server that installed the bot; a simulated one may leave that out.
    member = interaction.is_guild_integration() or interaction.client.get_guild(guild_id)
    return guild_id if member else 0


def asked(interaction: Interaction, region: str | None = None) -> Asked:
    """How this person asks, with the server's own settings."""
    scope = scope_of(interaction)
    settings = services_of(interaction).guilds.of(scope)
    return Asked(scope, zone_of(settings), region or settings.region)


class _SeasonNumber(app_commands.Transformer):
    """Refuses at once a number that no season can have: it would not fit a button's custom id."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A whole number; Discord keeps to its own bounds alone."""
        return discord.AppCommandOptionType.integer

    async def transform(self, interaction: Interaction, value: Any, /) -> int:
        """The number, checked.

        Raises:
            BadInputError: no season can have it.
        """
        number = int(value)
        check_season(number)
        return number


class _Region(app_commands.Transformer):
    """Reads a country code, in either case."""

    async def transform(self, interaction: Interaction, value: Any, /) -> str:
        """The code in capitals.

        Raises:
            BadInputError: it is none.
        """
        return check_region(str(value))


SeasonNumber = app_commands.Transform[int, _SeasonNumber]
"""The option of a season's number, 0 for the specials."""

Region = app_commands.Transform[str, _Region]
"""The option of a country, as ISO 3166 alpha-2."""


async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a show: from memory, each choice carrying its id."""
    found = services_of(interaction).lookup.suggest(typed, scope_of(interaction))
    return [
        app_commands.Choice(name=label, value=marked(match.entry.show_id))
        for label, match in zip(labels(found), found, strict=True)
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
        sources = services_of(interaction).sources
        draw = _drawing(interaction, how, season, topic)
        answer, view = draw(found.show)
        sent = await interaction.response.send_message(view=view)
        sources.asked([found.show.id])
        await _unfurl(interaction, answer)
        place = (sent.message_id, interaction.id)
        edit = interaction.edit_original_response
        await late(sources, answer, place, view, lambda show: draw(show)[1], edit)
        return
    state = CardState(topic, None, season, interaction.user.id, region=how.region)
    if isinstance(found, Several):
        view = namesakes(found.typed, found.matches, state)
    else:
        names = services_of(interaction).sources.names
        find = find_button(found.typed, names, state) if names else None
        view = did_you_mean(found.typed, found.close, state, find)
    await interaction.response.send_message(view=view, ephemeral=True)


def _drawing(
    interaction: Interaction, how: Asked, season: int | None, topic: Topic, page: int = 0
) -> Callable[[Show], tuple[Answer, ui.LayoutView]]:
    """What answers a person about a show, as it resolves when it is called, and its card."""
    lookup, asker = services_of(interaction).lookup, interaction.user.id

    def draw(show: Show) -> tuple[Answer, ui.LayoutView]:
        answer = lookup.answer(show, season, topic, how)
        return answer, card(answer, asker=asker, page=page)

    return draw


async def _unfurl(interaction: Interaction, answer: Answer) -> None:
    """A trailer once more as a bare link, which Discord plays; a card does not unfurl links."""
    link = newest_trailer(answer)
    if answer.topic is Topic.TRAILER and link is not None:
        await interaction.followup.send(link)


async def turn(interaction: Interaction, state: CardState, show: Show, season: int | None) -> None:
    """Turn a card: in place for its asker, and for anybody else a card of their own."""
    how = asked(interaction, state.region)
    services = services_of(interaction)
    draw = _drawing(interaction, how, season, state.topic, state.page)
    answer, view = draw(show)
    services.sources.asked([show.id])
    if interaction.user.id == state.asker:
        await interaction.response.edit_message(view=view)
        shown = interaction.message.id if interaction.message is not None else None
    else:
        sent = await interaction.response.send_message(view=view, ephemeral=True)
        shown = sent.message_id
    place = (shown, interaction.id)
    edit = interaction.edit_original_response
    await late(services.sources, answer, place, view, lambda show: draw(show)[1], edit)


async def publish(interaction: Interaction, state: CardState, show: Show) -> None:
    """Answer a pick from a list that only the asker sees: the card itself is for the channel."""
    await interaction.response.defer()
    await tell_channel(interaction, state, show)


async def tell_channel(interaction: Interaction, state: CardState, show: Show) -> None:
    """Put the card in place of what only the asker saw, in an interaction that was answered."""
    how = asked(interaction, state.region)
    services = services_of(interaction)
    draw = _drawing(interaction, how, state.season, state.topic)
    answer, view = draw(show)
    services.sources.asked([show.id])
    sent = await interaction.followup.send(view=view, wait=True)
    await interaction.delete_original_response()
    await _unfurl(interaction, answer)
    place = (sent.id, interaction.id)
    await late(services.sources, answer, place, view, lambda show: draw(show)[1], sent.edit)


async def late(
    sources: Sources,
    answer: Answer,
    place: tuple[int | None, int],
    shown: ui.LayoutView,
    told: Callable[[Show], ui.LayoutView],
    edit: Callable[..., Awaitable[object]],
) -> None:
    """Edit a card once with what AniList says, unless it was turned to something else meanwhile.

    `place` is the message that shows the card, and the act that made it do so. `told` makes the
    card of the show as it resolves then.
    """
    message_id, act = place
    if message_id is None or not sources.anime.knows(answer.show):
        return
    sources.anime.shows(message_id, act)
    show = await sources.anime.joined(answer.show, answer.verdict.number)
    if show is None or not sources.anime.still_shows(message_id, act):
        return
    view = told(show)
    if _components(view) != _components(shown):
        await edit(view=view)


def _components(view: ui.LayoutView) -> list[dict[str, Any]]:
    return [item.to_component_dict() for item in view.children]


def picked(interaction: Interaction) -> str:
    """The value that somebody picked, as it came; an empty text where there is none.

    discord.py looks for it in `resolved` where an interaction carries that, even an empty one.
    """
    data: Mapping[str, Any] = interaction.data or {}
    return str(next(iter(data.get("values", ())), ""))


def picked_number(interaction: Interaction) -> int:
    """The number that somebody picked.

    Raises:
        GoneError: it is none, so it was never on offer.
    """
    text = picked(interaction)
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise GoneError("That is not on offer any more; ask again.")
    return int(text)
