"""Which shows are kept up to date, and by which records of a provider."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ...alerts.queries.subscriptions import NETWORK, SHOW
from ...alerts.tables import subscriptions
from ...facts.fields import field_of, folded
from ...facts.models import Claim, Statement
from ...facts.queries import external_ids as externals
from ...facts.queries import index_rows as index
from ...facts.queries.records import Record
from ...facts.tables import identifiers, records, titles
from ...foundation.sql import chunks, epoch, moment
from ..tables import asks

_SOME = 500


@dataclass(frozen=True, slots=True)
class Target:
    """A tracked show as one provider may know it.

    `keys` are those of its records there, each with when it was last checked, in UTC; None where
    only the show's own ids name it. `ids` are all by which the provider could be asked for it.
    """

    show_id: int
    keys: Mapping[str, datetime | None] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


async def note_asked(connection: AsyncConnection, asked: Mapping[int, datetime]) -> None:
    """Remember when shows were last asked about."""
    for show_id, at in asked.items():
        done = await connection.execute(
            update(asks).where(asks.c.show_id == show_id).values(asked_at=epoch(at))
        )
        if done.rowcount == 0:
            await connection.execute(insert(asks).values(show_id=show_id, asked_at=epoch(at)))


async def forget_asked(connection: AsyncConnection, before: datetime) -> None:
    """Drop what nobody has asked about since."""
    await connection.execute(delete(asks).where(asks.c.asked_at < epoch(before)))


async def tracked(connection: AsyncConnection, bound: int) -> list[int]:
    """At most `bound` shows of everybody's catalogue: followed ones, asked ones, of networks.

    What is followed by itself comes first, then what was asked about, the latest first, then
    what is on a network that is followed.
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
    wanted = {row.key for row in networks}
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
    names = [row.network for row in named if folded(row.network) in wanted]
    found: list[int] = []
    for some in chunks(names, _SOME):
        rows = await connection.execute(
            select(table.show_id)
            .where(table.scope == 0, table.network.in_(some))
            .order_by(table.popularity.desc(), table.show_id)
            .limit(bound)
        )
        found.extend(row.show_id for row in rows)
    return found


async def _in_catalogue(connection: AsyncConnection, show_ids: Sequence[int]) -> set[int]:
    table = titles.c
    found: set[int] = set()
    for some in chunks(show_ids, _SOME):
        rows = await connection.execute(
            select(table.show_id).where(
                table.scope == 0, table.hidden.is_(False), table.show_id.in_(some)
            )
        )
        found.update(row.show_id for row in rows)
    return found


async def targets(
    connection: AsyncConnection, provider: str, show_ids: Sequence[int]
) -> list[Target]:
    """How one provider may know each of these shows.

    A show that has a record there is known by that; an id that some other show's record bears
    was parted from this one by a person, and names nothing here.
    """
    keys: dict[int, dict[str, datetime | None]] = {}
    ids = {show: dict(more) for show, more in (await index.ids_of(connection, show_ids)).items()}
    for show, more in (await externals.of_shows(connection, show_ids)).items():
        ids.setdefault(show, {}).update(more)
    named: dict[str, int] = {}
    for some in chunks(show_ids, _SOME):
        held = await connection.execute(
            select(records.c.show_id, records.c.key, records.c.checked_at).where(
                records.c.source == provider, records.c.show_id.in_(some)
            )
        )
        for row in held:
            keys.setdefault(row.show_id, {})[row.key] = moment(row.checked_at)
        known = await connection.execute(select(identifiers).where(identifiers.c.show_id.in_(some)))
        for row in known:
            ids.setdefault(row.show_id, {})[row.provider] = row.value
            if row.provider == provider:
                named[row.value] = row.show_id
    for values in chunks(list(named), _SOME):
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


def statement_of(record: Record) -> Statement:
    """What a stored record said."""
    claims = [
        Claim(
            season,
            name,
            key,
            field_of(season, name).decode(value),
            record.tier,
            record.source,
            link or record.link,
            date.fromisoformat(as_of) if as_of else record.as_of,
            position=position,
        )
        for position, (season, name, key, value, link, as_of) in enumerate(
            json.loads(record.statement)
        )
    ]
    return Statement(
        record.source, record.key, record.tier, record.link, record.as_of, tuple(claims), False
    )
