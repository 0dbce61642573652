"""The standing claims about shows, from sources' records and people's edits."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnClause,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ...errors import StoreError
from ...foundation.database import Database
from ...foundation.sql import chunks, moment
from .. import tables as schema
from ..fields import field_of, loaded
from ..models import INDEX, Claim, Tier

DETAILED = "tvmaze"
"""The source whose record says all that a row of its index says, and more."""

EDITOR = "editor"
"""The `by` of a claim that a person made."""


async def claims_of(
    connection: AsyncConnection, show_id: int, scope: int | None = None
) -> list[Claim]:
    """The standing claims about one show, in one statement.

    With a `scope`, what that server sees (0: everybody's); with None, those of all servers.
    """
    return (await claims_about(connection, [show_id], scope))[show_id]


async def claims_at_hand(database: Database, show_id: int, scope: int) -> list[Claim] | None:
    """What `claims_of` finds, on the connection at hand; None if there is none to use."""
    rows = await database.fetch(_SEEN, {"show_id": show_id, "scope": scope})
    if rows is None:
        return None
    return [claim for row in map(_StandingRow._make, rows) for claim in _claims_in(row)]


async def claims_about(
    connection: AsyncConnection,
    show_ids: Sequence[int],
    scope: int | None = None,
    *,
    without: tuple[str, frozenset[str]] = ("", frozenset()),
) -> dict[int, list[Claim]]:
    """The standing claims about some shows, by show; a show without any has an empty list.

    `without` leaves out records of one source by their keys, and the index's rows from it.
    """
    by_show: dict[int, list[Claim]] = {show_id: [] for show_id in show_ids}
    source, keys = without
    for chunk in chunks(show_ids):
        if scope is None:
            rows = await connection.execute(_STANDING, {"show_ids": chunk})
        else:
            rows = await connection.execute(_STANDING_SEEN, {"show_ids": chunk, "scope": scope})
        for row in map(_StandingRow._make, rows):
            if row.origin == "record" and row.by == source and row.record in keys:
                continue
            if row.by == INDEX and source == DETAILED:
                continue
            by_show[row.show_id].extend(_claims_in(row))
    return by_show


class _StandingRow(NamedTuple):
    """A row of the query: a record with all its claims, or one claim of a person."""

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


def _among(show_id: Column[int]) -> ColumnElement[bool]:
    return show_id.in_(bindparam("show_ids", type_=BigInteger, expanding=True))


def _constant(value: str | int) -> ColumnClause[Any]:
    """A constant in the statement's text: a bound value would be converted at each execution."""
    return literal_column(repr(value), String() if isinstance(value, str) else Integer())


def _standing(chosen: _Choice, scope: BindParameter[int] | None) -> CompoundSelect[Any]:
    """The standing claims about the shows that `chosen` picks by id, as `_StandingRow` columns."""
    return union_all(_of_sources(chosen), _of_people(chosen, scope), _of_index(chosen))


def _of_sources(chosen: _Choice) -> Select[Any]:
    records = schema.records
    return select(
        _constant("record").label("origin"),
        records.c.show_id,
        records.c.source.label("by"),
        records.c.tier,
        records.c.statement.label("body"),
        null().label("season"),
        _constant("").label("field"),
        _constant("").label("key"),
        records.c.key.label("record"),
        _constant(0).label("position"),
        _constant(0).label("scope"),
        null().label("author"),
        records.c.link,
        records.c.as_of,
        records.c.checked_at.label("at"),
        records.c.revision,
    ).where(chosen(records.c.show_id))


def _of_people(chosen: _Choice, scope: BindParameter[int] | None) -> Select[Any]:
    """What people said for everybody and for that server; without a `scope`, for any."""
    edits, claims = schema.edits, schema.claims
    edited = (
        select(
            _constant("claim"),
            claims.c.show_id,
            _constant(EDITOR),
            _constant(0),
            claims.c.value,
            claims.c.season,
            claims.c.field,
            claims.c.key,
            _constant(""),
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
    if scope is None:
        return edited
    return edited.where(or_(edits.c.scope == 0, edits.c.scope == scope))


def _of_index(chosen: _Choice) -> Select[Any]:
    """What the index of all shows says, where no record of the same source says more."""
    rows, records = schema.index_rows, schema.records
    detailed = select(records.c.id).where(
        records.c.show_id == rows.c.show_id, records.c.source == DETAILED
    )
    return select(
        _constant("record"),
        rows.c.show_id,
        _constant(INDEX),
        _constant(int(Tier.SOURCE)),
        rows.c.statement,
        null(),
        _constant(""),
        _constant(""),
        _constant(""),
        _constant(0),
        _constant(0),
        null(),
        rows.c.link,
        rows.c.as_of,
        rows.c.checked_at,
        _constant(0),
    ).where(chosen(rows.c.show_id), ~detailed.exists())


# Built once: building it takes longer than reading the claims about ten shows.
_SCOPE = bindparam("scope", type_=BigInteger)
_SEEN = _standing(lambda show_id: show_id == bindparam("show_id", type_=BigInteger), _SCOPE)
_STANDING, _STANDING_SEEN = _standing(_among, None), _standing(_among, _SCOPE)


def _claims_in(row: _StandingRow) -> Sequence[Claim]:
    try:
        return list(_stated(row)) if row.origin == "record" else [_said(row)]
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"What the database holds about show {row.show_id} is damaged; restore a backup."
        ) from error


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
    return Claim(
        row.season,
        row.field,
        row.key,
        loaded(row.season, row.field, row.body),
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


def as_edit(claim: Claim, *, scope: int, author: int) -> Claim:
    """The claim as it would stand if that person wrote it now, after everything else."""
    tier = Tier.CURATOR if scope == 0 else Tier.SERVER
    return replace(claim, tier=tier, by=EDITOR, scope=scope, author=author, order=sys.maxsize)
