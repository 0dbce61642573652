"""The steps of a loop that must go on whatever happens in one of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from ..errors import StoreError

T = TypeVar("T")


@dataclass(slots=True)
class Steps:
    """Takes one step after another for a loop, and writes to its `log` what became of them.

    A store that cannot be used is told once, by `waiting`, and `again` tells when it can be used
    again; `failed` tells of an error that nobody foresaw.
    """

    log: logging.Logger
    waiting: str
    failed: str
    again: str | None = None
    _failing: bool = False

    async def take(self, step: Callable[[], Awaitable[T]]) -> T | None:
        """What the step gives; None where it failed."""
        try:
            given = await step()
        except StoreError as error:
            if not self._failing:
                self.log.warning("%s: %s", self.waiting, error)
            self._failing = True
        except Exception:
            self.log.exception(self.failed)
        else:
            if self._failing and self.again is not None:
                self.log.info(self.again)
            self._failing = False
            return given
        return None
