"""Boxes of text with buttons under them, within Discord's limits by construction."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from .style import clip
from .text_budget import CARD

BLUE = 0x5865F2
GREY = 0x747F8D

_FOOTER = 0.4
"""The part of a card's budget that the lines under the text may take, before all others."""


def finished(view: ui.LayoutView) -> ui.LayoutView:
    """Mark a view as done, so that discord.py does not keep it.

    Its components are answered by dynamic items that know everything from the custom id. A kept
    view would be freed late or never, and its end would unregister those items (discord.py 2.7).
    """
    view.stop()
    return view


def notice(text: str) -> ui.LayoutView:
    """A plain sentence; `text` is markdown of our own, with what is from outside escaped."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(clip(text, CARD.size // 4)))
    return finished(view)


def boxed(
    colour: int,
    heading: str,
    *bodies: str,
    footer: str = "",
    buttons: Sequence[ui.Button[ui.LayoutView]] = (),
    menu: ui.Select[ui.LayoutView] | None = None,
) -> ui.LayoutView:
    """A heading, texts and a footer in one box; what does not fit is left out line by line."""
    (under,) = CARD.part(_FOOTER).fit(footer)
    texts = CARD.less(under).fit(heading, *(body for body in bodies if body))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for text in [*texts, under]:
        if text:
            box.add_item(ui.TextDisplay(text))
    if buttons:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(*buttons)
        box.add_item(row)
    if menu is not None:
        box.add_item(ui.ActionRow(menu))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def button(
    label: str,
    custom_id: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button that a dynamic item answers."""
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)
