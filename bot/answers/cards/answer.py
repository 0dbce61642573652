"""The card of an answer (Components V2); every answer comes on such a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord
from discord import ui

from ...facts.models import Show, Topic
from ...facts.verdict import Verdict, VerdictKind
from ...locale.messages import N_, _
from ...presentation.layout import CARD, TextBudget, button, finished
from ...presentation.markup import Markdown, Style, capital, clip, tamed
from ...presentation.names import season_name, title_of
from ...questions.index.titles import Match
from ..citations import source_line
from ..lookup import Answer
from ..namesakes import also_called, common_name, labels
from ..related import Pointer
from ..section_writer import Section, together
from ..sections import fetch_note, write
from .custom_ids import CardId, CardState, SeasonsId, ShowsId, TimelineId, remind_button
from .pickers import PAGE

ALSO = "also"
"""The slot number of the namesake picker on a card."""

_RELATED = 60
"""How many characters of a related show's title are shown."""

_LONGEST_URL = 512
"""Discord's limit of a link button; a longer link has none."""

_COLOURS = {
    VerdictKind.AIRED: 0x3BA55D,
    VerdictKind.AIRING: 0x3BA55D,
    VerdictKind.SCHEDULED: 0x5865F2,
    VerdictKind.RENEWED: 0x5865F2,
    VerdictKind.IN_PRODUCTION: 0x5865F2,
    VerdictKind.POSTPONED: 0xFAA61A,
    VerdictKind.RUMORED: 0xFAA61A,
    VerdictKind.CANCELED: 0xED4245,
    VerdictKind.ENDED: 0x747F8D,
    VerdictKind.UNANNOUNCED: 0x747F8D,
    VerdictKind.NO_SUCH_SEASON: 0x747F8D,
}

_BUTTONS = (
    (Topic.RELEASE, N_("Release")),
    (Topic.CAST, N_("Cast")),
    (Topic.TRAILER, N_("Trailer")),
    (Topic.STORY, N_("Story")),
    (Topic.WHERE, N_("Where")),
)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Other shows of the name that was asked for, and the number of the season that was asked
    for."""

    matches: tuple[Match, ...]
    season: int | None


def card(
    answer: Answer,
    *,
    asker: int,
    page: int = 0,
    also: Sequence[Answer] = (),
    namesakes: Namesakes | None = None,
    read_more: Sequence[Pointer] = (),
    find: ui.Button[ui.LayoutView] | None = None,
) -> ui.LayoutView:
    """The answer as a card; its buttons and picker need no memory except their own ids.

    `also` are answers to other questions in the same message, shown below the first. `namesakes`
    are shows of the same name that could have been meant, with a picker. `read_more` are pages and
    related shows, `find` is a button that looks for another show of the name.
    """
    style = Markdown()
    section = together([write(part, style, page=page) for part in (answer, *also)])
    number = answer.verdict.number
    state = CardState(answer.topic, answer.show.id, number, asker, page, answer.region)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_COLOURS[answer.verdict.kind])
    heading = f"### {style.escape(title_of(answer.show))}{_subtitle(answer)}"
    notes = [source_line(section.cited, style, answer.now), fetch_note(answer, style)]
    if namesakes is not None:
        notes.append(style.small(also_called(answer.show, namesakes.matches, style)))
    if read_more:
        notes.append(style.small(related_text(read_more, style)))
    source = "\n".join(filter(None, notes))
    body = _body(section, CARD.less(heading, source))
    if section.picture is not None:
        thumbnail: ui.Thumbnail[ui.LayoutView] = ui.Thumbnail(
            section.picture, description=_picture_of(answer.show)
        )
        box.add_item(ui.Section(ui.TextDisplay(f"{heading}\n{body}"), accessory=thumbnail))
    else:
        box.add_item(ui.TextDisplay(f"{heading}\n{body}"))
    box.add_item(ui.TextDisplay(source))
    if links := [(label, url) for label, url in section.links if len(url) <= _LONGEST_URL]:
        box.add_item(_links(links))
    box.add_item(_topics(state))
    if section.pages > 1:
        box.add_item(_pager(state, section.pages))
    box.add_item(ui.ActionRow(*_of_the_show(answer.show), *([find] if find is not None else [])))
    for row in _season_rows(answer.show, answer.verdict, state):
        box.add_item(row)
    if namesakes is not None:
        season = namesakes.season
        box.add_item(ui.ActionRow(_others(answer.show, namesakes, replace(state, season=season))))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def _picture_of(show: Show) -> str:
    """The alternative text of the picture, within Discord's limit of 1,024 characters."""
    return _("A picture of {show}", show=title_of(show))


