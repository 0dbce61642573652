"""All SQL of the providers: which shows are tracked, which records are due.

Instants are stored as whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..alerts.queries.subscriptions import NETWORK, SHOW
from ..alerts.tables import subscriptions
from ..facts.networks import network_key
from ..facts.queries import index_rows as index
from ..facts.queries.identifiers import later_keys, record_ids_of
from ..facts.tables import identifiers, records, titles
from ..foundation.sql import chunks, epoch, moment
from .models import ScheduledFetch, Target
from .tables import asks, cursors, lookups, visits


async def note_asked(connection: AsyncConnection, asked: Mapping[int, datetime]) -> None:
    """Store when shows were last asked about."""
    for show_id, at in asked.items():
        await _put(connection, asks, {"show_id": show_id}, {"asked_at": epoch(at)})


async def _put(
    connection: AsyncConnection, table: Table, key: Mapping[str, object], values: Mapping[str, int]
) -> None:
    """Write the row of that key, new or not."""
    here = [table.c[name] == value for name, value in key.items()]
    done = await connection.execute(update(table).where(*here).values(**values))
    if done.rowcount == 0:
        await connection.execute(insert(table).values(**key, **values))


async def forget_asked(connection: AsyncConnection, before: datetime) -> None:
    """Drop shows that nobody has asked about since then."""
    await connection.execute(delete(asks).where(asks.c.asked_at < epoch(before)))


async def tracked(connection: AsyncConnection, bound: int) -> list[int]:
    """At most `bound` shows of everybody's catalogue: followed, asked about, on followed networks.

    Followed shows come first, then those asked about, the latest first, then those on a followed
    network.
    """
    table = subscriptions.c
    followed = await connection.execute(
        select(table.show_id).where(table.target == SHOW, table.show_id.is_not(None)).distinct()
    )
    asked = await connection.execute(
        select(asks.c.show_id).order_by(asks.c.asked_at.desc(), asks.c.show_id).limit(2 * bound)
    )
    chosen = list(dict.fromkeys([*(row[0] for row in followed), *(row[0] for row in asked)]))
    networks = await connection.execute(select(table.key).where(table.target == NETWORK).distinct())
    wanted = {network_key(row.key) for row in networks}
    wanted.update(*(await later_keys(connection, wanted)).values())
    if wanted and len(chosen) < bound:
        chosen = list(dict.fromkeys([*chosen, *await _on_networks(connection, wanted, bound)]))
    there = await _in_catalogue(connection, chosen)
    return [show_id for show_id in chosen if show_id in there][:bound]


async def _on_networks(
    connection: AsyncConnection, wanted: Collection[str], bound: int
) -> list[int]:
    table = titles.c
    named = await connection.execute(
        select(table.network).where(table.scope == 0, table.network.is_not(None)).distinct()
    )
    names = [row.network for row in named if network_key(row.network) in wanted]
    show_ids: list[int] = []
    for chunk in chunks(names):
        rows = await connection.execute(
            select(table.show_id)
            .where(table.scope == 0, table.network.in_(chunk))
            .order_by(table.popularity.desc(), table.show_id)
            .limit(bound)
        )
        show_ids.extend(row.show_id for row in rows)
    return show_ids


async def _in_catalogue(connection: AsyncConnection, show_ids: Sequence[int]) -> set[int]:
    table = titles.c
    catalogued: set[int] = set()
    for chunk in chunks(show_ids):
        rows = await connection.execute(
            select(table.show_id).where(
                table.scope == 0, table.hidden.is_(False), table.show_id.in_(chunk)
            )
        )
        catalogued.update(row.show_id for row in rows)
    return catalogued


async def targets(
    connection: AsyncConnection, provider: str, show_ids: Sequence[int]
) -> list[Target]:
    """How one provider may know each of these shows.

    If a show has a record there, that is used; an id that some other show's record has was
    separated from this one by a person, and identifies nothing here.
    """
    keys: dict[int, dict[str, datetime | None]] = {}
    ids = {show: dict(more) for show, more in (await index.ids_of(connection, show_ids)).items()}
    for show, more in (await record_ids_of(connection, show_ids)).items():
        ids.setdefault(show, {}).update(more)
    named: dict[str, int] = {}
    for chunk in chunks(show_ids):
        held = await connection.execute(
            select(records.c.show_id, records.c.key, records.c.checked_at).where(
                records.c.source == provider, records.c.show_id.in_(chunk)
            )
        )
        for row in held:
            keys.setdefault(row.show_id, {})[row.key] = moment(row.checked_at)
        known = await connection.execute(
            select(identifiers).where(identifiers.c.show_id.in_(chunk))
        )
        for row in known:
            ids.setdefault(row.show_id, {})[row.provider] = row.value
            if row.provider == provider:
                named[row.value] = row.show_id
    for values in chunks(list(named)):
        elsewhere = await connection.execute(
            select(records.c.key).where(records.c.source == provider, records.c.key.in_(values))
        )
        for row in elsewhere:
            show_id = named.pop(row.key)
            if row.key not in keys.get(show_id, {}):
                ids[show_id].pop(provider, None)
    for key, show_id in named.items():
        if show_id not in keys:
            keys[show_id] = {key: None}
    return [Target(show, keys.get(show, {}), ids.get(show, {})) for show in show_ids]


async def expired(connection: AsyncConnection, source: str, before: datetime) -> list[str]:
    """The keys of a source's records that were last checked before an instant."""
    table = records.c
    rows = await connection.execute(
        select(table.key).where(table.source == source, table.checked_at < epoch(before))
    )
    return [row.key for row in rows]


