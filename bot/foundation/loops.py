"""Loops that must keep running: failures are logged once, retries wait longer and longer, and long
work lets other tasks run."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import TypeVar

from ..errors import StoreError

T = TypeVar("T")
Place = tuple[CodeType, int] | None
"""Where an error was raised: the code object and the line number."""


@dataclass(slots=True)
class GuardedStep:
    """Runs the step of a loop again and again, and logs how it went.

    A store that cannot be used is logged once, as `unavailable`. An unforeseen error is logged as
    `failed` with its traceback, and not again while each step fails at the same place: a loop may
    run every second. `recovered` is logged after the first step that succeeds again. `turned` is
    called after each step, however it ended.
    """

    log: logging.Logger
    unavailable: str
    failed: str
    recovered: str | None = None
    turned: Callable[[], None] | None = None
    _unavailable: bool = False
    _failed_at: tuple[type[Exception], Place] | None = None

    async def run(self, step: Callable[[], Awaitable[T]]) -> T | None:
        """Run a step; returns its result, or None if it failed."""
        try:
            result = await step()
        except StoreError as error:
            if not self._unavailable:
                self.log.warning("%s: %s", self.unavailable, error)
            self._unavailable = True
        except Exception as error:
            failed_at = type(error), place_of(error)
            if failed_at != self._failed_at:
                self.log.exception(self.failed)
            self._failed_at = failed_at
        else:
            if (self._unavailable or self._failed_at) and self.recovered is not None:
                self.log.info(self.recovered)
            self._unavailable, self._failed_at = False, None
            return result
        finally:
            if self.turned is not None:
                self.turned()
        return None


def place_of(error: BaseException) -> Place:
    """Where an error was raised; None for an error that was never raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code, trace.tb_lineno) if trace is not None else None


@dataclass(slots=True)
class Pulse:
    """One loop. `turned_at` is the monotonic time in seconds at which its last step ended, well or
    not."""

    turned_at: float


class VitalSigns:
    """When each loop last ended a step, by the loop's name; a loop that is restarted replaces its
    predecessor."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._pulses: dict[str, Pulse] = {}

    def start(self, name: str) -> Callable[[], None]:
        """Note that a loop starts; returns the callback to call after each of its steps."""
        pulse = self._pulses[name] = Pulse(self._monotonic())

        def turned() -> None:
            pulse.turned_at = self._monotonic()

        return turned

    def stop(self, name: str) -> None:
        """Note that a loop was ended on purpose."""
        self._pulses.pop(name, None)

    def ages(self) -> Mapping[str, float]:
        """The seconds since each loop last ended a step, by the loop's name."""
        now = self._monotonic()
        return {name: now - pulse.turned_at for name, pulse in self._pulses.items()}


# After some days without a network the power alone would be too large for a float.
_DOUBLINGS = 20


def backoff(
    failures: int,
    jitter: float,
    *,
    first: float = 2.0,
    longest: float = 3600.0,
    spread: float = 0.5,
) -> float:
    """Seconds to wait after that many failures in a row: doubling from `first` up to `longest`.

    `jitter`, drawn between 0 and 1, shortens the wait by up to the fraction `spread`, so that
    clients which failed together do not retry together; a `spread` of 1 is what AWS calls full
    jitter.
    """
    bound = min(longest, first * 2.0 ** (min(max(failures, 1), _DOUBLINGS) - 1))
    return bound * (1 - spread + spread * jitter)


_SLICE_SECONDS = 0.001

_LONGEST_PAUSE_SECONDS = 0.005


class TimeSlice:
    """A share of the event loop that leaves others at least half of its time.

    The work between two calls of `pause` should take well under a millisecond.
    """

    def __init__(self) -> None:
        self._began = time.perf_counter()

    async def pause(self) -> None:
        """Let others have their turn, if the slice is over."""
        worked = time.perf_counter() - self._began
        if worked >= _SLICE_SECONDS:
            await asyncio.sleep(min(worked, _LONGEST_PAUSE_SECONDS))
            self._began = time.perf_counter()
