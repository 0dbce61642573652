"""The pages of a show's history: what, by whom, when, from where, and what it replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from discord import ui

from ...answers.cards.state import SEASON, SHOW, SLOT
from ...answers.citations import source_name
from ...facts.models import Show
from ...presentation.boxes import GREY, boxed, button
from ...presentation.custom_ids import CustomId, number
from ...presentation.style import Markdown, site_of
from ...presentation.text_budget import TextBudget
from ...presentation.values import field_name, value_text
from ...presentation.words import title_of
from ..history import Page, contradicting_claims
from ..queries.history import Entry, Line

_STYLE = Markdown()
_ENTRY = TextBudget(characters=700, size=1700)


@dataclass(frozen=True, slots=True)
class HistoryId(CustomId):
    """The buttons that turn the pages of a history; `season` is None for all of the show."""

    kind = "history"
    slot: Annotated[str, SLOT]
    show: Annotated[int, SHOW]
    season: Annotated[int | None, SEASON]
    page: Annotated[int, number(5)]


def history(page: Page, guild_id: int, now: datetime) -> ui.LayoutView:
    """One page of what was said of a show."""
    scope = f" · season {page.season}" if page.season is not None else ""
    title = f"### History of {_STYLE.escape(title_of(page.show))}{scope}"
    texts = [_entry(entry, page.show, guild_id, now) for entry in page.entries]
    buttons = []
    if page.pages > 1:
        for slot, label, target in (
            ("newr", "◀ Newer", page.page - 1),
            ("oldr", "Older ▶", page.page + 1),
        ):
            there = 0 <= target < page.pages
            at = target if there else page.page
            turned = HistoryId(slot, page.show.id, page.season, at)
            buttons.append(button(label, turned.written(), disabled=not there))
    return boxed(
        GREY,
        title,
        *(texts or ["Nobody has changed anything yet."]),
        footer=_STYLE.small(f"Page {page.page + 1} of {page.pages}") if page.pages > 1 else "",
        buttons=buttons,
    )


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
        lines = [f"~~{part}~~" for line in lines for part in line.split("\n")]
        who = f" by <@{entry.undone_by}>" if entry.undone_by and entry.scope == guild_id else ""
        head += f" · undone{who} <t:{int(entry.undone_at.timestamp())}:R>"
    return _ENTRY.fit("\n".join([head, *lines]))[0]


def _line(line: Line, show: Show, now: datetime) -> str:
    name = field_name(line.season, line.field, _STYLE)
    values = f"{value_text(line.before, _STYLE, now)} → {value_text(line.after, _STYLE, now)}"
    if not line.shown:
        values = f"{value_text(line.after, _STYLE, now)} (changed nothing)"
    source = f" · {_STYLE.link(site_of(line.link), line.link)}" if line.link else ""
    text = f"{name}: {values}{source}"
    for claim in contradicting_claims(show, line)[:2]:
        says = value_text(claim.value, _STYLE, now)
        text += f"\n  ⚠ {_STYLE.escape(source_name(claim.by))} says {says}"
    return text
