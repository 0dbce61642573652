"""When each loop that must go on has last come round, for whoever asks whether the bot is well."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Pulse:
    """One loop. `turned_at` is when a step of it last ended, well or not, by the steady clock."""

    turned_at: float


class VitalSigns:
    """The pulses of loops by name; one that starts anew takes its old place."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._pulses: dict[str, Pulse] = {}

    def start(self, name: str) -> Callable[[], None]:
        """A loop begins; what is returned is called whenever a step of it has ended."""
        pulse = self._pulses[name] = Pulse(self._monotonic())

        def turned() -> None:
            pulse.turned_at = self._monotonic()

        return turned

    def stop(self, name: str) -> None:
        """The loop was ended on purpose."""
        self._pulses.pop(name, None)

    def ages(self) -> Mapping[str, float]:
        """Seconds since each loop last came round."""
        now = self._monotonic()
        return {name: now - pulse.turned_at for name, pulse in self._pulses.items()}
