"""Hangs what is known of one show on another, as when shows are merged or split."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...alerts import tables as alert_schema
from ...facts import tables as schema
from ..tables import proposals


async def move_show(connection: AsyncConnection, old: int, new: int, revision: int) -> None:
    """Hang everything that is known of one show on another, and leave a redirect."""
    shows = schema.shows
    await _join_edits(connection, old, new)
    for table in (
        schema.records,
        schema.edits,
        schema.claims,
        schema.changes,
        proposals,
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
        # What was told, and what waits to be, rests on the edit that is left.
        for table in (changes, alert_schema.windows, alert_schema.news):
            await connection.execute(
                update(table).where(table.c.edit_id == left).values(edit_id=right)
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
