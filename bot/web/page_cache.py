"""Pages kept in memory: bounded, made anew when what they tell of has changed, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from cachetools import LRUCache

from ..clock import Clock
from .page import Page

CAPACITY = 16_000_000
"""So many bytes of pages are kept."""

_FRESH_SECONDS = 60
"""So long a page stands unasked: a day may have come, an instant may have passed."""


@dataclass(frozen=True, slots=True)
class _Kept:
    subject: object
    until: float
    page: Page


class PageCache:
    """Keeps made pages. What is being made is made once, however many wait for it.

    One page is made at a time: were many made between each other, whoever asks the bot something
    would wait for a slice of each.
    """

    def __init__(self, clock: Clock, capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(capacity, getsizeof=lambda k: len(k.page))
        self._making: dict[Hashable, tuple[object, asyncio.Task[Page]]] = {}
        self._turn = asyncio.Semaphore(1)

    async def get(
        self, key: Hashable, subject: object, make: Callable[[], Awaitable[Page]]
    ) -> Page:
        """The page of that key about `subject`; another object in its place makes it anew."""
        kept = self._kept.get(key)
        if kept is not None and kept.subject is subject and self._now() < kept.until:
            return kept.page
        under_way = self._making.get(key)
        if under_way is None or under_way[0] is not subject:
            task = asyncio.create_task(self._make(key, subject, make), name="page")
            self._making[key] = under_way = (subject, task)
        # Whoever leaves does not take it away from the others.
        return await asyncio.shield(under_way[1])

    async def close(self) -> None:
        """End what is being made."""
        tasks = [task for _, task in self._making.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _make(
        self, key: Hashable, subject: object, make: Callable[[], Awaitable[Page]]
    ) -> Page:
        try:
            async with self._turn:
                page = await make()
            if len(page) < self._capacity / 4:
                self._kept[key] = _Kept(subject, self._now() + _FRESH_SECONDS, page)
            return page
        finally:
            if self._making.get(key, (None, None))[0] is subject:
                del self._making[key]

    def _now(self) -> float:
        return self._clock().timestamp()
