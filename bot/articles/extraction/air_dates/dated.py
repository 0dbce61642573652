"""What is said to happen on a date."""

from __future__ import annotations

from dataclasses import dataclass

from ...mentions.dates import DateMention
from ...mentions.titles import ArticleShow

LABEL, NOT_UNTIL = "date:", "not until"
"""Stand for the words of a day that is only labelled as that of a premiere, and of one before which
something does not come: "will not arrive until 2027"."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, and the place and the text of the words that say so.

    `kind` is "premiere", "finale", "all" (both) or "trailer".
    """

    kind: str
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of a show on a date that stands at a place; `start` and `end` are its clause.

    `is_moved` says that it was put off to that date.
    """

    subject: ArticleShow
    event: Event
    at: int
    mention: DateMention
    start: int
    end: int
    is_moved: bool

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return self.event.kind

    @property
    def text(self) -> str:
        """The words that tell the event."""
        return self.event.text
