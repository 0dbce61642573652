"""What an act did, as its author and the log channel read it: before, after, scope, Undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from discord import ui

from ...alerts.audience import Hearing
from ...facts.changes import Change
from ...facts.models import Claim
from ...presentation.boxes import BLUE, boxed, button
from ...presentation.custom_ids import CustomId, number
from ...presentation.style import Markdown, clip, site_of, tamed
from ...presentation.values import field_name, value_text
from ...presentation.words import ago, title_of
from ..acts import Act, Receipt

_LINES = 12
_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class UndoId(CustomId):
    """The Undo button: the interaction that made the edit."""

    kind = "undo"
    act: Annotated[int, number(19)]


def receipt(
    done: Receipt, hearing: Hearing, now: datetime, *, by: int | None = None
) -> ui.LayoutView:
    """What an act did: before and after, where it applies, who will hear, and Undo.

    `by` names its author, for a message that is no reply to them.
    """
    name = title_of(done.show) if done.show else clip(tamed(done.title), 150)
    what = {"undo": "Undone.", "add": "Added.", "remove": "Hidden."}.get(done.action, "Changed.")
    lines = changed_lines(done.written.changes, now)
    if done.action == "remove":
        lines = ["Nobody sees it here any more; *Undo* brings it back."]
    if done.written.repeated:
        lines = ["You did that before."]
    elif not lines:
        lines = ["It is written down, and the answer stays as it is."]
    links = {c.link for c in done.written.changes if c.link} if done.action != "undo" else set()
    sources = ", ".join(_STYLE.link(site_of(url), url) for url in sorted(links)[:3])
    facts = [
        _applies(done.act, by),
        audience_line(hearing),
        *_replaced(done, now),
        *([f"Source: {sources}"] if sources else []),
    ]
    buttons = []
    if done.action != "undo":
        buttons.append(undo_button(done.act.interaction_id))
    return boxed(
        BLUE,
        f"### {_STYLE.escape(name)}\n**{what}**",
        "\n".join(lines),
        footer="\n".join(_STYLE.small(fact) for fact in facts),
        buttons=buttons,
    )


def undo_button(interaction_id: int) -> ui.Button[ui.LayoutView]:
    """The button that takes a whole act back."""
    return button("Undo", UndoId(interaction_id).written())


def _applies(act: Act, by: int | None) -> str:
    author = f"By <@{by}>. " if by is not None else ""
    return f"{author}Applies in **{where(act)}**."


def where(act: Act) -> str:
    """Where an act applies, in words."""
    return "everywhere" if act.scope == 0 else "this server"


def merge_receipt(
    title: str, what: str, act: Act, *, by: int | None = None, undo: bool = False
) -> ui.LayoutView:
    """That curators merged or split shows; with `undo`, the button that takes it back."""
    name = _STYLE.escape(clip(tamed(title), 150))
    return boxed(
        BLUE,
        f"### {name}\n{what}",
        footer=_STYLE.small(_applies(act, by)),
        buttons=[undo_button(act.interaction_id)] if undo else [],
    )


def changed_lines(changes: Sequence[Change], now: datetime) -> list[str]:
    """One line a change: what, before, after."""
    lines = [
        f"**{field_name(change.season, change.field, _STYLE)}**: "
        f"{value_text(change.before, _STYLE, now)} → {value_text(change.after, _STYLE, now)}"
        for change in changes
    ]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"… and {len(lines) - _LINES + 1} more"]
    return lines


def _replaced(done: Receipt, now: datetime) -> list[str]:
    lines = []
    for claim in done.written.replaced[:3]:
        when = ago(now - claim.checked_at) if claim.checked_at else "before"
        value = value_text(claim.value, _STYLE, now) if claim.value is not None else "its removal"
        lines.append(f"This replaced {value}, set by {_author(claim, done.act)} {when}.")
    return lines


def _author(claim: Claim, act: Act) -> str:
    if claim.scope != act.scope:
        # A curator is nobody that this server knows.
        return "a curator"
    return f"<@{claim.author}>" if claim.author else "a former editor"


def audience_line(hearing: Hearing) -> str:
    """Who hears of it: this server's channels by name, others only counted."""
    here = ", ".join(f"<#{channel}>" for channel in hearing.channels[:10])
    if len(hearing.channels) > 10:
        here += f" and {len(hearing.channels) - 10} more"
    elsewhere = ""
    if hearing.elsewhere:
        noun = "channel" if hearing.elsewhere == 1 else "channels"
        elsewhere = f"{hearing.elsewhere:,} {noun} elsewhere"
    who = " and ".join(part for part in (here, elsewhere) if part)
    return f"Will be told in {who}." if who else "No channel follows this."
