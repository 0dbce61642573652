"""Merges of two shows: followers, windows and announcements move, and nothing is sent twice."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts.models import Claim
from ...facts.queries.claims import claims_of
from ...facts.queries.season_dates import move_dates
from ...facts.queries.shows import with_merged_ids
from ...facts.resolve import fact_at, resolve, visible
from ...foundation.database import Transaction
from ..tables import deliveries, events, news, subscriptions
from . import debounce_windows
from .deliveries import DROPPED, PENDING
from .events import REMINDER
from .subscriptions import SHOW


async def carry_over(writing: Transaction, old: int, new: int) -> None:
    """Move subscriptions, reminders, windows and announcements to the show that stays.

    To be called before the facts move: what the new show says by itself decides about the windows.

    Raises:
        StoreError: the database could not be written.
    """
    going = await with_merged_ids(writing, old)
    await _move_windows(writing, going, new)
    await move_subscriptions(writing, going, new)
    await move_dates(writing, going, new)
    await move_events(writing, going, new)


async def let_go(writing: Transaction, old: int, new: int, before: Sequence[Claim]) -> None:
    """A merge was undone: what a show lost by that alone is no change of it.

    If the old show says what was waiting to be announced, that is the old show's change again.
    `before` is what was said about both until then. To be called after the facts moved.

    Raises:
        StoreError: the database could not be written.
    """
    rest, gone = await claims_of(writing, new), await claims_of(writing, old)
    for window in await debounce_windows.of_shows(writing, [new]):
        was, stays, goes = (
            fact.value if fact is not None else None
            for fact in (
                fact_at(resolve(visible(claims, window.scope)), window.place)
                for claims in (before, rest, gone)
            )
        )
        if was == stays:
            continue
        if was == goes:
            await debounce_windows.changed_again(writing, replace(window, show_id=old))
        else:
            await debounce_windows.close(writing, [window.id])


async def _move_windows(writing: Transaction, old: Sequence[int], new: int) -> None:
    """A change of the old show still counts if the new show has not known otherwise.

    If the new show has a word of its own, its followers know that one or wait for it, and it is no
    news that the merge brings another.
    """
    opened = await debounce_windows.of_shows(writing, old)
    if not opened:
        return
    about = await claims_of(writing, new)
    for window in opened:
        there = await debounce_windows.open_windows(writing, window.scope, [new])
        place = window.place._replace(show_id=new)
        fact = fact_at(resolve(visible(about, window.scope)), place)
        value = fact.value if fact is not None else None
        if place in there or value not in (None, window.before):
            await debounce_windows.close(writing, [window.id])
        else:
            await debounce_windows.changed_again(writing, replace(window, show_id=new))


async def move_subscriptions(connection: AsyncConnection, old: Collection[int], new: int) -> None:
    """Let the followers of the old shows follow the new one.

    A channel that follows both keeps one row with the kinds of both, made when the earlier one was.
    """
    for show_id in old:
        await _join_twins(connection, str(show_id), str(new))
        await connection.execute(
            update(subscriptions)
            .where(subscriptions.c.target == SHOW, subscriptions.c.key == str(show_id))
            .values(key=str(new), show_id=new)
        )


async def _join_twins(connection: AsyncConnection, old: str, new: str) -> None:
    table, kept, gone = subscriptions.c, subscriptions, subscriptions.alias()
    twins = and_(gone.c.channel_id == table.channel_id, gone.c.target == SHOW, gone.c.key == old)

    def of_twin(value: ColumnElement[int]) -> ColumnElement[int]:
        return select(value).where(twins).scalar_subquery()

    began = of_twin(gone.c.created_at)
    threads = select(gone.c.id).where(twins, gone.c.thread.is_(True)).exists()
    await connection.execute(
        update(kept)
        .where(table.target == SHOW, table.key == new, select(gone.c.id).where(twins).exists())
        .values(
            kinds=table.kinds.bitwise_or(of_twin(gone.c.kinds)),
            role_id=func.coalesce(table.role_id, of_twin(gone.c.role_id)),
            thread=or_(table.thread.is_(True), threads),
            created_at=case((began < table.created_at, began), else_=table.created_at),
        )
    )
    stays = subscriptions.alias()
    await connection.execute(
        delete(kept).where(
            table.target == SHOW,
            table.key == old,
            select(stays.c.id)
            .where(
                stays.c.channel_id == table.channel_id,
                stays.c.target == SHOW,
                stays.c.key == new,
            )
            .exists(),
        )
    )


async def move_events(connection: AsyncConnection, old: Collection[int], new: int) -> None:
    """Past and coming announcements are about the new show from now on.

    The tokens stay: messages on their way are found by them. A reminder that both shows have
    continues as the new show's.
    """
    kept = await _reminders(connection, [new])
    for reminder in await _reminders(connection, old):
        for twin in kept:
            if twin.of == reminder.of:
                await _leave_to(connection, reminder.id, twin.id)
    for table in (events, news):
        await connection.execute(
            update(table).where(table.c.show_id.in_(list(old))).values(show_id=new)
        )


@dataclass(frozen=True, slots=True)
class _Reminder:
    """A reminder; two with the same `of` look the same to the person who gets them."""

    id: int
    of: tuple[int, int, str, str]


async def _reminders(connection: AsyncConnection, show_ids: Collection[int]) -> Sequence[_Reminder]:
    query = select(events.c.id, events.c.scope, events.c.season, events.c.body).where(
        events.c.kind == REMINDER, events.c.show_id.in_(list(show_ids))
    )
    reminders = []
    for row in await connection.execute(query):
        body = json.loads(row.body)
        reminders.append(_Reminder(row.id, (row.scope, row.season, body["which"], body["airs"])))
    return reminders


async def _leave_to(connection: AsyncConnection, event_id: int, other: int) -> None:
    """Stop the fan-out of an event, and drop it where its twin goes to the same channel."""
    await connection.execute(update(events).where(events.c.id == event_id).values(fanned=True))
    table, twin = deliveries, deliveries.alias()
    twin_delivery = (
        select(twin.c.id)
        .where(twin.c.event_id == other, twin.c.channel_id == table.c.channel_id)
        .exists()
    )
    await connection.execute(
        update(table)
        .where(
            table.c.event_id == event_id,
            table.c.state == PENDING,
            table.c.attempted_at.is_(None),
            twin_delivery,
        )
        .values(state=DROPPED)
    )
