"""Boxes of text with buttons under them, within Discord's limits by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from .style import clip

BLUE = 0x5865F2
GREY = 0x747F8D

_CHARACTERS = 3600
_BYTES = 9000
"""Discord takes 4,000 characters of text, and fails above about 10,170 UTF-8 bytes."""

_FOOTER = 0.4
"""The part of both that the lines under the text may take; the heading comes out of the rest."""


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
    view.add_item(ui.TextDisplay(clip(text, _BYTES // 4)))
    return finished(view)


def fitted(texts: Iterable[str], *, characters: int = _CHARACTERS, size: int = _BYTES) -> list[str]:
    """As many whole lines as there is room for, so that no markup is cut; "…" for those left out.

    `characters` and `size` (UTF-8 bytes) are what all the texts together may have.
    """
    found = []
    for text in texts:
        kept: list[str] = []
        for line in text.split("\n"):
            length, weight = len(line) + 1, len(line.encode()) + 1
            if length + 2 > characters or weight + 4 > size:
                if kept[-1:] != ["…"]:
                    kept.append("…")
                    characters, size = characters - 2, size - 4
                continue
            characters, size = characters - length, size - weight
            kept.append(line)
        if characters < 0 or size < 0:
            break
        found.append("\n".join(kept))
    return found


def boxed(
    colour: int,
    heading: str,
    *bodies: str,
    footer: str = "",
    buttons: Sequence[ui.Button[ui.LayoutView]] = (),
) -> ui.LayoutView:
    """A heading, texts and a footer in one box; what does not fit is left out line by line."""
    under = fitted([footer], characters=int(_CHARACTERS * _FOOTER), size=int(_BYTES * _FOOTER))[0]
    texts = fitted(
        [heading, *(body for body in bodies if body)],
        characters=_CHARACTERS - len(under),
        size=_BYTES - len(under.encode()),
    )
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for text in [*texts, under]:
        if text:
            box.add_item(ui.TextDisplay(text))
    if buttons:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(*buttons)
        box.add_item(row)
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
