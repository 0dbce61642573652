"""The pages of what is coming up and of what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from discord import ui

from ...facts.air_date import AirDate
from ...facts.models import Show
from ...locale.messages import _, ngettext
from ...presentation.boxes import BLUE, boxed
from ...presentation.style import Markdown
from ..models import Entry, NewsItem
from ..sentences import news_lines, upcoming_lines
from ..upcoming import Agenda
from .state import ListState, NewsId, UpcomingId, picker, turning

UPCOMING_PAGE = 10
NEWS_PAGE = 6
"""So many are on a page; a message takes 4,000 characters, whatever titles are called."""

_STYLE = Markdown()


def upcoming_card(agenda: Agenda, state: ListState, now: datetime) -> ui.LayoutView:
    """A page of what is coming up, by day; `now` is aware, in the server's zone."""
    everything = agenda.entries
    state = _within(state, len(everything), UPCOMING_PAGE)
    start = state.page * UPCOMING_PAGE
    shown = everything[start : start + UPCOMING_PAGE]
    until = _STYLE.date(AirDate.on(now.date() + timedelta(days=state.days)), now)
    return _listed(
        _("Coming up until {date}", date=until),
        upcoming_lines(agenda, shown, now, _STYLE),
        shown,
        UpcomingId,
        state,
        len(everything),
        UPCOMING_PAGE,
    )


def news_card(
    items: Sequence[NewsItem], shows: Mapping[int, Show], state: ListState, now: datetime
) -> ui.LayoutView:
    """A page of what is new; `shows` are those of the page at least."""
    state = _within(state, len(items), NEWS_PAGE)
    shown = news_on_page(items, state.page)
    heading = ngettext(
        "New since yesterday", "New in the last {days} days", state.days, days=state.days
    )
    lines = news_lines(shown, shows, now, _STYLE)
    return _listed(heading, lines, shown, NewsId, state, len(items), NEWS_PAGE)


def news_on_page(items: Sequence[NewsItem], page: int) -> Sequence[NewsItem]:
    """The items of that page; of the last one where there are fewer."""
    page = max(0, min(page, (len(items) - 1) // NEWS_PAGE))
    return items[page * NEWS_PAGE : (page + 1) * NEWS_PAGE]


def _within(state: ListState, number: int, size: int) -> ListState:
    return replace(state, page=max(0, min(state.page, (number - 1) // size)))


def _listed(
    heading: str,
    lines: Sequence[str],
    shown: Sequence[Entry | NewsItem],
    kind: type[UpcomingId | NewsId],
    state: ListState,
    number: int,
    size: int,
) -> ui.LayoutView:
    pages = -(-number // size)
    footer = ""
    if pages > 1:
        footer = _STYLE.small(
            _(
                "Page {page} of {pages}, {number} in all",
                page=state.page + 1,
                pages=pages,
                number=number,
            )
        )
    return boxed(
        BLUE,
        f"### {heading}",
        "\n".join(lines),
        footer=footer,
        buttons=turning(kind, state, pages),
        menu=picker(shown),
    )
