"""A quota: how often each person or server may do something in a stretch of time."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from cachetools import LRUCache

_REMEMBERED = 5000
"""How many keys are remembered, the ones used last."""


class Quota:
    """How often each may do something in a stretch of time, by a sliding log; it starts empty."""

    def __init__(self, limit: int, per: timedelta) -> None:
        self.limit = limit
        self._per = per
        self._taken: LRUCache[int, deque[datetime]] = LRUCache(_REMEMBERED)

    def take(self, key: int, now: datetime) -> bool:
        """Count one; False where that would be too many."""
        taken = self._taken.setdefault(key, deque())
        while taken and now - taken[0] >= self._per:
            taken.popleft()
        if len(taken) >= self.limit:
            return False
        taken.append(now)
        return True

    def give_back(self, key: int) -> None:
        """Take the last count back: what it was for came to nothing."""
        if taken := self._taken.get(key):
            taken.pop()
