"""The cards of receipts, for the author and the log channel, and of what a file would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import discord
from discord import ui

from ...alerts.audience import Hearing
from ...facts.models import Claim
from ...facts.resolve import Change
from ...locale.cldr import listed, number_text
from ...locale.messages import N_, _, ngettext
from ...presentation.custom_ids import CustomId, number, text
from ...presentation.date_text import ago
from ...presentation.layout import BLUE, TextBudget, boxed, button
from ...presentation.markup import Markdown, clip, site_of, tamed
from ...presentation.names import title_of
from ...presentation.values import change_text, field_name, labelled, value_text
from ..receipts import Act, Difference, ImportResult, Receipt, covered_changes

_LINES = 12
_CHANGED = N_("Changed.")
_DONE = {"undo": N_("Undone."), "add": N_("Added."), "remove": N_("Hidden.")}
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
    name = title_of(done.show) if done.show else clip(tamed(_title(done)), 150)
    what = _(_DONE.get(done.action, _CHANGED))
    lines = changed_lines(done.written.changes, now)
    if done.action == "remove":
        lines = [_("Nobody here sees it any more; *Undo* brings it back.")]
    if done.written.repeated:
        lines = [_("You have already done that.")]
    elif not lines:
        lines = [_("It is recorded, and the answer stays the same.")]
    if done.show is not None and not done.written.repeated:
        lines += covered_changes(done.show, done.written.changes, now)
    links = (
        {change.link for change in done.written.changes if change.link}
        if done.action != "undo"
        else set()
    )
    sources = ", ".join(_STYLE.link(site_of(url), url) for url in sorted(links)[:3])
    facts = [
        scope_line(done.act, by),
        *([audience_line(hearing, undone=done.action == "undo")] if done.written.changes else []),
        *_replaced(done, now),
        *([_("Source: {sources}", sources=sources)] if sources else []),
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


def _title(done: Receipt) -> str:
    if done.shows > 1:
        return ngettext("{number} show", "{number} shows", done.shows)
    return done.title or _("The show")


def undo_button(interaction_id: int) -> ui.Button[ui.LayoutView]:
    """The button that takes a whole act back."""
    return button(_("Undo"), UndoId(interaction_id).written())


def scope_line(act: Act, by: int | None) -> str:
    """Where an act applies and, with `by`, who did it."""
    text = _("Applies **everywhere**.") if act.scope == 0 else _("Applies in **this server**.")
    return text if by is None else f"{_('By {user}.', user=f'<@{by}>')} {text}"


def merge_receipt(
    title: str, what: str, act: Act, *, by: int | None = None, undo: bool = False
) -> ui.LayoutView:
    """That curators merged or split shows; with `undo`, the button that takes it back."""
    name = _STYLE.escape(clip(tamed(title), 150))
    return boxed(
        BLUE,
        f"### {name}\n{what}",
        footer=_STYLE.small(scope_line(act, by)),
        buttons=[undo_button(act.interaction_id)] if undo else [],
    )


def changed_lines(changes: Sequence[Change], now: datetime) -> list[str]:
    """One line a change: what, before, after."""
    lines = [
        labelled(
            _STYLE.bold(field_name(change.season, change.field, _STYLE)),
            change_text(change.before, change.after, _STYLE, now, change.field),
        )
        if change.field != "hidden" or change.after
        else _("Everybody sees it again.")
        for change in changes
    ]
    if len(lines) > _LINES:
        more = len(lines) - _LINES + 1
        rest = ngettext("… and {number} more", "… and {number} more", more)
        lines = [*lines[: _LINES - 1], rest]
    return lines


def _replaced(done: Receipt, now: datetime) -> list[str]:
    lines = []
    for claim in done.written.replaced[:3]:
        values = {
            # Translators: Stands in "This replaced {value}, set by {user} {ago}."
            "value": _("its removal")
            if claim.value is None
            else value_text(claim.value, _STYLE, now, claim.field),
            "user": _author(claim, done.act),
        }
        if claim.checked_at:
            since = ago(now - claim.checked_at)
            lines.append(_("This replaced {value}, set by {user} {ago}.", ago=since, **values))
        else:
            lines.append(_("This replaced {value}, set by {user} before.", **values))
    return lines


def _author(claim: Claim, act: Act) -> str:
    if claim.scope != act.scope:
        # A curator's name means nothing in this server.
        return _("a curator")
    return f"<@{claim.author}>" if claim.author else _("a former editor")


def _places(channels: Sequence[int], elsewhere: int) -> str:
    here = ", ".join(f"<#{channel}>" for channel in channels[:10])
    if (more := len(channels) - 10) > 0:
        here += " " + ngettext("and {number} more", "and {number} more", more)
    others = ""
    if elsewhere:
        others = ngettext("{number} channel elsewhere", "{number} channels elsewhere", elsewhere)
    return listed([part for part in (here, others) if part])


def audience_line(hearing: Hearing, *, undone: bool = False) -> str:
    """Who will be told: this server's channels by name, others only counted."""
    followers = hearing.followers
    lines = []
    # Translators: {channels} is "#general and 3 channels elsewhere".
    if places := _places(followers.here, followers.elsewhere):
        lines.append(_("Will be told in {channels}.", channels=places))
    if waiting := _places(followers.paused, followers.paused_elsewhere):
        lines.append(_("Paused; will be told once resumed: {channels}.", channels=waiting))
    if lines:
        return " ".join(lines)
    if not hearing.told and undone:
        return _("No alert is sent for this; what was told before is struck out.")
    if not hearing.told:
        return _("No alert is sent for this.")
    return _("No channel follows this.")


_SHOWN = 8


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
        moved = _("Somebody changed something in the meantime; this is the difference now.")
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
    if not preview.parts:
        footer = _("It says nothing new: nothing would change.")
    elif preview.act.scope == 0:
        footer = _("It would apply **everywhere**. Nothing is changed yet.")
    else:
        footer = _("It would apply in **this server**. Nothing is changed yet.")
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
        "{number} new show, {changed} changed, {same} unchanged.",
        "{number} new shows, {changed} changed, {same} unchanged.",
        new,
        changed=number_text(changed),
        same=number_text(same),
    )


def _name(name: str) -> str:
    return _STYLE.escape(clip(tamed(name), 80))
