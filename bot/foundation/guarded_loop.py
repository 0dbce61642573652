"""One step of a loop that must go on whatever happens in it: failing is logged once."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from ..errors import StoreError

T = TypeVar("T")


@dataclass(slots=True)
class GuardedStep:
    """Runs the step of a loop again and again, and writes to its `log` what became of it.

    A store that cannot be used is logged once, as `unavailable`, and `recovered` when it can be
    used again; `failed` is logged with the traceback of an error that nobody foresaw. `turned` is
    called after each step, however it ended.
    """

    log: logging.Logger
    unavailable: str
    failed: str
    recovered: str | None = None
    turned: Callable[[], None] | None = None
    _failing: bool = False

    async def run(self, step: Callable[[], Awaitable[T]]) -> T | None:
        """What the step returns; None where it failed."""
        try:
            result = await step()
        except StoreError as error:
            if not self._failing:
                self.log.warning("%s: %s", self.unavailable, error)
            self._failing = True
        except Exception:
            self.log.exception(self.failed)
        else:
            if self._failing and self.recovered is not None:
                self.log.info(self.recovered)
            self._failing = False
            return result
        finally:
            if self.turned is not None:
                self.turned()
        return None
