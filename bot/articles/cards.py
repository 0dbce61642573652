"""The card that an article's drafts are approved on: each with its sentence, on or off, paged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import discord
from discord import ui

from ..alerts.audience import Hearing
from ..editing.cards.receipts import audience_line, changed_lines, scope_line, undo_button
from ..locale.cldr import day_text, listed
from ..locale.messages import _, ngettext
from ..presentation.custom_ids import CustomId, number, text
from ..presentation.layout import BLUE, TextBudget, boxed, button, finished
from ..presentation.markup import Markdown, clip, site_of, tamed
from ..presentation.values import change_text, field_name, labelled, value_text
from .pending_drafts import Approved, Prepared, Proposed

PAGE = 5
_STYLE = Markdown()
_ONE = TextBudget(characters=600, size=1500)
_QUOTE = 220
_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class DraftsId(CustomId):
    """The buttons under drafts: which draft, or which page."""

    kind = "drafts"
    what: Annotated[str, text("toggle|page|approve|discard")]
    token: Annotated[str, text("[0-9a-f]{16}")]
    place: Annotated[int, number(4)]


def card(prepared: Prepared, page: int, now: datetime) -> ui.LayoutView:
    """One page of drafts, with a button each, and what can be done with all that are on."""
    drafts = prepared.drafts
    pages = max(1, -(-len(drafts.drafts) // PAGE))
    page = min(page, pages - 1)
    several = len({one.show_id for one in drafts.drafts}) > 1
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=BLUE)
    box.add_item(ui.TextDisplay(_heading(prepared)))
    for place in range(page * PAGE, min((page + 1) * PAGE, len(drafts.drafts))):
        one = drafts.drafts[place]
        box.add_item(
            ui.Section(
                ui.TextDisplay(_told(one, prepared, now, several=several)),
                accessory=button(
                    _("On") if one.on else _("Off"),
                    DraftsId("toggle", drafts.token, place).written(),
                    discord.ButtonStyle.success if one.on else discord.ButtonStyle.secondary,
                ),
            )
        )
    box.add_item(ui.TextDisplay(_STYLE.small(_footer(prepared, page, pages))))
    box.add_item(ui.ActionRow(*_buttons(prepared, page, pages)))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def _heading(prepared: Prepared) -> str:
    drafts = prepared.drafts
    titles = list(dict.fromkeys(one.title for one in drafts.drafts))
    names = [_STYLE.escape(clip(tamed(title), 60)) for title in titles[:_UNKNOWN]]
    if len(titles) > _UNKNOWN:
        names.append(ngettext("{number} more", "{number} more", len(titles) - _UNKNOWN))
    told = ngettext(
        "{number} draft from the article.",
        "{number} drafts from the article.",
        len(drafts.drafts),
    )
    return f"### {listed(names)}\n**{told}**"


def _told(one: Proposed, prepared: Prepared, now: datetime, *, several: bool) -> str:
    name = field_name(one.season, one.field, _STYLE)
    if several:
        name = f"{_STYLE.escape(clip(tamed(one.title), 60))}, {name}"
    show = prepared.shows.get(one.show_id)
    fact = show.fact(one.season, one.field, one.key) if show is not None else None
    if fact is None:
        value = value_text(one.decoded, _STYLE, now, one.field)
    else:
        value = change_text(fact.value, one.decoded, _STYLE, now, one.field)
    quote = _STYLE.escape(clip(" ".join(tamed(one.quote).split()), _QUOTE))
    return "\n".join(_ONE.fit(labelled(_STYLE.bold(name), value), f"> {quote}"))


def _footer(prepared: Prepared, page: int, pages: int) -> str:
    drafts = prepared.drafts
    if drafts.suggests:
        place = _("They go to this server's editors.")
    elif drafts.scope:
        place = _("They would apply in **this server**.")
    else:
        place = _("They would apply **everywhere**.")
    link = _STYLE.link(site_of(drafts.link), drafts.link)
    parts = [
        _("Source: {link}, as of {date}.", link=link, date=day_text(drafts.as_of)),
        place,
    ]
    if pages > 1:
        parts.append(_("Page {page} of {pages}.", page=page + 1, pages=pages))
    if drafts.standing:
        parts.append(
            ngettext(
                "{number} fact in it is known already.",
                "{number} facts in it are known already.",
                drafts.standing,
            )
        )
    if drafts.unknown:
        names = listed([_STYLE.escape(clip(tamed(n), 60)) for n in drafts.unknown[:_UNKNOWN]])
        parts.append(
            _("I do not know {names}; this server's editors can add a show.", names=names)
            if drafts.suggests
            else _("I do not know {names}; `/catalog add` adds a show.", names=names)
        )
    return " ".join(parts)


def _buttons(prepared: Prepared, page: int, pages: int) -> list[ui.Button[ui.LayoutView]]:
    drafts = prepared.drafts
    chosen = len(drafts.chosen)
    if drafts.suggests:
        label = ngettext("Suggest {number} fact", "Suggest {number} facts", chosen)
    else:
        label = ngettext("Approve {number} fact", "Approve {number} facts", chosen)
    buttons = [
        button(
            label,
            DraftsId("approve", drafts.token, page).written(),
            discord.ButtonStyle.success,
            disabled=not chosen,
        ),
        button(_("Discard"), DraftsId("discard", drafts.token, page).written()),
    ]
    if pages > 1:
        back, ahead = (page - 1) % pages, (page + 1) % pages
        if pages > 2:
            buttons.append(button("◀", DraftsId("page", drafts.token, back).written()))
        buttons.append(button("▶", DraftsId("page", drafts.token, ahead).written()))
    return buttons


def approved(
    done: Approved, hearing: Hearing, now: datetime, *, by: int | None = None
) -> ui.LayoutView:
    """What was approved, with Undo for all of it; `by` names who did, for the log."""
    names = listed([_STYLE.escape(clip(tamed(title), 60)) for title in done.titles[:_UNKNOWN]])
    lines = changed_lines(done.changes, now)
    links = sorted({change.link for change in done.changes if change.link})
    facts = [scope_line(done.act, by), audience_line(hearing)]
    if links:
        link = _STYLE.link(site_of(links[0]), links[0])
        facts.append(_("Source: {sources}", sources=link))
    return boxed(
        BLUE,
        f"### {names}\n**{_('Changed.')}**",
        "\n".join(lines) or _("It is recorded, and the answer stays the same."),
        footer="\n".join(_STYLE.small(fact) for fact in facts),
        buttons=[undo_button(done.interaction_id)],
    )
