"""The queue as editors see it, and the answers to members' suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import discord
from discord import ui

from ..alerts.cards.messages import outcome
from ..answers.citations import source_name
from ..locale.cldr import listed
from ..locale.messages import _, ngettext
from ..presentation.custom_ids import CustomId, number, text
from ..presentation.layout import BLUE, GREY, boxed, button
from ..presentation.markup import Markdown, clip, site_of
from ..presentation.names import title_of
from ..presentation.values import change_text, field_name, input_text, labelled, value_text
from .queries import NUMBERING_CONFLICT, SOURCE_CONFLICT, Proposal
from .queue import QueuePosition
from .suggestions import Suggested

_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class ReviewId(CustomId):
    """The buttons under one position of the queue."""

    kind = "review"
    what: Annotated[str, text("approve|reject|edit|skip")]
    token: Annotated[str, text("[0-9a-f]{1,32}|-")]
    position: Annotated[int, number(6)]


@dataclass(frozen=True, slots=True)
class FormId(CustomId):
    """The forms behind *Reject* and *Edit*."""

    kind = "form"
    what: Annotated[str, text("reject|edit")]
    token: Annotated[str, text("[0-9a-f]{1,32}")]
    position: Annotated[int, number(6)]


def suggested(done: Suggested, now: datetime, unread: Sequence[Mapping[str, str]] = ()) -> str:
    """What a member reads after suggesting; `unread` are results that could not be sent."""
    return "\n".join([_suggested(done, now), *(outcome(body, now) for body in unread)])


def _suggested(done: Suggested, now: datetime) -> str:
    name = field_name(done.fact.season, done.fact.field, _STYLE)
    value = value_text(done.fact.value, _STYLE, now, done.fact.field)
    title = _STYLE.escape(title_of(done.show))
    if done.mine:
        return _(
            "You already suggested that; it is waiting for this server's editors: {field} → "
            "{value}.",
            field=name,
            value=value,
        )
    thanks = _("Thank you.")
    if done.again:
        thanks += " " + _("Somebody suggested the same; you will hear of it too.")
    waits = _(
        "**{title}**, {field} → {value} waits for this server's editors; I will tell you by direct "
        "message what they decide.",
        title=title,
        field=name,
        value=value,
    )
    return f"{thanks} {waits}"


def _why(proposal: Proposal, sources: Sequence[str]) -> tuple[str, str]:
    """Who says so, and what a decision does."""
    if proposal.kind == SOURCE_CONFLICT:
        named = listed([_STYLE.escape(source_name(by)) for by in sources])
        head = ngettext(
            "{sources} now says otherwise",
            "{sources} now say otherwise",
            len(sources),
            sources=named,
        )
        return head, _("approving takes its value, rejecting keeps yours")
    if proposal.kind == NUMBERING_CONFLICT:
        source = _STYLE.escape(source_name(proposal.said_by))
        return _("{source} counts the seasons differently", source=source), _(
            "from this season on, what it says is left out; approving takes this value, and "
            "`/catalog split` separates it for good"
        )
    if not proposal.proposers:
        return _("Suggested by {people}", people=_("somebody")), _(
            "they asked to be forgotten, so nobody hears what you decide"
        )
    who = ", ".join(f"<@{user}>" for user in proposal.proposers[:5])
    return _("Suggested by {people}", people=who), _("they will hear what you decide")


def review(at: QueuePosition, now: datetime) -> ui.LayoutView:
    """One position of the queue, with what can be done about it."""
    proposal = at.proposal
    if proposal is None:
        return boxed(GREY, _("Nothing is waiting for review."))
    title = _STYLE.escape(title_of(at.show)) if at.show else _("A show that is gone")
    name = field_name(proposal.season, proposal.field, _STYLE)
    head, note = _why(proposal, at.sources)
    change = change_text(at.current, proposal.value, _STYLE, now, proposal.field)
    if at.current == proposal.value:
        value = value_text(proposal.value, _STYLE, now, proposal.field)
        change = _("{value} (as it stands by now)", value=value)
    link = _STYLE.link(site_of(proposal.link), proposal.link) if proposal.link else _("no source")
    following = at.position + 1 if at.position + 1 < at.total else 0
    return boxed(
        BLUE,
        f"### {title}\n**{head}** <t:{int(proposal.created_at.timestamp())}:R>",
        f"{labelled(name, change)}\n{_('Source: {sources}', sources=link)}",
        footer=_STYLE.small(
            # Translators: The first of three in the queue, and what deciding does.
            _("{number} of {total} · {what}", number=at.position + 1, total=at.total, what=note)
        ),
        buttons=[
            button(
                _("Approve"),
                ReviewId("approve", proposal.token, at.position).written(),
                discord.ButtonStyle.success,
                disabled=at.show is None,
            ),
            button(
                _("Reject"),
                ReviewId("reject", proposal.token, at.position).written(),
                discord.ButtonStyle.danger,
            ),
            button(
                _("Edit"),
                ReviewId("edit", proposal.token, at.position).written(),
                disabled=at.show is None
                or input_text(proposal.season, proposal.field, proposal.value) is None,
            ),
            button(_("Next"), ReviewId("skip", "-", following).written(), disabled=at.total < 2),
        ],
    )


def reason_form(proposal: Proposal, position: int) -> ui.Modal:
    """Asks why a proposal is turned down; its input is called `reason`."""
    label = _("Why? It is kept with the decision.")
    if proposal.proposers:
        label = _("Why? Those who suggested it will read this.")
    why: ui.TextInput[Any] = ui.TextInput(
        label=clip(label, 45),
        custom_id="reason",
        max_length=300,
    )
    return _form(_("Turn the suggestion down"), FormId("reject", proposal.token, position), why)


def amend_form(proposal: Proposal, position: int) -> ui.Modal:
    """Asks what should be written instead; its inputs are called `value` and `source`."""
    text = input_text(proposal.season, proposal.field, proposal.value) or ""
    long = len(text) > 100 or proposal.field in ("story", "synopsis")
    value: ui.TextInput[Any] = ui.TextInput(
        label=_("Value"),
        custom_id="value",
        default=text[:4000],
        max_length=4000,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
    )
    link: ui.TextInput[Any] = ui.TextInput(
        label=_("Source (a link)"),
        custom_id="source",
        default=proposal.link[:2000] or None,
        max_length=2000,
    )
    return _form(
        _("Approve with another value"), FormId("edit", proposal.token, position), value, link
    )


def _form(title: str, form_id: FormId, *inputs: ui.TextInput[Any]) -> ui.Modal:
    form = ui.Modal(title=clip(title, 45), custom_id=form_id.written())
    for item in inputs:
        form.add_item(item)
    # A finished view is not kept by discord.py; what is submitted is answered by its id alone.
    form.stop()
    return form
