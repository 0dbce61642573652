"""Loops of discord.ext.tasks that go by the time that passes, and not by the time of day.

discord.py reckons when a loop comes round next from the wall clock, and from when it should have
come round last. Set back by an hour, that stopped every loop for the hour; set ahead by one, it
made each come round without a pause until it had caught up, 3,600 times where it sleeps a second.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

import discord
from discord.ext import tasks

F = TypeVar("F", bound=Callable[..., Coroutine[Any, Any, Any]])


class SteadyLoop(tasks.Loop[F]):
    """A loop with an interval, which begins anew with each time it comes round."""

    def __get__(self, obj: Any, objtype: type[Any]) -> tasks.Loop[F]:
        loop = super().__get__(obj, objtype)
        # discord.py makes the instance's own loop, and always one of its own class.
        loop.__class__ = SteadyLoop
        return loop

    def _get_next_sleep_time(self, now: datetime = discord.utils.MISSING) -> datetime:
        return self._after_an_interval()

    def _try_sleep_until(self, dt: datetime) -> Any:
        # The clock may have been set back since that was reckoned, while the loop's body ran.
        return super()._try_sleep_until(min(dt, self._after_an_interval()))

    def _after_an_interval(self) -> datetime:
        return discord.utils.utcnow() + timedelta(seconds=self._sleep)


def steady_loop(*, seconds: float = 0.0, minutes: float = 0.0) -> Callable[[F], SteadyLoop[F]]:
    """What `discord.ext.tasks.loop` is, for a loop that comes round after so long a time."""

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
