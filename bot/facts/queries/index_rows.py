"""The rows of TVmaze's index: written by page, joined to the shows that they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import chunks, epoch, insert_many, moment
from .. import tables as schema
from ..models import INDEX_IDS, TitleEntry, reserved_id
from .identifiers import Pair, identified_by, record_ids_of, shows_with_record_ids

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the index says about one show of TVmaze.

    `statement` is a body as records have it. `updated` is when TVmaze last changed the show and
    `checked_at` when it was read, both aware.
    """

    number: int
    imdb: str | None
    tvdb: str | None
    updated: datetime
    checked_at: datetime
    link: str
    as_of: date
    statement: str

    @property
    def pairs(self) -> list[Pair]:
        """The (provider, id) pairs that name the show."""
        named = (("tvmaze", str(self.number)), ("imdb", self.imdb), ("tvdb", self.tvdb))
        return [(provider, value) for provider, value in named if value]


_COLUMNS = (
    "number",
    "show_id",
    "imdb",
    "tvdb",
    "updated",
    "checked_at",
    "link",
    "as_of",
    "statement",
)


async def put_rows(connection: AsyncConnection, rows: Sequence[IndexRow]) -> list[int]:
    """Store rows that are new or changed; returns their numbers.

    A row whose ids are those of an existing show belongs to it; the others have reserved ids.
    """
    table = schema.index_rows
    known: dict[int, tuple[str, int]] = {}
    for chunk in chunks([row.number for row in rows], _CHUNK):
        stored = await connection.execute(
            select(table.c.number, table.c.statement, table.c.updated).where(
                table.c.number.in_(chunk)
            )
        )
        known.update((row.number, (row.statement, row.updated)) for row in stored)
    changed = [row for row in rows if known.get(row.number, ("", 0))[0] != row.statement]
    for row in rows:
        statement, updated = known.get(row.number, ("", 0))
        if statement == row.statement and updated != epoch(row.updated):
            # Something else of the show changed, for which it need not be fetched again.
            same = update(table).where(table.c.number == row.number)
            await connection.execute(same.values(updated=epoch(row.updated)))
    if not changed:
        return []
    shows = await _shows_of(connection, changed)
    again = [row.number for row in changed if row.number in known]
    for chunk in chunks(again, _CHUNK):
        await connection.execute(delete(table).where(table.c.number.in_(chunk)))
    values = [
        (
            row.number,
            shows.get(row.number, reserved_id(row.number)),
            row.imdb,
            row.tvdb,
            epoch(row.updated),
            epoch(row.checked_at),
            row.link,
            row.as_of.isoformat(),
            row.statement,
        )
        for row in changed
    ]
    await insert_many(connection, table, _COLUMNS, values)
    return [row.number for row in changed]


async def _shows_of(connection: AsyncConnection, rows: Sequence[IndexRow]) -> dict[int, int]:
    pairs = sorted({pair for row in rows for pair in row.pairs})
    shows = {
        **await shows_with_record_ids(connection, pairs),
        **await identified_by(connection, pairs),
    }
    return {
        row.number: next(shows[pair] for pair in row.pairs if pair in shows)
        for row in rows
        if any(pair in shows for pair in row.pairs)
    }


async def drop_rows(connection: AsyncConnection, numbers: Sequence[int]) -> list[int]:
    """Delete the rows of shows that TVmaze no longer has; returns the numbers of the deleted rows.

    A row that belongs to an existing show stays, as its last statement.
    """
    table = schema.index_rows
    gone: list[int] = []
    for chunk in chunks(numbers, _CHUNK):
        unasked = table.c.show_id.not_in(select(schema.shows.c.id))
        rows = await connection.execute(
            select(table.c.number).where(table.c.number.in_(chunk), unasked)
        )
        gone += [row.number for row in rows]
    for chunk in chunks(gone, _CHUNK):
        await connection.execute(delete(table).where(table.c.number.in_(chunk)))
    return gone


