"""The outbox: one row for every event in every channel, leased, tried and settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from . import schema
from .alert_schema import deliveries, events, pauses, subscriptions
from .catalog import epoch, moment

PENDING, SENDING, SENT = "pending", "sending", "sent"
HELD, UNCERTAIN, FAILED, DROPPED = "held", "uncertain", "failed", "dropped"
"""States of a delivery: to do, leased by a worker, done; held for a paused channel, perhaps sent
and not to be found out, given up after a day, not to be told any more."""

CROSSPOST, THREAD = 1, 2
"""What is still to do to a message that was sent."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event in one channel.

    `attempted_at` is set while an attempt may have reached Discord without our knowing; then
    `anchor` is an id from Discord that is older than the attempt.
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
    message_id: int | None
    todo: int
    error: str | None


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        row.id,
        row.event_id,
        row.channel_id,
        row.guild_id,
        row.user_id,
        row.mask,
        row.role_id,
        row.thread,
        row.state,
        moment(row.created_at),
        row.attempts,
        None if row.attempted_at is None else moment(row.attempted_at),
        row.anchor,
        row.revision,
        row.message_id,
        row.todo,
        row.error,
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
) -> int | None:
    """Write the deliveries of an event to the next `size` channels that follow it.

    `kinds` are the single bits of what the event tells. Returns the last channel reached, None
    when there are no more. A channel that has the event already is left alone, so this may be
    repeated. Channels of one server take turns with those of others: `turn` counts within each.
    """
    table = subscriptions.c
    wanted = where & (table.channel_id > after)
    channels = select(table.channel_id).where(wanted).distinct().order_by(table.channel_id)
    last = await connection.scalar(channels.offset(size - 1).limit(1))
    if last is not None:
        wanted &= table.channel_id <= last
    mask: ColumnElement[int] = literal(0)
    for bit in kinds:
        mask = mask + func.max(table.kinds.bitwise_and(bit))
    followed = (
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
    have = (
        select(deliveries.c.id)
        .where(deliveries.c.event_id == event_id, deliveries.c.channel_id == followed.c.channel_id)
        .exists()
    )
    place = func.row_number().over(partition_by=followed.c.guild_id, order_by=followed.c.channel_id)
    rows = (
        select(
            literal(event_id),
            followed.c.channel_id,
            followed.c.guild_id,
            followed.c.user_id,
            followed.c.mask,
            followed.c.role_id,
            followed.c.thread == 1,
            case((pauses.c.channel_id.is_(None), PENDING), else_=HELD),
            literal(epoch(now)) + place,
            literal(epoch(now)),
            literal(epoch(now)),
        )
        .select_from(followed)
        .outerjoin(pauses, pauses.c.channel_id == followed.c.channel_id)
        .where(~have)
    )
    columns = [
        "event_id",
        "channel_id",
        "guild_id",
        "user_id",
        "mask",
        "role_id",
        "thread",
        "state",
        "turn",
        "due_at",
        "created_at",
    ]
    await connection.execute(insert(deliveries).from_select(columns, rows))
    return None if last is None else int(last)


async def add(
    connection: AsyncConnection,
    event_id: int,
    channel_id: int,
    guild_id: int,
    *,
    mask: int,
    now: datetime,
    user_id: int | None = None,
) -> None:
    """Write a single delivery."""
    await connection.execute(
        insert(deliveries).values(
            event_id=event_id,
            channel_id=channel_id,
            guild_id=guild_id,
            user_id=user_id,
            mask=mask,
            thread=False,
            state=PENDING,
            turn=epoch(now),
            due_at=epoch(now),
            created_at=epoch(now),
        )
    )


def zoned(where: ColumnElement[bool], zones: Collection[str | None]) -> ColumnElement[bool]:
    """That condition, for servers in these time zones alone; None is "none set"."""
    guilds = schema.guilds.c
    named = [zone for zone in zones if zone is not None]
    zone = select(guilds.timezone).where(guilds.id == subscriptions.c.guild_id).scalar_subquery()
    here = zone.in_(named)
    return where & (or_(here, zone.is_(None)) if None in zones else here)


async def zones(connection: AsyncConnection) -> list[str | None]:
    """The time zones that servers set, and None for those that set none."""
    guilds = schema.guilds.c
    rows = await connection.execute(
        select(guilds.timezone).where(guilds.timezone.is_not(None)).distinct()
    )
    return [None, *sorted(row.timezone for row in rows)]


async def waiting(connection: AsyncConnection, now: datetime) -> bool:
    """Whether a worker would find anything to do."""
    at = epoch(now)
    table = deliveries.c
    for query in (
        select(table.id).where(table.state == PENDING, table.due_at <= at),
        select(table.id).where(table.state == SENDING, table.lease_until <= at),
        select(table.id).where(table.todo > 0, table.todo_at <= at),
    ):
        if await connection.scalar(query.limit(1)) is not None:
            return True
    return bool(await to_edit(connection, now, 1))


async def due(
    connection: AsyncConnection, now: datetime, limit: int, busy: Collection[int]
) -> list[Delivery]:
    """Rows to try now, those whose turn it is first; at most one a channel.

    Left out are the channels in `busy` and those where another worker's lease runs. Rows whose
    lease ran out are those of a worker that died.
    """
    at = epoch(now)
    table = deliveries.c
    other = deliveries.alias()
    leased = (
        select(other.c.id)
        .where(
            other.c.channel_id == table.channel_id,
            other.c.state == SENDING,
            other.c.lease_until > at,
        )
        .exists()
    )
    found: dict[int, Delivery] = {}
    for ripe in (
        and_(table.state == SENDING, table.lease_until <= at),
        and_(table.state == PENDING, table.due_at <= at, ~leased),
    ):
        query = select(deliveries).where(ripe).order_by(table.turn, table.id)
        for row in await connection.execute(query.limit(4 * limit + len(busy))):
            if row.channel_id not in busy and len(found) < limit:
                found.setdefault(row.channel_id, _delivery(row))
    return list(found.values())


async def take_over(connection: AsyncConnection) -> None:
    """A process begins: the leases of the one before it, which is gone, are over."""
    await connection.execute(
        update(deliveries).where(deliveries.c.state == SENDING).values(lease_until=0)
    )


async def lease(
    connection: AsyncConnection,
    rows: Sequence[tuple[Delivery, int]],
    *,
    now: datetime,
    until: datetime,
    anchor: int | None,
) -> set[int]:
    """Take rows to try them, each with the revision of its event that is told.

    This must be committed before anything is sent. Returns the ids of those that nobody else
    took meanwhile.
    """
    table = deliveries
    taken = set()
    for row, revision in rows:
        fresh = row.attempted_at is None
        done = await connection.execute(
            update(table)
            .where(
                table.c.id == row.id,
                table.c.state == row.state,
                table.c.attempts == row.attempts,
            )
            .values(
                state=SENDING,
                lease_until=epoch(until),
                attempts=row.attempts + 1,
                revision=revision,
                attempted_at=epoch(now) if fresh else epoch(row.attempted_at or now),
                anchor=anchor if fresh else row.anchor,
            )
        )
        if done.rowcount:
            taken.add(row.id)
    return taken


async def sent(
    connection: AsyncConnection, delivery_id: int, message_id: int | None, todo: int, now: datetime
) -> None:
    """Discord has the message; what was told of an event that moved on is to be edited."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.id == delivery_id)
        .values(
            state=SENT,
            message_id=message_id,
            sent_at=epoch(now),
            todo=todo,
            todo_at=epoch(now),
            due_at=epoch(now),
            attempted_at=None,
            lease_until=None,
            error=None,
        )
    )
    mine = select(table.c.event_id, table.c.revision).where(table.c.id == delivery_id).subquery()
    await connection.execute(
        update(events)
        .where(events.c.id == mine.c.event_id, events.c.revision > mine.c.revision)
        .values(editing=True)
    )


async def settle(
    connection: AsyncConnection,
    delivery_id: int,
    state: str,
    error: str | None,
    *,
    due_at: datetime | None = None,
    untouched: bool = True,
) -> None:
    """An attempt ended otherwise. `untouched`: Discord certainly has no message of it."""
    values: dict[str, object] = {"state": state, "error": error, "lease_until": None}
    if due_at is not None:
        values |= {"due_at": epoch(due_at), "turn": epoch(due_at)}
    if untouched:
        values |= {"attempted_at": None, "anchor": None}
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(**values)
    )


async def to_edit(connection: AsyncConnection, now: datetime, limit: int) -> list[Delivery]:
    """Messages that tell what was undone since; those in the slow lane wait for their `due_at`."""
    table = deliveries.c
    undone = await connection.execute(
        select(events.c.id, events.c.revision).where(events.c.editing.is_(True))
    )
    found: list[Delivery] = []
    for event in undone.all():
        query = select(deliveries).where(
            table.event_id == event.id,
            table.message_id.is_not(None),
            table.revision < event.revision,
            table.due_at <= epoch(now),
        )
        rows = await connection.execute(query.limit(limit - len(found)))
        found += [_delivery(row) for row in rows]
        if len(found) >= limit:
            break
    return found


async def edited(connection: AsyncConnection, delivery_id: int, revision: int) -> None:
    """A message tells what that revision of its event says."""
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(revision=revision)
    )


async def edit_later(connection: AsyncConnection, delivery_id: int, at: datetime) -> None:
    """An edit could not be made now."""
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(due_at=epoch(at))
    )


async def to_finish(
    connection: AsyncConnection, now: datetime, limit: int, busy: Collection[int]
) -> list[Delivery]:
    """Messages that are to be published or get a thread."""
    table = deliveries.c
    query = (
        select(deliveries)
        .where(table.todo > 0, table.todo_at <= epoch(now))
        .order_by(table.todo_at, table.id)
        .limit(limit + len(busy))
    )
    found: dict[int, Delivery] = {}
    for row in await connection.execute(query):
        if row.channel_id not in busy and len(found) < limit:
            found.setdefault(row.channel_id, _delivery(row))
    return list(found.values())


async def finished(
    connection: AsyncConnection,
    delivery_id: int,
    todo: int,
    *,
    at: datetime,
    crossposted: bool = False,
) -> None:
    """What is left to do to a message, and when."""
    values: dict[str, object] = {"todo": todo, "todo_at": epoch(at)}
    if crossposted:
        values["crossposted_at"] = epoch(at)
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(**values)
    )


async def crossposts(connection: AsyncConnection, channel_id: int, since: datetime) -> int:
    """How many messages of a channel were published since then."""
    table = deliveries.c
    query = select(func.count()).where(
        table.channel_id == channel_id, table.crossposted_at > epoch(since)
    )
    return await connection.scalar(query) or 0


async def hold(connection: AsyncConnection, channel_id: int) -> None:
    """A channel was paused: keep what it is still to be told."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.channel_id == channel_id, table.c.state == PENDING)
        .values(state=HELD)
    )


