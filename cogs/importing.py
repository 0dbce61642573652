"""Files that editors send: fetched, and applied or forgotten by the buttons under them."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.alerts.audience import hearing_of
from bot.client import explained, services_of
from bot.editing.cards.imports import IMPORT, applied, difference
from bot.editing.imports import Difference
from bot.errors import BadInputError
from bot.presentation.boxes import notice

from .asking import Interaction
from .editing import act_of, patiently, tell_log, turn_to


async def content_of(file: discord.Attachment) -> bytes:
    """What the file holds.

    Raises:
        BadInputError: Discord does not hand it out.
    """
    try:
        return await file.read()
    except discord.HTTPException:
        raise BadInputError("I could not fetch that file from Discord; send it again.") from None


class ImportButton(ui.DynamicItem[ui.Button[Any]], template=IMPORT):
    """Confirm or Cancel under the difference that a file would make."""

    def __init__(self, item: ui.Button[Any], what: str, token: str) -> None:
        super().__init__(item)
        self.what = what
        self.token = token

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read back which file."""
        assert isinstance(item, ui.Button)
        return cls(item, match["what"], match["token"])

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Apply the file whole, or forget it."""
        act = act_of(interaction)
        services = services_of(interaction)
        if self.what == "cancel":
            services.imports.drop(act, self.token)
            await interaction.response.edit_message(view=notice("Nothing was changed."))
            return
        work = services.imports.confirm(act, self.token)
        done = await patiently(interaction, work, thinking=False)
        if isinstance(done, Difference):
            await turn_to(interaction, difference(done, services.clock()))
            return
        hearing = await hearing_of(services.audience, done.changes, act.guild_id)
        await turn_to(interaction, notice("Applied."))
        await interaction.followup.send(view=applied(done, hearing))
        await tell_log(interaction, act, applied(done, hearing, by=act.user_id))
