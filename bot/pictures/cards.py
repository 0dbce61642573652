"""A timeline as people see it: its words, and the drawing once there is one."""

from __future__ import annotations

import io

import discord
from discord import ui

from ..facts.models import Show
from ..locale.messages import _
from ..presentation.layout import BLUE, CARD, finished
from ..presentation.markup import Markdown
from ..presentation.names import title_of
from .chart import Chart, in_text

_FILE = "timeline.png"
_WORDS = 1500
"""So many characters of the timeline are told under its drawing."""


def timeline_card(show: Show, chart: Chart, *, drawn: bool = False) -> ui.LayoutView:
    """The seasons of a show in words; `drawn`: with its picture, which `attachment` brings."""
    style = Markdown()
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=BLUE)
    title = style.escape(title_of(show))
    box.add_item(ui.TextDisplay(_("### {show} · Timeline", show=title)))
    if drawn:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(
            discord.MediaGalleryItem(f"attachment://{_FILE}", description=in_text(chart))
        )
        box.add_item(gallery)
    words = CARD.first_lines(style.escape(line) for line in in_text(chart, _WORDS).split("\n"))
    box.add_item(ui.TextDisplay("\n".join(words)))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def attachment(picture: bytes) -> discord.File:
    """The file that the drawing is sent as."""
    return discord.File(io.BytesIO(picture), _FILE)
