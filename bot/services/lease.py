"""The right to sync, which one process has at a time."""

from __future__ import annotations

import secrets
from datetime import timedelta

from ..clock import Clock
from ..errors import CliffhangerError
from ..store import leases
from ..store.database import Database, Transaction

LENGTH = timedelta(minutes=5)
"""How long a process that died keeps the others from syncing; longer than one record can take."""


class BusyError(CliffhangerError):
    """Another process has it, or ended with it a moment ago."""

    def __init__(self, left: timedelta) -> None:
        minutes = max(1, -(-left // timedelta(minutes=1)))
        super().__init__(
            "Another process syncs just now. Where it was killed, its place is free in "
            f"{minutes} {'minute' if minutes == 1 else 'minutes'} at the latest."
        )


class LeaseLostError(Exception):
    """Another process syncs now; what this one was about to write is not written."""


class Lease:
    """A row that runs out by itself; held by this process alone."""

    def __init__(self, database: Database, clock: Clock, name: str) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._holder = secrets.token_hex(16)

    async def take(self) -> None:
        """Take it or renew it.

        Raises:
            BusyError: another process has it.
            StoreError: the database cannot be written.
        """
        now = self._clock()
        async with self._database.write() as writing:
            free = await leases.take(writing, self._name, self._holder, now=now, until=now + LENGTH)
        if free is not None:
            raise BusyError(free - now)

    async def hold(self, writing: Transaction) -> None:
        """Renew it inside a write that rests on it.

        Raises:
            LeaseLostError: it ran out, and another process took it.
        """
        if not await leases.renew(writing, self._name, self._holder, self._clock() + LENGTH):
            raise LeaseLostError

    async def release(self) -> None:
        """Give it up.

        Raises:
            StoreError: the database cannot be written; it runs out by itself then.
        """
        async with self._database.write() as writing:
            await leases.release(writing, self._name, self._holder)
