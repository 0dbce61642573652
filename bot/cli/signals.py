"""The signals that tell a process to end, and how a command reacts to them."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

# This module is imported before all others, and must load at once.
if TYPE_CHECKING:
    import asyncio


def ending_signals() -> tuple[signal.Signals, ...]:
    """SIGINT, SIGTERM and, where it exists and is not ignored, SIGHUP.

    Settings are read at the start alone, so a SIGHUP does not mean "read them again" but that the
    terminal was closed. A process that should outlive it is started with it ignored, as by nohup
    (POSIX, `nohup`).
    """
    ending = [signal.SIGINT, signal.SIGTERM]
    # Windows has none.
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:
        ending.append(hangup)
    return tuple(ending)


def end_at_once() -> None:
    """Make each signal end the process with exit code 0, while there is nothing to close yet."""
    for sign in ending_signals():
        signal.signal(sign, lambda *_: os._exit(0))


def end_in_order() -> None:
    """Make each signal end the process as Ctrl-C does, with exit code 128 plus the signal's number.

    So no file is left half written, and nothing half stored.
    """
    for sign in ending_signals():
        if sign != signal.SIGINT:  # Python's own handler of SIGINT does the same.
            signal.signal(sign, lambda number, _frame: sys.exit(128 + number))


def stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Make each signal set the event, also on Windows, where event loops do not handle signals."""
    for sign in ending_signals():
        try:
            loop.add_signal_handler(sign, stop.set)
        except NotImplementedError:
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stop.set))
