"""The right to sync, which one process has at a time."""

from __future__ import annotations

from datetime import timedelta

from ..clock import Clock
from ..errors import CliffhangerError
from .database import Database, Transaction
from .process_name import is_gone, name_of_this_process
from .queries import leases as leases

LENGTH = timedelta(minutes=5)
"""How long a process that died elsewhere keeps the others off; longer than one record can take."""


class BusyError(CliffhangerError):
    """Another process has it, or ended with it a moment ago."""

    def __init__(self, left: timedelta) -> None:
        minutes = max(1, -(-left // timedelta(minutes=1)))
        super().__init__(
            "Another process syncs just now. If it was killed elsewhere, its place is free in "
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
        self._holder = name_of_this_process()

    async def take(self) -> None:
        """Take it or renew it.

        Raises:
            BusyError: another process has it.
            StoreError: the database cannot be written.
        """
        now = self._clock()
        until = now + LENGTH
        async with self._database.write() as writing:
            held = await leases.take(writing, self._name, self._holder, now=now, until=until)
            if held is not None and is_gone(held.holder):
                await leases.release(writing, self._name, held.holder)
                held = await leases.take(writing, self._name, self._holder, now=now, until=until)
        if held is not None:
            raise BusyError(held.until - now)

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
