"""The review queue: suggestions and conflicts, who proposed them, and how they were decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..editing.queries.merges import Hanging
from ..facts.fields import dumped, field_of, loaded
from ..foundation.sql import chunks, epoch, insert_one, moment
from . import tables as schema

SUGGESTION = "suggestion"
SOURCE_CONFLICT = "disagreement"
"""A source contradicts what a person set."""
NUMBERING_CONFLICT = "numbering"
"""A source's record counts the seasons differently; what it says of them is kept out of the
show."""

OPEN = "open"
APPROVED = "approved"
REJECTED = "rejected"
MOOT = "moot"
"""A source no longer says otherwise, or nobody here says anything that it could contradict."""

MEMBER = "member"
"""The `said_by` of every member's suggestion."""


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal for the queue of a scope; `said_by` is "member" or a source's name.

    `token` is its public name: an id would reveal how many proposals other servers have.
    """

    token: str
    kind: str
    scope: int
    guild_id: int
    show_id: int
    season: int | None
    field: str
    key: str
    value: object
    link: str
    said_by: str

    @property
    def fingerprint(self) -> str:
        """The same proposals about a show have the same fingerprint, and are one row.

        They are the same if scope, season, field, value and author agree. Two sources that say the
        same say it once, except about the numbering of seasons, which is settled with each
        separately.
        """
        author = {SOURCE_CONFLICT: "source", NUMBERING_CONFLICT: f"{self.said_by} counts"}.get(
            self.kind, self.said_by
        )
        value = field_of(self.season, self.field).encode(self.value)
        identity = [self.scope, self.show_id, self.season, self.field, self.key, value, author]
        return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proposal(NewProposal):
    """One row of the queue; `proposers` are the members who suggest it. Instants are in UTC."""

    id: int
    state: str
    created_at: datetime
    decided_at: datetime | None
    reason: str | None
    proposers: tuple[int, ...] = ()


_AS_STORED = tuple(column.name for column in fields(NewProposal) if column.name != "value")


async def by_fingerprint(connection: AsyncConnection, fingerprint: str) -> Proposal | None:
    """The row with that fingerprint, whatever its state."""
    table = schema.proposals
    query = select(table).where(table.c.fingerprint == fingerprint)
    return await _one(connection, query)


async def by_token(connection: AsyncConnection, token: str) -> Proposal | None:
    """The row of that token."""
    table = schema.proposals
    query = select(table).where(table.c.token == token)
    return await _one(connection, query)


async def open_at(
    connection: AsyncConnection, scope: int, *, offset: int
) -> tuple[Proposal | None, int]:
    """A scope's open proposal at that position, oldest first, and how many are open."""
    table = schema.proposals
    open_here = (table.c.scope == scope) & (table.c.state == OPEN)
    total = await connection.scalar(select(func.count()).where(open_here)) or 0
    query = select(table).where(open_here).order_by(table.c.id).offset(offset).limit(1)
    return await _one(connection, query), total


async def _one(connection: AsyncConnection, query: Select[tuple[object, ...]]) -> Proposal | None:
    row = (await connection.execute(query)).first()
    return None if row is None else await _proposal(connection, row)


async def _proposal(connection: AsyncConnection, row: Row[tuple[object, ...]]) -> Proposal:
    return Proposal(
        **{name: getattr(row, name) for name in _AS_STORED},
        value=loaded(row.season, row.field, row.value),
        id=row.id,
        state=row.state,
        created_at=moment(row.created_at),
        decided_at=None if row.decided_at is None else moment(row.decided_at),
        reason=row.reason,
        proposers=await proposers_of(connection, row.id),
    )


async def proposers_of(connection: AsyncConnection, proposal_id: int) -> tuple[int, ...]:
    """The members who made that proposal, in the order in which they did."""
    people = schema.proposers.c
    rows = await connection.execute(
        select(people.user_id).where(people.proposal_id == proposal_id).order_by(people.at)
    )
    return tuple(row.user_id for row in rows)


async def add(connection: AsyncConnection, proposal: NewProposal, now: datetime) -> int:
    """Put a proposal into the queue and return its id."""
    return await insert_one(
        connection,
        schema.proposals,
        **{name: getattr(proposal, name) for name in _AS_STORED},
        fingerprint=proposal.fingerprint,
        value=dumped(proposal.season, proposal.field, proposal.value),
        state=OPEN,
        created_at=epoch(now),
    )


async def support(
    connection: AsyncConnection, proposal_id: int, user_id: int, now: datetime
) -> bool:
    """Add a member to those who made a proposal; False if they were among them already."""
    table = schema.proposers
    known = await connection.scalar(
        select(table.c.user_id).where(
            table.c.proposal_id == proposal_id, table.c.user_id == user_id
        )
    )
    if known is not None:
        return False
    await connection.execute(
        insert(table).values(proposal_id=proposal_id, user_id=user_id, at=epoch(now))
    )
    return True


