"""Debounce windows: values that changed and may change back before anybody is alerted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts.fields import dumped, loaded
from ...facts.models import Place
from ...foundation.database import Database
from ...foundation.sql import chunks, epoch, moment
from ..tables import OWN, windows


@dataclass(frozen=True, slots=True)
class Window:
    """One value that differs from what was announced.

    `before` is the value from before the window opened, None for silence. `seen_at` is when it last
    changed, `due_at` when to look. `edit_id` or `source` is what changed it last.
    """

    scope: int
    show_id: int
    season: int | None
    field: str
    key: str
    before: object
    opened_at: datetime
    seen_at: datetime
    due_at: datetime
    edit_id: int | None = None
    source: str | None = None
    flapped: bool = False
    id: int = 0

    @property
    def place(self) -> Place:
        """Which value this is, in its scope."""
        return Place(self.show_id, self.season, self.field, self.key)


def stored_season(season: int | None) -> int:
    """A season's number as the tables of alerts hold it."""
    return OWN if season is None else season


def read_season(season: int) -> int | None:
    """A season's number read back from the tables of alerts."""
    return None if season == OWN else season


async def open_windows(
    connection: AsyncConnection, scope: int, show_ids: Iterable[int]
) -> Mapping[Place, Window]:
    """The open windows of some shows in one scope, by place."""
    by_place: dict[Place, Window] = {}
    for chunk in chunks(sorted(show_ids)):
        of_shows = windows.c.show_id.in_(chunk)
        for window in await _select(connection, (windows.c.scope == scope) & of_shows):
            by_place[window.place] = window
    return by_place


async def of_show(connection: AsyncConnection, scope: int, show_id: int) -> list[Window]:
    """The open windows of one show in one scope, oldest first."""
    return await _select(connection, (windows.c.scope == scope) & (windows.c.show_id == show_id))


async def of_shows(connection: AsyncConnection, show_ids: Iterable[int]) -> list[Window]:
    """The open windows of some shows in every scope, oldest first."""
    return await _select(connection, windows.c.show_id.in_(sorted(show_ids)))


async def due_shows(
    connection: AsyncConnection, now: datetime, limit: int
) -> list[tuple[int, int]]:
    """The (scope, show) of windows to look at, the longest waiting first."""
    table = windows.c
    rows = await connection.execute(
        select(table.scope, table.show_id)
        .where(table.due_at <= epoch(now))
        .group_by(table.scope, table.show_id)
        .order_by(func.min(table.due_at), table.scope, table.show_id)
        .limit(limit)
    )
    return [(row.scope, row.show_id) for row in rows]


_DUE = select(
    select(windows.c.id).where(windows.c.due_at <= bindparam("at", type_=BigInteger)).exists()
)


async def any_due(database: Database, now: datetime) -> bool:
    """Whether `due_shows` would find any."""
    return await database.holds(_DUE, {"at": epoch(now)})


async def _select(connection: AsyncConnection, where: ColumnElement[bool]) -> list[Window]:
    query = select(windows).where(where).order_by(windows.c.id)
    return [_window(row) for row in await connection.execute(query)]


def _window(row: Row[Any]) -> Window:
    season = read_season(row.season)
    return Window(
        scope=row.scope,
        show_id=row.show_id,
        season=season,
        field=row.field,
        key=row.key,
        before=loaded(season, row.field, row.before),
        opened_at=moment(row.opened_at),
        seen_at=moment(row.seen_at),
        due_at=moment(row.due_at),
        edit_id=row.edit_id,
        source=row.source,
        flapped=row.flapped,
        id=row.id,
    )


async def add(connection: AsyncConnection, opened: Sequence[Window]) -> None:
    """Open windows."""
    if not opened:
        return
    rows = [
        {
            "scope": window.scope,
            "show_id": window.show_id,
            "season": stored_season(window.season),
            "field": window.field,
            "key": window.key,
            "before": dumped(window.season, window.field, window.before),
            "opened_at": epoch(window.opened_at),
            "seen_at": epoch(window.seen_at),
            "due_at": epoch(window.due_at),
            "edit_id": window.edit_id,
            "source": window.source,
            "flapped": window.flapped,
        }
        for window in opened
    ]
    await connection.execute(insert(windows), rows)


async def changed_again(connection: AsyncConnection, window: Window) -> None:
    """The value of an open window changed once more: store what changed it and when to look."""
    await connection.execute(
        update(windows)
        .where(windows.c.id == window.id)
        .values(
            show_id=window.show_id,
            before=dumped(window.season, window.field, window.before),
            seen_at=epoch(window.seen_at),
            due_at=epoch(window.due_at),
            edit_id=window.edit_id,
            source=window.source,
            flapped=window.flapped,
        )
    )


async def look_later(connection: AsyncConnection, ids: Iterable[int], at: datetime) -> None:
    """Look at those windows again at that time."""
    await connection.execute(
        update(windows).where(windows.c.id.in_(list(ids))).values(due_at=epoch(at))
    )


async def close(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Close windows."""
    await connection.execute(delete(windows).where(windows.c.id.in_(list(ids))))


async def shift(
    connection: AsyncConnection, seconds: int, made_after: datetime | None = None
) -> None:
    """The machine's clock jumped by that much: move every window with it, or those made after an
    instant."""
    moved = update(windows).values(
        {name: windows.c[name] + seconds for name in ("opened_at", "seen_at", "due_at")}
    )
    if made_after is not None:
        moved = moved.where(windows.c.seen_at > epoch(made_after))
    await connection.execute(moved)


async def newest(connection: AsyncConnection) -> datetime | None:
    """When the newest change that waits in a window was made."""
    seen_at = await connection.scalar(select(func.max(windows.c.seen_at)))
    return None if seen_at is None else moment(seen_at)
