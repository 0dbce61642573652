"""The *Remind me* and *Stop reminding me* buttons; all they need is in their custom ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import discord
from discord import ui

from ...locale.messages import _
from ...presentation.custom_ids import CustomId, text
from .state import SHOW

EVENT = text(r"\w{1,20}|-")
"""The token of the message that a button stands on, by which it is found again."""


@dataclass(frozen=True, slots=True)
class RemindId(CustomId):
    """*Remind me*: of a show; with the token of the alert that it stands on."""

    kind = "remind"
    show: Annotated[int, SHOW]
    event: Annotated[str, EVENT] = "-"


@dataclass(frozen=True, slots=True)
class StopId(CustomId):
    """*Stop reminding me*, in direct messages and in the list of one's reminders."""

    kind = "unremind"
    show: Annotated[int, SHOW]
    event: Annotated[str, EVENT] = "-"


def remind_button(show_id: int, event: str = "-") -> ui.Button[ui.LayoutView]:
    """*Remind me*, on a card or on the alert of that token."""
    return ui.Button(
        style=discord.ButtonStyle.success,
        label=_("Remind me"),
        custom_id=RemindId(show_id, event).written(),
    )


def stop_button(
    show_id: int, event: str = "-", label: str | None = None
) -> ui.Button[ui.LayoutView]:
    """*Stop reminding me*, in a list or on the reminder of that token."""
    return ui.Button(
        style=discord.ButtonStyle.secondary,
        label=_("Stop reminding me") if label is None else label,
        custom_id=StopId(show_id, event).written(),
    )
