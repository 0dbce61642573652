"""The *Remind me* and *Stop reminding me* buttons; all they need is in their custom ids."""

from __future__ import annotations

import re

import discord
from discord import ui

REMIND = re.compile(r"remind:(?P<show>\d{1,18}):(?P<event>\w{1,20}|-)")
"""*Remind me*: of a show; with the token of the alert that it stands on."""

STOP = re.compile(r"unremind:(?P<show>\d{1,18}):(?P<event>\w{1,20}|-)")
"""*Stop reminding me*, in direct messages and in the list of one's reminders."""


def remind_button(show_id: int, event: str = "-") -> ui.Button[ui.LayoutView]:
    """*Remind me*, on a card or on the alert of that token."""
    return ui.Button(
        style=discord.ButtonStyle.success,
        label="Remind me",
        custom_id=f"remind:{show_id}:{event}",
    )


def stop_button(
    show_id: int, event: str = "-", label: str = "Stop reminding me"
) -> ui.Button[ui.LayoutView]:
    """*Stop reminding me*, in a list or on the reminder of that token."""
    return ui.Button(
        style=discord.ButtonStyle.secondary,
        label=label,
        custom_id=f"unremind:{show_id}:{event}",
    )
