"""What makes two proposals the same."""

from __future__ import annotations

import hashlib
import json

from ..catalog.fields import field_of


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
