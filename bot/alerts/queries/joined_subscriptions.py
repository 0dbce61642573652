"""Channels that follow both shows of a merge: they keep one row, and get the second one back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..tables import subscriptions
from .subscriptions import SHOW

Options = tuple[int, int | None, bool, int]
"""The kinds, the role, whether it opens threads, and when it was made (seconds since 1970)."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A channel's row that stays in a merge, by its id, and what it and the other one were.

    It names neither a channel nor a person: of whom these were is what the row that stays says.
    """

    stays: int
    own: Options
    other: Options
    label: str

    @property
    def both(self) -> Options:
        """What the row that stays is after the merge."""
        kinds, role, thread, made = self.own
        return (
            kinds | self.other[0],
            role if role is not None else self.other[1],
            thread or self.other[2],
            min(made, self.other[3]),
        )


async def about_to_join(connection: AsyncConnection, old: int, new: int) -> Sequence[Joined]:
    """The rows that a merge of these two shows is about to join."""
    table, gone = subscriptions.c, subscriptions.alias().c
    query = select(
        table.id, *(each for row in (table, gone) for each in _options(row)), gone.label
    ).where(
        gone.channel_id == table.channel_id,
        gone.target == SHOW,
        gone.key == str(old),
        table.target == SHOW,
        table.key == str(new),
    )
    rows = (tuple(row) for row in await connection.execute(query))
    return [Joined(row[0], row[1:5], row[5:9], row[9]) for row in rows]


async def part_again(
    connection: AsyncConnection, joined: Iterable[Joined], old: int, new: int
) -> None:
    """A merge was undone: who followed both shows, and still follows the one, follows both again.

    The row that stayed is what it was, unless it was set anew since.
    """
    table, names = subscriptions, ("guild_id", "channel_id", "user_id", "created_by")
    for one in joined:
        kinds, role, thread, made = one.other
        values = {
            **{name: table.c[name] for name in names},
            "target": literal(SHOW),
            "key": literal(str(old)),
            "show_id": literal(old),
            "label": literal(one.label),
            "kinds": literal(kinds),
            "role_id": literal(role),
            "thread": literal(thread),
            "created_at": literal(made),
        }
        stays = (
            (table.c.id == one.stays)
            & (table.c.target == SHOW)
            & (table.c.key == str(new))
            # The id of a row that is gone may be another's by now.
            & (table.c.created_at == one.both[3])
        )
        again = subscriptions.alias().c
        there = select(again.id).where(
            again.channel_id == table.c.channel_id, again.target == SHOW, again.key == str(old)
        )
        rows = select(*values.values()).where(stays, ~there.exists())
        await connection.execute(insert(table).from_select(list(values), rows))
        as_joined = [
            column.is_not_distinct_from(literal(value))
            for column, value in zip(_options(table.c), one.both, strict=True)
        ]
        own = dict(zip((column.name for column in _options(table.c)), one.own, strict=True))
        await connection.execute(update(table).where(stays, *as_joined).values(own))


def _options(columns: Any) -> list[ColumnElement[Any]]:
    return [columns.kinds, columns.role_id, columns.thread, columns.created_at]
