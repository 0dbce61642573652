"""The buttons under receipts and histories."""

from __future__ import annotations

import re
from typing import Any, Self

from discord import ui

from bot.client import explained, services_of
from bot.editing.cards.history import HISTORY, history
from bot.editing.cards.receipts import UNDO

from .asking import Interaction
from .editing import act_of, confirm
from .permission import editor_of


class UndoButton(ui.DynamicItem[ui.Button[Any]], template=UNDO):
    """Undo on a receipt: for its author and every other editor, for as long as it stands there."""

    def __init__(self, item: ui.Button[Any], act: int) -> None:
        super().__init__(item)
        self.act = act

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read back which act made the edit."""
        assert isinstance(item, ui.Button)
        return cls(item, int(match["act"]))

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Take the whole act back."""
        act = act_of(interaction)
        undoing = services_of(interaction).curation.undoing
        await confirm(interaction, undoing.whole(act, self.act))


class HistoryButton(ui.DynamicItem[ui.Button[Any]], template=HISTORY):
    """The buttons that turn the pages of a history."""

    def __init__(self, item: ui.Button[Any], show: int, season: int | None, page: int) -> None:
        super().__init__(item)
        self.show = show
        self.season = season
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read back which page."""
        assert isinstance(item, ui.Button)
        season = None if match["season"] == "-" else int(match["season"])
        return cls(item, int(match["show"]), season, int(match["page"]))

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Turn the page."""
        editor = editor_of(interaction)
        services = services_of(interaction)
        found = await services.lookup.by_id(self.show, editor.guild_id)
        page = await services.history.page(found, editor.scope, self.season, self.page)
        view = history(page, editor.scope, services.clock())
        await interaction.response.edit_message(view=view)
