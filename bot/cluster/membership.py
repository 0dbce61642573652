"""A process's membership of the cluster: it renews its leases, takes free ones and gives some
up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from ..errors import SettingsError, StoreError
from ..foundation import lease
from ..foundation.clock import SharedClock
from ..foundation.database import Database, Transaction
from ..foundation.lease import Held, acquire, has_ended, name_of_this_process
from ..foundation.loops import GuardedStep
from ..foundation.rate_limits import Sleep
from .assignment import Assignment, change, listed
from .cluster_clock import ms, now_in_ms

_LOG = logging.getLogger(__name__)

LENGTH = 5.0
"""Seconds for which a process that died on another machine keeps its shards."""

_TICK = 1.0
_SHORTEST_TICK = 0.2
"""Seconds between two rounds at least, however long the one before took."""

_GATHERING = 3.0
"""Seconds that a process waits for others that start with it, before it takes a share."""

_STARTING_TOGETHER = 10
"""Seconds for which a new process leaves their share to those that are still starting."""

_SETTLED = 10
"""Seconds after which others give shards to a new process: one that keeps dying must not take them
along."""

_GAP_SECONDS = 30
"""Seconds that shards may be without a process before that is logged."""

_ASTRAY_SECONDS = 5.0
"""Seconds by which this machine's clock may differ from the database server's before that is
logged."""

_PROCESS, _STARTING, _SHARD, _LEAD = "process/", "starting/", "shard/", "lead"


class Membership:
    """What this process has in the cluster; `assignment` is what it may act on now.

    It holds a lease for itself, one for each of its shards and, if it leads, one for the lead. All
    are renewed together, once a second, whatever else is being written; their instants are in ms. A
    process that starts holds a lease of another kind and takes nothing until `begin` is called;
    meanwhile nobody leaves shards free for it.

    While the store does not answer, every process goes on with what it has, and learns in the first
    round afterwards what it lost. Until then two processes may have one shard, but nothing is done
    twice: an interaction, an edit and a delivery are each claimed by themselves.
    """

    def __init__(
        self,
        database: Database,
        clock: SharedClock,
        count: int,
        wanted: frozenset[int] | None,
        process: str | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self.count = count
        self._wanted = wanted
        self._process = process or name_of_this_process()
        self._own = f"{count}/{self._process.rpartition(':')[2][:12]}"
        self._began_at: int | None = None
        self._begun = False
        self._seen_since: dict[str, int] = {}
        self._gap_since: int | None = None
        self._gap: Sequence[int] = ()
        self._astray = False
        self.assignment = Assignment(count, frozenset(), 1, leads=False)
        self._changed = asyncio.Event()
        self._step = GuardedStep(
            _LOG,
            unavailable="the cluster cannot be looked at",
            failed="looking at the cluster failed",
            recovered="looking at the cluster again",
        )

    @asynccontextmanager
    async def joined(self, sleep: Sleep = asyncio.sleep) -> AsyncIterator[None]:
        """Be a member inside the block; at its end everything is given up, for others to take at
        once.

        Raises:
            SettingsError: the shards are another process's, or others count them differently.
            StoreError: the store cannot be used.
        """
        await self.look()
        if self._wanted is None:
            await sleep(_GATHERING)
        else:
            await self._claim_wanted(sleep)
        looking = asyncio.create_task(self._keep_looking(sleep), name="cluster")
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            with suppress(StoreError):
                async with self._database.write(durable=False, queued=False) as writing:
                    await lease.drop_all(writing, self._process)

    async def begin(self) -> None:
        """Take a share from now on: the client is ready to serve it, and only has to connect."""
        if not self._begun:
            self._begun = True
            await self._step.run(self.look)

    async def _claim_wanted(self, sleep: Sleep) -> None:
        """Take exactly the shards that the settings name; those of a dead process are free within
        seconds."""
        self._begun = True
        for _ in range(int(LENGTH) + 2):
            await self.look()
            missing = (self._wanted or frozenset()) - self.assignment.shards
            if not missing:
                return
            await sleep(_TICK)
        raise SettingsError(
            f"Another process has shard {min(missing)} already: "
            "each shard belongs into the SHARD_IDS of one process."
        )

    async def _keep_looking(self, sleep: Sleep) -> None:
        pause, now = _TICK, asyncio.get_running_loop().time
        while True:
            await sleep(pause)
            began = now()
            await self._step.run(self.look)
            pause = max(_SHORTEST_TICK, _TICK - (now() - began))

    async def look(self) -> None:
        """Renew, take and give up leases, in one transaction.

        Raises:
            SettingsError: others count shards differently.
            StoreError: the store cannot be used; what this process has stays as it was.
        """
        async with self._database.write(durable=False, queued=False) as writing:
            now = await self._time(writing)
            await self._renew(writing, now)
            living = await self._living(writing, now)
            self._refuse_other_counts(living)
            leads = await self._leads(writing, living, now)
            names = [row.name for row in living if row.name.startswith(_PROCESS)]
            self._seen_since = {name: self._seen_since.get(name, now) for name in names}
            holders = {
                int(row.name.removeprefix(_SHARD)): row.holder
                for row in living
                if row.name.startswith(_SHARD)
            }
            mine = {shard for shard, holder in holders.items() if holder == self._process}
            if self._began_at is not None:
                share = len(names)
                if now - self._began_at < ms(_STARTING_TOGETHER):
                    share += sum(row.name.startswith(_STARTING) for row in living)
                mine = await self._reassigned(writing, mine, holders, share, now)
        self._tell(mine, leads, set(range(self.count)) - holders.keys() - mine, now)
        before = self.assignment
        self.assignment = Assignment(self.count, frozenset(mine), max(1, len(names)), leads)
        if self.assignment.shards != before.shards:
            self._changed.set()

    async def _time(self, writing: Transaction) -> int:
        """The present instant in ms by the store's clock; also corrects this process's clock by
        it."""
        asked = self._clock()
        now = await now_in_ms(writing, self._clock)
        self._clock.compare(asked, datetime.fromtimestamp(now / 1000, UTC), self._clock())
        self._tell_of_clock()
        return now

    async def _renew(self, writing: Transaction, now: int) -> None:
        """Renew all leases of this process; its own gets another name once the process has
        begun."""
        until = now + ms(LENGTH)
        kept = await lease.renew(writing, self._process, until=until)
        if self._begun:
            self._began_at = self._began_at or now
            if _STARTING + self._own in kept:
                await lease.drop(writing, self._process, [_STARTING + self._own])
        own = (_PROCESS if self._begun else _STARTING) + self._own
        if own not in kept:
            await acquire(writing, own, self._process, now=now, until=until)

    async def _living(self, writing: Transaction, now: int) -> list[Held]:
        """The leases of living processes; those of dead ones are deleted."""
        rows = await lease.held(writing, (_PROCESS, _STARTING, _SHARD, _LEAD))
        living = [row for row in rows if self._lives(row, now)]
        for row in rows:
            if row not in living and self._is_left(row, now):
                await lease.drop(writing, row.holder, [row.name])
        return living

    async def _leads(self, writing: Transaction, living: Collection[Held], now: int) -> bool:
        """Whether this process has the lead, which it takes if nobody has it."""
        leader = next((row.holder for row in living if row.name == _LEAD), None)
        if leader is None and self._begun:
            return await acquire(writing, _LEAD, self._process, now=now, until=now + ms(LENGTH))
        return leader == self._process

    async def _reassigned(
        self,
        writing: Transaction,
        mine: Collection[int],
        holders: Mapping[int, str],
        processes: int,
        now: int,
    ) -> set[int]:
        """The shards of this process after it has taken and given away what `change` says."""
        claimed, spare = change(
            self.count, self._wanted, mine, holders, processes, self._settled(now)
        )
        shards, until = set(mine), now + ms(LENGTH)
        for shard in claimed:
            if await acquire(writing, f"{_SHARD}{shard}", self._process, now=now, until=until):
                shards.add(shard)
        if spare:
            await lease.drop(writing, self._process, [f"{_SHARD}{shard}" for shard in spare])
        return shards.difference(spare)

    async def until_changed(self, seconds: float) -> None:
        """Return when the assigned shards change, after that many seconds at the latest."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        self._changed.clear()

    def _settled(self, now: int) -> int:
        """How many processes share equally: this one, and the others that have lived for a
        while."""
        own = _PROCESS + self._own
        return 1 + sum(
            now - since >= ms(_SETTLED) for name, since in self._seen_since.items() if name != own
        )

    def _lives(self, row: Held, now: int) -> bool:
        """Whether a lease has not expired and its process, as far as this machine knows, has not
        ended."""
        if row.holder == self._process:
            return True
        # A lease that runs for more than twice its length was taken before a clock was set back.
        return now < row.until <= now + 2 * ms(LENGTH) and not has_ended(row.holder)

    @staticmethod
    def _is_left(row: Held, now: int) -> bool:
        """Whether a dead process's lease has to be deleted, because nobody else would take it."""
        return row.until > now or row.name.startswith((_PROCESS, _STARTING))

    def _refuse_other_counts(self, living: Collection[Held]) -> None:
        for row in living:
            if row.name.startswith((_PROCESS, _STARTING)) and row.holder != self._process:
                theirs = row.name.split("/")[1]
                if theirs != str(self.count):
                    raise SettingsError(
                        f"Another process on this database has SHARDS={theirs}, and this one "
                        f"SHARDS={self.count}: it must be the same for all."
                    )

    def _tell_of_clock(self) -> None:
        """Log that this machine's clock is wrong, once for as long as it is."""
        ahead = self._clock.ahead.total_seconds()
        if abs(ahead) < _ASTRAY_SECONDS:
            self._astray = False
        elif not self._astray:
            self._astray = True
            _LOG.warning(
                "this machine's clock is %.0f s %s that of the database's server, and this process "
                "goes by that: set it right, as the others are (NTP)",
                abs(ahead),
                "ahead of" if ahead > 0 else "behind",
            )

    def _tell(self, mine: set[int], leads: bool, gap: set[int], now: int) -> None:
        before = self.assignment
        if mine - before.shards:
            _LOG.info("serving %s; there are %d", listed(mine), self.count)
        elif before.shards - mine:
            _LOG.info("gave some away: serving %s; there are %d", listed(mine), self.count)
        if leads and not before.leads:
            _LOG.info("leading what one process alone does")
        if not gap or not leads:
            self._gap_since = None
        elif self._gap_since is None:
            self._gap_since = now
        elif now - self._gap_since >= ms(_GAP_SECONDS) and sorted(gap) != self._gap:
            self._gap = sorted(gap)
            _LOG.warning("no process serves %s: their servers get no answer", listed(gap))