async def count_rows(connection: AsyncConnection) -> int:
    """How many shows the index has."""
    return await connection.scalar(select(func.count()).select_from(schema.index_rows)) or 0


async def shows_of_pairs(connection: AsyncConnection, pairs: Sequence[Pair]) -> Mapping[Pair, int]:
    """The shows of rows with one of those (provider, id) pairs."""
    table = schema.index_rows.c
    shows: dict[Pair, int] = {}
    for provider, column in (("imdb", table.imdb), ("tvdb", table.tvdb)):
        values = [value for name, value in pairs if name == provider]
        for ids in chunks(values, _CHUNK):
            rows = await connection.execute(
                select(column, table.show_id).where(column.in_(ids)).order_by(table.number.desc())
            )
            shows.update(((provider, row[0]), row.show_id) for row in rows)
    numbers = [int(value) for name, value in pairs if name == "tvmaze" and value.isdecimal()]
    for chunk in chunks(numbers, _CHUNK):
        rows = await connection.execute(
            select(table.number, table.show_id).where(table.number.in_(chunk))
        )
        shows.update((("tvmaze", str(row.number)), row.show_id) for row in rows)
    return shows


async def ids_of(
    connection: AsyncConnection, show_ids: Sequence[int]
) -> Mapping[int, Mapping[str, str]]:
    """By show, the ids in its row besides TVmaze's own."""
    table = schema.index_rows.c
    ids: dict[int, dict[str, str]] = {}
    for chunk in chunks(show_ids, _CHUNK):
        rows = await connection.execute(
            select(table.show_id, table.imdb, table.tvdb).where(table.show_id.in_(chunk))
        )
        for row in rows:
            named = (("imdb", row.imdb), ("tvdb", row.tvdb))
            ids[row.show_id] = {provider: value for provider, value in named if value}
    return ids


async def link_rows(
    connection: AsyncConnection,
    identifiers: Iterable[tuple[str, str, int]],
    show_ids: Sequence[int],
) -> None:
    """Assign rows to the shows that have their ids now, and take back those that no longer fit.

    `identifiers` are all (provider, value, show) of the shows `show_ids`, and of new ones; the ids
    in their records count as well.
    """
    table = schema.index_rows
    if await connection.scalar(select(table.c.number).limit(1)) is None:
        return
    own = table.c.number + INDEX_IDS.start
    # A row whose own show exists stays with it, or with the show that it was merged into.
    free = own.not_in(select(schema.shows.c.id))
    for chunk in chunks(show_ids, _CHUNK):
        await connection.execute(
            update(table).where(table.c.show_id.in_(chunk), free).values(show_id=own)
        )
    by_id = {
        (provider, value): show_id
        for show_id, ids in (await record_ids_of(connection, show_ids)).items()
        for provider, value in ids.items()
    }
    by_id |= {(provider, value): show_id for provider, value, show_id in identifiers}
    naming = [pair for pair in by_id if pair[0] in ("tvmaze", "imdb", "tvdb")]
    for pairs in chunks(naming, 100):
        rows = await connection.execute(
            select(table.c.number, table.c.imdb, table.c.tvdb).where(
                _having(pairs), table.c.show_id == own, free
            )
        )
        for row in rows.all():
            named = (("tvmaze", str(row.number)), ("imdb", row.imdb), ("tvdb", row.tvdb))
            show_id = next(by_id[pair] for pair in named if pair in by_id)
            await connection.execute(
                update(table).where(table.c.number == row.number).values(show_id=show_id)
            )


def _having(pairs: Sequence[Pair]) -> ColumnElement[bool]:
    table = schema.index_rows.c
    numbers = [int(value) for name, value in pairs if name == "tvmaze" and value.isdecimal()]
    return or_(
        table.number.in_(numbers),
        table.imdb.in_([value for name, value in pairs if name == "imdb"]),
        table.tvdb.in_([value for name, value in pairs if name == "tvdb"]),
    )


