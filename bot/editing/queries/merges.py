"""Moving what is known about one show to another: in a merge, in its undo, and in a split."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...alerts import tables as alert_schema
from ...alerts.queries.joined_subscriptions import Joined, about_to_join, part_again
from ...alerts.queries.subscriptions import SHOW
from ...alerts.tables import subscriptions
from ...facts import tables as schema
from ...facts.queries.edits import HIDE
from ...facts.queries.index_rows import move_rows, move_rows_back
from ...foundation.meta import read_meta, write_meta
from ...foundation.sql import chunks

_RowIds = Sequence[int]


@dataclass(frozen=True, slots=True)
class Hanging:
    """The table of another subject whose rows belong to the show in their column `show_id`.

    In a merge they move to the other show, and its undo moves them back; then `settle` is called
    with that show's id, inside the transaction.
    """

    table: Table
    settle: Callable[[AsyncConnection, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Moved:
    """What belonged to the show that goes, by ids; `records`, which each fetch writes anew, by
    name.

    `changes` are those of sources; people's move with their edits. `hidden` are acts that hid it.
    `parts` describe acts that touched both shows: the edit they became part of, their claims and
    their changes. `hanging` are other subjects' rows, by the names of their tables. `joined` are
    those of channels that followed both shows.
    """

    old: int
    records: Sequence[Sequence[str]]
    edits: _RowIds
    changes: _RowIds
    subscriptions: _RowIds
    hidden: _RowIds
    parts: Sequence[tuple[int, _RowIds, _RowIds]]
    hanging: Mapping[str, _RowIds]
    joined: Sequence[Joined] = ()


async def move_show(
    connection: AsyncConnection, old: int, new: int, revision: int, hanging: Sequence[Hanging]
) -> None:
    """Move everything known about one show to another, and leave a redirect."""
    shows = schema.shows
    await _merge_edits(connection, old, new)
    for table in (
        schema.records,
        schema.edits,
        schema.claims,
        schema.changes,
        *(held.table for held in hanging),
    ):
        await connection.execute(update(table).where(table.c.show_id == old).values(show_id=new))
    await move_rows(connection, old, new)
    for table in (schema.titles, schema.identifiers):
        await connection.execute(delete(table).where(table.c.show_id == old))
    await connection.execute(
        update(shows).where(shows.c.id == old).values(merged_into=new, revision=revision)
    )


async def _merge_edits(connection: AsyncConnection, old: int, new: int) -> None:
    """Merge the edits of acts that changed both shows: each such act has an edit on each of them.

    If only one of the two was undone, they stay separate, so that the act's undo does not reach it.
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
        # Alerts, sent and waiting, refer to the edit that is left.
        for table in (changes, alert_schema.windows, alert_schema.news):
            await connection.execute(
                update(table).where(table.c.edit_id == left).values(edit_id=right)
            )
        await connection.execute(delete(edits).where(edits.c.id == left))


async def move_record(
    connection: AsyncConnection, record_id: int, show_id: int, revision: int
) -> None:
    """Move a record, and with it its claims, to another show."""
    table = schema.records
    await connection.execute(
        update(table).where(table.c.id == record_id).values(show_id=show_id, revision=revision)
    )


async def about_to_move(
    connection: AsyncConnection, old: int, new: int, hanging: Sequence[Hanging]
) -> Moved:
    """The rows that a merge of these two shows is about to move."""
    edits, claims, changes = schema.edits, schema.claims, schema.changes
    kept = edits.alias()
    pairs = await connection.execute(
        select(edits.c.id, kept.c.id)
        .join_from(edits, kept, edits.c.interaction_id == kept.c.interaction_id)
        .where(
            edits.c.show_id == old,
            kept.c.show_id == new,
            edits.c.retracted_at.is_(None) == kept.c.retracted_at.is_(None),
        )
    )
    merged = dict(tuple(row) for row in pairs)
    parts = [
        (
            right,
            await _ids(connection, claims, claims.c.edit_id == left),
            await _ids(connection, changes, changes.c.edit_id == left),
        )
        for left, right in merged.items()
    ]
    records = schema.records.c
    named = select(records.source, records.key).where(records.show_id == old)
    every = await _ids(connection, edits, edits.c.show_id == old)
    hiding = and_(edits.c.show_id == old, edits.c.action == HIDE, edits.c.retracted_at.is_(None))
    joined = await about_to_join(connection, old, new)
    both = subscriptions.alias().c
    of_both = select(both.id).where(
        both.channel_id == subscriptions.c.channel_id, both.target == SHOW, both.key == str(new)
    )
    followed = and_(
        subscriptions.c.target == SHOW, subscriptions.c.key == str(old), ~of_both.exists()
    )
    return Moved(
        old,
        [tuple(row) for row in await connection.execute(named)],
        [edit_id for edit_id in every if edit_id not in merged],
        await _ids(
            connection, changes, and_(changes.c.show_id == old, changes.c.edit_id.is_(None))
        ),
        await _ids(connection, subscriptions, followed),
        await _ids(connection, edits, hiding),
        parts,
        {
            held.table.name: await _ids(connection, held.table, held.table.c.show_id == old)
            for held in hanging
        },
        joined,
    )


