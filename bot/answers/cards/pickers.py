"""Pickers among shows: namesakes, titles near to what was typed, and related shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import discord
from discord import ui

from ...facts.models import Show
from ...facts.verdict import OVER, verdict
from ...locale.messages import _
from ...presentation.custom_ids import CustomId
from ...presentation.layout import BLUE, boxed, button, finished, notice
from ...presentation.markup import Markdown, Style, capital, clip, tamed
from ...presentation.names import season_name, short_title, title_of
from ...questions.index.titles import Match
from ..lookup import Nothing, Several
from ..namesakes import labels
from ..related import likeness
from .custom_ids import CardId, CardState, OpenId, RemindPickId, ShowsId, opening

PAGE = 25
"""Discord's limit of options in a select menu, and so of seasons on a page."""


def namesakes(
    typed: str,
    matches: Sequence[Match],
    state: CardState,
    find: ui.Button[ui.LayoutView] | None = None,
) -> ui.LayoutView:
    """A picker among shows of one name, with year and network.

    `find` is a button that looks for another one elsewhere.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(_several(typed)))
    view.add_item(_menu(ShowsId("pick", replace(state, show=None)), matches))
    if find is not None:
        view.add_item(ui.ActionRow(find))
    return finished(view)


def to_be_reminded_of(
    result: Several | Nothing, matches: Sequence[Match], scope: int, *, is_learning: bool
) -> ui.LayoutView:
    """A picker for a reminder, if several shows or none have the title.

    `matches` are the shows of the result, titled in the spoken language; without any there is no
    picker. `scope` and `is_learning` are as in `did_you_mean`.
    """
    view = ui.LayoutView(timeout=None)
    told = _several(result.typed)
    if not isinstance(result, Several):
        told = _unknown(result.typed, scope, is_near=bool(matches), is_learning=is_learning)
    view.add_item(ui.TextDisplay(told))
    if matches:
        view.add_item(_menu(RemindPickId("pick"), matches))
    return finished(view)


def _several(typed: str) -> str:
    name = Markdown().escape(clip(tamed(typed), 100))
    return _("Several shows are called **{name}**. Which one?", name=name)


def _menu(custom_id: CustomId, matches: Sequence[Match]) -> ui.ActionRow[ui.LayoutView]:
    matches = matches[:PAGE]
    menu: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id.written(),
        placeholder=clip(_("Pick a show"), 150),
        options=[
            discord.SelectOption(label=label, value=str(match.entry.show_id))
            for label, match in zip(labels(matches), matches, strict=True)
        ],
    )
    return ui.ActionRow(menu)


def did_you_mean(
    typed: str,
    matches: Sequence[Match],
    state: CardState,
    find: ui.Button[ui.LayoutView] | None = None,
    scope: int = 0,
    *,
    is_learning: bool = False,
) -> ui.LayoutView:
    """A plain sentence that no show has that name, with buttons for similar ones.

    `find` is a button that looks for it elsewhere, `scope` the server with its editors (0: none).
    `is_learning`: the list of all shows is not read yet.
    """
    view = ui.LayoutView(timeout=None)
    told = _unknown(typed, scope, is_near=bool(matches), is_learning=is_learning)
    view.add_item(ui.TextDisplay(told))
    if matches:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for index, (label, match) in enumerate(zip(labels(matches[:5], 80), matches, strict=False)):
            chosen = replace(state, show=match.entry.show_id)
            row.add_item(button(label, CardId(f"dym{index}", chosen).written()))
        view.add_item(row)
    if find is not None and tamed(typed):
        view.add_item(ui.ActionRow(find))
    return finished(view)


def _unknown(typed: str, scope: int, *, is_near: bool, is_learning: bool) -> str:
    """That no show has that name, and what to do about it."""
    name = Markdown().escape(clip(tamed(typed), 100))
    if not name:
        return _("Which show do you mean? Type its title, or a few letters of it.")
    if is_near:
        return _("I know no show called **{name}**. Did you mean …", name=name)
    if is_learning:
        return _(
            "I know no show called **{name}** yet: I am still reading the list of all shows. Ask "
            "again in a few minutes, or check the spelling.",
            name=name,
        )
    if scope == 0:
        return _("I know no show called **{name}**. Check the spelling.", name=name)
    return _(
        "I know no show called **{name}**. Check the spelling, or ask this server's editors "
        "to add it.",
        name=name,
    )


_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class NextSeason:
    """A related show and the season that people ask about next."""

    show: Show
    season: int | None


def next_season(show: Show, now: datetime) -> NextSeason:
    """Where "read more" leads: the season that people ask about next, at the aware moment `now`."""
    following = verdict(show, None, now)
    return NextSeason(show, None if following.kind in OVER else following.number)


def similar_card(show: Show, pointers: Sequence[NextSeason], *, is_learning: bool) -> ui.LayoutView:
    """The shows related to one, with what they share, and a picker that opens a card.

    `is_learning`: what shows have in common is still being read, as for a while after a start.
    """
    name = _STYLE.escape(title_of(show))
    if is_learning:
        return notice(
            _("I am still reading what shows have in common. Ask again in a few minutes.")
        )
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


def _pointed(pointer: NextSeason, style: Style) -> str:
    title = style.bold(style.escape(short_title(pointer.show)))
    if pointer.season is None:
        return title
    season = season_name(pointer.season, pointer.show.season(pointer.season))
    return _("{show} {season}", show=title, season=style.escape(season))


def _label(pointer: NextSeason) -> str:
    title = clip(short_title(pointer.show), 70)
    if pointer.season is None:
        return title
    season = season_name(pointer.season, pointer.show.season(pointer.season))
    return f"{title} · {capital(season)}"
