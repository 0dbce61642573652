"""The custom ids of the components on cards, which contain all that a card must remember.

The *Remind me* button needs nothing but its id, so it is here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import discord
from discord import ui

from ...facts.models import Topic
from ...locale.messages import _
from ...presentation.custom_ids import CustomId, IdPart, lettered, number, optional, text
from ...presentation.layout import button
from ...questions.reading.question import Question

TOPIC = lettered(
    {
        Topic.GENERAL: "g",
        Topic.RELEASE: "r",
        Topic.CAST: "c",
        Topic.TRAILER: "t",
        Topic.STORY: "s",
        Topic.WHERE: "w",
    },
    otherwise="g",
)
"""The topics of cards, as letters; a topic without a button of its own opens the whole answer."""

SHOW, USER = number(18), number(20)
SEASON = optional(number(5))
REGION = optional(text("[A-Z]{2}"))
SLOT = text(r"\w{1,4}")
"""Makes the ids of two components differ: Discord accepts no id twice in one message."""

_LAST_PAGE = 9999
_PAGE = IdPart(r"\d{1,4}", int, lambda page: str(min(page, _LAST_PAGE)))


@dataclass(frozen=True, slots=True)
class CardState:
    """Which card this is.

    `show` is None if it is still to be picked. `asker` is the user whose clicks switch the card in
    place; with 0 every click gets an answer of its own. `season` is None for "the next one". `page`
    counts from 0.
    """

    topic: Annotated[Topic, TOPIC]
    show: Annotated[int | None, optional(SHOW)]
    season: Annotated[int | None, SEASON]
    asker: Annotated[int, USER]
    page: Annotated[int, _PAGE] = 0
    region: Annotated[str | None, REGION] = None

    def about(self, topic: Topic) -> CardState:
        """The first page of the same card about another topic.

        Every field is written out: a card has five such buttons, and `replace` is slow.
        """
        return CardState(topic, self.show, self.season, self.asker, 0, self.region)


@dataclass(frozen=True, slots=True)
class CardId(CustomId):
    """A button that turns the card to another topic, page or show."""

    kind = "card"
    keeps_language = True
    slot: Annotated[str, SLOT]
    state: CardState


@dataclass(frozen=True, slots=True)
class TimelineId(CustomId):
    """The button that shows the seasons on a line of years, to whoever clicked."""

    kind = "timeline"
    keeps_language = True
    show: Annotated[int, SHOW]


@dataclass(frozen=True, slots=True)
class SeasonsId(CustomId):
    """The season picker; its values are season numbers."""

    kind = "seasons"
    keeps_language = True
    slot: Annotated[str, SLOT]
    state: CardState


@dataclass(frozen=True, slots=True)
class ShowsId(CustomId):
    """The picker among namesakes; its values are show ids."""

    kind = "shows"
    keeps_language = True
    slot: Annotated[str, SLOT]
    state: CardState


@dataclass(frozen=True, slots=True)
class OpenId(CustomId):
    """A picker that opens a card; its values are a show's id, or `id-season`."""

    kind = "opencard"
    slot: Annotated[str, SLOT]


def opening(show_id: int, season: int | None) -> str:
    """The value of a picker that opens the card of a show, or of one of its seasons."""
    return str(show_id) if season is None else f"{show_id}-{season}"


EVENT = text(r"\w{1,20}|-")
"""The token of the message that a button stands on, by which it is found again."""


@dataclass(frozen=True, slots=True)
class RemindId(CustomId):
    """*Remind me* of a show. On an alert, with the token of that alert's event."""

    kind = "remind"
    show: Annotated[int, SHOW]
    event: Annotated[str, EVENT] = "-"


@dataclass(frozen=True, slots=True)
class RemindPickId(CustomId):
    """A picker among several shows, for a reminder; its values are shows' ids."""

    kind = "remindof"
    slot: Annotated[str, SLOT]


@dataclass(frozen=True, slots=True)
class StopId(CustomId):
    """*Stop reminding me*, in direct messages and in the list of one's reminders."""

    kind = "unremind"
    show: Annotated[int, SHOW]
    event: Annotated[str, EVENT] = "-"


def remind_button(show_id: int, event: str = "-") -> ui.Button[ui.LayoutView]:
    """*Remind me*, on a card or on the alert of that token."""
    return button(_("Remind me"), RemindId(show_id, event).written(), discord.ButtonStyle.success)


def stop_button(
    show_id: int, event: str = "-", label: str | None = None
) -> ui.Button[ui.LayoutView]:
    """*Stop reminding me*, in a list or on the reminder of that token."""
    return button(
        _("Stop reminding me") if label is None else label, StopId(show_id, event).written()
    )


_ASKED_TOPIC = lettered(
    {
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
)


_ASKED_TOPICS = IdPart(
    f"{_ASKED_TOPIC.pattern}{{1,9}}",
    lambda letters: tuple(_ASKED_TOPIC.read(letter) for letter in letters),
    lambda topics: "".join(_ASKED_TOPIC.write(topic) for topic in topics),
)


_ASKED_SEASON = IdPart(
    r"\d{1,5}|final|latest|next|specials",
    lambda season: int(season) if season.isdecimal() else season,
)


_LONGEST_NAMES = 25
"""The most characters of names: what the longest id has left beside its other parts."""


def _shortened(names: Sequence[str]) -> str:
    while names and len(" ".join(names)) > _LONGEST_NAMES:
        names = names[:-1]
    return " ".join(names)


_ASKED_NAMES = IdPart(
    f"[^:\n]{{0,{_LONGEST_NAMES}}}", lambda names: tuple(names.split()), _shortened, added=True
)


@dataclass(frozen=True, slots=True)
class ChoiceId(CustomId):
    """A button that picks one of the shows a question may be about, and keeps all that was
    asked."""

    kind = "choice"
    keeps_language = True
    slot: Annotated[int, number(1)]
    topics: Annotated[tuple[Topic, ...], _ASKED_TOPICS]
    show: Annotated[int, SHOW]
    season: Annotated[int | str | None, optional(_ASKED_SEASON)]
    asker: Annotated[int, USER]
    names: Annotated[tuple[str, ...], _ASKED_NAMES] = ()

    @property
    def question(self) -> Question:
        """The question, as far as the id keeps it."""
        return Question(
            text="",
            topics=tuple(topic.value for topic in self.topics),
            season=self.season if isinstance(self.season, int) else None,
            relative=self.season if isinstance(self.season, str) else None,
            part=None,
            show=None,
            candidates=(),
            fragment="",
            follow_up=False,
            is_question=True,
            names=self.names,
        )
