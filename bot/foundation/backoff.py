"""When to try again: later each time, and never all at one moment."""

from __future__ import annotations

from datetime import timedelta

GIVE_UP = timedelta(days=1)
"""A message that could not be delivered for so long is given up, and shown so."""

_FIRST = 2.0
_LONGEST = 3600.0


def backoff(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many attempts; `jitter` lies between 0 and 1."""
    seconds = min(_LONGEST, _FIRST * 2.0 ** max(0, min(attempts, 20) - 1))
    return timedelta(seconds=seconds * (0.5 + 0.5 * jitter))
