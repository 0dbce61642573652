"""The queue of a process's writes: one at a time, first come, first served."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..errors import StoreError
from .driver_errors import LATE

_LOG = logging.getLogger(__name__)

_TURN_SECONDS = 4.5
"""How long one write may hold up those behind it before they are refused. It is a little less than
a write may wait for another program's lock, so that the waits of a queue do not add up."""


class WriteQueue:
    """Gives turns to write. The queue may be of any length as long as it moves.

    If a single write takes too long, because of another program's lock or a disk that hangs, the
    writes behind it are refused.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._waiting: set[asyncio.Timeout] = set()
        self._is_held_up = False

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold the turn inside the block.

        Raises:
            StoreError: the write that has the turn takes too long.
        """
        try:
            async with asyncio.timeout(_TURN_SECONDS) as patience:
                self._waiting.add(patience)
                try:
                    await self._lock.acquire()
                finally:
                    self._waiting.discard(patience)
        except TimeoutError:
            if not self._is_held_up:
                _LOG.warning(
                    "a write takes long, and those behind it are refused: look for a lock that "
                    "another program holds in the database, or for a disk that stands still"
                )
            self._is_held_up = True
            raise StoreError(LATE) from None
        try:
            until = asyncio.get_running_loop().time() + _TURN_SECONDS
            for deadline in self._waiting:
                if not deadline.expired():
                    deadline.reschedule(until)
            yield
            self._is_held_up = False
        finally:
            self._lock.release()
