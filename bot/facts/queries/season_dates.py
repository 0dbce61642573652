"""The projection of the dates of seasons: what is coming, what moved, what was taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, literal, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.loops import TimeSlice
from ...foundation.sql import chunks, epoch, insert_many, moment
from .. import tables as schema
from ..air_date import AirDate
from ..season_dates import DateKind


@dataclass(frozen=True, slots=True)
class StoredDate:
    """One date of a season as a scope sees it; scope 0 is everybody's view.

    A server has rows of its own only if it sees, or once saw, something else than everybody; such a
    row takes precedence. `by`, `link` and `as_of` are those of the claim behind it. `changed_at` is
    when the date became what it is, `sequence` grows with each change. `gone`: there is no such
    date (any more), and `airs` is what it was last. `last_exact` is the last exact day or instant,
    if `airs` is none. `country` (ISO 3166 alpha-2) is whose day it is.
    """

    scope: int
    show_id: int
    season: int
    kind: DateKind
    part: str | None
    airs: AirDate
    by: str
    link: str
    as_of: date
    changed_at: datetime
    sequence: int = 0
    gone: bool = False
    last_exact: AirDate | None = None
    country: str | None = None

    @property
    def key(self) -> tuple[int, int, DateKind, str | None]:
        """Which of a season's dates it is, in any scope."""
        return (self.show_id, self.season, self.kind, self.part)


_FIELDS = ("premiere", "finale", "parts")


async def dated(connection: AsyncConnection, show_ids: Sequence[int]) -> list[int]:
    """Those of these shows whose seasons have, or had, a date."""
    records, claims, stored = schema.records.c, schema.claims.c, schema.season_dates.c
    ids: set[int] = set()
    named = or_(*(records.statement.contains(f'"{name}"', autoescape=True) for name in _FIELDS))
    for chunk in chunks(show_ids):
        for query in (
            select(records.show_id).where(records.show_id.in_(chunk), named),
            select(claims.show_id).where(claims.show_id.in_(chunk), claims.field.in_(_FIELDS)),
            select(stored.show_id).where(stored.show_id.in_(chunk)),
        ):
            ids.update(row.show_id for row in await connection.execute(query.distinct()))
    return sorted(ids)


async def stored_dates(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> Mapping[int, list[StoredDate]]:
    """The stored dates of those shows, by show."""
    by_show: dict[int, list[StoredDate]] = {show_id: [] for show_id in show_ids}
    for chunk in chunks(show_ids):
        query = select(schema.season_dates).where(schema.season_dates.c.show_id.in_(chunk))
        for row in await connection.execute(query):
            by_show[row.show_id].append(_read(row))
    return by_show


async def put_dates(
    connection: AsyncConnection, show_ids: Sequence[int], rows: Sequence[StoredDate]
) -> None:
    """Replace the stored dates of those shows."""
    table = schema.season_dates
    for chunk in chunks(show_ids):
        await connection.execute(delete(table).where(table.c.show_id.in_(chunk)))
    values = [
        (
            row.scope,
            row.show_id,
            row.season,
            row.kind.value,
            row.part or "",
            str(row.airs),
            row.airs.earliest().isoformat(),
            row.airs.latest().isoformat(),
            row.by,
            row.link,
            row.as_of.isoformat(),
            epoch(row.changed_at),
            row.sequence,
            row.gone,
            str(row.last_exact) if row.last_exact is not None else None,
            row.country,
        )
        for row in rows
    ]
    await insert_many(connection, table, [column.name for column in table.columns], values)


async def purge_dates(connection: AsyncConnection, before: date, gone_before: datetime) -> None:
    """Delete dates before that day, and everybody's that were taken back before that moment."""
    table = schema.season_dates
    await connection.execute(delete(table).where(table.c.last_day < before.isoformat()))
    old = (table.c.changed_at < epoch(gone_before)) & table.c.gone.is_(True)
    await connection.execute(delete(table).where(old, table.c.scope == 0))


async def move_dates(connection: AsyncConnection, old: Collection[int], new: int) -> None:
    """Move the dates of merged shows to another show; if it has the same date, its own row
    stays."""
    table, there = schema.season_dates, schema.season_dates.alias()
    same = ("scope", "season", "kind", "part")
    taken = exists(select(literal(1))).where(
        there.c.show_id == new, *(there.c[name] == table.c[name] for name in same)
    )
    for show_id in old:
        await connection.execute(
            update(table).where(table.c.show_id == show_id, ~taken).values(show_id=new)
        )
        await connection.execute(delete(table).where(table.c.show_id == show_id))


async def dates_between(
    connection: AsyncConnection, first: date, last: date, scope: int | None = None
) -> list[StoredDate]:
    """Dates that may fall on those days (an instant: its day in UTC), including gone ones; in
    order.

    With a `scope`, as that server sees them; with None the rows of all scopes.
    """
    table = schema.season_dates.c
    spanned = (table.last_day >= first.isoformat()) & (table.first_day <= last.isoformat())
    if scope is None:
        return await _dates(connection, spanned)
    general = await _dates(connection, spanned & (table.scope == 0))
    if not scope:
        return general
    own = {row.key: row for row in await _dates(connection, table.scope == scope)}
    standing = [own.pop(row.key, row) for row in general] + list(own.values())
    seen = [row for row in standing if row.airs.latest() >= first and row.airs.earliest() <= last]
    return sorted(seen, key=_in_order)


async def scopes_with_date(
    connection: AsyncConnection,
    show_ids: Collection[int],
    season: int,
    kind: DateKind,
    part: str | None,
) -> frozenset[int]:
    """The servers that see, or once saw, that date of that season differently from everybody."""
    table = schema.season_dates.c
    query = select(table.scope).where(
        table.show_id.in_(sorted(show_ids)),
        table.season == season,
        table.kind == kind.value,
        table.part == (part or ""),
        table.scope != 0,
    )
    return frozenset(row.scope for row in await connection.execute(query))


async def _dates(connection: AsyncConnection, where: ColumnElement[bool]) -> list[StoredDate]:
    query = select(schema.season_dates).where(where)
    time_slice, rows = TimeSlice(), []
    for row in await connection.execute(query):
        rows.append(_read(row))
        await time_slice.pause()
    return sorted(rows, key=_in_order)


def _in_order(row: StoredDate) -> tuple[date, date, int, int, int, str, str]:
    return (
        row.airs.earliest(),
        row.airs.latest(),
        row.show_id,
        row.scope,
        row.season,
        row.kind,
        row.part or "",
    )


def _read(row: Row[Any]) -> StoredDate:
    return StoredDate(
        scope=row.scope,
        show_id=row.show_id,
        season=row.season,
        kind=DateKind(row.kind),
        part=row.part or None,
        airs=AirDate.parse(row.airs),
        by=row.by,
        link=row.link,
        as_of=date.fromisoformat(row.as_of),
        changed_at=moment(row.changed_at),
        sequence=row.sequence,
        gone=row.gone,
        last_exact=AirDate.parse(row.last_exact) if row.last_exact is not None else None,
        country=row.country,
    )
