"""The log of what writes changed in what resolves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from .. import tables as schema
from ..changes import Change
from ..fields import field_of
from ..models import Place


async def log_changes(
    connection: AsyncConnection,
    changes: Iterable[Change],
    *,
    now: datetime,
    edit_id: int | None = None,
    source: str | None = None,
) -> None:
    """Write down what a write changed in what resolves."""
    rows = [
        {
            "show_id": change.show_id,
            "scope": change.scope,
            "season": change.season,
            "field": change.field,
            "key": change.key,
            "before": _encoded(change.season, change.field, change.before),
            "after": _encoded(change.season, change.field, change.after),
            "at": epoch(now),
            "edit_id": edit_id,
            "source": source,
            "link": change.link,
        }
        for change in changes
    ]
    if rows:
        await connection.execute(insert(schema.changes), rows)


def _encoded(season: int | None, field: str, value: object) -> str | None:
    if value is None:
        return None
    return json.dumps(field_of(season, field).encode(value), ensure_ascii=False)


async def taken_away(
    connection: AsyncConnection,
    scope: int,
    place: Place,
    value: object,
    since: datetime,
) -> bool:
    """Whether a source's write after `since` took just that value away: it comes and goes."""
    table = schema.changes.c
    before = _encoded(place.season, place.field, value)
    query = select(table.id).where(
        table.show_id == place.show_id,
        table.scope == scope,
        table.season.is_not_distinct_from(place.season),
        table.field == place.field,
        table.key == place.key,
        table.at > epoch(since),
        table.source.is_not(None),
        table.before.is_(None) if before is None else table.before == before,
    )
    return await connection.scalar(query.limit(1)) is not None
