"""The edits of people, each with its claims, how they are taken back, and the log of changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, epoch, insert_one, moment
from .. import tables as schema
from ..fields import dumped
from ..models import Place
from ..resolve import Change
from ..writes import NewEdit

HIDE = "remove"
"""The action of an edit that hides a show."""


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
        id=row.id,
        interaction_id=row.interaction_id,
        show_id=row.show_id,
        scope=row.scope,
        author_id=row.author_id,
        action=row.action,
        written_at=moment(row.written_at),
        retracted_at=None if row.retracted_at is None else moment(row.retracted_at),
        retracted_by=row.retracted_by,
        retraction_id=row.retraction_id,
    )


async def count_claims(connection: AsyncConnection, scope: int) -> int:
    """How many claims of a scope's people stand, about all shows together."""
    edits, claims = schema.edits.c, schema.claims.c
    query = (
        select(func.count())
        .join_from(schema.claims, schema.edits, claims.edit_id == edits.id)
        .where(edits.scope == scope, edits.retracted_at.is_(None))
    )
    return await connection.scalar(query) or 0


async def edits_by_interaction(connection: AsyncConnection, interaction_id: int) -> list[EditRow]:
    """The edits that an interaction made, if any: Discord may deliver an event twice."""
    table = schema.edits
    query = select(table).where(table.c.interaction_id == interaction_id).order_by(table.c.id)
    return [_edit_row(row) for row in await connection.execute(query)]


async def edits_of(connection: AsyncConnection, show_id: int, scope: int) -> list[EditRow]:
    """All edits of a show in one scope, oldest first: their positions are their numbers."""
    table = schema.edits
    query = (
        select(table).where(table.c.show_id == show_id, table.c.scope == scope).order_by(table.c.id)
    )
    return [_edit_row(row) for row in await connection.execute(query)]


async def add_edit(
    connection: AsyncConnection, show_id: int, new: NewEdit, *, revision: int, now: datetime
) -> int:
    """Store an edit of that show with the claims it makes, and return its id."""
    edit_id = await insert_one(
        connection,
        schema.edits,
        interaction_id=new.interaction_id,
        show_id=show_id,
        scope=new.scope,
        author_id=new.author_id,
        action=new.action,
        revision=revision,
        written_at=epoch(now),
    )
    rows = [
        {
            "edit_id": edit_id,
            "show_id": show_id,
            "season": claim.season,
            "field": claim.field,
            "key": claim.key,
            "value": dumped(claim.season, claim.field, claim.value),
            "position": position,
            "link": claim.source,
            "as_of": claim.as_of.isoformat(),
        }
        for position, claim in enumerate(new.claims)
    ]
    if rows:
        await connection.execute(insert(schema.claims), rows)
    return edit_id


async def retract_edit(
    connection: AsyncConnection, edit_id: int, *, by: int, interaction_id: int, now: datetime
) -> bool:
    """Retract an edit; False if it was retracted before."""
    table = schema.edits
    done = await connection.execute(
        update(table)
        .where(table.c.id == edit_id, table.c.retracted_at.is_(None))
        .values(retracted_at=epoch(now), retracted_by=by, retraction_id=interaction_id)
    )
    return done.rowcount == 1


async def bring_back(connection: AsyncConnection, show_id: int, now: datetime) -> None:
    """Retract every act that hid a show, in whatever scope, in nobody's name."""
    table = schema.edits
    await connection.execute(
        update(table)
        .where(table.c.show_id == show_id, table.c.action == HIDE, table.c.retracted_at.is_(None))
        .values(retracted_at=epoch(now))
    )


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase a person's name from their edits, which stay."""
    for column in (schema.edits.c.author_id, schema.edits.c.retracted_by):
        await connection.execute(
            update(schema.edits).where(column == user_id).values({column.name: None})
        )


async def action_of(connection: AsyncConnection, edit_id: int) -> str | None:
    """What kind of act an edit was."""
    query = select(schema.edits.c.action).where(schema.edits.c.id == edit_id)
    return await connection.scalar(query)


