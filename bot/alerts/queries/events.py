"""Events and the changes that each announces, and how far its fan-out came."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, true, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts import tables as schema
from ...facts.models import Claim, Place
from ...facts.queries.claims import EDITOR
from ...foundation.sql import epoch, moment
from ..tables import deliveries, events, news
from .windows import dumped, loaded, read_season, stored_season

CHANGE, REMINDER, DIGEST, NOTICE = "change", "reminder", "digest", "notice"
OUTCOME, ROUNDUP = "outcome", "roundup"
"""Kinds of events: facts that changed, a date that comes near, what a paused channel missed,
a word to a server about one of its channels; what became of a member's suggestion, what a channel
is told every week or month."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that is told, once in every channel that follows it.

    `token` names it in a message's components; `revision` grows when what was told is undone.
    `body` is text whose form depends on the kind. `cursor` is how far the fan-out came.
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
    """The name of an event from what makes it the only one of its kind."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


async def add(
    connection: AsyncConnection,
    *,
    token: str,
    kind: str,
    scope: int,
    show_id: int | None,
    season: int | None,
    mask: int,
    now: datetime,
    network: str | None = None,
    body: str = "",
    items: Sequence[News] = (),
    fanned: bool = False,
) -> int | None:
    """Store an event; None when it was there before. `fanned` ones get their deliveries by hand."""
    known = select(events.c.id).where(events.c.token == token)
    if await connection.scalar(known) is not None:
        return None
    done = await connection.execute(
        insert(events).values(
            token=token,
            kind=kind,
            scope=scope,
            show_id=show_id,
            season=stored_season(season),
            mask=mask,
            network=network,
            body=body,
            created_at=epoch(now),
            revision=0,
            editing=False,
            fanned=fanned,
            cursor=0,
        )
    )
    key = done.inserted_primary_key
    if key is None:  # pragma: no cover - every supported database returns it
        raise RuntimeError("the database returned no id for a new event")
    event_id = int(key[0])
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
    """Store an event that says `body` and is about no show; None when it was there before.

    `parts` make it the only one of its kind. It gets its deliveries by hand.
    """
    return await add(
        connection,
        token=token_of(kind, *parts),
        kind=kind,
        scope=scope,
        show_id=None,
        season=None,
        mask=0,
        now=now,
        body=json.dumps(body, ensure_ascii=False),
        fanned=True,
    )


async def by_id(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Event]:
    """Events by their ids."""
    return {event.id: event for event in await _select(connection, events.c.id.in_(list(ids)))}


async def unfanned(connection: AsyncConnection, limit: int) -> list[Event]:
    """Events whose deliveries are not all written yet, oldest first; no reminders."""
    waiting = events.c.fanned.is_(False) & (events.c.kind != REMINDER)
    return (await _select(connection, waiting))[:limit]


async def open_reminders(connection: AsyncConnection) -> list[Event]:
    """Reminders that still have zones to go."""
    return await _select(connection, events.c.fanned.is_(False) & (events.c.kind == REMINDER))


async def _select(connection: AsyncConnection, where: ColumnElement[bool]) -> list[Event]:
    query = select(events).where(where).order_by(events.c.id)
    return [
        Event(
            row.id,
            row.token,
            row.kind,
            row.scope,
            row.show_id,
            read_season(row.season),
            row.mask,
            row.network,
            row.body,
            moment(row.created_at),
            row.revision,
            row.cursor,
        )
        for row in await connection.execute(query)
    ]


async def fanned_to(
    connection: AsyncConnection, event_id: int, *, cursor: int, done: bool, body: str | None = None
) -> None:
    """Store how far the fan-out of an event came."""
    values: dict[str, object] = {"cursor": cursor, "fanned": done}
    if body is not None:
        values["body"] = body
    await connection.execute(update(events).where(events.c.id == event_id).values(**values))


async def edited_all(connection: AsyncConnection) -> None:
    """Take note of events none of whose messages lags behind."""
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


async def known(connection: AsyncConnection, token: str) -> bool:
    """Whether there is an event of that token."""
    query = select(events.c.id).where(events.c.token == token)
    return await connection.scalar(query) is not None


@dataclass(frozen=True, slots=True)
class News:
    """One change that is told. `kind` is one bit of a subscription's mask.

    `struck` says that what it rested on was undone after it was told. `at` is when it was stored.
    """

    show_id: int
    scope: int
    season: int | None
    field: str
    key: str
    kind: int
    before: object
    after: object
    link: str | None = None
    edit_id: int | None = None
    source: str | None = None
    struck: bool = False
    event_id: int = 0
    id: int = 0
    at: datetime | None = None

    @property
    def place(self) -> Place:
        """Which value this is, in its scope."""
        return Place(self.show_id, self.season, self.field, self.key)


async def add_news(
    connection: AsyncConnection, event_id: int, items: Sequence[News], now: datetime
) -> None:
    """Store what a new event tells."""
    if not items:
        return
    rows = [
        {
            "event_id": event_id,
            "show_id": item.show_id,
            "scope": item.scope,
            "season": stored_season(item.season),
            "field": item.field,
            "key": item.key,
            "kind": item.kind,
            "before": dumped(item.season, item.field, item.before),
            "after": dumped(item.season, item.field, item.after),
            "link": item.link,
            "edit_id": item.edit_id,
            "source": item.source,
            "at": epoch(now),
        }
        for item in items
    ]
    await connection.execute(insert(news), rows)


async def news_of(connection: AsyncConnection, ids: Collection[int]) -> dict[int, list[News]]:
    """What each of these events tells, in the order in which it was stored."""
    by_event: dict[int, list[News]] = {event_id: [] for event_id in ids}
    for item in await _news(connection, news.c.event_id.in_(list(ids))):
        by_event[item.event_id].append(item)
    return by_event


async def news_of_edit(connection: AsyncConnection, edit_id: int, since: datetime) -> list[News]:
    """What was told since then because of an edit, and is not struck."""
    return await _news(
        connection,
        (news.c.edit_id == edit_id) & (news.c.at >= epoch(since)) & news.c.struck_at.is_(None),
    )


async def news_about(
    connection: AsyncConnection, scope: int, place: Place, source: str | None, since: datetime
) -> list[News]:
    """What was told of a place since then because of a source (or of any), and is not struck."""
    show_id, season, name, key = place
    return await _news(
        connection,
        (news.c.show_id == show_id)
        & (news.c.at >= epoch(since))
        & (news.c.scope == scope)
        & (news.c.season == stored_season(season))
        & (news.c.field == name)
        & (news.c.key == key)
        & (news.c.source == source if source is not None else true())
        & news.c.struck_at.is_(None),
    )


async def news_since(
    connection: AsyncConnection,
    since: datetime,
    scopes: Collection[int],
    show_ids: Collection[int] | None = None,
) -> list[News]:
    """What settled since then in those scopes (of those shows) and stands, oldest first."""
    where = (news.c.at >= epoch(since)) & news.c.scope.in_(sorted(scopes))
    if show_ids is not None:
        where &= news.c.show_id.in_(sorted(show_ids))
    return await _news(connection, where & news.c.struck_at.is_(None))


async def _news(connection: AsyncConnection, where: ColumnElement[bool]) -> list[News]:
    query = select(news).where(where).order_by(news.c.id)
    return [_item(row) for row in await connection.execute(query)]


def _item(row: Row[Any]) -> News:
    season = read_season(row.season)
    return News(
        row.show_id,
        row.scope,
        season,
        row.field,
        row.key,
        row.kind,
        loaded(season, row.field, row.before),
        loaded(season, row.field, row.after),
        row.link,
        row.edit_id,
        row.source,
        row.struck_at is not None,
        row.event_id,
        row.id,
        moment(row.at),
    )


async def strike(connection: AsyncConnection, items: Iterable[News], now: datetime) -> None:
    """What these rest on was undone: the messages that told them are to be edited."""
    items = list(items)
    if not items:
        return
    await connection.execute(
        update(news).where(news.c.id.in_([item.id for item in items])).values(struck_at=epoch(now))
    )
    await _edit(connection, {item.event_id for item in items})


async def cite_instead(connection: AsyncConnection, item: News, claim: Claim) -> None:
    """What this rested on was undone, but that claim says the same: the messages are to say so."""
    edits = schema.edits.c
    edit_id = None
    if claim.by == EDITOR:
        edit_id = await connection.scalar(
            select(edits.id).where(
                edits.show_id == item.show_id,
                edits.scope == claim.scope,
                edits.revision == claim.order,
            )
        )
    source = claim.by if claim.by != EDITOR else None
    await connection.execute(
        update(news)
        .where(news.c.id == item.id)
        .values(edit_id=edit_id, source=source, link=claim.source)
    )
    await _edit(connection, {item.event_id})


async def _edit(connection: AsyncConnection, event_ids: Collection[int]) -> None:
    """The messages of these events are to tell what their news say by now."""
    await connection.execute(
        update(events)
        .where(events.c.id.in_(event_ids))
        .values(revision=events.c.revision + 1, editing=True)
    )
