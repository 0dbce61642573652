"""The queue as editors see it, and what members read of their suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import discord
from discord import ui

from ..alerts.cards.results import outcome
from ..answers.sections import source_name, title_of
from ..editing.queries.proposals import DISAGREEMENT, NUMBERING, ProposalRow
from ..presentation.boxes import BLUE, GREY, boxed, button
from ..presentation.custom_ids import CustomId, number, text
from ..presentation.style import Markdown, site_of
from ..presentation.values import field_name, told, typed
from ..presentation.words import listed
from .suggestions import Queued, Turn

_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class ReviewId(CustomId):
    """The buttons of one place of the queue."""

    kind = "review"
    what: Annotated[str, text("approve|reject|edit|skip")]
    token: Annotated[str, text("[0-9a-f]{1,32}|-")]
    place: Annotated[int, number(6)]


@dataclass(frozen=True, slots=True)
class FormId(CustomId):
    """The forms behind *Reject* and *Edit*."""

    kind = "form"
    what: Annotated[str, text("reject|edit")]
    token: Annotated[str, text("[0-9a-f]{1,32}")]
    place: Annotated[int, number(6)]


def queued(done: Queued, now: datetime, missed: Sequence[Mapping[str, str]] = ()) -> str:
    """What a member reads after suggesting; `missed` are outcomes they have not been told yet."""
    return "\n".join([_queued(done, now), *(outcome(body, now) for body in missed)])


def _queued(done: Queued, now: datetime) -> str:
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
                ReviewId("approve", row.token, turn.place).written(),
                discord.ButtonStyle.success,
                disabled=turn.show is None,
            ),
            button(
                "Reject",
                ReviewId("reject", row.token, turn.place).written(),
                discord.ButtonStyle.danger,
            ),
            button(
                "Edit",
                ReviewId("edit", row.token, turn.place).written(),
                disabled=turn.show is None or typed(row.season, row.field, row.value) is None,
            ),
            button("Next", ReviewId("skip", "-", following).written(), disabled=turn.total < 2),
        ],
    )


def reason_form(row: ProposalRow, place: int) -> ui.Modal:
    """Asks why a proposal is turned down; its input is called `reason`."""
    why: ui.TextInput[Any] = ui.TextInput(
        label="Why? Those who suggested it read this.", custom_id="reason", max_length=300
    )
    return _form("Turn the suggestion down", FormId("reject", row.token, place), why)


def amend_form(row: ProposalRow, place: int) -> ui.Modal:
    """Asks what should be written instead; its inputs are called `value` and `source`."""
    text = typed(row.season, row.field, row.value) or ""
    long = len(text) > 100 or row.field in ("story", "synopsis")
    value: ui.TextInput[Any] = ui.TextInput(
        label="Value",
        custom_id="value",
        default=text[:4000],
        max_length=4000,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
    )
    link: ui.TextInput[Any] = ui.TextInput(
        label="Source (a link)",
        custom_id="source",
        default=row.link[:2000] or None,
        max_length=2000,
    )
    return _form("Approve with another value", FormId("edit", row.token, place), value, link)


def _form(title: str, form_id: FormId, *inputs: ui.TextInput[Any]) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=form_id.written())
    for item in inputs:
        form.add_item(item)
    # discord.py then does not keep it: whatever is sent in is answered by its id alone.
    form.stop()
    return form
