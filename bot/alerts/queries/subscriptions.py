"""What channels and people follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from ...facts.networks import network_names
from ...facts.queries.identifiers import former_keys
from ...facts.queries.shows import with_merged_ids
from ...foundation.database import Database
from ...foundation.sql import epoch, moment
from ...guilds.queries import in_time_zones
from ..tables import CHANNEL_GONE, pauses, subscriptions

SHOW, NETWORK, EVERYTHING = "show", "network", "all"
"""What a subscription can follow."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One target followed in one channel.

    `key` is the show's id as text, the network's key, or "". `guild_id` is the server whose view of
    the facts applies, 0 for everybody's. With a `user_id` the channel is that person's direct
    messages. `kinds` is a bit mask of the kinds of change. `created_by` is None once that person
    asked to be forgotten.
    """

    guild_id: int
    channel_id: int
    target: str
    key: str
    kinds: int
    label: str = ""
    show_id: int | None = None
    user_id: int | None = None
    role_id: int | None = None
    thread: bool = False
    created_by: int | None = None
    created_at: datetime | None = None
    id: int = 0


async def following_show(
    connection: AsyncConnection,
    show_id: int,
    *,
    scope: int,
    network: str | None,
    kinds: int,
    without: Collection[int] = (),
) -> ColumnElement[bool]:
    """The condition of `following` for a show as it is now, with the old ids that lead to it."""
    show_ids = await with_merged_ids(connection, show_id)
    return following(scope=scope, show_ids=show_ids, network=network, kinds=kinds, without=without)


def following(
    *,
    scope: int,
    show_ids: Collection[int],
    network: str | None,
    kinds: int,
    until: datetime | None = None,
    zones: Collection[str | None] | None = None,
    without: Collection[int] = (),
) -> ColumnElement[bool]:
    """The condition under which a subscription hears of a show in a scope.

    `show_ids` are the show's own and the old ids that lead to it, `network` is any name of its
    network; subscriptions to a former name count too. With `until`, those made later are left out;
    with `zones`, all but those of servers in these time zones. The servers `without` are left out.
    """
    table = subscriptions.c
    targets = [
        (table.target == SHOW) & table.key.in_([str(show_id) for show_id in show_ids]),
        table.target == EVERYTHING,
    ]
    if network is not None:
        names = sorted(network_names(network))
        called = table.key.in_(names) | table.key.in_(former_keys(names))
        targets.append((table.target == NETWORK) & called)
    condition = or_(*targets) & (table.kinds.bitwise_and(kinds) != 0)
    if until is not None:
        condition &= table.created_at <= epoch(until)
    if zones is not None:
        condition &= in_time_zones(table.guild_id, zones)
    if without:
        condition &= table.guild_id.not_in(sorted(without))
    return condition & (table.guild_id == scope) if scope else condition


async def put(connection: AsyncConnection, wanted: Subscription, now: datetime) -> bool:
    """Follow, or change which kinds are reported; True if it is new."""
    values = {
        "kinds": wanted.kinds,
        "role_id": wanted.role_id,
        "thread": wanted.thread,
        "label": wanted.label,
        "created_by": wanted.created_by,
    }
    table = subscriptions
    done = await connection.execute(update(table).where(_same(wanted)).values(**values))
    if done.rowcount:
        return False
    await connection.execute(
        insert(table).values(
            guild_id=wanted.guild_id,
            channel_id=wanted.channel_id,
            user_id=wanted.user_id,
            target=wanted.target,
            key=wanted.key,
            show_id=wanted.show_id,
            created_at=epoch(now),
            **values,
        )
    )
    return True


def _same(wanted: Subscription) -> ColumnElement[bool]:
    table = subscriptions.c
    return (
        (table.channel_id == wanted.channel_id)
        & (table.target == wanted.target)
        & (table.key == wanted.key)
    )


async def drop(
    connection: AsyncConnection, channel_id: int, target: str, keys: Iterable[str]
) -> bool:
    """Stop following, a network under all of its names; False if it was not followed."""
    table, names = subscriptions, list(keys)
    called: ColumnElement[bool] = table.c.key.in_(names)
    if target == NETWORK:
        called |= table.c.key.in_(former_keys(names))
    done = await connection.execute(
        delete(table).where(table.c.channel_id == channel_id, table.c.target == target, called)
    )
    return done.rowcount > 0


async def of_guild(connection: AsyncConnection, guild_id: int) -> list[Subscription]:
    """What the channels of a server follow, channel by channel."""
    table = subscriptions.c
    return await _select(connection, (table.guild_id == guild_id) & table.user_id.is_(None))


async def followed_in(database: Database, guild_id: int) -> frozenset[int]:
    """The ids of the shows that the channels of a server follow, read on the connection at hand.

    Raises:
        StoreError: the database cannot be read.
    """
    values = {"guild_id": guild_id}
    rows = await database.fetch(_FOLLOWED, values)
    if rows is None:
        async with database.read() as reading:
            rows = [tuple(row) for row in await reading.execute(_FOLLOWED, values)]
    return frozenset(row[0] for row in rows)


_FOLLOWED = select(subscriptions.c.show_id).where(
    subscriptions.c.guild_id == bindparam("guild_id"),
    subscriptions.c.target == SHOW,
    subscriptions.c.show_id.is_not(None),
)


async def of_user(connection: AsyncConnection, user_id: int) -> list[Subscription]:
    """What one person is told by direct message."""
    return await _select(connection, subscriptions.c.user_id == user_id)


async def of_channel(
    connection: AsyncConnection, channel_id: int, where: ColumnElement[bool] | None = None
) -> list[Subscription]:
    """What one channel follows; with a condition, only what meets it."""
    here = subscriptions.c.channel_id == channel_id
    return await _select(connection, here if where is None else here & where)


def mentioned(followed: Iterable[Subscription]) -> int | None:
    """The one role that a message mentions, if several of these subscriptions match."""
    return max((item.role_id for item in followed if item.role_id is not None), default=None)


async def _select(connection: AsyncConnection, where: ColumnElement[bool]) -> list[Subscription]:
    table = subscriptions
    query = select(table).where(where).order_by(table.c.channel_id, table.c.id)
    return [_subscription(row) for row in await connection.execute(query)]


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        target=row.target,
        key=row.key,
        kinds=row.kinds,
        label=row.label,
        show_id=row.show_id,
        user_id=row.user_id,
        role_id=row.role_id,
        thread=row.thread,
        created_by=row.created_by,
        created_at=moment(row.created_at),
        id=row.id,
    )


async def anybody(connection: AsyncConnection, where: ColumnElement[bool]) -> bool:
    """Whether any subscription meets a condition."""
    query = select(subscriptions.c.id).where(where).limit(1)
    return await connection.scalar(query) is not None


@dataclass(frozen=True, slots=True)
class Followers:
    """The channels that meet a condition: those of one server, and how many of all others do.

    Those that are paused stand apart.
    """

    here: tuple[int, ...] = ()
    elsewhere: int = 0
    paused: tuple[int, ...] = ()
    paused_elsewhere: int = 0


async def followers(
    connection: AsyncConnection, conditions: Sequence[ColumnElement[bool]], guild_id: int
) -> Followers:
    """The channels that meet any of the conditions, as a server's people are told of them.

    A channel that no longer exists is not among them.
    """
    table = subscriptions.c
    following = subscriptions.outerjoin(pauses, pauses.c.channel_id == table.channel_id)
    is_there = pauses.c.reason.is_(None) | (pauses.c.reason != CHANNEL_GONE)
    channel = or_(*conditions) & table.user_id.is_(None) & is_there
    paused = pauses.c.channel_id.is_not(None).label("paused")
    here = await connection.execute(
        select(table.channel_id, paused)
        .select_from(following)
        .where(channel, table.guild_id == guild_id)
        .distinct()
        .order_by(table.channel_id)
    )
    channels = {row.channel_id: bool(row.paused) for row in here}
    others = await connection.execute(
        select(
            func.count(table.channel_id.distinct()).label("all"),
            func.count(pauses.c.channel_id.distinct()).label("paused"),
        )
        .select_from(following)
        .where(channel, table.guild_id != guild_id)
    )
    elsewhere = others.one()
    return Followers(
        here=tuple(channel for channel, is_paused in channels.items() if not is_paused),
        elsewhere=elsewhere.all - elsewhere.paused,
        paused=tuple(channel for channel, is_paused in channels.items() if is_paused),
        paused_elsewhere=elsewhere.paused,
    )


async def channels_of(connection: AsyncConnection, guild_id: int) -> list[int]:
    """The channels of a server that follow anything."""
    table = subscriptions.c
    rows = await connection.execute(
        select(table.channel_id)
        .where(table.guild_id == guild_id, table.user_id.is_(None))
        .distinct()
    )
    return [row.channel_id for row in rows]


async def forget(connection: AsyncConnection, user_id: int) -> int:
    """Erase a person: their reminders go; subscriptions of channels stay without their name.

    Returns how many reminders went.
    """
    table = subscriptions
    gone = await connection.execute(delete(table).where(table.c.user_id == user_id))
    mine = table.c.created_by == user_id
    await connection.execute(update(table).where(mine).values(created_by=None))
    return gone.rowcount
