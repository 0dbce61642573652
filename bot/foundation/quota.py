"""A quota: how often each person or server may do something within a period."""

from __future__ import annotations

from datetime import datetime, timedelta

from cachetools import LRUCache

from .clock import has_passed

_REMEMBERED = 5000
"""How many keys are kept; those used longest ago are dropped."""


class Quota:
    """How often each key may do something within a period (a sliding log); kept in memory alone."""

    def __init__(self, limit: int, per: timedelta) -> None:
        self.limit = limit
        self._per = per
        self._taken: LRUCache[int, list[datetime]] = LRUCache(_REMEMBERED)

    def take(self, key: int, now: datetime) -> bool:
        """Count one use of the key; False, and nothing is counted, if that would be too many."""
        taken = [at for at in self._taken.get(key, ()) if not has_passed(self._per, at, now)]
        is_free = len(taken) < self.limit
        self._taken[key] = [*taken, now] if is_free else taken
        return is_free

    def give_back(self, key: int) -> None:
        """Undo the last count of the key, because what it was for did not take place."""
        if taken := self._taken.get(key):
            taken.pop()
