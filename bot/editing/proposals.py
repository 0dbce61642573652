"""What makes two proposals the same."""

from __future__ import annotations

import hashlib
import json

from ..facts.fields import field_of
from .queries.proposals import DISAGREEMENT, NUMBERING


def fingerprint(
    scope: int,
    show_id: int,
    season: int | None,
    field: str,
    key: str,
    value: object,
    by: str = "member",
) -> str:
    """What makes two proposals the same: scope, place, value, and what sort of voice says it."""
    encoded = field_of(season, field).encode(value)
    text = json.dumps([scope, show_id, season, field, key, encoded, by], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def voice(kind: str, said_by: str) -> str:
    """What sort of voice a row of the queue has: two sources that say one thing say it once."""
    if kind == DISAGREEMENT:
        return "source"
    return f"{said_by} counts" if kind == NUMBERING else said_by
