"""Members and editors bring shows in that the catalogue does not have yet."""

from __future__ import annotations

from discord.ext import commands

from bot.answers.cards.state import CardState
from bot.answers.lookup import Found
from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.editing.new_shows import NewShow
from bot.errors import CliffhangerError, GoneError
from bot.facts.models import Topic
from bot.presentation.boxes import notice
from bot.providers.cards import FindId, PickId, fetching, nobody_knows, picker

from .asking import Interaction, picked, publish, scope_of, tell_channel
from .editing import act_of, confirm


async def find(interaction: Interaction, typed: str, state: CardState) -> None:
    """Search the providers; the first word comes at once, the picker when they answered."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    bringing = services_of(interaction).sources.bringing
    try:
        found = await bringing.search(
            typed, scope=scope_of(interaction), user_id=interaction.user.id
        )
    except CliffhangerError as error:
        await interaction.edit_original_response(view=notice(str(error)))
        return
    view = picker(found, bringing.names, state)
    await interaction.edit_original_response(view=view)


async def find_to_add(interaction: Interaction, new_show: NewShow) -> None:
    """Look for an editor's show at the providers; what none of them knows is added by hand."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = services_of(interaction)
    bringing = services.sources.bringing
    found = await bringing.search(
        new_show.title, scope=scope_of(interaction), user_id=interaction.user.id
    )
    if not found.here and not found.candidates:
        await interaction.edit_original_response(view=notice(nobody_knows(found)))
        await add_by_hand(interaction, new_show)
        return
    state = CardState(Topic.GENERAL, None, None, interaction.user.id)
    token = services.new_shows.keep(new_show, scope_of(interaction))
    view = picker(found, bringing.names, state, by_hand=(token, new_show.title))
    await interaction.edit_original_response(view=view)


async def add_by_hand(interaction: Interaction, new_show: NewShow) -> None:
    """Add a show as an editor typed it."""
    act = act_of(interaction)
    curation = services_of(interaction).curation
    await confirm(interaction, curation.add(act, new_show))


class Finding(commands.Cog):
    """Searches the providers for what is not known here, and brings in what a person picks."""

    @component(FindId)
    async def search(self, interaction: Interaction, pressed: FindId) -> None:
        """Show what the providers find, to whoever clicked."""
        await find(interaction, pressed.typed, pressed.asked.state)

    @component(PickId)
    async def pick(self, interaction: Interaction, pressed: PickId) -> None:
        """Answer about the show picked, once it is here."""
        state = pressed.asked.state
        services = services_of(interaction)
        scope = scope_of(interaction)
        provider, _, key = picked(interaction).partition(":")
        if provider == "hand":
            new_show = services.new_shows.get(key, act_of(interaction).guild_id)
            await interaction.response.edit_message(view=notice("As you typed it:"))
            await add_by_hand(interaction, new_show)
            return
        if provider == "id":
            found = await services.lookup.find(f"id:{key}", scope)
            if not isinstance(found, Found):
                raise GoneError("That is not on offer any more; search again.")
            await publish(interaction, state, found.show)
            return
        await interaction.response.edit_message(view=notice(fetching(provider)))
        try:
            show = await services.sources.bringing.bring(
                provider, key, scope=scope, user_id=interaction.user.id
            )
        except CliffhangerError as error:
            await interaction.edit_original_response(view=notice(str(error)))
            return
        await tell_channel(interaction, state, show)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Finding())
