"""An answer, written out: which topic is told by whom. What others need of the texts is here."""

from __future__ import annotations

from ..facts.models import Topic
from ..presentation.style import Style
from ..presentation.words import ago, capital, season_name, title_of
from . import lists, topics
from .citations import Cited, source_line, source_name
from .lists import CAST_PAGE, newest_trailer
from .lookup import Answer
from .telling import Section, Telling

__all__ = [
    "CAST_PAGE",
    "Cited",
    "Section",
    "ago",
    "capital",
    "newest_trailer",
    "season_name",
    "source_line",
    "source_name",
    "title_of",
    "write",
]


def write(answer: Answer, style: Style, *, page: int | None = 0) -> Section:
    """The answer, written out for one screen.

    `page` counts from 0 in a long list; None writes all of it.
    """
    told = Telling(answer, style)
    match answer.topic:
        case Topic.RELEASE | Topic.SCHEDULE:
            return topics.release(told)
        case Topic.EPISODES:
            return topics.episodes(told)
        case Topic.STATUS:
            return topics.status(told)
        case Topic.CAST:
            return lists.cast(told, page)
        case Topic.TRAILER:
            return lists.trailer(told)
        case Topic.STORY:
            return topics.story(told)
        case Topic.WHERE:
            return lists.where(told)
        case _:
            return topics.general(told)
