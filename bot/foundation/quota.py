"""A quota: how often each person or server may do something in a stretch of time."""

from __future__ import annotations

from datetime import datetime, timedelta

from cachetools import LRUCache

from .clock import has_passed

_REMEMBERED = 5000
"""How many keys are remembered, the ones used last."""


class Quota:
    """How often each may do something in a stretch of time, by a sliding log; it starts empty."""

    def __init__(self, limit: int, per: timedelta) -> None:
        self.limit = limit
        self._per = per
        self._taken: LRUCache[int, list[datetime]] = LRUCache(_REMEMBERED)

    def take(self, key: int, now: datetime) -> bool:
        """Count one; False where that would be too many."""
        taken = [at for at in self._taken.get(key, ()) if not has_passed(self._per, at, now)]
        is_free = len(taken) < self.limit
        self._taken[key] = [*taken, now] if is_free else taken
        return is_free

    def give_back(self, key: int) -> None:
        """Take the last count back: what it was for came to nothing."""
        if taken := self._taken.get(key):
            taken.pop()
