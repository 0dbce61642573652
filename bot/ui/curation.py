"""What moderators see: receipts with Undo, the history, the queue, the settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from ..catalog.changes import Change
from ..catalog.models import Claim, Show
from ..services.curation import Receipt
from ..services.hearing import Hearing
from ..services.history import Page, otherwise
from ..services.proposals import Decided, Queued, Turn
from ..store.guilds import GuildSettings
from ..store.history import Entry, Line
from ..store.proposals import DISAGREEMENT
from .cards import finished
from .style import Markdown, clip, site_of, tamed
from .text import ago, source_name, title_of
from .values import field_name, told

UNDO = re.compile(r"undo:(?P<act>\d{1,20})")
"""The Undo button: the interaction that made the edit."""

HISTORY = re.compile(
    r"history:(?P<slot>\w{1,4}):(?P<show>\d{1,18}):(?P<season>\d{1,5}|-):(?P<page>\d{1,5})"
)
"""The buttons that turn the pages of a history."""

REVIEW = re.compile(
    r"review:(?P<what>approve|reject|edit|skip):(?P<token>[0-9a-f]{1,32}|-):(?P<place>\d{1,6})"
)
"""The buttons of one place of the queue."""

_LINES = 12
_STYLE = Markdown()
_BLUE = 0x5865F2
_GREY = 0x747F8D


def _box(colour: int, *texts: str) -> ui.Container[ui.LayoutView]:
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for text in texts:
        if text:
            box.add_item(ui.TextDisplay(clip(text, 3000)))
    return box


def _view(
    box: ui.Container[ui.LayoutView], buttons: Sequence[ui.Button[ui.LayoutView]] = ()
) -> ui.LayoutView:
    if buttons:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(*buttons)
        box.add_item(row)
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def _button(
    label: str,
    custom_id: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)


# -- receipts ----------------------------------------------------------------------------------


def receipt(
    done: Receipt, hearing: Hearing, now: datetime, *, by: int | None = None
) -> ui.LayoutView:
    """What an act did: before and after, where it applies, who will hear, and Undo.

    `by` names its author, for a message that is no reply to them.
    """
    title = f"### {_STYLE.escape(title_of(done.show) if done.show else done.title)}"
    what = {"undo": "Undone.", "add": "Added.", "remove": "Hidden."}.get(done.action, "Changed.")
    lines = changed_lines(done.written.changes, now)
    if done.action == "remove":
        lines = ["Nobody sees it here any more; *Undo* brings it back."]
    elif not lines:
        lines = [
            "You did that before."
            if done.written.repeated
            else "It is written down, and the answer stays as it is."
        ]
    where = "everywhere" if done.act.scope == 0 else "this server"
    author = [f"By <@{by}>."] if by is not None else []
    facts = [*author, f"Applies in **{where}**.", *_replaced(done.written.replaced, now)]
    links = {c.link for c in done.written.changes if c.link} if done.action != "undo" else set()
    if links:
        facts.append("Source: " + ", ".join(_STYLE.link(site_of(u), u) for u in sorted(links)[:3]))
    facts.append(heard(hearing))
    buttons = []
    if done.action != "undo":
        buttons.append(_button("Undo", f"undo:{done.act.interaction_id}"))
    box = _box(
        _BLUE, f"{title}\n**{what}**", "\n".join(lines[:_LINES]), _STYLE.small(" ".join(facts))
    )
    return _view(box, buttons)


def changed_lines(changes: Sequence[Change], now: datetime) -> list[str]:
    """One line a change: what, before, after."""
    lines = [
        f"**{field_name(change.season, change.field, _STYLE)}**: "
        f"{told(change.before, _STYLE, now)} → {told(change.after, _STYLE, now)}"
        for change in changes
    ]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"… and {len(lines) - _LINES + 1} more"]
    return lines


def _replaced(claims: Sequence[Claim], now: datetime) -> list[str]:
    lines = []
    for claim in claims[:3]:
        who = f"<@{claim.author}>" if claim.author else "a former editor"
        when = ago(now - claim.checked_at) if claim.checked_at else "before"
        value = told(claim.value, _STYLE, now) if claim.value is not None else "its removal"
        lines.append(f"This replaced {value}, set by {who} {when}.")
    return lines


def heard(hearing: Hearing) -> str:
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


# -- history -----------------------------------------------------------------------------------


def history(page: Page, guild_id: int, now: datetime) -> ui.LayoutView:
    """One page of what was said of a show."""
    scope = f" · season {page.season}" if page.season is not None else ""
    title = f"### History of {_STYLE.escape(title_of(page.show))}{scope}"
    texts = [_entry(entry, page.show, guild_id, now) for entry in page.entries]
    box = _box(_GREY, title, *(texts or ["Nobody has changed anything yet."]))
    buttons = []
    if page.pages > 1:
        season = "-" if page.season is None else page.season
        for slot, label, target in (
            ("newr", "◀ Newer", page.page - 1),
            ("oldr", "Older ▶", page.page + 1),
        ):
            there = 0 <= target < page.pages
            at = target if there else page.page
            buttons.append(
                _button(label, f"history:{slot}:{page.show.id}:{season}:{at}", disabled=not there)
            )
        box.add_item(ui.TextDisplay(_STYLE.small(f"Page {page.page + 1} of {page.pages}")))
    return _view(box, buttons)


def _entry(entry: Entry, show: Show, guild_id: int, now: datetime) -> str:
    when = f"<t:{int(entry.at.timestamp())}:R>"
    if entry.source is not None:
        head = f"**{_STYLE.escape(source_name(entry.source))}** {when}"
    else:
        # A curator is nobody that this server knows.
        ours = entry.scope == guild_id or guild_id == 0
        who = f"<@{entry.author_id}>" if entry.author_id else "a former editor"
        where = "everywhere" if entry.scope == 0 else "this server"
        head = (
            f"**#{entry.number}** {entry.action} by {who} {when} · {where}"
            if ours
            else f"a curator {when} · everywhere"
        )
    lines = [_line(line, show, now) for line in entry.lines[:6]]
    if len(entry.lines) > 6:
        lines.append(f"… and {len(entry.lines) - 6} more")
    if entry.undone_at is not None:
        lines = [f"~~{line}~~" for line in lines]
        who = f" by <@{entry.undone_by}>" if entry.undone_by and entry.scope == guild_id else ""
        head += f" · undone{who} <t:{int(entry.undone_at.timestamp())}:R>"
    return clip("\n".join([head, *lines]), 600)


def _line(line: Line, show: Show, now: datetime) -> str:
    name = field_name(line.season, line.field, _STYLE)
    values = f"{told(line.before, _STYLE, now)} → {told(line.after, _STYLE, now)}"
    if not line.shown:
        values = f"{told(line.after, _STYLE, now)} (changed nothing)"
    source = f" · {_STYLE.link(site_of(line.link), line.link)}" if line.link else ""
    text = f"{name}: {values}{source}"
    for claim in otherwise(show, line)[:2]:
        says = told(claim.value, _STYLE, now)
        text += f"\n  ⚠ {_STYLE.escape(source_name(claim.by))} says {says}"
    return text


# -- the queue ---------------------------------------------------------------------------------


def queued(done: Queued, now: datetime) -> str:
    """What a member reads after suggesting."""
    place = field_name(done.proposal.season, done.proposal.field, _STYLE)
    value = told(done.proposal.value, _STYLE, now)
    title = _STYLE.escape(title_of(done.show))
    if done.mine:
        return f"You suggested that already; it waits for this server's editors: {place} → {value}."
    again = "Somebody suggested the same; you will hear of it too. " if done.again else ""
    return (
        f"Thank you. {again}**{title}**, {place} → {value} waits for this server's editors; "
        "I will tell you by direct message what they decide."
    )


def review(turn: Turn, now: datetime) -> ui.LayoutView:
    """One place of the queue, with what can be done about it."""
    row = turn.row
    if row is None:
        return _view(_box(_GREY, "Nothing waits for review."))
    title = _STYLE.escape(title_of(turn.show)) if turn.show else "A show that is gone"
    name = field_name(row.season, row.field, _STYLE)
    who = ", ".join(f"<@{user}>" for user in row.proposers[:5]) or "somebody"
    if row.kind == DISAGREEMENT:
        head = f"**{_STYLE.escape(source_name(row.said_by))} now says otherwise**"
        said = "approving takes its value, rejecting keeps yours"
    else:
        head = f"**Suggested by {who}**"
        said = "they hear what you decide"
    value = f"{name}: {told(turn.now_is, _STYLE, now)} → {told(row.value, _STYLE, now)}"
    link = _STYLE.link(site_of(row.link), row.link) if row.link else "no source"
    box = _box(
        _BLUE,
        f"### {title}\n{head} <t:{int(row.created_at.timestamp())}:R>",
        f"{value}\nSource: {link}",
        _STYLE.small(f"{turn.place + 1} of {turn.total} · {said}"),
    )
    following = turn.place + 1 if turn.place + 1 < turn.total else 0
    return _view(
        box,
        [
            _button(
                "Approve",
                f"review:approve:{row.token}:{turn.place}",
                discord.ButtonStyle.success,
                disabled=turn.show is None,
            ),
            _button(
                "Reject", f"review:reject:{row.token}:{turn.place}", discord.ButtonStyle.danger
            ),
            _button("Edit", f"review:edit:{row.token}:{turn.place}", disabled=turn.show is None),
            _button("Next", f"review:skip:-:{following}", disabled=turn.total < 2),
        ],
    )


def decided(done: Decided, now: datetime) -> str:
    """What became of a suggestion, for the member who made it."""
    name = field_name(done.row.season, done.row.field, _STYLE)
    title = _STYLE.escape(clip(tamed(done.title), 100))
    about = f"Your suggestion for **{title}** ({name} → {told(done.row.value, _STYLE, now)})"
    if done.receipt is not None:
        return f"{about} was approved. Thank you!"
    reason = _STYLE.escape(clip(tamed(done.reason or ""), 300))
    return f"{about} was turned down: {reason}"


# -- settings ----------------------------------------------------------------------------------


def settings_card(settings: GuildSettings, *, curator: bool) -> ui.LayoutView:
    """What a server set."""
    role, channel = settings.editor_role, settings.log_channel
    lines = [
        f"**Editors**: {f'<@&{role}> and ' if role else ''}everybody who may *Manage Server*",
        f"**Time zone**: {settings.timezone or 'UTC (not set)'}",
        f"**Region**: {settings.region or 'not set'}",
        f"**Log channel**: {f'<#{channel}>' if channel else 'not set'}",
        f"**Edits here apply**: {'everywhere' if curator else 'in this server'}",
    ]
    return _view(_box(_GREY, "### Settings of this server", "\n".join(lines)))