async def held(connection: AsyncConnection, channel_id: int) -> list[Delivery]:
    """What a paused channel was not told, oldest first."""
    query = (
        select(deliveries)
        .where(deliveries.c.channel_id == channel_id, deliveries.c.state == HELD)
        .order_by(deliveries.c.id)
    )
    return [_delivery(row) for row in await connection.execute(query)]


async def release(connection: AsyncConnection, ids: Collection[int], now: datetime) -> None:
    """Let held rows be tried."""
    for some in _chunks(ids):
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(some))
            .values(state=PENDING, due_at=epoch(now), turn=epoch(now), created_at=epoch(now))
        )


async def merge(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Held rows whose news went into a digest."""
    for some in _chunks(ids):
        await connection.execute(
            update(deliveries).where(deliveries.c.id.in_(some)).values(state=DROPPED)
        )


def _chunks(ids: Collection[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + 500] for start in range(0, len(ordered), 500)]


async def look_again(connection: AsyncConnection, channel_id: int, now: datetime) -> None:
    """A channel's history may be readable again: find out about its uncertain rows."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.channel_id == channel_id, table.c.state == UNCERTAIN)
        .values(state=PENDING, due_at=epoch(now), turn=epoch(now))
    )


async def uncertain_channels(connection: AsyncConnection, guild_id: int) -> list[int]:
    """The channels of a server in which something may or may not have been told."""
    table = deliveries.c
    rows = await connection.execute(
        select(table.channel_id)
        .where(table.guild_id == guild_id, table.state == UNCERTAIN)
        .distinct()
    )
    return [row.channel_id for row in rows]


