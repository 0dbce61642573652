"""The transactional outbox: deliveries are leased, tried and settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...cluster.assignment import Assignment
from ...foundation.database import Database
from ...foundation.sql import epoch, moment
from ...guilds.queries import on_shards
from ..tables import deliveries, events, news
from .deliveries import PENDING, SENDING, SENT, Delivery, read_delivery, telling


def served(assignment: Assignment) -> ColumnElement[bool]:
    """The rows for servers on this process's shards, and for people: any process may send those."""
    table = deliveries.c
    return or_(table.user_id.is_not(None), on_shards(table.guild_id, assignment))


async def due(
    connection: AsyncConnection,
    now: datetime,
    limit: int,
    busy: Collection[int],
    assignment: Assignment,
) -> list[Delivery]:
    """Deliveries to try now, in turn; at most one per channel.

    Left out are the channels in `busy`, those where another worker's lease runs, and changes of a
    show that follow something still to be sent. Rows whose lease ran out are those of a dead
    worker.
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
    rows_due: dict[int, Delivery] = {}
    for ripe in (
        and_(table.state == SENDING, table.lease_until <= at),
        and_(table.state == PENDING, table.due_at <= at, ~leased, ~_has_one_before_it()),
    ):
        query = select(deliveries).where(ripe, served(assignment))
        query = query.order_by(table.turn, table.id)
        for row in await connection.execute(query.limit(4 * limit + len(busy))):
            if row.channel_id not in busy and len(rows_due) < limit:
                rows_due.setdefault(row.channel_id, read_delivery(row))
    return list(rows_due.values())


def _has_one_before_it() -> ColumnElement[bool]:
    """Whether news about the same show waits in the channel before it, perhaps to be retried.

    If the earlier one were sent after the later one, it would be read as the latest. "Before" means
    put into the outbox before: what a paused channel missed is an event of its own, made later than
    a change that is announced everywhere on the day on which the channel is back.
    """
    other = deliveries.alias()
    ours, theirs = news.alias(), news.alias()
    return (
        select(other.c.id)
        .select_from(ours)
        .join(theirs, theirs.c.show_id == ours.c.show_id)
        .join(other, other.c.event_id == theirs.c.event_id)
        .where(
            ours.c.event_id == deliveries.c.event_id,
            other.c.channel_id == deliveries.c.channel_id,
            other.c.state == PENDING,
            other.c.id < deliveries.c.id,
        )
        .correlate(deliveries)
        .exists()
    )


async def take_over(connection: AsyncConnection, assignment: Assignment) -> None:
    """End the leases of a dead process, for the shards that this one takes over.

    If there are several processes, messages to people may belong to another one, which lives.
    """
    mine = served(assignment)
    if assignment.processes > 1:
        mine &= deliveries.c.user_id.is_(None)
    await connection.execute(
        update(deliveries).where(deliveries.c.state == SENDING, mine).values(lease_until=0)
    )


async def lease(
    connection: AsyncConnection,
    rows: Sequence[tuple[Delivery, int, Collection[int]]],
    *,
    now: datetime,
    until: datetime,
    anchor: int | None,
) -> set[int]:
    """Lease deliveries to try them, each with the revision of its event and the news it reports.

    This must be committed before anything is sent. Returns the ids of those that nobody else took
    meanwhile.
    """
    alike: dict[tuple[str, int, int, str, int, int | None], list[int]] = {}
    for row, revision, told in rows:
        fresh = row.attempted_at is None
        tried = epoch(row.attempted_at or now)
        since = anchor if fresh else row.anchor
        sameness = (row.state, row.attempts, revision, telling(told), tried, since)
        alike.setdefault(sameness, []).append(row.id)
    table = deliveries
    taken: set[int] = set()
    for (state, attempts, revision, told_news, tried, since), ids in alike.items():
        free = (
            select(table.c.id)
            .where(table.c.id.in_(ids), table.c.state == state, table.c.attempts == attempts)
            .with_for_update(skip_locked=True)
        )
        done = await connection.execute(
            update(table)
            .where(table.c.id.in_(free))
            .values(
                state=SENDING,
                lease_until=epoch(until),
                attempts=attempts + 1,
                revision=revision,
                told=told_news,
                attempted_at=tried,
                anchor=since,
            )
            .returning(table.c.id)
        )
        taken.update(row.id for row in done)
    return taken


@dataclass(frozen=True, slots=True)
class Sent:
    """Discord has the message of a delivery, since `at`.

    `message_id` is None if somebody deleted it since; `todo` is what remains to be done to it.
    """

    delivery_id: int
    message_id: int | None
    todo: int
    at: datetime


async def sent(connection: AsyncConnection, messages: Sequence[Sent]) -> None:
    """Discord has these messages; those whose event has moved on are to be edited."""
    if not messages:
        return
    table = deliveries
    at = bindparam("reached", type_=table.c.sent_at.type)
    await connection.execute(
        update(table)
        .where(table.c.id == bindparam("delivery"))
        .values(
            state=SENT,
            message_id=bindparam("message"),
            sent_at=at,
            todo=bindparam("left"),
            todo_at=at,
            due_at=at,
            attempted_at=None,
            lease_until=None,
            error=None,
        ),
        [
            {
                "delivery": message.delivery_id,
                "message": message.message_id,
                "left": message.todo,
                "reached": epoch(message.at),
            }
            for message in messages
        ],
    )
    lagging = select(table.c.id).where(
        table.c.id.in_([message.delivery_id for message in messages]),
        table.c.event_id == events.c.id,
        table.c.revision < events.c.revision,
    )
    await connection.execute(update(events).where(lagging.exists()).values(editing=True))


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a delivery whose attempt ended without a message that we know of.

    `due_at` is when it is tried again, if it is. `untouched`: Discord certainly has no message of
    it. `attempts` is the number to store if this attempt is not to count.
    """

    delivery_id: int
    state: str
    error: str | None = None
    due_at: datetime | None = None
    untouched: bool = True
    attempts: int | None = None


