"""Tells systemd how the bot is doing, where systemd started it.

The protocol is a datagram to the socket that NOTIFY_SOCKET names:
https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable

_LOG = logging.getLogger(__name__)

READY, STOPPING, WATCHDOG = "READY=1", "STOPPING=1", "WATCHDOG=1"


class Notifier:
    """Sends states; does nothing where nobody listens."""

    def __init__(self, address: str | None, watchdog_usec: int) -> None:
        """`watchdog_usec` is how long systemd waits for a sign of life, in µs; 0 is for ever."""
        self._address = address or ""
        self._every = watchdog_usec / 2_000_000

    def send(self, state: str) -> None:
        """Tell the state; what cannot be told is logged, and the bot goes on."""
        if not self._address:
            return
        # A name that begins with @ lies in Linux' abstract namespace.
        address = f"\0{self._address[1:]}" if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
                channel.sendto(state.encode(), address)
        except OSError as error:
            _LOG.warning("systemd was not told %s: %s", state, error)

    async def watchdog(self, alive: Callable[[], bool]) -> None:
        """Pat the watchdog, until cancelled, as long as the bot is alive."""
        if not self._address or not self._every:
            return
        while True:
            if alive():
                self.send(WATCHDOG)
            await asyncio.sleep(self._every)
