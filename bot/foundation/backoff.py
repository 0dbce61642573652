"""Exponential backoff with jitter: ever longer waits, and never all at one moment."""

from __future__ import annotations

# The power alone would be too large for a float after some days without a network.
_DOUBLINGS = 20


def backoff(
    failures: int,
    jitter: float,
    *,
    first: float = 2.0,
    longest: float = 3600.0,
    spread: float = 0.5,
) -> float:
    """Seconds to wait after so many failures in a row: doubling from `first` up to `longest`.

    `jitter`, drawn between 0 and 1, takes up to the part `spread` of it away, so that those who
    fail together do not come back together; a `spread` of 1 is what AWS calls full jitter.
    """
    bound = min(longest, first * 2.0 ** (min(max(failures, 1), _DOUBLINGS) - 1))
    return bound * (1 - spread + spread * jitter)
