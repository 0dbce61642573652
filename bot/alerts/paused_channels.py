"""Channels that refuse messages: paused, reported, probed daily, resumed with a digest."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..cluster.assignment import ALONE, Assignment
from ..facts.models import Place
from ..facts.queries.claims import claims_of
from ..facts.resolve import fact_at, resolve
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..guilds.settings import Guilds
from ..locale.messages import N_
from .change_kinds import AlertKind, mask_of
from .queries import deliveries, event_news, events, paused_channels, subscriptions
from .queries.deliveries import Delivery
from .queries.event_news import News
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
"""Why all channels of a server are paused; only its own people resume them."""

_CANNOT = (RefusedError, MessageGoneError, FailedError, LimitedError, UnsureError)

Step = Callable[[Transaction], Awaitable[None]]


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
        """What to write when a channel refused a message; nobody is told of closed messages.

        Where it is the log channel that refuses a `notice`, whoever follows in the channel that
        it is about is told instead.
        """
        recipient = None
        if row.user_id is None and notice is None:
            recipient = await self._notice_channel(row)
        elif row.user_id is None and notice is not None:
            recipient = await self._follower(int(json.loads(notice.body)["channel"]))
        now = self._clock()
        # Whether somebody opened their messages again shows only when they ask again.
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
                await deliveries.add(
                    writing, event_id, channel_id, row.guild_id, mask=0, now=now, user_id=user_id
                )

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
        """Where to say it: the server's log channel, else to whoever follows there."""
        log = self._guilds.of(row.guild_id).log_channel
        if log is not None and log != row.channel_id:
            return log, None
        return await self._follower(row.channel_id)

    async def _follower(self, channel_id: int) -> tuple[int, int | None] | None:
        who = await self._followed_by(channel_id)
        if who is None:
            return None
        try:
            return await self._transport.direct(who), who
        except _CANNOT as error:
            _LOG.info("nobody can be told of a paused channel: %s", error)
            return None

    async def _followed_by(self, channel_id: int) -> int | None:
        async with self._database.read() as reading:
            followed = await subscriptions.of_channel(reading, channel_id)
        return next((item.created_by for item in followed if item.created_by is not None), None)


class ChannelProber:
    """Looks at paused channels again, daily and when a server's permissions changed.

    Of several processes each looks at those of its own servers: to all others they are unknown.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        transport: Transport,
        assignment: Callable[[], Assignment] = lambda: ALONE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._transport = transport
        self._assignment = assignment

    async def step(self) -> None:
        """Look at the paused channels whose time has come.

        Raises:
            StoreError: the database cannot be used; they stay due.
        """
        now = self._clock()
        async with self._database.read() as reading:
            due = await paused_channels.due_probes(reading, now, _AT_ONCE, self._assignment())
        for pause in due:
            try:
                missing = await self._transport.probe(pause.channel_id, pause.guild_id)
            except _CANNOT as error:
                missing = str(error)
            async with self._database.write() as writing:
                if missing is None:
                    await resume_channel(writing, pause.channel_id, pause.guild_id, now)
                else:
                    await paused_channels.probe_later(writing, pause.channel_id, now + PROBE_EVERY)


class PausedChannels:
    """What Discord says of servers, as far as it pauses channels or may resume them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def server_left(self, guild_id: int) -> None:
        """The bot was removed from a server: its channels pause until its people resume them.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await _leave(writing, guild_id, self._clock())

    async def permissions_changed(self, guild_id: int) -> bool:
        """Look soon at the paused channels of a server; False when there are none.

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
        """What changed while nobody was connected is unknown: look soon at all paused channels.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            await paused_channels.probe_all(writing, self._clock())

    async def resume(self, channel_id: int, guild_id: int) -> bool:
        """Write to a channel again and look into what is uncertain there; False if not paused.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            now = self._clock()
            await paused_channels.look_again(writing, channel_id, now)
            return await resume_channel(writing, channel_id, guild_id, now)


