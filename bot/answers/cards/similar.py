"""Related shows: the list of `/similar`, and the line on a card that leads on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ui

from ...facts.models import Show
from ...facts.verdict import verdict
from ...locale.messages import _
from ...presentation.boxes import BLUE, boxed, notice
from ...presentation.style import Markdown, Style, clip
from ...presentation.words import capital, season_name, short_title, title_of
from ..related import likeness
from .state import OpenId, opening

_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A related show and the season that people ask about next."""

    show: Show
    season: int | None


def pointer_to(show: Show, now: datetime) -> Pointer:
    """Where "read more" leads: the season that is asked about next, at the aware moment `now`."""
    return Pointer(show, verdict(show, None, now).number)


def similar_card(show: Show, pointers: Sequence[Pointer]) -> ui.LayoutView:
    """The shows related to one, with what they share, and a picker that opens a card."""
    name = _STYLE.escape(title_of(show))
    if not pointers:
        return notice(_("I know of no show that is like **{show}**.", show=name))
    lines = [
        "- "
        + _(
            "{show}: {why}",
            show=_pointed(pointer, _STYLE),
            why=likeness(show, pointer.show, _STYLE),
        )
        for pointer in pointers
    ]
    menu: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=OpenId("like").written(),
        placeholder=_("Open a show's card"),
        options=[
            discord.SelectOption(
                label=clip(_label(pointer), 100), value=opening(pointer.show.id, pointer.season)
            )
            for pointer in pointers
        ],
    )
    heading = _("### Like {show}", show=name)
    return boxed(BLUE, heading, "\n".join(lines), menu=menu)


def _pointed(pointer: Pointer, style: Style) -> str:
    title = style.bold(style.escape(short_title(pointer.show)))
    if pointer.season is None:
        return title
    season = season_name(pointer.season, pointer.show.season(pointer.season))
    return _("{show} {season}", show=title, season=style.escape(season))


def _label(pointer: Pointer) -> str:
    title = clip(short_title(pointer.show), 70)
    if pointer.season is None:
        return title
    season = season_name(pointer.season, pointer.show.season(pointer.season))
    return f"{title} · {capital(season)}"
