"""Replies to a question asked in a sentence: the card, "which show?", or what was not
understood."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from ...facts.models import Topic
from ...locale.cldr import listed
from ...locale.messages import N_, _
from ...presentation.layout import button, finished, notice
from ...presentation.markup import Markdown, clip, tamed
from ...questions.reading.question import Question
from ..conversation import Reading
from ..namesakes import labels
from ..related import Pointer
from .answer import Namesakes, card
from .custom_ids import ChoiceId

_TOPIC_NAMES = {
    "status": N_("status"),
    "release": N_("release"),
    "cast": N_("cast"),
    "trailer": N_("trailer"),
    "story": N_("story"),
    "where": N_("where"),
    "episodes": N_("episodes"),
    "schedule": N_("schedule"),
}
"""Topics as they are named in "You ask about the …"."""


def hint() -> str:
    """What can be asked, and how; and which commands are about all shows."""
    about_a_show = _(
        "Ask me about a show: *is there another season, when is it out, who is in it, is there a "
        "trailer, what is it about, where can I watch it?* Name the show, and the season if you "
        "like."
    )
    about_all = _("`/upcoming` lists what begins soon, of all shows, and `/news` what is new.")
    return f"{about_a_show} {about_all}"


def reply(
    reading: Reading,
    asker: int,
    find: ui.Button[ui.LayoutView] | None = None,
    read_more: Sequence[Pointer] = (),
) -> ui.LayoutView:
    """The reply to a question: its card, or which show is meant, or what was not understood.

    `find` is a button that looks elsewhere for the show it names, or for another of that name.
    `read_more` is where to read on about the show.
    """
    if reading.answers:
        first, *rest = reading.answers
        others, season = reading.namesakes, reading.question.season
        namesakes = Namesakes(others, season) if others else None
        return card(
            first, asker=asker, also=rest, namesakes=namesakes, read_more=read_more, find=find
        )
    question = reading.question
    if question.candidates:
        return which(question, asker, find)
    if question.for_help or not (question.is_question or question.fragment):
        return notice(hint())
    text = f"{not_understood(question)} {hint()}"
    if find is None or not question.fragment:
        return notice(text)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(text))
    view.add_item(ui.ActionRow(find))
    return finished(view)


def not_understood(question: Question) -> str:
    """What was understood of a question without a show, and what was not."""
    style = Markdown()
    topics = [topic for topic in question.topics if topic != "general"]
    values = {
        "topics": listed([_(_TOPIC_NAMES.get(topic, topic)) for topic in topics]),
        "number": question.season,
    }
    if topics and question.season is not None:
        # Translators: {topics} is "cast, story and trailer", or some of these.
        asked = _("You ask about the {topics} of season {number}", **values)
    elif topics:
        asked = _("You ask about the {topics}", **values)
    elif question.season is not None:
        asked = _("You ask about season {number} of a show", **values)
    else:
        asked = _("You ask about a show")
    if question.fragment:
        name = style.escape(clip(tamed(question.fragment), 100))
        # Translators: {asked} is "You ask about the cast of season 2".
        return _("{asked}, but I know no show called **{name}**.", asked=asked, name=name)
    return _("{asked}, but I could not tell which show you mean.", asked=asked)


def which(
    question: Question, asker: int, find: ui.Button[ui.LayoutView] | None = None
) -> ui.LayoutView:
    """A button for each show that may be meant, and one to look elsewhere for another."""
    view = ui.LayoutView(timeout=None)
    several = len(question.candidates) > 1
    view.add_item(
        ui.TextDisplay(_("Which show do you mean?") if several else _("Did you mean this?"))
    )
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    offered = question.candidates[:5]
    for slot, (label, match) in enumerate(zip(labels(offered, 80), offered, strict=True)):
        row.add_item(button(label, _choice(slot, question, match.entry.show_id, asker).written()))
    view.add_item(row)
    if find is not None:
        view.add_item(ui.ActionRow(find))
    return finished(view)


def _choice(slot: int, question: Question, show_id: int, asker: int) -> ChoiceId:
    topics = tuple(Topic(topic) for topic in dict.fromkeys(question.topics)) or (Topic.GENERAL,)
    season = question.season if question.season is not None else question.relative
    if isinstance(season, int) and season > 99_999:
        season = None
    return ChoiceId(slot, topics, show_id, season, asker, question.names)
