"""Deliveries, one row per event and channel: written by the fan-out, counted, purged."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.clock import Clock
from ...foundation.database import Database
from ...foundation.sql import chunks, epoch, moment
from ..tables import deliveries, pauses, subscriptions

# The states of a delivery.
PENDING = "pending"
SENDING = "sending"
"""Leased by a worker."""
SENT = "sent"
HELD = "held"
"""Kept for a paused channel."""
UNCERTAIN = "uncertain"
"""Perhaps sent, which cannot be found out."""
FAILED = "failed"
"""Given up after a day."""
DROPPED = "dropped"
"""No longer to be told."""
UNOPENED = "unopened"
"""For a person with whom no channel of direct messages has been opened yet."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event in one channel.

    `attempted_at` is set while an attempt may have reached Discord without our knowing; then
    `anchor` is an id from Discord that is older than the attempt. `told` are the ids of the news
    that the message reports as of `revision`, None if nobody noted them yet.
    """

    id: int
    event_id: int
    channel_id: int
    guild_id: int
    user_id: int | None
    mask: int
    role_id: int | None
    thread: bool
    state: str
    created_at: datetime
    attempts: int
    attempted_at: datetime | None
    anchor: int | None
    revision: int
    told: frozenset[int] | None
    message_id: int | None
    todo: int
    error: str | None


def told_in(text: str | None) -> frozenset[int] | None:
    """The ids of the news that a delivery reports, from the text that `telling` wrote."""
    return None if text is None else frozenset(json.loads(text))


def telling(news_ids: Collection[int]) -> str:
    """These ids as the text that is stored with a delivery."""
    return json.dumps(sorted(news_ids))


def read_delivery(row: Row[Any]) -> Delivery:
    """The delivery in a row of all columns of its table."""
    return Delivery(
        id=row.id,
        event_id=row.event_id,
        channel_id=row.channel_id,
        guild_id=row.guild_id,
        user_id=row.user_id,
        mask=row.mask,
        role_id=row.role_id,
        thread=row.thread,
        state=row.state,
        created_at=moment(row.created_at),
        attempts=row.attempts,
        attempted_at=None if row.attempted_at is None else moment(row.attempted_at),
        anchor=row.anchor,
        revision=row.revision,
        told=told_in(row.told),
        message_id=row.message_id,
        todo=row.todo,
        error=row.error,
    )


async def fan_out(
    connection: AsyncConnection,
    event_id: int,
    where: ColumnElement[bool],
    kinds: Sequence[int],
    *,
    now: datetime,
    after: int,
    size: int,
    told: Collection[int] = (),
) -> int | None:
    """Write the deliveries of an event to the next `size` channels that follow it.

    `kinds` are the single bits of what the event reports. Returns the last channel reached, None
    when there are no more. A channel that has the event already is left alone, so this may be
    repeated; so is a channel that was sent one of the events `told`. Channels of one server take
    turns with those of others: `turn` counts within each.
    """
    table = subscriptions.c
    wanted = where & (table.channel_id > after)
    channels = select(table.channel_id).where(wanted).distinct().order_by(table.channel_id)
    last = await connection.scalar(channels.offset(size - 1).limit(1))
    if last is not None:
        wanted &= table.channel_id <= last
    followed = _channels_following(wanted, kinds)
    heard = deliveries.c.event_id == event_id
    if told:
        heard |= deliveries.c.event_id.in_(sorted(told)) & (deliveries.c.state != DROPPED)
    have = (
        select(deliveries.c.id)
        .where(heard, deliveries.c.channel_id == followed.c.channel_id)
        .exists()
    )
    turn = func.row_number().over(partition_by=followed.c.guild_id, order_by=followed.c.channel_id)
    values: dict[str, ColumnElement[Any]] = {
        "event_id": literal(event_id),
        "channel_id": followed.c.channel_id,
        "guild_id": followed.c.guild_id,
        "user_id": followed.c.user_id,
        "mask": followed.c.mask,
        "role_id": followed.c.role_id,
        "thread": followed.c.thread == 1,
        "state": case((pauses.c.channel_id.is_(None), PENDING), else_=HELD),
        "turn": literal(epoch(now)) + turn,
        "due_at": literal(epoch(now)),
        "created_at": literal(epoch(now)),
    }
    rows = (
        select(*values.values())
        .select_from(followed)
        .outerjoin(pauses, pauses.c.channel_id == followed.c.channel_id)
        .where(~have)
    )
    await connection.execute(insert(deliveries).from_select(list(values), rows))
    return None if last is None else int(last)


def _channels_following(wanted: ColumnElement[bool], kinds: Sequence[int]) -> Subquery:
    """A row for each channel with a subscription that is `wanted`; what several say is joined."""
    table = subscriptions.c
    mask: ColumnElement[int] = literal(0)
    for bit in kinds:
        mask = mask + func.max(table.kinds.bitwise_and(bit))
    return (
        select(
            table.channel_id,
            func.max(table.guild_id).label("guild_id"),
            func.max(table.user_id).label("user_id"),
            mask.label("mask"),
            func.max(table.role_id).label("role_id"),
            func.max(case((table.thread, 1), else_=0)).label("thread"),
        )
        .where(wanted)
        .group_by(table.channel_id)
        .subquery()
    )


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery that is not fanned out but written by itself; its fields are those of
    `Delivery`."""

    event_id: int
    channel_id: int
    guild_id: int
    mask: int = 0
    user_id: int | None = None
    role_id: int | None = None
    state: str = PENDING


