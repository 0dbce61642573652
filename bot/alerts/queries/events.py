"""Events: each is announced once in every channel that follows it; how far its fan-out has come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts.fields import dumped
from ...foundation.database import Database
from ...foundation.sql import epoch, insert_one, moment
from ..tables import deliveries, events, news, subscriptions
from .debounce_windows import read_season, stored_season
from .deliveries import DROPPED, FAILED, HELD, PENDING, SENDING, UNCERTAIN, UNOPENED
from .event_news import News, add_news, news_where

# The kinds of events, as they are stored: two of the texts are older than their names.
CHANGE = "change"
"""Facts that changed."""
REMINDER = "reminder"
"""A date that is near."""
MISSED = "digest"
"""What a paused channel missed. The name is stored, and older than the digests."""
NOTICE = "notice"
"""For a server, about one of its channels."""
OUTCOME = "outcome"
"""What became of a member's suggestion."""
DIGEST = "roundup"
"""What a channel is sent every week or month."""

TIMELY = (REMINDER, DIGEST)
"""Kinds that are sent in time or not at all."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is announced once in every channel that follows it.

    `token` names it in a message's components; `revision` grows when what was announced is undone.
    The form of the text in `body` depends on the kind. `cursor` is how far the fan-out has come.
    """

    id: int
    token: str
    kind: str
    scope: int
    show_id: int | None
    season: int | None
    mask: int
    network: str | None
    body: str
    created_at: datetime
    revision: int
    cursor: int


def token_of(*parts: object) -> str:
    """The name of an event, made from what makes it unique."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


async def token_of_changes(
    connection: AsyncConnection, scope: int, show_id: int, items: Sequence[News]
) -> str:
    """The name of an event by what it tells, and by how many before it told the same.

    Whoever knows nothing of the event, as a backup that was made before it, gives it the same one.
    """
    told = sorted(
        (
            stored_season(item.season),
            item.field,
            item.key,
            str(dumped(item.season, item.field, item.before)),
            str(dumped(item.season, item.field, item.after)),
        )
        for item in items
    )
    for number in count():
        token = token_of(CHANGE, scope, show_id, told, number)
        if not await known(connection, token):
            return token
    raise AssertionError("numbers do not end")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that is to be announced; its fields are those of `Event`."""

    token: str
    kind: str
    scope: int
    show_id: int | None = None
    season: int | None = None
    mask: int = 0
    network: str | None = None
    body: str = ""


async def add(
    connection: AsyncConnection,
    new: NewEvent,
    now: datetime,
    items: Sequence[News] = (),
    *,
    fanned: bool = False,
) -> int | None:
    """Store an event with its news, and return its id; None if it was there before.

    One that is `fanned` gets its deliveries from the caller.
    """
    if await known(connection, new.token):
        return None
    event_id = await insert_one(
        connection,
        events,
        token=new.token,
        kind=new.kind,
        scope=new.scope,
        show_id=new.show_id,
        season=stored_season(new.season),
        mask=new.mask,
        network=new.network,
        body=new.body,
        created_at=epoch(now),
        revision=0,
        editing=False,
        fanned=fanned,
        cursor=0,
    )
    await add_news(connection, event_id, items, now)
    return event_id


async def add_message(
    connection: AsyncConnection,
    kind: str,
    *parts: object,
    scope: int,
    body: Mapping[str, str],
    now: datetime,
) -> int | None:
    """Store an event that says `body` and is about no show; None if it was there before.

    `parts` make it unique. It gets its deliveries from the caller.
    """
    text = json.dumps(body, ensure_ascii=False)
    new = NewEvent(token_of(kind, *parts), kind, scope, body=text)
    return await add(connection, new, now, fanned=True)


async def by_id(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Event]:
    """Events by their ids."""
    return {event.id: event for event in await _select(connection, events.c.id.in_(list(ids)))}


async def news_since(
    connection: AsyncConnection,
    since: datetime,
    scopes: Collection[int],
    show_ids: Collection[int] | None,
) -> list[News]:
    """What settled since then in those scopes (about those shows) and still holds, oldest first.

    Without what a paused channel missed: that is stored once more when it is reported there, and is
    old news to everybody else.
    """
    settled = select(events.c.id).where(events.c.kind == CHANGE)
    where = (news.c.at >= epoch(since)) & news.c.scope.in_(sorted(scopes))
    if show_ids is not None:
        where &= news.c.show_id.in_(sorted(show_ids))
    where &= news.c.struck_at.is_(None) & news.c.event_id.in_(settled)
    return await news_where(connection, where)


