"""A lease: the right to do what only one process may do at a time, as a row that expires by
itself."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..errors import CliffhangerError
from .clock import Clock
from .database import Database, Transaction
from .sql import leases, now_of, upsert

LENGTH = timedelta(minutes=5)
"""For how long a process that died on another machine blocks the others; longer than one record
takes."""


class BusyError(CliffhangerError):
    """Another process holds the lease, or died a moment ago while it did."""

    def __init__(self, left: timedelta) -> None:
        self.left = left
        minutes = max(1, -(-left // timedelta(minutes=1)))
        super().__init__(
            "Another process is at it just now. If it was killed elsewhere, its place is free in "
            f"{minutes} {'minute' if minutes == 1 else 'minutes'} at the latest."
        )


class LeaseLostError(Exception):
    """Another process holds the lease by now; the write of this one is rolled back."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as it is stored. `until` is in the unit of its kind, seconds or ms since 1970."""

    name: str
    holder: str
    until: int


class Lease:
    """One lease of this process, or of the process called `process`.

    Unless renewed, it expires after `length`, in whole seconds of the clock that all candidates
    share: PostgreSQL's own, or this machine's, which is the only one that has the file.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        name: str,
        process: str | None = None,
        *,
        length: timedelta = LENGTH,
    ) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._process = process or name_of_this_process()
        self._seconds = int(length.total_seconds())

    async def take(self) -> None:
        """Take or renew the lease. If a process of this machine held it and has ended, it is taken
        at once.

        Raises:
            BusyError: another process has it.
            StoreError: the database cannot be written.
        """
        async with self._database.write() as writing:
            now = await self._now(writing)
            other = await self._acquire(writing, now)
            if other is not None and has_ended(other.holder):
                await self._delete(writing, other.holder)
                other = await self._acquire(writing, now)
        if other is not None:
            raise BusyError(timedelta(seconds=other.until - now))

    async def renew(self, writing: Transaction) -> None:
        """Renew the lease inside a write that relies on it.

        Raises:
            LeaseLostError: it ran out, and another process took it.
        """
        done = await writing.execute(
            update(leases)
            .where(leases.c.name == self._name, leases.c.holder == self._process)
            .values(until=await self._now(writing) + self._seconds)
        )
        if not done.rowcount:
            raise LeaseLostError

    async def release(self) -> None:
        """Give the lease up.

        Raises:
            StoreError: the database cannot be written; the lease then expires by itself.
        """
        async with self._database.write() as writing:
            await self._delete(writing, self._process)

    async def _now(self, writing: Transaction) -> int:
        """Seconds since 1970."""
        return int(await now_of(writing, self._clock))

    async def _acquire(self, writing: Transaction, now: int) -> Held | None:
        """Take the lease if it is free, or renew it; otherwise return its holder."""
        until = now + self._seconds
        if await acquire(writing, self._name, self._process, now=now, until=until):
            return None
        query = select(leases).where(leases.c.name == self._name)
        taken = (await writing.execute(query)).one()
        return Held(taken.name, taken.holder, taken.until)

    async def _delete(self, writing: Transaction, process: str) -> None:
        await writing.execute(
            delete(leases).where(leases.c.name == self._name, leases.c.holder == process)
        )


async def wait_for(writing: Transaction, name: str) -> None:
    """Wait until nobody else is taking a lease, so that what is read next is still true when it is
    written.

    A lease that nobody has had yet gets an expired row, because only a row can be locked. On SQLite
    nobody else writes inside this transaction.
    """
    if writing.dialect.name == "postgresql":
        row = upsert(writing, leases).values(name=name, holder="", until=0)
        await writing.execute(row.on_conflict_do_nothing())
        await writing.execute(select(leases.c.name).where(leases.c.name == name).with_for_update())


async def acquire(writing: Transaction, name: str, holder: str, *, now: int, until: int) -> bool:
    """Take a free lease or renew one's own; True if `holder` has it afterwards.

    A lease that runs for twice its length was taken before the clock was set back. Instants count
    from 1970, in one unit for all leases of a kind.
    """
    free = or_(
        leases.c.holder == holder,
        leases.c.until <= now,
        leases.c.until > now + 2 * (until - now),
    )
    insert = upsert(writing, leases).values(name=name, holder=holder, until=until)
    taken = await writing.execute(
        insert.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"holder": holder, "until": until},
            where=free,
        ).returning(leases.c.name)
    )
    return taken.first() is not None


_PROC = Path("/proc")


def name_of_this_process() -> str:
    """A new name for a process: its machine, its pid and start time, and a random part."""
    pid = os.getpid()
    return f"{_pid_namespace()}:{pid}:{_started(pid)}:{secrets.token_hex(8)}"


def has_ended(name: str) -> bool:
    """Whether a process of that name ran on this machine and has ended; False if that is
    unknown."""
    namespace, _, rest = name.partition(":")
    pid, _, rest = rest.partition(":")
    started = rest.partition(":")[0]
    if not namespace or namespace != _pid_namespace() or not started or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    # The pid may have been given to another process since.
    return _started(int(pid)) not in ("", started)


def _pid_namespace() -> str:
    """The id of this boot and the namespace of this process's pids; "" if unknown."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii")
        space = os.readlink(_PROC / "self/ns/pid")
    except (OSError, ValueError):
        return ""
    return hashlib.sha256(f"{boot} {space}".encode()).hexdigest()[:12]


def _started(pid: int) -> str:
    """When a process was started, in ticks since boot (proc(5), stat, field 22).

    "0" for a process that has ended but is still listed, "" for one that cannot be read.
    """
    try:
        text = (_PROC / str(pid) / "stat").read_text("utf-8", "replace")
        fields = text.rpartition(")")[2].split()
        # A zombie has ended, even though its parent has not waited for it yet.
        return "0" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return ""


async def held(connection: AsyncConnection, prefixes: Collection[str]) -> list[Held]:
    """The leases whose names begin with that prefix, including expired ones."""
    table = leases.c
    query = select(leases).where(
        or_(*(table.name.startswith(prefix, autoescape=True) for prefix in prefixes))
    )
    return [Held(row.name, row.holder, row.until) for row in await connection.execute(query)]


async def renew(connection: AsyncConnection, holder: str, *, until: int) -> set[str]:
    """Extend all leases that are still the holder's; returns their names.

    A lease that has expired and that another process is just taking is not waited for.
    """
    mine = select(leases.c.name).where(leases.c.holder == holder).with_for_update(skip_locked=True)
    kept = update(leases).where(leases.c.name.in_(mine)).values(until=until)
    return set(await connection.scalars(kept.returning(leases.c.name)))


async def drop(connection: AsyncConnection, holder: str, names: Collection[str]) -> None:
    """Give up those of these leases that are still the holder's."""
    await connection.execute(
        delete(leases).where(leases.c.holder == holder, leases.c.name.in_(list(names)))
    )


async def drop_all(connection: AsyncConnection, holder: str) -> None:
    """Give up all leases of a holder."""
    await connection.execute(delete(leases).where(leases.c.holder == holder))
