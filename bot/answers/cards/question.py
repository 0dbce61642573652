"""Replies to questions asked in a sentence: the card, "which show?", or what was not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord
from discord import ui

from ...facts.models import Topic
from ...presentation.boxes import finished, notice
from ...presentation.style import Markdown, clip, tamed
from ...questions.reading.question import Question
from ..inquiry import Reading
from .answer import card, labels

HINT = (
    "Ask me about a show: *is there another season, when is it out, who is in it, is there a "
    "trailer, what is it about, where can I watch it?* Name the show, and the season if you like."
)

_CODES = {
    Topic.GENERAL: "g",
    Topic.STATUS: "u",
    Topic.RELEASE: "r",
    Topic.CAST: "c",
    Topic.TRAILER: "t",
    Topic.STORY: "s",
    Topic.WHERE: "w",
    Topic.EPISODES: "e",
    Topic.SCHEDULE: "h",
}
_TOPICS = {code: topic for topic, code in _CODES.items()}

CHOICE = re.compile(
    r"choice:(?P<place>\d):(?P<topics>[gurctsweh]{1,9}):(?P<show>\d{1,18})"
    r":(?P<season>\d{1,5}|-|final|latest|next):(?P<asker>\d{1,20})"
)
"""A button that says which of several shows a question was about."""


def reply(
    reading: Reading, asker: int, find: ui.Button[ui.LayoutView] | None = None
) -> ui.LayoutView:
    """What is said to a question: its card, or which show is meant, or what was not understood.

    `find` is a button that looks elsewhere for the show it names, if nobody knows it here.
    """
    if reading.answers:
        first, *rest = reading.answers
        return card(first, asker=asker, also=rest, namesakes=reading.namesakes)
    question = reading.question
    if question.candidates:
        return which(question, asker)
    if not question.is_question:
        return notice(HINT)
    told = f"{not_understood(question)} {HINT}"
    if find is None or not question.fragment:
        return notice(told)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(told))
    view.add_item(ui.ActionRow(find))
    return finished(view)


def not_understood(question: Question) -> str:
    """What was understood of a question without a show, and what was not."""
    style = Markdown()
    topics = [topic for topic in question.topics if topic != "general"]
    asked = f"You ask about the {_listed(topics)}" if topics else "You ask about a show"
    if question.season is not None:
        asked += f" of season {question.season}"
    if question.fragment:
        name = style.escape(clip(tamed(question.fragment), 100))
        return f"{asked}, but I know no show called **{name}**."
    return f"{asked}, but I could not tell which show you mean."


def which(question: Question, asker: int) -> ui.LayoutView:
    """A button for each show that may be meant."""
    view = ui.LayoutView(timeout=None)
    several = len(question.candidates) > 1
    view.add_item(ui.TextDisplay("Which show do you mean?" if several else "Do you mean this?"))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    offered = question.candidates[:5]
    for place, (label, match) in enumerate(zip(labels(offered, 80), offered, strict=True)):
        row.add_item(
            ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=choice_id(place, question, match.entry.show_id, asker),
            )
        )
    view.add_item(row)
    return finished(view)


def choice_id(place: int, question: Question, show_id: int, asker: int) -> str:
    """The custom id of a choice: all that the question asked, and the show."""
    codes = "".join(_CODES[Topic(topic)] for topic in dict.fromkeys(question.topics)) or "g"
    season = question.season if question.season is not None else question.relative or "-"
    if isinstance(season, int) and season > 99_999:
        season = "-"
    return f"choice:{place}:{codes}:{show_id}:{season}:{asker}"


def chosen(match: re.Match[str]) -> tuple[Question, int, int]:
    """The question, the show's id and the asker behind the custom id of a choice."""
    season = match["season"]
    question = Question(
        text="",
        topics=tuple(_TOPICS[code].value for code in match["topics"]),
        season=int(season) if season.isdigit() else None,
        relative=None if season.isdigit() or season == "-" else season,
        part=None,
        show=None,
        candidates=(),
        fragment="",
        follow_up=False,
        is_question=True,
    )
    return question, int(match["show"]), int(match["asker"])


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