async def unfanned(connection: AsyncConnection, limit: int | None = None) -> list[Event]:
    """Events whose deliveries are not all written yet, oldest first, without reminders."""
    return (await _select(connection, _UNFANNED))[:limit]


_UNFANNED = events.c.fanned.is_(False) & (events.c.kind != REMINDER)
_ANY_UNFANNED = select(select(events.c.id).where(_UNFANNED).exists())


async def any_unfanned(database: Database) -> bool:
    """Whether `unfanned` would find any."""
    return await database.holds(_ANY_UNFANNED, {})


async def open_reminders(connection: AsyncConnection) -> list[Event]:
    """Reminders that are not yet written for every time zone."""
    return await _select(connection, events.c.fanned.is_(False) & (events.c.kind == REMINDER))


async def _select(connection: AsyncConnection, where: ColumnElement[bool]) -> list[Event]:
    query = select(events).where(where).order_by(events.c.id)
    return [
        Event(
            id=row.id,
            token=row.token,
            kind=row.kind,
            scope=row.scope,
            show_id=row.show_id,
            season=read_season(row.season),
            mask=row.mask,
            network=row.network,
            body=row.body,
            created_at=moment(row.created_at),
            revision=row.revision,
            cursor=row.cursor,
        )
        for row in await connection.execute(query)
    ]


async def fanned_to(
    connection: AsyncConnection, event_id: int, *, cursor: int, done: bool, body: str | None = None
) -> None:
    """Store how far the fan-out of an event has come."""
    values: dict[str, object] = {"cursor": cursor, "fanned": done}
    if body is not None:
        values["body"] = body
    await connection.execute(update(events).where(events.c.id == event_id).values(**values))


async def edited_all(connection: AsyncConnection) -> None:
    """Mark events as edited once all of their messages are up to date."""
    lagging = (
        select(deliveries.c.id)
        .where(
            deliveries.c.event_id == events.c.id,
            deliveries.c.revision < events.c.revision,
            deliveries.c.message_id.is_not(None),
        )
        .exists()
    )
    await connection.execute(
        update(events).where(events.c.editing.is_(True), ~lagging).values(editing=False)
    )


async def reminders_of(
    connection: AsyncConnection,
    scope: int,
    show_ids: Collection[int],
    season: int,
    since: datetime,
) -> list[Event]:
    """The reminders of a season's dates that were written since then."""
    return await _select(
        connection,
        (events.c.kind == REMINDER)
        & (events.c.created_at >= epoch(since))
        & (events.c.scope == scope)
        & events.c.show_id.in_(list(show_ids))
        & (events.c.season == stored_season(season)),
    )


async def reminded_of(
    connection: AsyncConnection, channel_ids: Collection[int], show_ids: Collection[int]
) -> Mapping[int, Sequence[Event]]:
    """The reminders of those shows that each channel got, or is to get, by channel."""
    table = deliveries.c
    query = (
        select(table.channel_id, events.c.id)
        .join_from(deliveries, events, events.c.id == table.event_id)
        .where(
            table.channel_id.in_(list(channel_ids)),
            table.state.not_in((DROPPED, FAILED)),
            events.c.kind == REMINDER,
            events.c.show_id.in_(list(show_ids)),
        )
        .order_by(events.c.id)
    )
    rows = (await connection.execute(query)).all()
    every = await by_id(connection, {row.id for row in rows})
    by_channel: dict[int, list[Event]] = {}
    for row in rows:
        by_channel.setdefault(row.channel_id, []).append(every[row.id])
    return by_channel


async def known(connection: AsyncConnection, token: str) -> bool:
    """Whether there is an event with that token."""
    query = select(events.c.id).where(events.c.token == token)
    return await connection.scalar(query) is not None


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Delete events from before then that nobody is still to be told about.

    What is held for a paused channel is kept until it is back, except events that are sent in time
    or not at all, and those that nobody follows there any more.
    """
    table = deliveries.c
    followed = select(subscriptions.c.id).where(subscriptions.c.channel_id == table.channel_id)
    held = and_(
        table.state == HELD,
        events.c.kind.not_in(TIMELY),
        or_(followed.exists(), table.user_id.is_not(None)),
    )
    open_row = (
        select(table.id)
        .where(
            table.event_id == events.c.id,
            or_(table.state.in_((PENDING, SENDING, UNCERTAIN, UNOPENED)), held),
        )
        .exists()
    )
    old = select(events.c.id).where(
        events.c.created_at < epoch(before), events.c.fanned.is_(True), ~open_row
    )
    ids = [row.id for row in await connection.execute(old.limit(200))]
    if ids:
        await connection.execute(delete(events).where(events.c.id.in_(ids)))
