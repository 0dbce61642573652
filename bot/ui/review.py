"""The queue as editors see it, and what members read of their suggestions."""

from __future__ import annotations

import re
from datetime import datetime

import discord
from discord import ui

from ..services.proposals import Decided, Queued, Turn
from ..store.proposals import DISAGREEMENT, NUMBERING
from .boxes import BLUE, GREY, boxed, button
from .style import Markdown, clip, site_of, tamed
from .text import source_name, title_of
from .values import field_name, told, typed
from .words import listed

REVIEW = re.compile(
    r"review:(?P<what>approve|reject|edit|skip):(?P<token>[0-9a-f]{1,32}|-):(?P<place>\d{1,6})"
)
"""The buttons of one place of the queue."""

_STYLE = Markdown()


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
        return boxed(GREY, "Nothing waits for review.")
    title = _STYLE.escape(title_of(turn.show)) if turn.show else "A show that is gone"
    name = field_name(row.season, row.field, _STYLE)
    who = ", ".join(f"<@{user}>" for user in row.proposers[:5]) or "somebody"
    if row.kind == DISAGREEMENT:
        named = listed([_STYLE.escape(source_name(by)) for by in turn.voices])
        head = f"**{named} now {'says' if len(turn.voices) == 1 else 'say'} otherwise**"
        said = "approving takes its value, rejecting keeps yours"
    elif row.kind == NUMBERING:
        head = f"**{_STYLE.escape(source_name(row.said_by))} counts the seasons otherwise**"
        said = (
            "from this season on its word is kept out; approving takes this value, and "
            "`/catalog split` parts it for good"
        )
    else:
        head = f"**Suggested by {who}**"
        said = "they hear what you decide"
    value = f"{name}: {told(turn.now_is, _STYLE, now)} → {told(row.value, _STYLE, now)}"
    link = _STYLE.link(site_of(row.link), row.link) if row.link else "no source"
    following = turn.place + 1 if turn.place + 1 < turn.total else 0
    return boxed(
        BLUE,
        f"### {title}\n{head} <t:{int(row.created_at.timestamp())}:R>",
        f"{value}\nSource: {link}",
        footer=_STYLE.small(f"{turn.place + 1} of {turn.total} · {said}"),
        buttons=[
            button(
                "Approve",
                f"review:approve:{row.token}:{turn.place}",
                discord.ButtonStyle.success,
                disabled=turn.show is None,
            ),
            button("Reject", f"review:reject:{row.token}:{turn.place}", discord.ButtonStyle.danger),
            button(
                "Edit",
                f"review:edit:{row.token}:{turn.place}",
                disabled=turn.show is None or typed(row.season, row.field, row.value) is None,
            ),
            button("Next", f"review:skip:-:{following}", disabled=turn.total < 2),
        ],
    )


def decided(done: Decided, now: datetime) -> str:
    """What became of a suggestion, for the member who made it."""
    name = field_name(done.row.season, done.row.field, _STYLE)
    title = _STYLE.escape(clip(tamed(done.title), 100))
    about = f"Your suggestion for **{title}** ({name} → {told(done.row.value, _STYLE, now)})"
    if done.receipt is not None and done.written != done.row.value:
        instead = told(done.written, _STYLE, now)
        return f"{about} was approved with another value: {instead}. Thank you!"
    if done.receipt is not None:
        return f"{about} was approved. Thank you!"
    reason = _STYLE.escape(clip(tamed(done.reason or ""), 300))
    return f"{about} was turned down: {reason}"