async def move_rows(connection: AsyncConnection, old: int, new: int) -> None:
    """Assign the rows of a merged show to the one that stays."""
    table = schema.index_rows
    await connection.execute(update(table).where(table.c.show_id == old).values(show_id=new))


async def move_rows_back(connection: AsyncConnection, old: int, new: int) -> None:
    """Assign to a show again the row of its reserved id, if the other show has it."""
    table = schema.index_rows
    own = table.c.number + INDEX_IDS.start
    await connection.execute(
        update(table).where(table.c.show_id == new, own == old).values(show_id=old)
    )


async def unlisted(connection: AsyncConnection, show_ids: Sequence[int]) -> list[int]:
    """Those of these ids that only a row of the index knows: no show has that id yet."""
    table, shows = schema.index_rows.c, schema.shows.c
    wanted = [show_id for show_id in show_ids if show_id in INDEX_IDS]
    unlisted_ids: list[int] = []
    for chunk in chunks(wanted, _CHUNK):
        rows = await connection.execute(
            select(table.show_id)
            .where(table.show_id.in_(chunk), table.show_id.not_in(select(shows.id)))
            .distinct()
        )
        unlisted_ids.extend(row.show_id for row in rows)
    return unlisted_ids


async def row_entries(
    connection: AsyncConnection,
    *,
    since: int | None = None,
    numbers: Sequence[int] | None = None,
) -> list[TitleEntry]:
    """The titles of shows that only rows know: all, those written since, or those with those
    numbers.

    `since` is in epoch seconds, that second included.
    """
    table, shows = schema.index_rows.c, schema.shows.c
    query = select(table.show_id, table.statement).where(
        table.show_id >= INDEX_IDS.start,
        table.show_id < INDEX_IDS.stop,
        table.show_id.not_in(select(shows.id)),
    )
    if since is not None:
        query = query.where(table.checked_at >= since)
    if numbers is None:
        return [_entry(*row) for row in await connection.execute(query)]
    entries: list[TitleEntry] = []
    for chunk in chunks(numbers, _CHUNK):
        rows = await connection.execute(query.where(table.number.in_(chunk)))
        entries.extend(_entry(*row) for row in rows)
    return entries


def _entry(show_id: int, statement: str) -> TitleEntry:
    entry = TitleEntry(show_id, "")
    names: list[str] = []
    values: dict[str, object] = {}
    for season, name, _, value, *_ in json.loads(statement):
        if season is None and name == "aliases":
            names.append(value)
        elif season is None and name in ("title", "year", "country", "network", "kind"):
            values[name] = value
        elif season is None and name == "popularity":
            values[name] = float(value)
    return entry._replace(names=tuple(names), **values)  # type: ignore[arg-type]


async def updates_of(connection: AsyncConnection, numbers: Sequence[int]) -> dict[int, datetime]:
    """When TVmaze had last changed each of these rows, if they are here."""
    table = schema.index_rows.c
    updates: dict[int, datetime] = {}
    for chunk in chunks(numbers, _CHUNK):
        rows = await connection.execute(
            select(table.number, table.updated).where(table.number.in_(chunk))
        )
        updates.update((row.number, moment(row.updated)) for row in rows)
    return updates


async def last_number(connection: AsyncConnection) -> int:
    """The highest number of all rows; 0 without any."""
    return await connection.scalar(select(func.max(schema.index_rows.c.number))) or 0


async def numbers_between(connection: AsyncConnection, first: int, stop: int) -> list[int]:
    """The numbers of the rows from one number on and before another."""
    table = schema.index_rows.c
    rows = await connection.execute(
        select(table.number).where(table.number >= first, table.number < stop)
    )
    return [row.number for row in rows]


async def last_written(connection: AsyncConnection) -> int:
    """When the last row was written, in epoch seconds; 0 without any."""
    return await connection.scalar(select(func.max(schema.index_rows.c.checked_at))) or 0
