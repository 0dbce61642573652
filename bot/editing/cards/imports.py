"""What a moderator sees of a file: the difference it would make, and that it was applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import discord
from discord import ui

from ...alerts.audience import Hearing
from ...presentation.boxes import BLUE, boxed, button, fitted
from ...presentation.custom_ids import CustomId, text
from ...presentation.style import Markdown, clip, tamed
from ...presentation.words import counted
from ..imports import Applied, Difference
from .receipts import changed_lines, heard, undo_button, where

_SHOWN = 8
_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class ImportId(CustomId):
    """The buttons under a difference; the token names the file that waits."""

    kind = "import"
    what: Annotated[str, text("confirm|cancel")]
    token: Annotated[str, text("[0-9a-f]{16}")]


def difference(found: Difference, now: datetime) -> ui.LayoutView:
    """What the file would do, with *Confirm* and *Cancel*; nothing is written yet."""
    changed = len(found.parts) - found.new
    lines = [
        f"### {_name(found.name)}",
        f"**{counted(found.new, 'new show')}, {changed:,} changed, {found.same:,} as before.**",
    ]
    if found.moved:
        lines.insert(1, "**Somebody changed something meanwhile; this is the difference now.**")
    texts = []
    for part in found.parts[:_SHOWN]:
        title = _STYLE.escape(clip(tamed(part.title), 100))
        if part.show_id is None:
            texts.append(f"**{title}**: new, {counted(len(part.claims), 'fact')}")
        else:
            more = f"\n… and {len(part.changes) - 4} more" if len(part.changes) > 4 else ""
            told = "\n".join(changed_lines(part.changes[:4], now))
            texts += fitted([f"**{title}**\n{told}{more}"], characters=900, size=2200)
    if len(found.parts) > _SHOWN:
        texts.append(f"… and {counted(len(found.parts) - _SHOWN, 'more show')}")
    buttons = [button("Cancel", ImportId("cancel", found.token).written())]
    if found.parts:
        confirm = ImportId("confirm", found.token).written()
        buttons.insert(0, button("Confirm", confirm, discord.ButtonStyle.success))
    footer = f"It would apply in **{where(found.act)}**. Nothing is changed yet."
    return boxed(
        BLUE,
        "\n".join(lines),
        "\n".join(texts),
        footer=_STYLE.small(footer),
        buttons=buttons,
    )


def applied(done: Applied, hearing: Hearing, *, by: int | None = None) -> ui.LayoutView:
    """That a file was applied, with Undo for all of it; `by` names who did, for the log."""
    author = f"By <@{by}>. " if by is not None else ""
    facts = [f"{author}Applies in **{where(done.act)}**.", heard(hearing)]
    return boxed(
        BLUE,
        f"### {_name(done.name)}\n**{counted(len(done.written), 'show')} changed.**",
        footer="\n".join(_STYLE.small(fact) for fact in facts),
        buttons=[undo_button(done.interaction_id)],
    )


def _name(name: str) -> str:
    return _STYLE.escape(clip(tamed(name), 80))
