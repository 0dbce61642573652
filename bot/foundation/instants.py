"""Instants as they are stored: whole seconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, as instants are stored."""
    return int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """The instant in UTC behind stored seconds."""
    return datetime.fromtimestamp(seconds, UTC)
