"""The exact dates on which seasons begin, as a projection for reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts import tables as schema
from ...facts.air_date import AirDate
from ...foundation.sql import epoch, moment
from ..tables import premieres


@dataclass(frozen=True, slots=True)
class Premiere:
    """When a season begins as a server sees it; scope 0 is everybody's view.

    `known_at` is when we learned of that date.
    """

    scope: int
    show_id: int
    season: int
    airs: AirDate
    known_at: datetime


async def candidates(connection: AsyncConnection, after: int, limit: int) -> list[tuple[int, int]]:
    """(revision, id) of shows written after that revision, in order, at most `limit`."""
    table = schema.shows.c
    rows = await connection.execute(
        select(table.revision, table.id)
        .where(table.revision > after)
        .order_by(table.revision, table.id)
        .limit(limit)
    )
    return [(row.revision, row.id) for row in rows]


async def of_revision(connection: AsyncConnection, revision: int) -> list[int]:
    """The shows that were last written by that very write."""
    table = schema.shows.c
    rows = await connection.execute(select(table.id).where(table.revision == revision))
    return [row.id for row in rows]


async def dated(connection: AsyncConnection, show_ids: Sequence[int]) -> list[int]:
    """Those of these shows of which anybody says when a season begins, or used to."""
    held, claims = schema.records.c, schema.claims.c
    ids: set[int] = set()
    for start in range(0, len(show_ids), 500):
        some = show_ids[start : start + 500]
        for query in (
            select(held.show_id).where(
                held.show_id.in_(some), held.statement.contains('"premiere"', autoescape=True)
            ),
            select(claims.show_id).where(claims.show_id.in_(some), claims.field == "premiere"),
            select(premieres.c.show_id).where(premieres.c.show_id.in_(some)),
        ):
            ids.update(row.show_id for row in await connection.execute(query.distinct()))
    return sorted(ids)


async def put(
    connection: AsyncConnection, show_ids: Sequence[int], rows: Sequence[Premiere]
) -> None:
    """Replace what is known of those shows; a date that stays keeps when it became known."""
    known: dict[tuple[int, int, int, str], int] = {}
    for start in range(0, len(show_ids), 500):
        some = premieres.c.show_id.in_(show_ids[start : start + 500])
        for row in await connection.execute(select(premieres).where(some)):
            known[row.scope, row.show_id, row.season, row.airs] = row.known_at
        await connection.execute(delete(premieres).where(some))
    if rows:
        await connection.execute(
            insert(premieres),
            [
                {
                    "scope": row.scope,
                    "show_id": row.show_id,
                    "season": row.season,
                    "airs": str(row.airs),
                    "day": row.airs.earliest().isoformat(),
                    "known_at": known.get(
                        (row.scope, row.show_id, row.season, str(row.airs)), epoch(row.known_at)
                    ),
                }
                for row in rows
            ],
        )


async def between(connection: AsyncConnection, first: date, last: date) -> list[Premiere]:
    """What begins on those days (an instant: its day in UTC)."""
    table = premieres
    rows = await connection.execute(
        select(table)
        .where(table.c.day >= first.isoformat(), table.c.day <= last.isoformat())
        .order_by(table.c.day, table.c.show_id, table.c.scope)
    )
    return [
        Premiere(row.scope, row.show_id, row.season, AirDate.parse(row.airs), moment(row.known_at))
        for row in rows
    ]