async def add(connection: AsyncConnection, new: NewDelivery, now: datetime) -> None:
    """Write a single delivery, which is due `now`."""
    await connection.execute(
        insert(deliveries).values(
            event_id=new.event_id,
            channel_id=new.channel_id,
            guild_id=new.guild_id,
            user_id=new.user_id,
            mask=new.mask,
            role_id=new.role_id,
            thread=False,
            state=new.state,
            turn=epoch(now),
            due_at=epoch(now),
            created_at=epoch(now),
        )
    )


async def waiting_in(
    connection: AsyncConnection, channel_id: int, states: Collection[str] = (PENDING,)
) -> list[Delivery]:
    """A channel's open deliveries that nobody is attempting now, oldest first."""
    query = (
        select(deliveries)
        .where(deliveries.c.channel_id == channel_id, deliveries.c.state.in_(states))
        .order_by(deliveries.c.id)
    )
    return [read_delivery(row) for row in await connection.execute(query)]


async def drop(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Mark these deliveries as no longer wanted."""
    for chunk in chunks(sorted(ids)):
        await connection.execute(
            update(deliveries).where(deliveries.c.id.in_(chunk)).values(state=DROPPED)
        )


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase the deliveries to a person, and that their messages are closed."""
    for table in (deliveries, subscriptions):
        theirs = select(table.c.channel_id).where(table.c.user_id == user_id)
        await connection.execute(delete(pauses).where(pauses.c.channel_id.in_(theirs)))
    await connection.execute(delete(deliveries).where(deliveries.c.user_id == user_id))


async def troubles(connection: AsyncConnection, guild_id: int) -> list[Delivery]:
    """What a server is shown of deliveries that went wrong: given up, or uncertain."""
    table = deliveries
    query = (
        select(table)
        .where(table.c.guild_id == guild_id, table.c.state.in_((FAILED, UNCERTAIN)))
        .order_by(table.c.id.desc())
        .limit(50)
    )
    return [read_delivery(row) for row in await connection.execute(query)]


@dataclass(frozen=True, slots=True)
class OutboxStatistics:
    """The outbox in numbers; `oldest` is how long the oldest delivery has waited."""

    sent: int
    retried: int
    paused: int
    held: int
    uncertain: int
    failed: int
    backlog: int
    oldest: timedelta | None

    def summary(self) -> str:
        """The numbers in one line, for an operator."""
        age = "none waits"
        if self.oldest is not None:
            age = f"the oldest for {int(self.oldest.total_seconds()):,} s"
        return (
            f"{self.sent:,} sent ({self.retried:,} retried), backlog {self.backlog:,} ({age}), "
            f"{self.paused:,} channels paused, {self.held:,} held for them, "
            f"{self.uncertain:,} uncertain, {self.failed:,} given up"
        )


async def outbox_statistics(database: Database, clock: Clock) -> OutboxStatistics:
    """The numbers of the outbox now.

    Raises:
        StoreError: the database cannot be read.
    """
    table = deliveries.c
    async with database.read() as reading:
        states = await reading.execute(select(table.state, func.count()).group_by(table.state))
        counted = {row.state: int(row[1]) for row in states}
        retried = await reading.scalar(select(func.count()).where(table.attempts > 1))
        since = await reading.scalar(
            select(func.min(table.created_at)).where(table.state.in_((PENDING, SENDING)))
        )
        paused = await reading.scalar(select(func.count()).select_from(pauses))
    return OutboxStatistics(
        sent=counted.get(SENT, 0),
        retried=retried or 0,
        paused=paused or 0,
        held=counted.get(HELD, 0),
        uncertain=counted.get(UNCERTAIN, 0),
        failed=counted.get(FAILED, 0),
        backlog=counted.get(PENDING, 0) + counted.get(SENDING, 0),
        oldest=None if since is None else timedelta(seconds=clock().timestamp() - since),
    )
