"""The scheduler of alerts: their parts put together, and the step that drives them all."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..answers.library import Library
from ..answers.lookup import Lookup
from ..answers.network_lookup import Networks
from ..cluster.assignment import ALONE, Assignment
from ..facts.projections import REMEMBERED, DateProjection
from ..facts.queries.season_dates import purge_dates
from ..facts.season_dates import BEHIND
from ..foundation.clock import Clock, system_clock
from ..foundation.database import Database
from ..foundation.rate_limits import SharedPace
from ..guilds.settings import Guilds
from .debounce_rules import Patience
from .debounce_settlement import Settler
from .delivery_attempts import Timing
from .fan_out import FanOut, Followers
from .outbox_worker import Worker
from .paused_channels import ChannelProber, PausedChannels
from .queries import debounce_windows, events, outbox
from .reminders import Reminders
from .subscriptions import Following
from .transport import (
    Transport,
)

_LOG = logging.getLogger(__name__)

_JUMP = timedelta(seconds=20)
"""The time of day may run away from the steady clock by so much before it counts as a jump."""

_MINUTE = 60.0
_KEPT = timedelta(days=100)
"""So long events are kept: people ask for the news of up to ninety days."""


class Alerts:
    """What the rest of the bot needs of alerts: following, and the parts of the scheduler.

    `every_minute` is what else the scheduler of the process that leads drives; each tells whether
    there is more to do at once. `every_minute_of_servers` is what each process drives for its own
    servers, what others put into the outbox by the clock; each tells in how many seconds, at most
    a minute, it is to be called again.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        guilds: Guilds,
        lookup: Lookup,
        networks: Networks,
        clock: Clock,
        *,
        dates: DateProjection,
        patience: Patience,
        rate: int,
    ) -> None:
        self.following = Following(database, library, lookup, networks, clock)
        self.audience = Followers(database, library)
        self.paused_channels = PausedChannels(database, clock)
        self.patience = patience
        self._database = database
        self._library = library
        self._guilds = guilds
        self._clock = clock
        self._dates = dates
        self._rate = rate
        self._shared: SharedPace | None = None
        self.assignment: Callable[[], Assignment] = lambda: ALONE
        """What of the work is this process's."""
        self.every_minute: list[Callable[[], Awaitable[bool]]] = []
        self.every_minute_of_servers: list[Callable[[], Awaitable[float]]] = []

    def join(self, assignment: Callable[[], Assignment]) -> None:
        """Work as one of several processes, which keep one pace together."""
        self.assignment = assignment
        self._shared = SharedPace(self._database, self._clock, "alerts", rate=self._rate)

    async def pending(self) -> bool:
        """Whether a step of the scheduler would find anything to do now.

        Raises:
            StoreError: the database cannot be read.
        """
        now = self._clock()
        return (
            await debounce_windows.any_due(self._database, now)
            or await events.any_unfanned(self._database)
            or await outbox.waiting(self._database, now)
        )

    def scheduler(
        self,
        transport: Transport,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        steady: Callable[[], float] | None = None,
    ) -> Scheduler:
        """A scheduler that sends by that way; by `steady`, in seconds, it sees the clock jump."""
        timing = Timing(self._clock, monotonic, sleep)
        # A clock made for a test moves by itself: against the machine's it would always jump.
        if steady is None and self._clock is system_clock:
            steady = time.monotonic
        return Scheduler(
            self._database,
            self._clock,
            Settler(self._database, self._clock, self.patience),
            FanOut(self._database, self._clock),
            Reminders(self._database, self._clock, self._dates),
            ChannelProber(self._database, self._clock, transport, self.assignment),
            Worker(
                self._database,
                self._library,
                self._guilds,
                timing,
                transport,
                self._rate,
                self.assignment,
                self._shared,
            ),
            self.every_minute,
            self.every_minute_of_servers,
            monotonic,
            steady,
            self.assignment,
        )


class Scheduler:
    """One worker with everything around it, driven by calling `step` again and again.

    Its parts can be stepped one by one; in a process `step` does so.
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
        assignment: Callable[[], Assignment] = lambda: ALONE,
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
        self._rare_at = float("-inf")
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
        # What is asked by the connection at hand asks the file that was opened, also a deleted one.
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
        """What each process does every minute for its servers; True where there is more of it."""
        now = self._monotonic()
        if now - self._servers_at < self._servers_wait and now >= self._servers_at:
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
        if now - self._settle_at >= 1.0 or now < self._settle_at:
            self._settle_at = now
            await self.settler.step()
            self._fanning = True
        if now - self._rare_at >= _MINUTE or now < self._rare_at:
            self._rare_at = now
            if more := await self._rarely():
                self._rare_at = float("-inf")
        if self._fanning:
            self._fanning = await self.fan_out.step()
        return more or self._fanning

    def _clocks(self) -> tuple[datetime, float]:
        return self._clock(), self._steady() if self._steady is not None else 0.0

    @property
    def pause(self) -> float:
        """Seconds between two steps while there is more to do."""
        return self.worker.pause

    async def _rarely(self) -> bool:
        """What is looked at every minute; True where there is more to do at once."""
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
        """Where the time of day was put right or wrong, move what waits with it.

        Else an hour forward would cut every time to undo short, and an hour back would hold all
        messages up. One that was set back while no process that led saw it shows by what was made
        in a time that is yet to come: that alone is moved.
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
        """How far what waits was made ahead of the clock, at most."""
        async with self._database.read() as reading:
            made = (await debounce_windows.newest(reading), await outbox.newest(reading))
        return max((at - now for at in made if at is not None), default=timedelta())

    def hurry(self) -> None:
        """Look at everything in the scheduler's next step."""
        self._rare_at = self._servers_at = self._settle_at = float("-inf")

    async def close(self) -> None:
        """Stop sending, and store what is known of what was sent."""
        await self.worker.close()
