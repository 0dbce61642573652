"""The log of one show, as one server may read it: its own edits, curators' and sources'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts import tables as schema
from ...facts.fields import Shape, field_of, loaded
from ...facts.models import Claim, Show, Tier
from ...foundation.database import Database
from ...foundation.sql import moment


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One value in the log.

    `before` and `after` are None for silence. `shown` is False for a claim that did not change what
    resolves.
    """

    season: int | None
    field: str
    key: str
    before: object
    after: object
    link: str
    shown: bool = True


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act or one source's update. `at` and `undone_at` are in UTC.

    `source` is the source's name, None for a person's act; then `scope` is where it applies,
    `author_id` who did it (None if they asked to be forgotten), and `number` its position among the
    acts of its scope on this show, from 1.
    """

    at: datetime
    lines: tuple[HistoryLine, ...]
    source: str | None = None
    scope: int = 0
    author_id: int | None = None
    action: str = ""
    number: int = 0
    undone_at: datetime | None = None
    undone_by: int | None = None


_EntryKey = tuple[int, str, int]
"""A sort key of an entry: when, and which: an edit ("edit", id) or a source's update (its name,
0)."""


async def log_of(
    connection: AsyncConnection,
    show_id: int,
    scope: int,
    *,
    season: int | None,
    offset: int,
    limit: int,
) -> tuple[list[HistoryEntry], int]:
    """A page of a show's log, newest first, and how many entries there are in all."""
    keys = await _keys(connection, show_id, scope, season)
    numbers = await _numbers(connection, show_id, (0, scope))
    entries = []
    for at, kind, edit_id in keys[offset : offset + limit]:
        if kind == "edit":
            entries.append(await _edit(connection, edit_id, numbers[edit_id], season))
        else:
            entries.append(await _update(connection, show_id, kind, at, season))
    return entries, len(keys)


async def _keys(
    connection: AsyncConnection, show_id: int, scope: int, season: int | None
) -> list[_EntryKey]:
    edits, claims, changes = schema.edits, schema.claims, schema.changes
    acts = select(edits.c.written_at, edits.c.id).where(
        edits.c.show_id == show_id, edits.c.scope.in_((0, scope))
    )
    updates = (
        select(changes.c.at, changes.c.source)
        .where(changes.c.show_id == show_id, changes.c.scope == 0, changes.c.source.is_not(None))
        .distinct()
    )
    if season is not None:
        about = exists().where(claims.c.edit_id == edits.c.id, claims.c.season == season)
        acts = acts.where(about)
        updates = updates.where(changes.c.season == season)
    keys = [(row.written_at, "edit", row.id) for row in await connection.execute(acts)]
    keys += [(row.at, row.source, 0) for row in await connection.execute(updates)]
    return sorted(keys, reverse=True)


async def _numbers(
    connection: AsyncConnection, show_id: int, scopes: Sequence[int]
) -> dict[int, int]:
    """Each edit's position among those of its scope: ids would reveal other servers' activity."""
    table = schema.edits
    numbers: dict[int, int] = {}
    for scope in set(scopes):
        rows = await connection.execute(
            select(table.c.id)
            .where(table.c.show_id == show_id, table.c.scope == scope)
            .order_by(table.c.id)
        )
        numbers |= {row.id: position for position, row in enumerate(rows, 1)}
    return numbers


async def _edit(
    connection: AsyncConnection, edit_id: int, number: int, season: int | None
) -> HistoryEntry:
    edits, claims, changes = schema.edits, schema.claims, schema.changes
    edit = (await connection.execute(select(edits).where(edits.c.id == edit_id))).one()
    logged = await connection.execute(
        select(changes).where(changes.c.edit_id == edit_id).order_by(changes.c.id.desc())
    )
    # Undoing logs the way back under the same edit; the first row of a field is the edit's own.
    first = {(row.season, row.field, row.key): row for row in logged}
    lines = []
    stored = await connection.execute(
        select(claims).where(claims.c.edit_id == edit_id).order_by(claims.c.position)
    )
    for row in stored:
        if season is not None and row.season != season:
            continue
        change = first.get((row.season, row.field, row.key))
        lines.append(
            HistoryLine(
                row.season,
                row.field,
                row.key,
                loaded(row.season, row.field, change.before if change else None),
                loaded(row.season, row.field, row.value),
                row.link,
                shown=change is not None,
            )
        )
    return HistoryEntry(
        moment(edit.written_at),
        tuple(lines),
        scope=edit.scope,
        author_id=edit.author_id,
        action=edit.action,
        number=number,
        undone_at=None if edit.retracted_at is None else moment(edit.retracted_at),
        undone_by=edit.retracted_by,
    )


async def _update(
    connection: AsyncConnection, show_id: int, source: str, at: int, season: int | None
) -> HistoryEntry:
    table = schema.changes
    query = select(table).where(
        table.c.show_id == show_id,
        table.c.scope == 0,
        table.c.source == source,
        table.c.at == at,
    )
    if season is not None:
        query = query.where(table.c.season == season)
    lines = [
        HistoryLine(
            row.season,
            row.field,
            row.key,
            loaded(row.season, row.field, row.before),
            loaded(row.season, row.field, row.after),
            row.link or "",
        )
        for row in await connection.execute(query.order_by(table.c.id))
    ]
    return HistoryEntry(moment(at), tuple(lines), source=source)


PAGE = 5
"""How many entries are shown on a page."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of a show's history, newest first; `page` counts from 0."""

    show: Show
    season: int | None
    entries: tuple[HistoryEntry, ...]
    page: int
    pages: int


class EditHistory:
    """Reads the log as one server may see it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, show: Show, guild_id: int, season: int | None, page: int) -> HistoryPage:
        """One page; a page past the end is the last one.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            entries, total = await log_of(
                connection, show.id, guild_id, season=season, offset=page * PAGE, limit=PAGE
            )
            pages = max(1, -(-total // PAGE))
            if page >= pages:
                page = pages - 1
                entries, _ = await log_of(
                    connection, show.id, guild_id, season=season, offset=page * PAGE, limit=PAGE
                )
        return HistoryPage(show, season, tuple(entries), page, pages)


def contradicting_claims(show: Show, line: HistoryLine) -> tuple[Claim, ...]:
    """The sources' claims that contradict a person's value that resolves now."""
    if field_of(line.season, line.field).shape is not Shape.SINGLE:
        return ()
    fact = show.fact(line.season, line.field)
    if fact is None or fact.claim.author is None or fact.value != line.after:
        return ()
    return tuple(claim for claim in fact.others if claim.tier is Tier.SOURCE)