async def _leave(writing: Transaction, guild_id: int, now: datetime) -> None:
    paused = await paused_channels.pauses_of(writing, guild_id)
    known = {pause.channel_id for pause in paused if pause.reason == LEFT}
    for channel_id in await subscriptions.channels_of(writing, guild_id):
        if channel_id in known:
            continue
        await paused_channels.unpause(writing, channel_id)
        await paused_channels.pause(writing, channel_id, guild_id, LEFT, now=now, probe_at=None)
        await paused_channels.hold(writing, channel_id)


async def resume_channel(
    writing: Transaction, channel_id: int, guild_id: int, now: datetime
) -> bool:
    """Write to a channel again, and tell it once what is different now; False if not paused.

    A single event that still holds is sent as it is. Of several, the net state goes out in one
    message, each value with what it was before the first of them.
    """
    if not await paused_channels.unpause(writing, channel_id):
        return False
    await paused_channels.look_again(writing, channel_id, now)
    missed_rows = await paused_channels.held(writing, channel_id)
    if not missed_rows:
        return True
    known = await events.by_id(writing, {row.event_id for row in missed_rows})
    news = await event_news.news_of(writing, known)
    changed = [
        row for row in missed_rows if known[row.event_id].kind in (events.CHANGE, events.DIGEST)
    ]
    # Reminders and regular digests that are late by now are sorted out before they are sent.
    await paused_channels.release(
        writing, [row.id for row in missed_rows if known[row.event_id].kind in events.TIMELY], now
    )
    await paused_channels.merge(
        writing, [row.id for row in missed_rows if known[row.event_id].kind == events.NOTICE]
    )
    missed = [
        item
        for row in changed
        for item in news[row.event_id]
        if item.kind & row.mask and not item.struck
    ]
    net = await _net(writing, missed, guild_id)
    if len(changed) == 1 and len(net) == len(missed) and _unmoved(missed, net):
        await paused_channels.release(writing, [changed[0].id], now)
        return True
    await paused_channels.merge(writing, [row.id for row in changed])
    if net:
        await _digest(writing, net, channel_id, guild_id, changed[-1].id, now)
    return True


def _unmoved(missed: Sequence[News], net: Sequence[News]) -> bool:
    now = {item.place: item.after for item in net}
    return all(now.get(item.place) == item.after for item in missed)


async def _net(writing: Transaction, missed: Sequence[News], guild_id: int) -> list[News]:
    """What is different now from before the first change of each place that was missed."""
    first: dict[Place, News] = {}
    for item in missed:
        first.setdefault(item.place, item)
    net = []
    for show_id in sorted({place.show_id for place in first}):
        claims = await claims_of(writing, show_id, guild_id)
        resolved = resolve(claims)
        for place, item in first.items():
            if place.show_id != show_id:
                continue
            fact = fact_at(resolved, place)
            value = fact.value if fact is not None else None
            if value != item.before and (value is not None or item.kind != AlertKind.TRAILER):
                # By whose word it is so: what the server's own people say concerns it in any case.
                link, scope = None, item.scope
                if fact is not None:
                    link, scope = fact.claim.source, fact.claim.scope
                net.append(replace(item, after=value, link=link, scope=scope))
    return net


async def _digest(
    writing: Transaction,
    net: Sequence[News],
    channel_id: int,
    guild_id: int,
    last: int,
    now: datetime,
) -> None:
    shows = {item.show_id for item in net}
    mask = mask_of(item.kind for item in net)
    event_id = await events.add(
        writing,
        token=events.token_of(events.DIGEST, channel_id, last),
        kind=events.DIGEST,
        scope=guild_id,
        show_id=shows.pop() if len(shows) == 1 else None,
        season=None,
        mask=mask,
        now=now,
        items=net,
        fanned=True,
    )
    if event_id is not None:
        await deliveries.add(writing, event_id, channel_id, guild_id, mask=mask, now=now)
