"""Channels that refuse messages: paused, reported, probed daily, resumed."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from ..cluster.assignment import Assignment
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..guilds.settings import Guilds
from ..locale.messages import N_
from .missed_changes import tell_missed
from .queries import deliveries, events, paused_channels, subscriptions
from .queries.deliveries import Delivery, NewDelivery
from .queries.events import Event
from .transport import (
    FailedError,
    LimitedError,
    MessageGoneError,
    RefusedError,
    Transport,
    UnsureError,
)

_LOG = logging.getLogger(__name__)

PROBE_EVERY = timedelta(days=1)
_AT_ONCE = 10

LEFT = N_("I was removed from this server")
"""Why all channels of a server are paused, until its people invite the bot back."""

_CANNOT = (RefusedError, MessageGoneError, FailedError, LimitedError, UnsureError)

Step = Callable[[Transaction], Awaitable[None]]
ChannelsOf = Callable[[Transaction, int], Awaitable[list[int]]]
"""The channels of a server, by its id, that a subject writes to."""


class ChannelPauser:
    """Pauses a channel and finds somebody to tell."""

    def __init__(
        self, database: Database, guilds: Guilds, transport: Transport, clock: Clock
    ) -> None:
        self._database = database
        self._guilds = guilds
        self._transport = transport
        self._clock = clock

    async def of(self, row: Delivery, reason: str, notice: Event | None = None) -> Step:
        """What to write when a channel refused a message; closed direct messages are reported to
        nobody.

        If the log channel refuses a `notice`, the notice goes to whoever follows something in the
        channel that it is about.
        """
        recipient = None
        if row.user_id is None and notice is None:
            recipient = await self._notice_channel(row)
        elif row.user_id is None and notice is not None:
            channel_id = int(json.loads(notice.body)["channel"])
            recipient = await self._follower(channel_id, row.guild_id)
        now = self._clock()
        # Whether a person opened their direct messages again shows only when they ask again.
        probe_at = now + PROBE_EVERY if row.user_id is None else None

        async def store(writing: Transaction) -> None:
            fresh = await paused_channels.pause(
                writing, row.channel_id, row.guild_id, reason, now=now, probe_at=probe_at
            )
            await paused_channels.hold(writing, row.channel_id)
            if recipient is None or not (fresh or notice):
                return
            event_id = notice.id if notice else await self._notice(writing, row, reason, now)
            channel_id, user_id = recipient
            if event_id is not None:
                new = NewDelivery(event_id, channel_id, row.guild_id, user_id=user_id)
                await deliveries.add(writing, new, now)

        return store

    async def _notice(
        self, writing: Transaction, row: Delivery, reason: str, now: datetime
    ) -> int | None:
        return await events.add_message(
            writing,
            events.NOTICE,
            row.channel_id,
            now.isoformat(),
            scope=row.guild_id,
            body={"channel": str(row.channel_id), "reason": reason},
            now=now,
        )

    async def _notice_channel(self, row: Delivery) -> tuple[int, int | None] | None:
        """The channel in which to report it: the server's log channel, else one of whoever follows
        something there."""
        log = self._guilds.of(row.guild_id).log_channel
        if log is not None and log != row.channel_id:
            return log, None
        return await self._follower(row.channel_id, row.guild_id)

    async def _follower(self, channel_id: int, guild_id: int) -> tuple[int, int | None] | None:
        who = await self._followed_by(channel_id, guild_id)
        if who is None:
            return None
        try:
            return await self._transport.direct(who), who
        except _CANNOT as error:
            _LOG.info("nobody can be told of a paused channel: %s", error)
            return None

    async def _followed_by(self, channel_id: int, guild_id: int) -> int | None:
        """Who follows something in a channel, or elsewhere in its server if the channel only gets a
        digest."""
        async with self._database.read() as reading:
            followed = await subscriptions.of_channel(reading, channel_id)
            followed += await subscriptions.of_guild(reading, guild_id)
        return next((item.created_by for item in followed if item.created_by is not None), None)


class ChannelProber:
    """Checks paused channels again, daily and when a server's permissions changed.

    Each of several processes checks those of its own servers: only it knows them.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        transport: Transport,
        assignment: Callable[[], Assignment],
    ) -> None:
        self._database = database
        self._clock = clock
        self._transport = transport
        self._assignment = assignment

    async def step(self) -> None:
        """Check the paused channels whose time has come.

        Raises:
            StoreError: the database cannot be used; they stay due.
        """
        now = self._clock()
        async with self._database.read() as reading:
            due = await paused_channels.due_probes(reading, now, _AT_ONCE, self._assignment())
        for pause in due:
            missing: str | None = None
            try:
                missing = await self._transport.probe(pause.channel_id, pause.guild_id)
                resumes = missing is None
            except RefusedError as error:
                missing, resumes = str(error), False
            except _CANNOT:
                resumes = False
            async with self._database.write() as writing:
                if resumes:
                    await resume_channel(writing, pause.channel_id, pause.guild_id, now)
                else:
                    at = now + PROBE_EVERY
                    await paused_channels.probe_later(writing, pause.channel_id, at, missing)


class PausedChannels:
    """Pauses or resumes channels by what Discord says about their servers.

    `written_to` find them: those that follow anything, and those of further subjects, such as
    digests.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.written_to: list[ChannelsOf] = [subscriptions.channels_of]

    async def server_left(self, guild_id: int) -> None:
        """The bot was removed from a server: its channels pause until it is invited back.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await self._leave(writing, guild_id, self._clock())

    async def server_joined(self, guild_id: int) -> None:
        """The bot was invited: what its channels followed before goes on, and they hear what they
        missed.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            now = self._clock()
            # Nobody tells of a removal while the bot is not connected.
            await self._leave(writing, guild_id, now)
            await paused_channels.probe_channels_of(writing, guild_id, LEFT, now)

    async def permissions_changed(self, guild_id: int) -> bool:
        """Check the paused channels of a server soon; False if there are none.

        Raises:
            StoreError: the database could not be used.
        """
        async with self._database.read() as reading:
            if not await paused_channels.pauses_of(reading, guild_id):
                return False
        async with self._database.write() as writing:
            await paused_channels.probe_guild(writing, guild_id, self._clock())
        return True

    async def reconnected(self) -> None:
        """Check all paused channels soon: what changed while nobody was connected is unknown.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await paused_channels.probe_all(writing, self._clock())

    async def resume(self, channel_id: int, guild_id: int) -> bool:
        """Write to a channel again, and find out about its uncertain messages; False if it was not
        paused.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            now = self._clock()
            await paused_channels.look_again(writing, channel_id, now)
            return await resume_channel(writing, channel_id, guild_id, now)

    async def _leave(self, writing: Transaction, guild_id: int, now: datetime) -> None:
        paused = await paused_channels.pauses_of(writing, guild_id)
        known = {pause.channel_id for pause in paused if pause.reason == LEFT}
        channels = [each for find in self.written_to for each in await find(writing, guild_id)]
        for channel_id in dict.fromkeys(channels):
            if channel_id in known:
                continue
            await paused_channels.unpause(writing, channel_id)
            await paused_channels.pause(writing, channel_id, guild_id, LEFT, now=now, probe_at=None)
            await paused_channels.hold(writing, channel_id)


async def resume_channel(
    writing: Transaction, channel_id: int, guild_id: int, now: datetime
) -> bool:
    """Write to a channel again, and report once what has changed in the meantime; False if it was
    not paused."""
    if not await paused_channels.unpause(writing, channel_id):
        return False
    await paused_channels.look_again(writing, channel_id, now)
    await tell_missed(writing, channel_id, guild_id, now)
    return True
