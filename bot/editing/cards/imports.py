"""What a moderator sees of a file: the difference it would make, and that it was applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import discord
from discord import ui

from ...alerts.audience import Hearing
from ...locale.cldr import number_text
from ...locale.messages import _, ngettext
from ...presentation.boxes import BLUE, TextBudget, boxed, button
from ...presentation.custom_ids import CustomId, text
from ...presentation.style import Markdown, clip, tamed
from ..imports import Difference, ImportResult
from .receipts import audience_line, changed_lines, scope_line, scope_name, undo_button

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
        f"**{_counts(preview.new, changed, preview.same)}**",
    ]
    if preview.moved:
        moved = _("Somebody changed something meanwhile; this is the difference now.")
        lines.insert(1, f"**{moved}**")
    texts = []
    for part in preview.parts[:_SHOWN]:
        title = _STYLE.escape(clip(tamed(part.title), 100))
        if part.show_id is None:
            count = ngettext("new, {number} fact", "new, {number} facts", len(part.claims))
            texts.append(f"**{title}**: {count}")
        else:
            lines_of_show = changed_lines(part.changes[:4], now)
            if (more := len(part.changes) - 4) > 0:
                lines_of_show.append(ngettext("… and {number} more", "… and {number} more", more))
            texts += _SHOW.fit("\n".join([f"**{title}**", *lines_of_show]))
    if (more := len(preview.parts) - _SHOWN) > 0:
        texts.append(ngettext("… and {number} more show", "… and {number} more shows", more))
    buttons = [button(_("Cancel"), ImportId("cancel", preview.token).written())]
    if preview.parts:
        confirm = ImportId("confirm", preview.token).written()
        buttons.insert(0, button(_("Confirm"), confirm, discord.ButtonStyle.success))
    footer = _(
        "It would apply in **{place}**. Nothing is changed yet.", place=scope_name(preview.act)
    )
    return boxed(
        BLUE,
        "\n".join(lines),
        "\n".join(texts),
        footer=_STYLE.small(footer),
        buttons=buttons,
    )


def applied(done: ImportResult, hearing: Hearing, *, by: int | None = None) -> ui.LayoutView:
    """That a file was applied, with Undo for all of it; `by` names who did, for the log."""
    facts = [scope_line(done.act, by), audience_line(hearing)]
    headline = ngettext("{number} show changed.", "{number} shows changed.", len(done.written))
    return boxed(
        BLUE,
        f"### {_name(done.name)}\n**{headline}**",
        footer="\n".join(_STYLE.small(fact) for fact in facts),
        buttons=[undo_button(done.interaction_id)],
    )


def _counts(new: int, changed: int, same: int) -> str:
    return ngettext(
        "{number} new show, {changed} changed, {same} as before.",
        "{number} new shows, {changed} changed, {same} as before.",
        new,
        changed=number_text(changed),
        same=number_text(same),
    )


def _name(name: str) -> str:
    return _STYLE.escape(clip(tamed(name), 80))
