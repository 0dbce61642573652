"""What a moderator sees of a file: the difference it would make, and that it was applied."""

from __future__ import annotations

import re
from datetime import datetime

import discord
from discord import ui

from ..services.hearing import Hearing
from ..services.imports import Applied, Difference
from .cards import finished
from .curation import changed_lines, heard
from .style import Markdown, clip, tamed

IMPORT = re.compile(r"import:(?P<what>confirm|cancel):(?P<token>[0-9a-f]{16})")
"""The buttons under a difference; the token names the file that waits."""

_SHOWN = 8
_STYLE = Markdown()


def difference(found: Difference, now: datetime) -> ui.LayoutView:
    """What the file would do, with *Confirm* and *Cancel*; nothing is written yet."""
    name = _STYLE.escape(clip(tamed(found.name), 80))
    changed = len(found.parts) - found.new
    where = "everywhere" if found.act.scope == 0 else "this server"
    head = (
        f"### {name}\n**{found.new:,} new shows, {changed:,} changed, {found.same:,} as before.** "
        f"It would apply in {where}. Nothing is changed yet."
    )
    texts = []
    for part in found.parts[:_SHOWN]:
        title = _STYLE.escape(clip(tamed(part.title), 100))
        if part.show_id is None:
            texts.append(f"**{title}**: new, {len(part.claims)} facts")
        else:
            lines = changed_lines(part.changes, now)[:4]
            more = f"\n… and {len(part.changes) - 4} more" if len(part.changes) > 4 else ""
            texts.append(f"**{title}**\n" + "\n".join(lines) + more)
    if len(found.parts) > _SHOWN:
        texts.append(f"… and {len(found.parts) - _SHOWN:,} more shows")
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(ui.TextDisplay(clip(head, 500)))
    if texts:
        box.add_item(ui.TextDisplay(clip("\n".join(texts), 2800)))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if found.parts:
        row.add_item(
            ui.Button(
                label="Confirm",
                style=discord.ButtonStyle.success,
                custom_id=f"import:confirm:{found.token}",
            )
        )
    row.add_item(ui.Button(label="Cancel", custom_id=f"import:cancel:{found.token}"))
    box.add_item(row)
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def applied(done: Applied, hearing: Hearing) -> ui.LayoutView:
    """That a file was applied, with Undo for all of it."""
    name = _STYLE.escape(clip(tamed(done.name), 80))
    where = "everywhere" if done.act.scope == 0 else "this server"
    shows = len(done.written)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(
        ui.TextDisplay(
            f"### {name}\n**{shows:,} {'show' if shows == 1 else 'shows'} changed.** "
            f"Applies in **{where}**.\n{_STYLE.small(heard(hearing))}"
        )
    )
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
        ui.Button(label="Undo", custom_id=f"undo:{done.interaction_id}")
    )
    box.add_item(row)
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)