async def settle(connection: AsyncConnection, settled: Settled) -> None:
    """Store what becomes of a delivery; its lease ends."""
    values: dict[str, object] = {
        "state": settled.state,
        "error": settled.error,
        "lease_until": None,
    }
    if settled.attempts is not None:
        values["attempts"] = settled.attempts
    if settled.due_at is not None:
        values["due_at"] = epoch(settled.due_at)
    if settled.untouched:
        values |= {"attempted_at": None, "anchor": None}
    await connection.execute(
        update(deliveries).where(deliveries.c.id == settled.delivery_id).values(**values)
    )


async def shift(
    connection: AsyncConnection, seconds: int, now: datetime, made_after: datetime | None = None
) -> None:
    """The machine's clock jumped to `now` by that much: move what waits, and the leases, with it.

    All of it, or what was made after an instant. If the clock was set back, follow-ups are due as
    soon as they were.
    """
    table = deliveries
    moved = (
        update(table)
        .where(table.c.state.in_((PENDING, SENDING)))
        .values(due_at=table.c.due_at + seconds, lease_until=table.c.lease_until + seconds)
    )
    if made_after is not None:
        moved = moved.where(table.c.created_at > epoch(made_after))
    await connection.execute(moved)
    if seconds < 0:
        ahead = or_(table.c.due_at > epoch(now), table.c.todo_at > epoch(now))
        await connection.execute(
            update(table)
            .where(table.c.state == SENT, ahead)
            .values(due_at=table.c.due_at + seconds, todo_at=table.c.todo_at + seconds)
        )


async def newest(connection: AsyncConnection) -> datetime | None:
    """When the newest row that waits was made."""
    table = deliveries.c
    query = select(func.max(table.created_at)).where(table.state.in_((PENDING, SENDING)))
    created_at = await connection.scalar(query)
    return None if created_at is None else moment(created_at)


def _work() -> Select[tuple[bool]]:
    """Whether the outbox has anything to do at an instant."""
    at = bindparam("at", type_=BigInteger)
    table = deliveries.c
    work = (
        select(table.id).where(table.state == PENDING, table.due_at <= at),
        select(table.id).where(table.state == SENDING, table.lease_until <= at),
        select(table.id).where(table.todo > 0, table.todo_at <= at),
        select(table.id)
        .join(events, events.c.id == table.event_id)
        .where(
            events.c.editing.is_(True),
            table.message_id.is_not(None),
            table.revision < events.c.revision,
            table.due_at <= at,
        ),
    )
    return select(or_(*(query.exists() for query in work)))


_WORK = _work()


async def waiting(database: Database, now: datetime) -> bool:
    """Whether the outbox has anything for a worker to do."""
    return await database.holds(_WORK, {"at": epoch(now)})
