"""What the lists of a calendar must remember, and the custom ids that remember it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import discord
from discord import ui

from ...answers.cards.state import SLOT, USER, OpenId, opening
from ...facts.models import Kind
from ...facts.season_dates import DateKind
from ...locale.messages import N_, _
from ...presentation.boxes import button
from ...presentation.custom_ids import CustomId, Part, lettered, number, optional, text
from ...presentation.style import clip, tamed
from ...presentation.words import capital, season_name
from ..models import Entry, NewsItem

KINDS: Mapping[str, DateKind | Kind] = {
    "premieres": DateKind.PREMIERE,
    "returns": DateKind.RETURN,
    "finales": DateKind.FINALE,
    **{kind.value: kind for kind in Kind},
}
"""What `kind` can be: what happens, or what sort of programme it is."""

KIND_NAMES: Mapping[str, str] = {
    "premieres": N_("Premieres"),
    "returns": N_("Returns of a part"),
    "finales": N_("Finales"),
    "scripted": N_("Scripted shows"),
    "limited": N_("Limited series"),
    "anime": N_("Anime"),
    "animation": N_("Animation"),
    "reality": N_("Reality shows"),
    "documentary": N_("Documentaries"),
    "talk": N_("Talk shows"),
    "news": N_("News programmes"),
    "game": N_("Game shows"),
    "variety": N_("Variety shows"),
}

_KIND = lettered({name: "abcdefghijklm"[at] for at, name in enumerate(KINDS)})
_MARK = text("[0-9a-f]{8}")
_LAST_PAGE = 999
_PAGE = Part(r"\d{1,3}", int, lambda page: str(min(page, _LAST_PAGE)))
_FLAG = Part("[01]", lambda written: written == "1", lambda flag: str(int(flag)))


@dataclass(frozen=True, slots=True)
class ListState:
    """Which list this is: so many days, one network by its mark, one kind, what is followed.

    `asker` is the user whose clicks turn it in place. `page` counts from 0.
    """

    days: Annotated[int, number(2)]
    network: Annotated[str | None, optional(_MARK)]
    kind: Annotated[str | None, optional(_KIND)]
    mine: Annotated[bool, _FLAG]
    asker: Annotated[int, USER]
    page: Annotated[int, _PAGE] = 0


@dataclass(frozen=True, slots=True)
class UpcomingId(CustomId):
    """A button that turns the pages of what is coming up."""

    kind = "upcoming"
    slot: Annotated[str, SLOT]
    state: ListState


@dataclass(frozen=True, slots=True)
class NewsId(CustomId):
    """A button that turns the pages of what is new."""

    kind = "whatsnew"
    slot: Annotated[str, SLOT]
    state: ListState


def turning(
    kind: type[UpcomingId | NewsId], state: ListState, pages: int
) -> list[ui.Button[ui.LayoutView]]:
    """Buttons to the pages before and after; none where there is one page."""
    if pages < 2:
        return []
    return [
        button(
            label,
            kind(slot, replace(state, page=target % pages)).written(),
            disabled=not 0 <= target < pages,
        )
        for slot, label, target in (
            ("prev", _("◀ Previous"), state.page - 1),
            ("next", _("Next ▶"), state.page + 1),
        )
    ]


def picker(items: Sequence[Entry | NewsItem]) -> ui.Select[ui.LayoutView]:
    """A picker among the shows and seasons of a page."""
    options: dict[str, str] = {}
    for item in items:
        value = opening(item.show_id, item.season)
        title = clip(tamed(item.title), 70)
        name = "" if item.season is None else f" · {capital(season_name(item.season))}"
        options.setdefault(value, clip(f"{title}{name}", 100))
    return ui.Select(
        custom_id=OpenId("pick").written(),
        placeholder=_("Open a show's card"),
        options=[
            discord.SelectOption(label=label, value=value)
            for value, label in list(options.items())[:25]
        ],
    )
