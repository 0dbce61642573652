"""What each person last asked about in a channel, for ten minutes: "and the cast?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cachetools import TTLCache

from ..clock import Clock

MEMORY = timedelta(minutes=10)
"""So long "and the cast?" means the same show."""

_CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in a channel."""

    channel_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Subject:
    """The show and the season that were spoken of; None for "the next one"."""

    show_id: int
    season: int | None


class Conversation:
    """Remembers subjects in memory, a bounded number of them, each for its person alone."""

    def __init__(self, clock: Clock) -> None:
        self._spoken: TTLCache[Speaker, Subject] = TTLCache(
            _CAPACITY, ttl=MEMORY.total_seconds(), timer=lambda: clock().timestamp()
        )

    def remember(self, speaker: Speaker, subject: Subject) -> None:
        """Note what was just answered."""
        self._spoken[speaker] = subject

    def last(self, speaker: Speaker) -> Subject | None:
        """What that person last asked about there; None after ten minutes."""
        return self._spoken.get(speaker)

    def forget(self, user_id: int) -> None:
        """Drop everything of one person."""
        for speaker in [s for s in self._spoken if s.user_id == user_id]:
            del self._spoken[speaker]
