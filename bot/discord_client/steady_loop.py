"""Loops of discord.ext.tasks that run by a monotonic clock instead of the wall clock.

discord.py computes a loop's next iteration from the wall clock and the time of the last one. When
the clock is set back by an hour, every loop stops for an hour; when it is set ahead, each runs
without a pause until it has caught up, 3,600 times if it sleeps a second.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

import discord
from discord.ext import tasks

F = TypeVar("F", bound=Callable[..., Coroutine[Any, Any, Any]])


class SteadyLoop(tasks.Loop[F]):
    """A loop whose interval is counted from the end of each iteration by a monotonic clock."""

    def __get__(self, obj: Any, objtype: type[Any]) -> tasks.Loop[F]:
        loop = super().__get__(obj, objtype)
        # discord.py makes a loop for each instance, always of its own class.
        loop.__class__ = SteadyLoop
        return loop

    def _get_next_sleep_time(self, now: datetime = discord.utils.MISSING) -> datetime:
        return self._after_an_interval()

    def _try_sleep_until(self, dt: datetime) -> Any:
        # The clock may have been set back since the time was computed, while the loop's body ran.
        return super()._try_sleep_until(min(dt, self._after_an_interval()))

    def _after_an_interval(self) -> datetime:
        return discord.utils.utcnow() + timedelta(seconds=self._sleep)


def steady_loop(*, seconds: float = 0.0, minutes: float = 0.0) -> Callable[[F], SteadyLoop[F]]:
    """The counterpart of `discord.ext.tasks.loop` for a loop with an interval."""

    def decorate(coro: F) -> SteadyLoop[F]:
        return SteadyLoop(
            coro,
            seconds=seconds,
            minutes=minutes,
            hours=0.0,
            time=discord.utils.MISSING,
            count=None,
            reconnect=True,
            name=None,
        )

    return decorate
