"""The scheduler of alerts: its step drives all of their parts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..cluster.assignment import Assignment
from ..facts.projections import REMEMBERED
from ..facts.queries.season_dates import purge_dates
from ..facts.season_dates import BEHIND
from ..foundation.clock import Clock
from ..foundation.database import Database
from .debounce_settlement import Settler
from .fan_out import FanOut
from .outbox_worker import Worker
from .paused_channels import ChannelProber
from .queries import debounce_windows, events, outbox
from .reminders import Reminders

_LOG = logging.getLogger(__name__)

_JUMP = timedelta(seconds=20)
"""The wall clock may differ from the monotonic one by this much before that counts as a jump."""

_SECOND, _MINUTE = 1.0, 60.0
_KEPT = timedelta(days=100)
"""How long events are kept: people can ask for the news of up to ninety days."""


class Scheduler:
    """Drives the parts of alerts: `step` is called again and again.

    A test may call the parts by themselves; in a process, `step` does.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settler: Settler,
        fan_out: FanOut,
        reminders: Reminders,
        prober: ChannelProber,
        worker: Worker,
        every_minute: Sequence[Callable[[], Awaitable[bool]]],
        every_minute_of_servers: Sequence[Callable[[], Awaitable[float]]],
        monotonic: Callable[[], float],
        steady: Callable[[], float] | None,
        assignment: Callable[[], Assignment],
    ) -> None:
        self._database = database
        self._clock = clock
        self.settler = settler
        self.fan_out = fan_out
        self.reminders = reminders
        self._prober = prober
        self.worker = worker
        self._every_minute = every_minute
        self._every_minute_of_servers = every_minute_of_servers
        self._monotonic = monotonic
        self._steady = steady
        self._assignment = assignment
        self._seen, self._led = self._clocks(), False
        self._minute_at = float("-inf")
        self._servers_at = float("-inf")
        self._servers_wait = _MINUTE
        self._settle_at = float("-inf")
        self._begun: frozenset[int] = frozenset()
        self._fanning = True

    async def step(self) -> bool:
        """Do what is due now; True when there is more to do at once.

        Raises:
            StoreError: the database cannot be used; nothing is lost, call again.
        """
        # The connection at hand goes on reading a file that was deleted after it was opened.
        self._database.refuse_if_replaced()
        assignment = self._assignment()
        if gained := assignment.shards - self._begun:
            await self.worker.begin(replace(assignment, shards=gained))
        self._begun = assignment.shards
        more = False
        if assignment.leads:
            more = await self._lead()
        else:
            self._seen, self._led = self._clocks(), False
        if assignment.shards:
            more |= await self._for_servers()
            more |= await self.worker.step()
        return more

    async def _for_servers(self) -> bool:
        """What each process does every minute for its servers; True if there is more to do."""
        now = self._monotonic()
        if 0.0 <= now - self._servers_at < self._servers_wait:
            return False
        self._servers_at, self._servers_wait = now, _MINUTE
        await self._prober.step()
        for step in self._every_minute_of_servers:
            self._servers_wait = min(self._servers_wait, await step())
        return self._servers_wait <= 0

    async def _lead(self) -> bool:
        """What one process does for all; True when there is more to do at once."""
        await self._follow_jumps()
        now = self._monotonic()
        more = False
        if not 0.0 <= now - self._settle_at < _SECOND:
            self._settle_at = now
            await self.settler.step()
            self._fanning = True
        if not 0.0 <= now - self._minute_at < _MINUTE:
            self._minute_at = now
            if more := await self._once_a_minute():
                self._minute_at = float("-inf")
        if self._fanning:
            self._fanning = await self.fan_out.step()
        return more or self._fanning

    def _clocks(self) -> tuple[datetime, float]:
        return self._clock(), self._steady() if self._steady is not None else 0.0

    @property
    def pause(self) -> float:
        """Seconds between two steps while there is more to do."""
        return self.worker.pause

    async def _once_a_minute(self) -> bool:
        """What is done every minute; True if there is more to do at once."""
        await self.reminders.step()
        more = False
        for step in self._every_minute:
            more |= await step()
        async with self._database.write() as writing:
            await events.edited_all(writing)
            now = self._clock()
            await events.purge(writing, now - _KEPT)
            await purge_dates(writing, (now - BEHIND).date(), now - REMEMBERED)
        return more

    async def _follow_jumps(self) -> None:
        """When the wall clock jumps, move the due times of what waits along with it.

        Otherwise an hour forward would cut the time to undo short, and an hour back would hold up
        all messages. If the clock was set back while no leader was watching, rows made in the
        future show it, and only those are moved.
        """
        if self._steady is None:
            return
        wall, steady = self._clock(), self._steady()
        was, then = self._seen
        jumped, made_after = (wall - was) - timedelta(seconds=steady - then), None
        if not self._led:
            jumped, made_after = -await self._ahead(wall), wall
        if abs(jumped) >= _JUMP:
            seconds = int(jumped.total_seconds())
            async with self._database.write() as writing:
                await debounce_windows.shift(writing, seconds, made_after)
                await outbox.shift(writing, seconds, wall, made_after)
            self._seen = (wall, steady)
            _LOG.warning("the clock jumped by %d s; what waits was moved with it", seconds)
        self._led = True

    async def _ahead(self, now: datetime) -> timedelta:
        """How far in the future the newest waiting row was made; zero if none was."""
        async with self._database.read() as reading:
            made = (await debounce_windows.newest(reading), await outbox.newest(reading))
        return max((at - now for at in made if at is not None), default=timedelta())

    def hurry(self) -> None:
        """Do everything in the next step, whatever its interval."""
        self._minute_at = self._servers_at = self._settle_at = float("-inf")

    async def close(self) -> None:
        """Stop sending, and store what is known of what was sent."""
        await self.worker.close()
