"""The buttons under receipts and histories."""

from __future__ import annotations

from discord.ext import commands

from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.editing.cards.history import HistoryId, history
from bot.editing.cards.receipts import UndoId

from .asking import Interaction
from .editing import act_of, confirm
from .permission import editor_of


class Receipts(commands.Cog):
    """For every editor of the server, for as long as the messages stand."""

    @component(UndoId)
    async def undo(self, interaction: Interaction, pressed: UndoId) -> None:
        """Take the whole act back."""
        act = act_of(interaction)
        undo = services_of(interaction).curation.undo
        await confirm(interaction, undo.interaction(act, pressed.act))

    @component(HistoryId)
    async def turn_page(self, interaction: Interaction, pressed: HistoryId) -> None:
        """Turn the page of a history."""
        editor = editor_of(interaction)
        services = services_of(interaction)
        found = await services.lookup.by_id(pressed.show, editor.guild_id)
        page = await services.history.page(found, editor.scope, pressed.season, pressed.page)
        view = history(page, editor.scope, services.clock())
        await interaction.response.edit_message(view=view)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Receipts())
