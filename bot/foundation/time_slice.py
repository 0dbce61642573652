"""Long work on the event loop in slices, between which others have their turn."""

from __future__ import annotations

import asyncio
from time import perf_counter

_SLICE_SECONDS = 0.001

_LONGEST_PAUSE_SECONDS = 0.005


class TimeSlice:
    """A share of the event loop that takes at most half of its time from others.

    Whatever lies between two calls of `pause` should take well under a millisecond.
    """

    def __init__(self) -> None:
        self._began = perf_counter()

    async def pause(self) -> None:
        """Let others have their turn, if the slice is over."""
        worked = perf_counter() - self._began
        if worked >= _SLICE_SECONDS:
            await asyncio.sleep(min(worked, _LONGEST_PAUSE_SECONDS))
            self._began = perf_counter()
