"""What a digest says: what is new, then what comes up, as much as one message holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..facts.models import Show
from ..locale.messages import _, ngettext
from ..presentation.style import Style
from .models import NewsItem
from .sentences import news_lines, upcoming_lines
from .upcoming import Agenda

_NEWS = 8
_ENTRIES = 12
"""So many are told; commands tell the rest."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a digest would tell; `shows` are those that the news are about."""

    news: Sequence[NewsItem]
    shows: Mapping[int, Show]
    agenda: Agenda

    @property
    def is_new(self) -> bool:
        """Whether there is anything to tell: a stretch of time that goes on is nothing new."""
        return bool(self.news or self.agenda.days)


def digest_lines(content: Content, now: datetime, style: Style) -> list[str]:
    """The lines of its message; `now` is aware, in the server's zone."""
    lines = []
    if content.news:
        shown = content.news[:_NEWS]
        lines += [_("### What is new"), *news_lines(shown, content.shows, now, style)]
        if more := len(content.news) - len(shown):
            lines.append(
                style.small(
                    ngettext(
                        "And {number} more: `/news` tells it.",
                        "And {number} more: `/news` tells them.",
                        more,
                    )
                )
            )
    entries = content.agenda.entries
    if entries:
        first = entries[:_ENTRIES]
        lines += [_("### What comes up"), *upcoming_lines(content.agenda, first, now, style)]
        if more := len(entries) - len(first):
            lines.append(
                style.small(
                    ngettext(
                        "And {number} more: `/upcoming` tells it.",
                        "And {number} more: `/upcoming` tells them.",
                        more,
                    )
                )
            )
    return lines
