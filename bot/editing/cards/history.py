"""The pages of a show's history: what, by whom, when, from where, and what it replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from discord import ui

from ...answers.cards.custom_ids import SEASON, SHOW, SLOT
from ...answers.citations import source_name
from ...facts.models import Show
from ...locale.messages import N_, _, ngettext
from ...presentation.custom_ids import CustomId, number
from ...presentation.layout import GREY, TextBudget, boxed, button
from ...presentation.markup import Markdown, site_of
from ...presentation.names import season_name, title_of
from ...presentation.values import change_text, field_name, labelled, value_text
from ..queries.history import HistoryEntry, HistoryLine, HistoryPage, contradicting_claims

_STYLE = Markdown()
_ACTIONS = {
    # Translators: Each heads what somebody changed; {when} is "5 minutes ago".
    "set": N_("set by {user} {when}"),
    "add": N_("added by {user} {when}"),
    "remove": N_("hidden by {user} {when}"),
    "cast": N_("cast changed by {user} {when}"),
    "trailers": N_("trailers changed by {user} {when}"),
    "where": N_("places to watch changed by {user} {when}"),
    "import": N_("imported by {user} {when}"),
    "merge": N_("merged by {user} {when}"),
    "split": N_("split off by {user} {when}"),
    "article": N_("taken from an article by {user} {when}"),
}
_ACT = N_("changed by {user} {when}")
"""The sentence for an act that only another version knows."""

_ENTRY = TextBudget(characters=700, size=1700)


@dataclass(frozen=True, slots=True)
class HistoryId(CustomId):
    """The buttons that turn the pages of a history; `season` is None for all of the show."""

    kind = "history"
    slot: Annotated[str, SLOT]
    show: Annotated[int, SHOW]
    season: Annotated[int | None, SEASON]
    page: Annotated[int, number(5)]


def history(page: HistoryPage, guild_id: int, now: datetime) -> ui.LayoutView:
    """One page of a show's history."""
    title = f"### {_('History of {show}', show=_STYLE.escape(title_of(page.show)))}"
    if page.season is not None:
        title += f" · {season_name(page.season)}"
    texts = [_entry(entry, page.show, guild_id, now) for entry in page.entries]
    buttons = []
    if page.pages > 1:
        for slot, label, target in (
            ("newr", _("◀ Newer"), page.page - 1),
            ("oldr", _("Older ▶"), page.page + 1),
        ):
            there = 0 <= target < page.pages
            at = target if there else page.page
            turned = HistoryId(slot, page.show.id, page.season, at)
            buttons.append(button(label, turned.written(), disabled=not there))
    return boxed(
        GREY,
        title,
        *(texts or [_("Nobody has changed anything yet.")]),
        footer=_STYLE.small(_("Page {page} of {pages}", page=page.page + 1, pages=page.pages))
        if page.pages > 1
        else "",
        buttons=buttons,
    )


def _entry(entry: HistoryEntry, show: Show, guild_id: int, now: datetime) -> str:
    when = f"<t:{int(entry.at.timestamp())}:R>"
    if entry.source is not None:
        head = f"**{_STYLE.escape(source_name(entry.source))}** {when}"
    else:
        # A curator's name means nothing in this server.
        ours = entry.scope == guild_id or guild_id == 0
        who = f"<@{entry.author_id}>" if entry.author_id else _("a former editor")
        where = _("everywhere") if entry.scope == 0 else _("this server")
        if ours:
            act = _(_ACTIONS.get(entry.action, _ACT), user=who, when=when)
            head = f"**#{entry.number}** {act} · {where}"
        else:
            head = f"{_('a curator')} {when} · {_('everywhere')}"
    lines = [_line(line, show, now) for line in entry.lines[:6]]
    if len(entry.lines) > 6:
        more = len(entry.lines) - 6
        lines.append(ngettext("… and {number} more", "… and {number} more", more))
    if entry.undone_at is not None:
        lines = [f"~~{part}~~" for line in lines for part in line.split("\n")]
        since = f"<t:{int(entry.undone_at.timestamp())}:R>"
        if entry.undone_by and entry.scope == guild_id:
            undone = _("undone by {user} {when}", user=f"<@{entry.undone_by}>", when=since)
        else:
            undone = _("undone {when}", when=since)
        head += f" · {undone}"
    return _ENTRY.fit("\n".join([head, *lines]))[0]


def _line(line: HistoryLine, show: Show, now: datetime) -> str:
    name = field_name(line.season, line.field, _STYLE)
    values = change_text(line.before, line.after, _STYLE, now, line.field)
    if not line.shown:
        after = value_text(line.after, _STYLE, now, line.field)
        values = _("{value} (changed nothing)", value=after)
    source = f" · {_STYLE.link(site_of(line.link), line.link)}" if line.link else ""
    text = f"{labelled(name, values)}{source}"
    for claim in contradicting_claims(show, line)[:2]:
        says = value_text(claim.value, _STYLE, now, line.field)
        source = _STYLE.escape(source_name(claim.by))
        text += "\n  " + _("⚠ {source} says {value}", source=source, value=says)
    return text
