"""What a moderator sees of a file: the difference it would make, and that it was applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import discord
from discord import ui

from ...alerts.audience import Hearing
from ...presentation.boxes import BLUE, boxed, button
from ...presentation.custom_ids import CustomId, text
from ...presentation.style import Markdown, clip, tamed
from ...presentation.text_budget import TextBudget
from ...presentation.words import counted
from ..imports import Difference, ImportResult
from .receipts import audience_line, changed_lines, undo_button, where

_SHOWN = 8
_STYLE = Markdown()
_SHOW = TextBudget(characters=900, size=2200)


@dataclass(frozen=True, slots=True)
class ImportId(CustomId):
    """The buttons under a difference; the token names the file that waits."""

    kind = "import"
    what: Annotated[str, text("confirm|cancel")]
    token: Annotated[str, text("[0-9a-f]{16}")]


def difference(preview: Difference, now: datetime) -> ui.LayoutView:
    """What the file would do, with *Confirm* and *Cancel*; nothing is written yet."""
    changed = len(preview.parts) - preview.new
    lines = [
        f"### {_name(preview.name)}",
        f"**{counted(preview.new, 'new show')}, {changed:,} changed, {preview.same:,} as before.**",
    ]
    if preview.moved:
        lines.insert(1, "**Somebody changed something meanwhile; this is the difference now.**")
    texts = []
    for part in preview.parts[:_SHOWN]:
        title = _STYLE.escape(clip(tamed(part.title), 100))
        if part.show_id is None:
            texts.append(f"**{title}**: new, {counted(len(part.claims), 'fact')}")
        else:
            more = f"\n… and {len(part.changes) - 4} more" if len(part.changes) > 4 else ""
            changes = "\n".join(changed_lines(part.changes[:4], now))
            texts += _SHOW.fit(f"**{title}**\n{changes}{more}")
    if len(preview.parts) > _SHOWN:
        texts.append(f"… and {counted(len(preview.parts) - _SHOWN, 'more show')}")
    buttons = [button("Cancel", ImportId("cancel", preview.token).written())]
    if preview.parts:
        confirm = ImportId("confirm", preview.token).written()
        buttons.insert(0, button("Confirm", confirm, discord.ButtonStyle.success))
    footer = f"It would apply in **{where(preview.act)}**. Nothing is changed yet."
    return boxed(
        BLUE,
        "\n".join(lines),
        "\n".join(texts),
        footer=_STYLE.small(footer),
        buttons=buttons,
    )


def applied(done: ImportResult, hearing: Hearing, *, by: int | None = None) -> ui.LayoutView:
    """That a file was applied, with Undo for all of it; `by` names who did, for the log."""
    author = f"By <@{by}>. " if by is not None else ""
    facts = [f"{author}Applies in **{where(done.act)}**.", audience_line(hearing)]
    return boxed(
        BLUE,
        f"### {_name(done.name)}\n**{counted(len(done.written), 'show')} changed.**",
        footer="\n".join(_STYLE.small(fact) for fact in facts),
        buttons=[undo_button(done.interaction_id)],
    )


def _name(name: str) -> str:
    return _STYLE.escape(clip(tamed(name), 80))