async def _ids(connection: AsyncConnection, table: Table, where: ColumnElement[bool]) -> list[int]:
    query = select(table.c.id).where(where).order_by(table.c.id)
    return [row.id for row in await connection.execute(query)]


async def store_moved(connection: AsyncConnection, edit_id: int, moved: Moved) -> None:
    """Store what the merge of that edit moved."""
    kept = asdict(moved)
    # The names of tables are keys beside the others, as in rows of earlier versions.
    kept |= kept.pop("hanging")
    await write_meta(connection, f"merge:{edit_id}", json.dumps(kept))


async def load_moved(connection: AsyncConnection, edit_id: int) -> Moved | None:
    """What the merge of that edit moved; None if that was not stored."""
    text = await read_meta(connection, f"merge:{edit_id}")
    if text is None:
        return None
    kept = json.loads(text)
    own = {name: kept.pop(name) for name in _OWN if name in kept}
    joined = [
        Joined(one["stays"], tuple(one["own"]), tuple(one["other"]), one["label"])
        for one in own.pop("joined", ())
    ]
    return Moved(**own, hanging=kept, joined=joined)


_OWN = tuple(field.name for field in fields(Moved) if field.name != "hanging")


async def move_back(
    connection: AsyncConnection,
    moved: Moved,
    new: int,
    revision: int,
    hanging: Sequence[Hanging],
) -> None:
    """Move back to the old show what came from it and still belongs to the new one."""
    old = moved.old
    edits, claims, changes = schema.edits, schema.claims, schema.changes
    for edit_id, claim_ids, change_ids in moved.parts:
        part = await _split_edit(connection, edit_id, old)
        await _set(connection, claims, claim_ids, edit_id=part, show_id=old)
        await _set(connection, changes, change_ids, edit_id=part, show_id=old)
    for chunk in chunks(moved.edits):
        for table in (claims, changes):
            await connection.execute(
                update(table)
                .where(table.c.edit_id.in_(chunk), table.c.show_id == new)
                .values(show_id=old)
            )
    for table, ids in (
        (edits, moved.edits),
        (changes, moved.changes),
        *((held.table, moved.hanging.get(held.table.name, ())) for held in hanging),
    ):
        for chunk in chunks(ids):
            await connection.execute(
                update(table).where(table.c.id.in_(chunk), table.c.show_id == new)
                .values(show_id=old)
            )  # fmt: skip
    await _set(connection, edits, moved.hidden, retracted_at=None)
    records = schema.records
    for source, key in moved.records:
        await connection.execute(
            update(records)
            .where(records.c.source == source, records.c.key == key, records.c.show_id == new)
            .values(show_id=old, revision=revision)
        )
    await _move_subscriptions_back(connection, moved, new)
    await part_again(connection, moved.joined, old, new)
    await move_rows_back(connection, old, new)
    shows = schema.shows
    await connection.execute(
        update(shows).where(shows.c.id == old).values(merged_into=None, revision=revision)
    )


async def _move_subscriptions_back(connection: AsyncConnection, moved: Moved, new: int) -> None:
    """Let the followers that came from the old show follow it again, if they still follow."""
    for chunk in chunks(moved.subscriptions):
        await connection.execute(
            update(subscriptions)
            .where(
                subscriptions.c.id.in_(chunk),
                subscriptions.c.target == SHOW,
                subscriptions.c.key == str(new),
            )
            .values(key=str(moved.old), show_id=moved.old)
        )


async def _split_edit(connection: AsyncConnection, edit_id: int, show_id: int) -> int:
    """Make an act's part in that show an edit of its own again."""
    edits = schema.edits
    names = [column.name for column in edits.c if column.name not in ("id", "show_id")]
    copied = select(literal(show_id), *(edits.c[name] for name in names)).where(
        edits.c.id == edit_id
    )
    await connection.execute(insert(edits).from_select(["show_id", *names], copied))
    interaction = select(edits.c.interaction_id).where(edits.c.id == edit_id).scalar_subquery()
    query = select(edits.c.id).where(
        edits.c.show_id == show_id, edits.c.interaction_id == interaction
    )
    return int((await connection.execute(query)).scalar_one())


async def _set(connection: AsyncConnection, table: Table, ids: _RowIds, **values: object) -> None:
    for chunk in chunks(ids):
        await connection.execute(update(table).where(table.c.id.in_(chunk)).values(**values))


async def merged_into(connection: AsyncConnection, old: int) -> int | None:
    """The show into which an old one was merged, without following further merges."""
    table = schema.shows.c
    query = select(table.merged_into).where(table.id == old)
    into = await connection.scalar(query)
    return None if into is None else int(into)
