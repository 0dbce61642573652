"""The names that networks had, by the ids that sources have them under.

A name is stored as its `network_key`. The newest of an id is what it is called now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Select, and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from ..networks import network_key
from ..tables import network_names

_LONGEST = 200
"""Characters of a key that is kept."""


async def note_network_name(
    connection: AsyncConnection, source: str, network: str, name: str, now: datetime
) -> None:
    """Remember what a source calls the network of that id now; nothing is written if it did."""
    table, key = network_names, network_key(name)
    mine = (table.c.source == source) & (table.c.network == network)
    newest = select(table.c.key).where(mine).order_by(table.c.since.desc(), table.c.key).limit(1)
    if len(key) > _LONGEST or await connection.scalar(newest) == key:
        return
    await connection.execute(delete(table).where(mine, table.c.key == key))
    await connection.execute(
        insert(table).values(source=source, network=network, key=key, since=epoch(now))
    )


def former_keys(keys: Collection[str]) -> Select[tuple[str]]:
    """The keys that networks had before they came to one of these."""
    former, later = network_names.alias(), network_names.alias()
    return select(former.c.key).where(later.c.key.in_(list(keys)), _is_before(former, later))


async def later_keys(
    connection: AsyncConnection, keys: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """The keys that the networks once called so had after that, the newest first, by key."""
    former, later = network_names.alias(), network_names.alias()
    rows = await connection.execute(
        select(former.c.key.label("former"), later.c.key.label("later"))
        .where(former.c.key.in_(list(keys)), _is_before(former, later))
        .order_by(later.c.since.desc(), later.c.key)
    )
    later_by_key: dict[str, tuple[str, ...]] = {}
    for row in rows:
        later_by_key[row.former] = (*later_by_key.get(row.former, ()), row.later)
    return later_by_key


def _is_before(former: FromClause, later: FromClause) -> ColumnElement[bool]:
    """Whether one name of a network is older than another of the same id."""
    return and_(
        former.c.source == later.c.source,
        former.c.network == later.c.network,
        former.c.since < later.c.since,
    )