async def want(connection: AsyncConnection, wanted: Mapping[ScheduledFetch, datetime]) -> None:
    """Schedule fetches of records from an instant on; an earlier due time stays."""
    at = {(due.provider, due.key): epoch(due_at) for due, due_at in wanted.items()}
    table = visits.c
    there: dict[tuple[str, str], int | None] = {}
    for provider in {provider for provider, _ in at}:
        for keys in chunks([key for name, key in at if name == provider]):
            query = select(table.key, table.due_at).where(table.provider == provider)
            known = await connection.execute(query.where(table.key.in_(keys)))
            there |= {(provider, row.key): row.due_at for row in known}
    new = {
        (due.provider, due.key): {**asdict(due), "due_at": epoch(due_at)}
        for due, due_at in wanted.items()
        if (due.provider, due.key) not in there
    }
    if new:
        await connection.execute(insert(visits), list(new.values()))
    for (provider, key), due in there.items():
        if due is None or due > at[provider, key]:
            await connection.execute(
                update(visits)
                .where(table.provider == provider, table.key == key)
                .values(due_at=at[provider, key])
            )


async def next_due(
    connection: AsyncConnection, provider: str, now: datetime
) -> ScheduledFetch | None:
    """The record that has been due longest."""
    table = visits.c
    row = (
        await connection.execute(
            select(visits)
            .where(table.provider == provider, table.due_at <= epoch(now))
            .order_by(table.due_at, table.key)
            .limit(1)
        )
    ).first()
    return None if row is None else ScheduledFetch(row.provider, row.key, row.show_id)


async def count_due(connection: AsyncConnection, provider: str, now: datetime) -> int:
    """How many records are due."""
    table = visits.c
    query = select(func.count()).where(table.provider == provider, table.due_at <= epoch(now))
    return await connection.scalar(query) or 0


async def done(connection: AsyncConnection, provider: str, key: str) -> None:
    """A record was fetched: remove it from the schedule."""
    table = visits.c
    await connection.execute(delete(visits).where(table.provider == provider, table.key == key))


async def put_off(
    connection: AsyncConnection,
    due: ScheduledFetch,
    *,
    tried_at: datetime,
    due_at: datetime | None,
) -> None:
    """Note that a record could not be fetched: try again at that time or, with None, when it
    changes."""
    table = visits.c
    await connection.execute(
        update(visits)
        .where(table.provider == due.provider, table.key == due.key)
        .values(tried_at=epoch(tried_at), due_at=None if due_at is None else epoch(due_at))
    )


async def bring_forward(connection: AsyncConnection, provider: str, now: datetime) -> None:
    """Make that provider's postponed records due now."""
    table = visits.c
    await connection.execute(
        update(visits)
        .where(
            table.provider == provider,
            table.tried_at.is_not(None),
            table.due_at > epoch(now),
        )
        .values(due_at=epoch(now))
    )


async def tried(connection: AsyncConnection, provider: str) -> Mapping[str, datetime]:
    """When each of these records was last tried without success, by key."""
    table = visits.c
    rows = await connection.execute(
        select(table.key, table.tried_at).where(
            table.provider == provider, table.tried_at.is_not(None)
        )
    )
    return {row.key: moment(row.tried_at) for row in rows}


async def note_lookup(
    connection: AsyncConnection, provider: str, show_id: int, at: datetime
) -> None:
    """Note that a provider was asked for a show by its ids, and does not know it."""
    key = {"provider": provider, "show_id": show_id}
    await _put(connection, lookups, key, {"at": epoch(at)})


async def looked_up(
    connection: AsyncConnection,
    provider: str,
    since: datetime,
    until: datetime,
    show_ids: Sequence[int] = (),
) -> set[int]:
    """The shows that a provider was asked for without success between two instants."""
    table = lookups.c
    query = select(table.show_id).where(
        table.provider == provider, table.at.between(epoch(since), epoch(until))
    )
    if show_ids:
        query = query.where(table.show_id.in_(show_ids))
    return {row.show_id for row in await connection.execute(query)}


async def cursor(connection: AsyncConnection, provider: str) -> datetime | None:
    """Up to when that provider's list of updates was processed; None before the first time."""
    at = await connection.scalar(select(cursors.c.at).where(cursors.c.provider == provider))
    return None if at is None else moment(at)


async def move_cursor(connection: AsyncConnection, provider: str, at: datetime) -> None:
    """Store that the list of updates was processed up to then."""
    await _put(connection, cursors, {"provider": provider}, {"at": epoch(at)})
