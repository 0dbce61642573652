"""Draws charts off the event loop and keeps the last ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Self

from cachetools import LRUCache

from ..locale.messages import language
from .chart import Chart

_KEPT = 64
"""Pictures of some 10 KB each."""


class PictureCache:
    """A picture is drawn once for what it shows, which is its key: nothing else goes stale."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self._executor = executor
        self._drawn: LRUCache[tuple[Chart, str], bytes] = LRUCache(_KEPT)

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """One that draws in a thread of its own."""
        executor = ThreadPoolExecutor(1, "pictures")
        try:
            yield cls(executor)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    async def png(self, chart: Chart) -> bytes:
        """The chart as a PNG, in the language that is spoken now.

        Raises:
            OSError: a font is not there.
        """
        key = chart, language()
        picture = self._drawn.get(key)
        if picture is None:
            loop = asyncio.get_running_loop()
            picture = await loop.run_in_executor(self._executor, copy_context().run, _png, chart)
            self._drawn[key] = picture
        return picture


def _png(chart: Chart) -> bytes:
    from .drawing import png  # Pillow is loaded when the first picture is asked for

    return png(chart)
