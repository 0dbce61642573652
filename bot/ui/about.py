"""The card about the bot itself: what it is, credits for its data, its health."""

from __future__ import annotations

from discord import ui

from .. import __version__
from ..services.health import Figures
from .cards import finished
from .text import ago

_WHAT = """### Cliffhanger
Is there another season, when is it out, who is in it, is there a trailer, what is it about, \
where can I watch it? Ask with `/season`, `/release`, `/cast`, `/trailer`, `/story`, `/where`.
Every answer says who said so and when. Where nobody said anything, it says that."""

_CREDITS = """**Where the facts come from**
Each card names its sources and links to them. The starter catalogue was written for this bot \
from public pages."""


def about_card(figures: Figures) -> ui.LayoutView:
    """What `/about` shows."""
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(ui.TextDisplay(_WHAT))
    box.add_item(ui.TextDisplay(_CREDITS))
    started = ago(figures.up)
    box.add_item(
        ui.TextDisplay(
            f"-# Version {__version__} · {figures.shows:,} shows · {figures.edits:,} edits by "
            f"people · started {started} · the database answers"
        )
    )
    view.add_item(box)
    return finished(view)
