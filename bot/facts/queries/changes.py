"""The log of what writes changed in what resolves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ...foundation.sql import epoch
from .. import tables as schema
from ..changes import Change
from ..fields import field_of


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
            "before": _encoded(change, change.before),
            "after": _encoded(change, change.after),
            "at": epoch(now),
            "edit_id": edit_id,
            "source": source,
            "link": change.link,
        }
        for change in changes
    ]
    if rows:
        await connection.execute(insert(schema.changes), rows)


def _encoded(change: Change, value: object) -> str | None:
    if value is None:
        return None
    return json.dumps(field_of(change.season, change.field).encode(value), ensure_ascii=False)