def related_text(pointers: Sequence[Pointer], style: Style) -> str:
    """Names related shows and pages about them."""
    names = [(clip(tamed(pointer.title), _RELATED), pointer.page) for pointer in pointers]
    told = [style.link(name, page) if page else style.escape(name) for name, page in names]
    return _("Read more: {shows}", shows=" · ".join(told))


def _others(show: Show, namesakes: Namesakes, state: CardState) -> ui.Select[ui.LayoutView]:
    matches = namesakes.matches[:PAGE]
    name = common_name(show, namesakes.matches)
    return ui.Select(
        custom_id=ShowsId(ALSO, replace(state, page=0)).written(),
        placeholder=clip(_("Another show called {name}", name=tamed(name)), 150),
        options=[
            discord.SelectOption(label=label, value=str(match.entry.show_id))
            for label, match in zip(labels(matches), matches, strict=True)
        ],
    )


def _subtitle(answer: Answer) -> str:
    if answer.verdict.number is None:
        return ""
    name = season_name(answer.verdict.number, answer.season)
    return f" · {Markdown().escape(capital(name))}"


def _body(section: Section, left: TextBudget) -> str:
    """The headline and as many lines as there is room for."""
    headline = clip(section.headline, CARD.characters // 2)
    return "\n".join([headline, *left.less(headline).first_lines(section.lines)])


def _links(links: Sequence[tuple[str, str]]) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for label, url in links[:5]:
        row.add_item(ui.Button(style=discord.ButtonStyle.link, label=label, url=url))
    return row


def _topics(state: CardState) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for topic, label in _BUTTONS:
        here = topic is state.topic
        turned = state.about(Topic.GENERAL if here else topic)
        row.add_item(
            button(
                _(label),
                CardId(topic.value[:4], turned).written(),
                discord.ButtonStyle.primary if here else discord.ButtonStyle.secondary,
            )
        )
    return row


def _of_the_show(show: Show) -> list[ui.Button[ui.LayoutView]]:
    """What applies to the whole show, whichever season the card is about."""
    buttons = [remind_button(show.id)]
    if show.seasons:
        buttons.append(button(_("Timeline"), TimelineId(show.id).written()))
    return buttons


def _pager(state: CardState, pages: int) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    page = min(state.page, pages - 1)
    for slot, label, target in (
        ("prev", _("◀ Previous"), page - 1),
        ("next", _("Next ▶"), page + 1),
    ):
        there = 0 <= target < pages
        turned = replace(state, page=target if there else page)
        row.add_item(button(label, CardId(slot, turned).written(), disabled=not there))
    return row


def _season_rows(
    show: Show, verdict: Verdict, state: CardState
) -> list[ui.ActionRow[ui.LayoutView]]:
    """The season picker, newest first, 25 a page; where there are more, buttons to turn it."""
    numbers = [season.number for season in show.seasons]
    if verdict.number is not None and verdict.number not in numbers:
        # The season that was asked about is listed even if it does not exist, so that the picker
        # shows it.
        numbers.append(verdict.number)
    numbers.sort(reverse=True)
    if numbers in ([], [verdict.number]):
        return []
    at = numbers.index(verdict.number) // PAGE if verdict.number is not None else 0
    pages = -(-len(numbers) // PAGE)
    shown = numbers[at * PAGE : (at + 1) * PAGE]
    menu: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=SeasonsId("pick", replace(state, page=0)).written(),
        placeholder=clip(_("Another season"), 150),
        options=[_season_option(show, number, verdict.number) for number in shown],
    )
    rows: list[ui.ActionRow[ui.LayoutView]] = [ui.ActionRow(menu)]
    if pages > 1:
        turn: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for slot, label, target in (
            ("newr", _("Newer seasons"), at - 1),
            ("oldr", _("Older seasons"), at + 1),
        ):
            there = 0 <= target < pages
            season = numbers[target * PAGE] if there else numbers[at * PAGE]
            turn.add_item(
                button(
                    label,
                    CardId(slot, replace(state, season=season, page=0)).written(),
                    disabled=not there,
                )
            )
        rows.append(turn)
    return rows


def _season_option(show: Show, number: int, chosen: int | None) -> discord.SelectOption:
    label = capital(season_name(number, show.season(number)))
    return discord.SelectOption(label=clip(label, 100), value=str(number), default=number == chosen)