async def decide(
    connection: AsyncConnection,
    proposal_id: int,
    state: str,
    *,
    by: int | None,
    now: datetime,
    reason: str | None = None,
) -> bool:
    """Close an open proposal; False if another editor did so before."""
    table = schema.proposals
    done = await connection.execute(
        update(table)
        .where(table.c.id == proposal_id, table.c.state == OPEN)
        .values(state=state, decided_at=epoch(now), decided_by=by, reason=reason)
    )
    return done.rowcount == 1


async def close_moot(
    connection: AsyncConnection, kind: str, show_id: int, said_by: str, *, keep: str, now: datetime
) -> None:
    """A source's proposals about a show are moot, except the row with that fingerprint."""
    table = schema.proposals
    await connection.execute(
        update(table)
        .where(
            table.c.kind == kind,
            table.c.show_id == show_id,
            table.c.said_by == said_by,
            table.c.state == OPEN,
            table.c.fingerprint != keep,
        )
        .values(state=MOOT, decided_at=epoch(now))
    )


async def count_open(
    connection: AsyncConnection, guild_id: int, user_id: int, since: datetime
) -> tuple[int, int, int]:
    """A server's open suggestions, a member's open ones in it, and theirs since an instant."""
    rows, people = schema.proposals, schema.proposers
    here = (rows.c.guild_id == guild_id) & (rows.c.kind == SUGGESTION)
    mine = (
        select(func.count())
        .select_from(people.join(rows, people.c.proposal_id == rows.c.id))
        .where(people.c.user_id == user_id)
    )
    every = await connection.scalar(select(func.count()).where(here, rows.c.state == OPEN))
    own = await connection.scalar(mine.where(here, rows.c.state == OPEN))
    recent = await connection.scalar(mine.where(here, people.c.at >= epoch(since)))
    return every or 0, own or 0, recent or 0


async def reopen(
    connection: AsyncConnection, proposal_id: int, *, token: str, link: str, now: datetime
) -> None:
    """Put a decided proposal into the queue again, as a new one; its old buttons find nothing."""
    table, people = schema.proposals, schema.proposers
    await connection.execute(delete(people).where(people.c.proposal_id == proposal_id))
    await connection.execute(
        update(table)
        .where(table.c.id == proposal_id)
        .values(
            token=token,
            link=link,
            state=OPEN,
            created_at=epoch(now),
            decided_at=None,
            decided_by=None,
            reason=None,
        )
    )


async def of_show(connection: AsyncConnection, show_id: int) -> list[Proposal]:
    """Every proposal about a show, in every scope, oldest first."""
    table = schema.proposals
    query = select(table).where(table.c.show_id == show_id).order_by(table.c.id)
    rows = (await connection.execute(query)).all()
    return [await _proposal(connection, row) for row in rows]


async def set_fingerprint(connection: AsyncConnection, proposal_id: int, fingerprint: str) -> None:
    """Give a proposal the fingerprint of the show that it is about now."""
    table = schema.proposals
    await connection.execute(
        update(table).where(table.c.id == proposal_id).values(fingerprint=fingerprint)
    )


async def merge(connection: AsyncConnection, into: Proposal, row: Proposal) -> None:
    """Join two rows that have become the same proposal: all who made it learn the result."""
    table, people = schema.proposals, schema.proposers
    await connection.execute(
        update(people)
        .where(people.c.proposal_id == row.id, people.c.user_id.not_in(into.proposers))
        .values(proposal_id=into.id)
    )
    await connection.execute(delete(people).where(people.c.proposal_id == row.id))
    await connection.execute(delete(table).where(table.c.id == row.id))


async def join_same(connection: AsyncConnection, show_id: int) -> None:
    """Proposals about two merged shows may have become the same: they become one row."""
    for proposal in await of_show(connection, show_id):
        mark = proposal.fingerprint
        same = await by_fingerprint(connection, mark)
        if same is None:
            await set_fingerprint(connection, proposal.id, mark)
        elif same.id != proposal.id and OPEN == proposal.state != same.state:
            await merge(connection, proposal, same)
            await set_fingerprint(connection, proposal.id, mark)
        elif same.id != proposal.id:
            await merge(connection, same, proposal)


HANGING = Hanging(schema.proposals, join_same)
"""The table whose rows a merge of shows moves, and its undo moves back."""


async def by_fingerprints(
    connection: AsyncConnection, fingerprints: Sequence[str]
) -> Mapping[str, Proposal]:
    """Those of these that are in the queue or were, by fingerprint."""
    table = schema.proposals
    known: dict[str, Proposal] = {}
    for chunk in chunks(fingerprints):
        query = select(table).where(table.c.fingerprint.in_(chunk))
        for row in (await connection.execute(query)).all():
            known[row.fingerprint] = await _proposal(connection, row)
    return known


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase a person's name from what they proposed and decided."""
    rows, people = schema.proposals, schema.proposers
    await connection.execute(delete(people).where(people.c.user_id == user_id))
    decided = update(rows).where(rows.c.decided_by == user_id)
    await connection.execute(decided.values(decided_by=None))
