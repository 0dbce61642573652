"""Waiting in one event loop for something to become true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Signal:
    """Tells waiters that something changed; each looks for itself whether it is what it wants."""

    __slots__ = ("_waiters",)

    def __init__(self) -> None:
        self._waiters: list[asyncio.Future[None]] = []

    def notify(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, holds: Callable[[], bool], seconds: float) -> None:
        """Return once ``holds()`` is true; ``TimeoutError`` after ``seconds``."""
        if holds():
            return
        async with asyncio.timeout(seconds):
            while not holds():
                waiter = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                await waiter


async def eventually(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Return once ``holds()`` is true, of what tells nobody that it changed."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.02)
