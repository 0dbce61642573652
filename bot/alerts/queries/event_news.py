"""What events report: settled changes, struck out if what they rest on was undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, true, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts import tables as schema
from ...facts.fields import dumped, loaded
from ...facts.models import Claim, Place
from ...facts.queries.claims import EDITOR
from ...foundation.sql import epoch, moment
from ..tables import OWN, deliveries, events, news
from .debounce_windows import read_season, stored_season
from .deliveries import SENT, told_in


@dataclass(frozen=True, slots=True)
class News:
    """One change that is reported. `kind` is one bit of a subscription's mask.

    `struck` says that what it rested on was undone after it was reported, at `struck_at`. `at` is
    when it was stored.
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
    struck_at: datetime | None = None

    @property
    def place(self) -> Place:
        """Which value this is, in its scope."""
        return Place(self.show_id, self.season, self.field, self.key)


async def add_news(
    connection: AsyncConnection, event_id: int, items: Sequence[News], now: datetime
) -> None:
    """Store what an event reports."""
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


async def add_to(connection: AsyncConnection, event_id: int, item: News, now: datetime) -> None:
    """Let an event report one more change; the messages that were already sent are to be edited."""
    await add_news(connection, event_id, [item], now)
    await _edit(connection, {event_id})


async def news_of(connection: AsyncConnection, ids: Collection[int]) -> dict[int, list[News]]:
    """What each of these events reports, in the order in which it was stored."""
    by_event: dict[int, list[News]] = {event_id: [] for event_id in ids}
    for item in await news_where(connection, news.c.event_id.in_(list(ids))):
        by_event[item.event_id].append(item)
    return by_event


async def news_of_edit(connection: AsyncConnection, edit_id: int, since: datetime) -> list[News]:
    """What was reported since then because of an edit, and is not struck."""
    return await news_where(
        connection,
        (news.c.edit_id == edit_id) & (news.c.at >= epoch(since)) & news.c.struck_at.is_(None),
    )


async def news_about(
    connection: AsyncConnection, scope: int, place: Place, source: str | None, since: datetime
) -> list[News]:
    """What was reported about a place since then because of a source (or of any), and is not
    struck."""
    show_id, season, name, key = place
    return await news_where(
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


async def news_of_seasons(
    connection: AsyncConnection, scope: int, show_id: int, field: str, since: datetime
) -> list[News]:
    """What was reported since then about that field in any season of a show, and is not struck."""
    return await news_where(
        connection,
        (news.c.show_id == show_id)
        & (news.c.at >= epoch(since))
        & (news.c.scope == scope)
        & (news.c.season != OWN)
        & (news.c.field == field)
        & news.c.struck_at.is_(None),
    )


async def told_trailers(
    connection: AsyncConnection, show_id: int, scope: int, keys: Collection[str]
) -> frozenset[str]:
    """Those of these trailers that were announced in that scope, for any season, and are not
    struck."""
    if not keys:
        return frozenset()
    items = await news_where(
        connection,
        (news.c.show_id == show_id)
        & news.c.scope.in_({0, scope})
        & (news.c.field == "trailers")
        & news.c.key.in_(sorted(keys))
        & news.c.struck_at.is_(None),
    )
    return frozenset(item.key for item in items if item.after is not None)


async def own_news(
    connection: AsyncConnection, scope: int, show_ids: Collection[int]
) -> list[News]:
    """What one server was told about these shows because its own people said it, and what still
    holds."""
    return await news_where(
        connection,
        news.c.show_id.in_(sorted(show_ids)) & (news.c.scope == scope) & news.c.struck_at.is_(None),
    )


async def heard_in(
    connection: AsyncConnection,
    channel_ids: Collection[int],
    show_ids: Collection[int],
    since: datetime,
) -> Mapping[int, Sequence[News]]:
    """What each of these channels was told about these shows since then and still holds, oldest
    first.

    What a message left out, because it did not concern its server then, was not told there.
    """
    query = (
        select(news, deliveries.c.channel_id, deliveries.c.told)
        .join(deliveries, deliveries.c.event_id == news.c.event_id)
        .where(
            news.c.show_id.in_(sorted(show_ids)),
            news.c.at >= epoch(since),
            news.c.struck_at.is_(None),
            deliveries.c.channel_id.in_(sorted(channel_ids)),
            deliveries.c.state == SENT,
            news.c.kind.bitwise_and(deliveries.c.mask) != 0,
        )
        .order_by(news.c.id)
    )
    heard: dict[int, list[News]] = {}
    for row in await connection.execute(query):
        told = told_in(row.told)
        if told is None or row.id in told:
            heard.setdefault(row.channel_id, []).append(_item(row))
    return heard


async def news_where(connection: AsyncConnection, where: ColumnElement[bool]) -> list[News]:
    """The stored news that meet a condition, oldest first."""
    query = select(news).where(where).order_by(news.c.id)
    return [_item(row) for row in await connection.execute(query)]


def _item(row: Row[Any]) -> News:
    season = read_season(row.season)
    return News(
        show_id=row.show_id,
        scope=row.scope,
        season=season,
        field=row.field,
        key=row.key,
        kind=row.kind,
        before=loaded(season, row.field, row.before),
        after=loaded(season, row.field, row.after),
        link=row.link,
        edit_id=row.edit_id,
        source=row.source,
        struck=row.struck_at is not None,
        event_id=row.event_id,
        id=row.id,
        at=moment(row.at),
        struck_at=None if row.struck_at is None else moment(row.struck_at),
    )


async def strike(connection: AsyncConnection, items: Iterable[News], now: datetime) -> None:
    """Strike these news, because what they rest on was undone; their messages are to be edited."""
    items = list(items)
    if not items:
        return
    await connection.execute(
        update(news).where(news.c.id.in_([item.id for item in items])).values(struck_at=epoch(now))
    )
    await _edit(connection, {item.event_id for item in items})


async def cite_instead(connection: AsyncConnection, item: News, claim: Claim) -> None:
    """What this rested on was undone, but that claim says the same: let the messages cite that
    claim."""
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
    """Mark the messages of these events to be edited, so that they say what their news say now."""
    await connection.execute(
        update(events)
        .where(events.c.id.in_(event_ids))
        .values(revision=events.c.revision + 1, editing=True)
    )
