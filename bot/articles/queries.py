"""All SQL of the drafts that wait for their editor."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..foundation.sql import epoch
from .pending_drafts import DraftSet, Proposed
from .tables import draft_sets


async def add(connection: AsyncConnection, drafts: DraftSet, now: datetime) -> None:
    """Keep what an article states until it is decided."""
    await connection.execute(
        insert(draft_sets).values(
            token=drafts.token,
            interaction_id=drafts.interaction_id,
            guild_id=drafts.guild_id,
            scope=drafts.scope,
            user_id=drafts.user_id,
            suggests=drafts.suggests,
            link=drafts.link,
            as_of=drafts.as_of.isoformat(),
            drafts=_text(drafts),
            created_at=epoch(now),
            unknown=json.dumps(drafts.unknown, ensure_ascii=False),
            standing=drafts.standing,
        )
    )


async def by_token(connection: AsyncConnection, token: str) -> DraftSet | None:
    """The drafts that wait under a token."""
    return await _one(connection, token, None)


async def by_interaction(connection: AsyncConnection, interaction_id: int) -> DraftSet | None:
    """The drafts that an interaction made, where Discord delivered it before."""
    return await _one(connection, None, interaction_id)


async def _one(
    connection: AsyncConnection, token: str | None, interaction_id: int | None
) -> DraftSet | None:
    table = draft_sets.c
    query = select(draft_sets)
    if token is not None:
        query = query.where(table.token == token)
    else:
        query = query.where(table.interaction_id == interaction_id)
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    return DraftSet(
        row.token,
        row.interaction_id,
        row.guild_id,
        row.scope,
        row.user_id,
        row.suggests,
        row.link,
        date.fromisoformat(row.as_of),
        tuple(Proposed(**one) for one in json.loads(row.drafts)),
        tuple(json.loads(row.unknown)),
        row.standing,
    )


async def put(connection: AsyncConnection, drafts: DraftSet) -> None:
    """Keep which of them are on."""
    await connection.execute(
        update(draft_sets).where(draft_sets.c.token == drafts.token).values(drafts=_text(drafts))
    )


async def drop(connection: AsyncConnection, token: str) -> bool:
    """Forget drafts that were decided; False where somebody was faster."""
    done = await connection.execute(delete(draft_sets).where(draft_sets.c.token == token))
    return done.rowcount == 1


async def drop_stale(
    connection: AsyncConnection, guild_id: int, *, before: datetime, keep: int
) -> None:
    """Forget what nobody decided for long, and of a server all but the newest `keep`."""
    table = draft_sets.c
    newest = (
        select(table.token)
        .where(table.guild_id == guild_id)
        .order_by(table.created_at.desc(), table.token)
        .limit(keep)
    )
    await connection.execute(
        delete(draft_sets).where(
            (table.created_at < epoch(before))
            | ((table.guild_id == guild_id) & table.token.not_in(newest))
        )
    )


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Erase the drafts that wait for a person."""
    await connection.execute(delete(draft_sets).where(draft_sets.c.user_id == user_id))


def _text(drafts: DraftSet) -> str:
    return json.dumps([asdict(one) for one in drafts.drafts], ensure_ascii=False)