async def troubles(connection: AsyncConnection, guild_id: int) -> list[Delivery]:
    """What a server is shown of deliveries that went wrong: given up, or uncertain."""
    table = deliveries
    query = (
        select(table)
        .where(table.c.guild_id == guild_id, table.c.state.in_((FAILED, UNCERTAIN)))
        .order_by(table.c.id.desc())
        .limit(50)
    )
    return [_delivery(row) for row in await connection.execute(query)]


async def shift(connection: AsyncConnection, seconds: int) -> None:
    """The machine's clock jumped by so much: move what waits, and the leases, with it."""
    table = deliveries
    await connection.execute(
        update(table)
        .where(table.c.state.in_((PENDING, SENDING)))
        .values(due_at=table.c.due_at + seconds, lease_until=table.c.lease_until + seconds)
    )


async def figures(connection: AsyncConnection) -> Mapping[str, int | None]:
    """How many deliveries are in each state, how many were tried again, the oldest one waiting.

    `oldest` is in seconds since 1970, None when nothing waits.
    """
    table = deliveries.c
    counted = {
        row.state: row[1]
        for row in await connection.execute(select(table.state, func.count()).group_by(table.state))
    }
    retried = await connection.scalar(select(func.count()).where(table.attempts > 1))
    oldest = await connection.scalar(
        select(func.min(table.created_at)).where(table.state.in_((PENDING, SENDING)))
    )
    paused = await connection.scalar(select(func.count()).select_from(pauses))
    return {
        "sent": counted.get(SENT, 0),
        "retried": retried or 0,
        "paused": paused or 0,
        "held": counted.get(HELD, 0),
        "uncertain": counted.get(UNCERTAIN, 0),
        "failed": counted.get(FAILED, 0),
        "backlog": counted.get(PENDING, 0) + counted.get(SENDING, 0),
        "oldest": oldest,
    }


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Forget events from before then that nothing is left to do about."""
    table = deliveries.c
    open_row = (
        select(table.id)
        .where(
            table.event_id == events.c.id,
            table.state.in_((PENDING, SENDING, UNCERTAIN)),
        )
        .exists()
    )
    old = select(events.c.id).where(
        events.c.created_at < epoch(before), events.c.fanned.is_(True), ~open_row
    )
    ids = [row.id for row in await connection.execute(old.limit(200))]
    if ids:
        await connection.execute(delete(events).where(events.c.id.in_(ids)))


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase the deliveries to a person."""
    await connection.execute(delete(deliveries).where(deliveries.c.user_id == user_id))
