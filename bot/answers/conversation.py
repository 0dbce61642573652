"""What each person last asked about in a channel, for ten minutes: "and the cast?"."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

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
        self._clock = clock
        self._spoken: OrderedDict[Speaker, tuple[datetime, Subject]] = OrderedDict()

    def remember(self, speaker: Speaker, subject: Subject) -> None:
        """Note what was just answered."""
        self._spoken[speaker] = (self._clock(), subject)
        self._spoken.move_to_end(speaker)
        while len(self._spoken) > _CAPACITY:
            self._spoken.popitem(last=False)

    def last(self, speaker: Speaker) -> Subject | None:
        """What that person last asked about there; None after ten minutes."""
        spoken = self._spoken.get(speaker)
        if spoken is None or not timedelta(0) <= self._clock() - spoken[0] <= MEMORY:
            return None
        return spoken[1]

    def forget(self, user_id: int) -> None:
        """Drop everything of one person."""
        for speaker in [s for s in self._spoken if s.user_id == user_id]:
            del self._spoken[speaker]