async def scopes_with_edits(connection: AsyncConnection, show_id: int) -> frozenset[int]:
    """The servers whose own people say anything about a show."""
    edits = schema.edits.c
    rows = await connection.execute(
        select(edits.scope)
        .where(edits.show_id == show_id, edits.scope != 0, edits.retracted_at.is_(None))
        .distinct()
    )
    return frozenset(row.scope for row in rows)


async def written_since(
    connection: AsyncConnection,
    show_ids: Collection[int],
    scopes: Collection[int],
    since: datetime,
) -> Mapping[int, datetime]:
    """When the standing edits of some shows in those scopes were made since then, by revision."""
    edits = schema.edits.c
    written: dict[int, datetime] = {}
    for chunk in chunks(sorted(show_ids)):
        rows = await connection.execute(
            select(edits.revision, edits.written_at).where(
                edits.show_id.in_(chunk),
                edits.scope.in_(sorted(scopes)),
                edits.written_at >= epoch(since),
                edits.retracted_at.is_(None),
            )
        )
        written.update((row.revision, moment(row.written_at)) for row in rows)
    return written


async def shows_with_edits(
    connection: AsyncConnection, show_ids: Collection[int], scope: int
) -> frozenset[int]:
    """Those of these shows about which a server's own people say anything."""
    edits = schema.edits.c
    shows: set[int] = set()
    for chunk in chunks(sorted(show_ids)):
        rows = await connection.execute(
            select(edits.show_id)
            .where(edits.show_id.in_(chunk), edits.scope == scope, edits.retracted_at.is_(None))
            .distinct()
        )
        shows.update(row.show_id for row in rows)
    return frozenset(shows)


@dataclass(frozen=True, slots=True)
class FirstClaims:
    """The places of an edit at which its scope had no standing claim before."""

    scope: int
    show_id: int
    places: tuple[Place, ...]


async def first_claims(connection: AsyncConnection, edit_id: int) -> FirstClaims:
    """Where an edit makes the first standing claim of its scope."""
    edits, claims = schema.edits, schema.claims
    edit = (
        await connection.execute(
            select(edits.c.scope, edits.c.show_id).where(edits.c.id == edit_id)
        )
    ).one()
    other = claims.alias()
    earlier = (
        select(other.c.edit_id)
        .join(edits, edits.c.id == other.c.edit_id)
        .where(
            edits.c.scope == edit.scope,
            edits.c.show_id == edit.show_id,
            edits.c.retracted_at.is_(None),
            other.c.edit_id != edit_id,
            other.c.season.is_not_distinct_from(claims.c.season),
            other.c.field == claims.c.field,
            other.c.key == claims.c.key,
        )
        .exists()
    )
    rows = await connection.execute(
        select(claims.c.season, claims.c.field, claims.c.key).where(
            claims.c.edit_id == edit_id, ~earlier
        )
    )
    places = tuple(Place(edit.show_id, row.season, row.field, row.key) for row in rows)
    return FirstClaims(edit.scope, edit.show_id, places)


async def log_changes(
    connection: AsyncConnection,
    changes: Iterable[Change],
    *,
    now: datetime,
    edit_id: int | None,
    source: str | None,
) -> None:
    """Log what a write changed in the resolved shows."""
    rows = [
        {
            "show_id": change.show_id,
            "scope": change.scope,
            "season": change.season,
            "field": change.field,
            "key": change.key,
            "before": dumped(change.season, change.field, change.before),
            "after": dumped(change.season, change.field, change.after),
            "at": epoch(now),
            "edit_id": edit_id,
            "source": source,
            "link": change.link,
        }
        for change in changes
    ]
    if rows:
        await connection.execute(insert(schema.changes), rows)


async def taken_away(
    connection: AsyncConnection,
    scope: int,
    place: Place,
    value: object,
    since: datetime,
) -> bool:
    """Whether a source's write after `since` removed exactly that value: then the value is not
    stable."""
    table = schema.changes.c
    before = dumped(place.season, place.field, value)
    query = select(table.id).where(
        table.show_id == place.show_id,
        table.scope == scope,
        table.season.is_not_distinct_from(place.season),
        table.field == place.field,
        table.key == place.key,
        table.at > epoch(since),
        table.source.is_not(None),
        table.before.is_(None) if before is None else table.before == before,
    )
    return await connection.scalar(query.limit(1)) is not None
