"""The composition of alerts: their services, and the scheduler over them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from ..answers.library import Library
from ..answers.lookup import Lookup
from ..answers.network_lookup import Networks
from ..cluster.assignment import ALONE, Assignment
from ..facts.projections import DateProjection
from ..foundation.clock import Clock, SharedClock, system_clock
from ..foundation.database import Database
from ..foundation.shared_pace import SharedPace
from ..guilds.settings import Guilds
from .audience import Audience
from .debounce_rules import Patience
from .debounce_settlement import Settler
from .delivery_attempts import Timing
from .fan_out import FanOut
from .outbox_worker import Worker
from .paused_channels import ChannelProber, PausedChannels
from .personal_reminders import PersonalReminders
from .queries import debounce_windows, events, outbox
from .reminders import Reminders
from .scheduler import Scheduler
from .subscriptions import Following
from .transport import Transport


class Alerts:
    """What the rest of the bot needs of alerts: subscriptions, the audience of a change, the
    scheduler.

    `every_minute` are further steps that the scheduler of the leading process calls; each returns
    whether there is more to do at once. `every_minute_of_servers` are steps that every process
    calls for its own servers, such as digests; each returns the seconds, at most a minute, until it
    is to be called again.
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
        self.personal_reminders = PersonalReminders(database, library, clock)
        self.audience = Audience(database, clock)
        self.paused_channels = PausedChannels(database, clock)
        self.patience = patience
        self._database = database
        self._library = library
        self._guilds = guilds
        self._clock = clock
        self._dates = dates
        self._rate = rate
        self._shared: SharedPace | None = None
        self._assigned: Callable[[], Assignment] = lambda: ALONE
        self.every_minute: list[Callable[[], Awaitable[bool]]] = []
        self.every_minute_of_servers: list[Callable[[], Awaitable[float]]] = []

    def join(self, assignment: Callable[[], Assignment]) -> None:
        """Work as one of several processes, which together keep one rate."""
        self._assigned = assignment
        self._shared = SharedPace(self._database, self._clock, "alerts", rate=self._rate)

    def assignment(self) -> Assignment:
        """The part of the work that is this process's now."""
        return self._assigned()

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
        """A scheduler that sends through `transport`. `steady` is a monotonic clock in seconds,
        against which jumps of the wall clock are noticed."""
        timing = Timing(self._clock, monotonic, sleep)
        # A clock made for a test moves by itself: measured against the machine's, it would always
        # jump.
        if steady is None and (self._clock is system_clock or isinstance(self._clock, SharedClock)):
            steady = time.monotonic
        return Scheduler(
            database=self._database,
            clock=self._clock,
            settler=Settler(self._database, self._clock, self.patience),
            fan_out=FanOut(self._database, self._clock),
            reminders=Reminders(self._database, self._clock, self._dates),
            prober=ChannelProber(self._database, self._clock, transport, self.assignment),
            worker=Worker(
                database=self._database,
                library=self._library,
                guilds=self._guilds,
                timing=timing,
                transport=transport,
                rate=self._rate,
                assignment=self.assignment,
                shared=self._shared,
            ),
            every_minute=self.every_minute,
            every_minute_of_servers=self.every_minute_of_servers,
            monotonic=monotonic,
            steady=steady,
            assignment=self.assignment,
        )
