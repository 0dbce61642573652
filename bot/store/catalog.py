"""Claims, the records and edits they hang on, and the log of what they changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    CompoundSelect,
    Dialect,
    Integer,
    SelectBase,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from ..catalog.changes import Change
from ..catalog.fields import field_of
from ..catalog.models import Claim, Statement, Tier
from ..catalog.titles import TitleEntry
from . import schema

EDITOR = "editor"
"""The `by` of a claim that a person made."""

HIDE = "remove"
"""The action of an edit that hides a show."""


@dataclass(frozen=True, slots=True)
class Record:
    """One source's record as it is stored. `checked_at` is in UTC."""

    id: int
    source: str
    key: str
    show_id: int
    tier: Tier
    link: str
    as_of: date
    checked_at: datetime
    statement: str


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, as instants are stored."""
    return int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """The instant in UTC behind stored seconds."""
    return datetime.fromtimestamp(seconds, UTC)


async def claims_of(
    connection: AsyncConnection, show_id: int, scope: int | None = None
) -> list[Claim]:
    """All that stands about one show, in one statement.

    With a `scope`, what that server sees (0: everybody's); with None, what all servers say.
    """
    return (await claims_about(connection, [show_id], scope))[show_id]


async def claims_seen(connection: AsyncConnection, show_id: int, scope: int) -> list[Claim]:
    """What `claims_of` finds, in one step of the driver and outside of any transaction.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    rows = await _at_once(connection, _SEEN, {"show_id": show_id, "scope": scope})
    return [claim for row in map(_StandingRow._make, rows) for claim in _claims_in(row)]


async def revision_seen(connection: AsyncConnection) -> int:
    """The number of the last write, 0 for an empty store, likewise in one step.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    rows = await _at_once(connection, _REVISION, {})
    return int(rows[0][0]) if rows else 0


async def _at_once(
    connection: AsyncConnection, query: SelectBase, values: Mapping[str, int]
) -> Sequence[tuple[Any, ...]]:
    """The rows of one SELECT, a constant of this module, as the driver gives them.

    Begin, cursor, execute, fetch, close and rollback are a change of thread each; a statement
    by itself is consistent without them.
    """
    compiled = _compiled(query, connection.dialect)
    bound = compiled.construct_params(values)
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    rows: Sequence[tuple[Any, ...]] = await driver.execute_fetchall(
        compiled.string, [bound[name] for name in compiled.positiontup or ()]
    )
    return rows


@lru_cache(maxsize=8)
def _compiled(query: SelectBase, dialect: Dialect) -> SQLCompiler:
    compiled = query.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled


async def claims_about(
    connection: AsyncConnection,
    show_ids: Sequence[int],
    scope: int | None = None,
    *,
    without: tuple[str, frozenset[str]] = ("", frozenset()),
) -> dict[int, list[Claim]]:
    """All that stands about some shows, by show; a show nobody speaks of has an empty list.

    `without` leaves out records of one source by their keys.
    """
    found: dict[int, list[Claim]] = {show_id: [] for show_id in show_ids}
    source, keys = without
    for some in _chunks(show_ids, 500):
        rows = await connection.execute(_standing(_among(some), scope))
        for row in map(_StandingRow._make, rows):
            if row.origin == "record" and row.by == source and row.record in keys:
                continue
            found[row.show_id].extend(_claims_in(row))
    return found


class _StandingRow(NamedTuple):
    """A row of what stands: a record with all its claims, or one claim of a person."""

    origin: str
    show_id: int
    by: str
    tier: int
    body: Any
    season: int | None
    field: str
    key: str
    record: str
    position: int
    scope: int
    author: int | None
    link: str
    as_of: str
    at: int
    revision: int


_Choice = Callable[[Column[int]], ColumnElement[bool]]


def _among(show_ids: Sequence[int]) -> _Choice:
    return lambda show_id: show_id.in_(show_ids)


def _standing(chosen: _Choice, scope: int | BindParameter[int] | None) -> CompoundSelect[Any]:
    """What stands about the shows that `chosen` picks by id; the columns are `_StandingRow`'s."""
    edits, claims, records = schema.edits, schema.claims, schema.records
    stated = select(
        literal("record").label("origin"),
        records.c.show_id,
        records.c.source.label("by"),
        records.c.tier,
        records.c.statement.label("body"),
        null().label("season"),
        literal("").label("field"),
        literal("").label("key"),
        records.c.key.label("record"),
        literal(0, Integer).label("position"),
        literal(0, Integer).label("scope"),
        null().label("author"),
        records.c.link,
        records.c.as_of,
        records.c.checked_at.label("at"),
        records.c.revision,
    ).where(chosen(records.c.show_id))
    said = (
        select(
            literal("claim"),
            claims.c.show_id,
            literal(EDITOR),
            literal(0, Integer),
            claims.c.value,
            claims.c.season,
            claims.c.field,
            claims.c.key,
            literal(""),
            claims.c.position,
            edits.c.scope,
            edits.c.author_id,
            claims.c.link,
            claims.c.as_of,
            edits.c.written_at,
            edits.c.revision,
        )
        .join_from(claims, edits, claims.c.edit_id == edits.c.id)
        .where(chosen(claims.c.show_id), edits.c.retracted_at.is_(None))
    )
    if scope is not None:
        said = said.where(or_(edits.c.scope == 0, edits.c.scope == scope))
    return union_all(stated, said)


_SEEN = _standing(
    lambda show_id: show_id == bindparam("show_id", type_=Integer),
    bindparam("scope", type_=Integer),
)
_REVISION = select(schema.meta.c.value).where(schema.meta.c.name == "revision")


def _claims_in(row: _StandingRow) -> Iterable[Claim]:
    return _stated(row) if row.origin == "record" else (_said(row),)


def _stated(row: _StandingRow) -> Iterable[Claim]:
    checked_at = moment(row.at)
    tier = Tier(row.tier)
    day = date.fromisoformat(row.as_of)
    for position, (season, name, key, value, link, as_of) in enumerate(json.loads(row.body)):
        yield Claim(
            season,
            name,
            key,
            field_of(season, name).decode(value),
            tier,
            row.by,
            link or row.link,
            date.fromisoformat(as_of) if as_of else day,
            order=row.revision,
            position=position,
            checked_at=checked_at,
        )


def _said(row: _StandingRow) -> Claim:
    value = None
    if row.body is not None:
        value = field_of(row.season, row.field).decode(json.loads(row.body))
    return Claim(
        row.season,
        row.field,
        row.key,
        value,
        Tier.CURATOR if row.scope == 0 else Tier.SERVER,
        EDITOR,
        row.link,
        date.fromisoformat(row.as_of),
        order=row.revision,
        position=row.position,
        scope=row.scope,
        author=row.author if row.author is not None else 0,
        checked_at=moment(row.at),
    )


def body_of(statement: Statement) -> str:
    """A statement as it is stored: `[season, field, key, value, link|null, as_of|null]` each."""
    return json.dumps(
        [
            [
                claim.season,
                claim.field,
                claim.key,
                field_of(claim.season, claim.field).encode(claim.value),
                None if claim.source == statement.link else claim.source,
                None if claim.as_of == statement.as_of else claim.as_of.isoformat(),
            ]
            for claim in statement.claims
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


async def records(
    connection: AsyncConnection,
    *,
    source: str | None = None,
    show_id: int | None = None,
    keys: Sequence[str] | None = None,
) -> list[Record]:
    """The stored records of a source, of those keys where any are given, or about a show."""
    table = schema.records
    query = select(table)
    if keys is not None:
        query = query.where(table.c.key.in_(keys))
    if source is not None:
        query = query.where(table.c.source == source)
    if show_id is not None:
        query = query.where(table.c.show_id == show_id).order_by(table.c.id)
    return [
        Record(
            row.id,
            row.source,
            row.key,
            row.show_id,
            Tier(row.tier),
            row.link,
            date.fromisoformat(row.as_of),
            moment(row.checked_at),
            row.statement,
        )
        for row in await connection.execute(query)
    ]


async def last_checked(
    connection: AsyncConnection, source: str, show_ids: Iterable[int] | None = None
) -> dict[int, datetime]:
    """When a source's records of each show, of all or of these, were last checked."""
    table = schema.records
    last = func.max(table.c.checked_at)
    query = select(table.c.show_id, last).where(table.c.source == source).group_by(table.c.show_id)
    if show_ids is not None:
        query = query.where(table.c.show_id.in_(list(show_ids)))
    return {row[0]: moment(row[1]) for row in await connection.execute(query)}


async def next_show_id(connection: AsyncConnection) -> int:
    """The id that the next new show gets. Shows are never deleted, so none is used twice."""
    return (await connection.scalar(select(func.max(schema.shows.c.id))) or 0) + 1


async def add_shows(
    connection: AsyncConnection,
    show_ids: Iterable[int],
    *,
    scope: int,
    revision: int,
    now: datetime,
) -> None:
    """Make new shows of those ids."""
    await _insert_many(
        connection,
        schema.shows,
        ("id", "scope", "revision", "created_at"),
        [(show_id, scope, revision, epoch(now)) for show_id in show_ids],
    )


async def _insert_many(
    connection: AsyncConnection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Insert rows as they are, in the order of `columns`.

    The statement is rendered for the dialect and the rows go to the driver untouched: with tens
    of thousands of them the lock is held a third as long as with bound parameters.
    """
    if not rows:
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    order = [columns.index(name) for name in compiled.positiontup or ()]
    ready = rows if order == sorted(order) else [tuple(row[i] for i in order) for row in rows]
    await connection.exec_driver_sql(str(compiled), list(ready))


async def put_records(
    connection: AsyncConnection,
    statements: Sequence[tuple[int, Statement, str]],
    *,
    revision: int,
    now: datetime,
) -> None:
    """Store whole statements, each with its show and its body, replacing what the record said."""
    table = schema.records
    by_source: dict[str, list[str]] = {}
    for _, statement, _ in statements:
        by_source.setdefault(statement.source, []).append(statement.key)
    for source, keys in by_source.items():
        await drop_records(connection, source, keys)
    columns = (
        "source",
        "key",
        "show_id",
        "tier",
        "link",
        "as_of",
        "checked_at",
        "revision",
        "statement",
    )
    rows = [
        (
            statement.source,
            statement.key,
            show_id,
            int(statement.tier),
            statement.link,
            statement.as_of.isoformat(),
            epoch(now),
            revision,
            body,
        )
        for show_id, statement, body in statements
    ]
    await _insert_many(connection, table, columns, rows)


async def confirm_records(
    connection: AsyncConnection, source: str, keys: Sequence[str], now: datetime
) -> None:
    """A source said the same again: only the time it was checked moves."""
    table = schema.records
    for some in _chunks(keys, 500):
        await connection.execute(
            update(table)
            .where(table.c.source == source, table.c.key.in_(some))
            .values(checked_at=epoch(now))
        )


async def drop_records(connection: AsyncConnection, source: str, keys: Sequence[str]) -> None:
    """A source no longer has these records."""
    table = schema.records
    for some in _chunks(keys, 500):
        await connection.execute(
            delete(table).where(table.c.source == source, table.c.key.in_(some))
        )


def _chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def touch(connection: AsyncConnection, show_ids: Iterable[int], revision: int) -> None:
    """Mark shows as changed by this write, so that every process drops what it remembers."""
    table = schema.shows
    for some in _chunks(sorted(show_ids), 500):
        await connection.execute(
            update(table).where(table.c.id.in_(some)).values(revision=revision)
        )


async def touched_since(connection: AsyncConnection, revision: int) -> list[int]:
    """The shows that any write after that revision changed."""
    table = schema.shows
    rows = await connection.execute(select(table.c.id).where(table.c.revision > revision))
    return [row.id for row in rows]


async def log_changes(
    connection: AsyncConnection,
    changes: Iterable[Change],
    *,
    now: datetime,
    edit_id: int | None = None,
    source: str | None = None,
) -> None:
    """Write down what a write changed in what resolves."""
    rows = [
        {
            "show_id": change.show_id,
            "scope": change.scope,
            "season": change.season,
            "field": change.field,
            "key": change.key,
            "before": _encoded(change, change.before),
            "after": _encoded(change, change.after),
            "at": epoch(now),
            "edit_id": edit_id,
            "source": source,
            "link": change.link,
        }
        for change in changes
    ]
    if rows:
        await connection.execute(insert(schema.changes), rows)


def _encoded(change: Change, value: object) -> str | None:
    if value is None:
        return None
    return json.dumps(field_of(change.season, change.field).encode(value), ensure_ascii=False)


async def put_titles(connection: AsyncConnection, entries: Sequence[TitleEntry]) -> None:
    """Replace these rows of the projection that the title index is made of."""
    table = schema.titles
    for some in _chunks(entries, 500):
        for scope in {entry.scope for entry in some}:
            ids = [entry.show_id for entry in some if entry.scope == scope]
            await connection.execute(
                delete(table).where(table.c.scope == scope, table.c.show_id.in_(ids))
            )
    rows = [
        (
            entry.scope,
            entry.show_id,
            entry.title,
            json.dumps(entry.names, ensure_ascii=False),
            entry.year,
            entry.country,
            entry.network,
            entry.kind,
            entry.popularity,
            entry.hidden,
        )
        for entry in entries
    ]
    await _insert_many(connection, table, _TITLE_COLUMNS, rows)


_TITLE_COLUMNS = (
    "scope",
    "show_id",
    "title",
    "names",
    "year",
    "country",
    "network",
    "kind",
    "popularity",
    "hidden",
)


async def drop_titles(connection: AsyncConnection, keys: Iterable[tuple[int, int]]) -> None:
    """Take (scope, show) rows out of the projection."""
    table = schema.titles
    for scope, show_id in keys:
        await connection.execute(
            delete(table).where(table.c.scope == scope, table.c.show_id == show_id)
        )


async def titles(
    connection: AsyncConnection, show_ids: Sequence[int] | None = None
) -> list[TitleEntry]:
    """The projection's rows, all of them or those of some shows."""
    table = schema.titles
    columns = table.c
    query = select(
        columns.show_id,
        columns.title,
        columns.year,
        columns.country,
        columns.network,
        columns.kind,
        columns.popularity,
        columns.names,
        columns.scope,
        columns.hidden,
    )
    if show_ids is None:
        rows = (await connection.execute(query)).all()
    else:
        rows = []
        for some in _chunks(show_ids, 500):
            rows.extend(await connection.execute(query.where(columns.show_id.in_(some))))
    return [
        TitleEntry(*row[:7], names=tuple(json.loads(row[7])), scope=row[8], hidden=row[9])
        for row in rows
    ]


async def put_identifiers(
    connection: AsyncConnection, rows: Sequence[tuple[str, str, int]], show_ids: Sequence[int]
) -> None:
    """Replace the (provider, value) pairs by which those shows are recognised."""
    table = schema.identifiers
    for some in _chunks(show_ids, 500):
        await connection.execute(delete(table).where(table.c.show_id.in_(some)))
    await _insert_many(connection, table, ("provider", "value", "show_id"), rows)


async def identified(connection: AsyncConnection) -> Mapping[tuple[str, str], int]:
    """Every (provider, value) pair and its show; the oldest show where two claim one."""
    table = schema.identifiers
    rows = await connection.execute(select(table).order_by(table.c.show_id.desc()))
    return {(row.provider, row.value): row.show_id for row in rows}


async def identified_by(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """The shows with one of those (provider, value) pairs; the oldest where two claim one."""
    table = schema.identifiers
    found: dict[tuple[str, str], int] = {}
    for some in _chunks(pairs, 200):
        query = (
            select(table)
            .where(tuple_(table.c.provider, table.c.value).in_(some))
            .order_by(table.c.show_id.desc())
        )
        for row in await connection.execute(query):
            found[row.provider, row.value] = row.show_id
    return found


async def named(connection: AsyncConnection, scope: int = 0) -> Mapping[tuple[str, int], int]:
    """Every (title, year) that a scope sees, and its show; the oldest where two share both.

    A show without a year stands under 0.
    """
    table = schema.titles
    rows = await connection.execute(
        select(table.c.title, table.c.year, table.c.show_id)
        .where(table.c.scope.in_((0, scope)))
        .order_by(table.c.show_id.desc())
    )
    return {(row.title, row.year or 0): row.show_id for row in rows}


async def standing_id(connection: AsyncConnection, show_id: int) -> int | None:
    """The show that an id leads to now, through merges; None where there is none."""
    table = schema.shows
    seen: set[int] = set()
    while show_id not in seen:
        seen.add(show_id)
        row = (
            await connection.execute(select(table.c.merged_into).where(table.c.id == show_id))
        ).first()
        if row is None:
            return None
        if row.merged_into is None:
            return show_id
        show_id = row.merged_into
    return None


def as_edit(claim: Claim, *, scope: int, author: int) -> Claim:
    """The claim as it would stand if that person wrote it now, after everything else."""
    tier = Tier.CURATOR if scope == 0 else Tier.SERVER
    return replace(claim, tier=tier, by=EDITOR, scope=scope, author=author, order=sys.maxsize)


async def redirects(connection: AsyncConnection) -> Mapping[int, int]:
    """Old ids of merged shows and the shows they lead to, chains followed to their end."""
    table = schema.shows
    rows = await connection.execute(
        select(table.c.id, table.c.merged_into).where(table.c.merged_into.is_not(None))
    )
    direct = {row.id: row.merged_into for row in rows}
    return {old: _end_of(direct, old) for old in direct}


def _end_of(direct: Mapping[int, int], show_id: int) -> int:
    seen = set()
    while show_id in direct and show_id not in seen:
        seen.add(show_id)
        show_id = direct[show_id]
    return show_id


async def count(connection: AsyncConnection) -> Mapping[str, int]:
    """How many shows, records and standing edits there are."""
    shows, held, edits = schema.shows, schema.records, schema.edits
    return {
        "shows": await connection.scalar(
            select(func.count()).select_from(shows).where(shows.c.merged_into.is_(None))
        )
        or 0,
        "records": await connection.scalar(select(func.count()).select_from(held)) or 0,
        "edits": await connection.scalar(
            select(func.count()).select_from(edits).where(edits.c.retracted_at.is_(None))
        )
        or 0,
    }


@dataclass(frozen=True, slots=True)
class EditRow:
    """One act of one person as it is stored. Instants are in UTC."""

    id: int
    interaction_id: int
    show_id: int
    scope: int
    author_id: int | None
    action: str
    written_at: datetime
    retracted_at: datetime | None
    retracted_by: int | None
    retraction_id: int | None


def _edit_row(row: Row[Any]) -> EditRow:
    return EditRow(
        row.id,
        row.interaction_id,
        row.show_id,
        row.scope,
        row.author_id,
        row.action,
        moment(row.written_at),
        None if row.retracted_at is None else moment(row.retracted_at),
        row.retracted_by,
        row.retraction_id,
    )


async def edits_by_interaction(connection: AsyncConnection, interaction_id: int) -> list[EditRow]:
    """The edits that an interaction made, if any: Discord may deliver an event twice."""
    table = schema.edits
    query = select(table).where(table.c.interaction_id == interaction_id).order_by(table.c.id)
    return [_edit_row(row) for row in await connection.execute(query)]


async def edits_of(connection: AsyncConnection, show_id: int, scope: int) -> list[EditRow]:
    """All edits of a show in one scope, oldest first: their places are their numbers."""
    table = schema.edits
    query = (
        select(table).where(table.c.show_id == show_id, table.c.scope == scope).order_by(table.c.id)
    )
    return [_edit_row(row) for row in await connection.execute(query)]


async def add_edit(
    connection: AsyncConnection,
    *,
    interaction_id: int,
    show_id: int,
    scope: int,
    author_id: int,
    action: str,
    claims: Sequence[Claim],
    revision: int,
    now: datetime,
) -> int:
    """Store one act of one person with the claims it makes, and return its id."""
    done = await connection.execute(
        insert(schema.edits).values(
            interaction_id=interaction_id,
            show_id=show_id,
            scope=scope,
            author_id=author_id,
            action=action,
            revision=revision,
            written_at=epoch(now),
        )
    )
    key = done.inserted_primary_key
    if key is None:  # pragma: no cover - every supported database returns it
        raise RuntimeError("the database returned no id for a new edit")
    rows = [
        {
            "edit_id": key[0],
            "show_id": show_id,
            "season": claim.season,
            "field": claim.field,
            "key": claim.key,
            "value": _dumped(claim),
            "position": position,
            "link": claim.source,
            "as_of": claim.as_of.isoformat(),
        }
        for position, claim in enumerate(claims)
    ]
    if rows:
        await connection.execute(insert(schema.claims), rows)
    return int(key[0])


def _dumped(claim: Claim) -> str | None:
    if claim.value is None:
        return None
    encoded = field_of(claim.season, claim.field).encode(claim.value)
    return json.dumps(encoded, ensure_ascii=False)


async def retract_edit(
    connection: AsyncConnection, edit_id: int, *, by: int, interaction_id: int, now: datetime
) -> bool:
    """Take an edit back; False when it was taken back before."""
    table = schema.edits
    done = await connection.execute(
        update(table)
        .where(table.c.id == edit_id, table.c.retracted_at.is_(None))
        .values(retracted_at=epoch(now), retracted_by=by, retraction_id=interaction_id)
    )
    return done.rowcount == 1


async def title_of(connection: AsyncConnection, show_id: int, scope: int) -> str | None:
    """The title under which a server sees a show listed, hidden or not; never another server's."""
    table = schema.titles
    query = (
        select(table.c.title)
        .where(table.c.show_id == show_id, table.c.scope.in_((0, scope)))
        .order_by(table.c.scope.desc())
    )
    title = await connection.scalar(query.limit(1))
    return None if title is None else str(title)


async def bring_back(connection: AsyncConnection, show_id: int, now: datetime) -> None:
    """Take back every act that hid a show, in whatever scope; nobody in particular did it."""
    table = schema.edits
    await connection.execute(
        update(table)
        .where(table.c.show_id == show_id, table.c.action == HIDE, table.c.retracted_at.is_(None))
        .values(retracted_at=epoch(now))
    )


async def move_show(connection: AsyncConnection, old: int, new: int, revision: int) -> None:
    """Hang everything that is known of one show on another, and leave a redirect."""
    shows = schema.shows
    await _join_edits(connection, old, new)
    for table in (
        schema.records,
        schema.edits,
        schema.claims,
        schema.changes,
        schema.proposals,
    ):
        await connection.execute(update(table).where(table.c.show_id == old).values(show_id=new))
    for table in (schema.titles, schema.identifiers):
        await connection.execute(delete(table).where(table.c.show_id == old))
    await connection.execute(
        update(shows).where(shows.c.id == old).values(merged_into=new, revision=revision)
    )


async def _join_edits(connection: AsyncConnection, old: int, new: int) -> None:
    """An act that touched both shows has an edit on each: they become one, as there is one show.

    Where only one of the two was undone, that one stands apart, out of reach of the act's undo.
    """
    edits, claims, changes = schema.edits, schema.claims, schema.changes
    kept = edits.alias()
    pairs = await connection.execute(
        select(edits.c.id, edits.c.retracted_at, kept.c.id, kept.c.retracted_at)
        .join_from(edits, kept, edits.c.interaction_id == kept.c.interaction_id)
        .where(edits.c.show_id == old, kept.c.show_id == new)
    )
    for left, left_undone, right, right_undone in pairs.all():
        if (left_undone is None) != (right_undone is None):
            undone = right if left_undone is None else left
            await connection.execute(
                update(edits).where(edits.c.id == undone).values(interaction_id=-undone)
            )
            continue
        after = await connection.scalar(
            select(func.max(claims.c.position)).where(claims.c.edit_id == right)
        )
        await connection.execute(
            update(claims)
            .where(claims.c.edit_id == left)
            .values(edit_id=right, position=claims.c.position + (after or 0) + 1)
        )
        await connection.execute(
            update(changes).where(changes.c.edit_id == left).values(edit_id=right)
        )
        await connection.execute(delete(edits).where(edits.c.id == left))


async def move_record(
    connection: AsyncConnection, record_id: int, show_id: int, revision: int
) -> None:
    """Hang a record, and with it its claims, on another show."""
    table = schema.records
    await connection.execute(
        update(table).where(table.c.id == record_id).values(show_id=show_id, revision=revision)
    )
