"""When a season that a provider lists has had its last episode. Pure."""

from __future__ import annotations

from datetime import date, timedelta

_AT_ONCE = timedelta(days=7)
"""A season all of whose listed episodes share a day this far behind came out at once: a weekly one
has its next episode listed by then."""

_QUIET = timedelta(days=60)
"""A season that showed nothing for this long and lists nothing more has had its last episode."""


def has_ended(
    first: date | None, last: date, today: date, *, show_over: bool, followed: bool
) -> bool:
    """Whether `last`, the day of the last episode listed so far, is that of the finale.

    Providers list a season under way only as far as it is announced, so its last day is no finale
    until the show is over, a later season has begun (`followed`), or time has told.
    """
    if last > today or (first is not None and last < first):
        return False
    if show_over or followed:
        return True
    return today - last > (_AT_ONCE if first == last else _QUIET)
