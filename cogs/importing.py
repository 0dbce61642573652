"""Files that editors send: fetched, and applied or forgotten by the buttons under them."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.alerts.audience import hearing_of
from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.editing.cards.imports import ImportId, applied, difference
from bot.editing.imports import Difference
from bot.errors import BadInputError
from bot.locale.messages import _
from bot.presentation.boxes import notice
from bot.reply import Reply, best_effort

from .asking import Interaction
from .editing import act_of, tell_log


async def content_of(file: discord.Attachment) -> bytes:
    """What the file holds.

    Raises:
        BadInputError: Discord does not hand it out.
    """
    try:
        return await file.read()
    except discord.HTTPException:
        raise BadInputError("I could not fetch that file from Discord; send it again.") from None


class Importing(commands.Cog):
    """Confirm or Cancel under the difference that a file would make."""

    @component(ImportId)
    async def decide(self, interaction: Interaction, pressed: ImportId) -> None:
        """Apply the file whole, or forget it."""
        act = act_of(interaction)
        services = services_of(interaction)
        if pressed.what == "cancel":
            services.imports.drop(act, pressed.token)
            await interaction.response.edit_message(view=notice(_("Nothing was changed.")))
            return
        work = services.imports.confirm(act, pressed.token)
        done = await Reply.to(interaction).patiently(work, thinking=False)
        if isinstance(done, Difference):
            await Reply.to(interaction).replace(difference(done, services.clock()))
            return
        hearing = await hearing_of(services.audience, done.changes, act.guild_id)
        taken = Reply.to(interaction).replace(notice(_("Applied.")))
        await best_effort(taken, "the buttons of a file that was applied stay")
        await interaction.followup.send(view=applied(done, hearing))
        await tell_log(interaction, act, applied(done, hearing, by=act.user_id))


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Importing())
