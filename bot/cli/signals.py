"""The signals that tell a process to end, and what a command does when one comes."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

# This is imported before all else, and has to be there at once.
if TYPE_CHECKING:
    import asyncio


def ending_signals() -> tuple[signal.Signals, ...]:
    """SIGINT, SIGTERM, and SIGHUP where there is one and nobody has it ignored.

    Settings are read at the start alone, so there is nothing to read again on a SIGHUP: it means
    that the terminal has gone. Whoever wants to outlive that, as with nohup, has it ignored from
    the start (POSIX, `nohup`).
    """
    ending = [signal.SIGINT, signal.SIGTERM]
    # Windows has none.
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:
        ending.append(hangup)
    return tuple(ending)


def end_at_once() -> None:
    """Have each of them end the process with 0, while there is nothing to close yet."""
    for sign in ending_signals():
        signal.signal(sign, lambda *_: os._exit(0))


def end_in_order() -> None:
    """Have each of them end the process as Ctrl-C does, with 128 and its number.

    No file stays half written then, and nothing half stored.
    """
    for sign in ending_signals():
        if sign != signal.SIGINT:  # Python's own handler does so
            signal.signal(sign, lambda number, _frame: sys.exit(128 + number))


def stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Have each of them set the event; on Windows, where no loop knows signals, as well."""
    for sign in ending_signals():
        try:
            loop.add_signal_handler(sign, stop.set)
        except NotImplementedError:
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stop.set))
