"""The tables of the sync. Instants are seconds since 1970 in UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from ..foundation.sql import Id, metadata

asks = Table(
    "asks",
    metadata,
    Column("show_id", Id, ForeignKey("shows.id"), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Index(None, "asked_at"),
    comment="When somebody last asked about a show.",
)

visits = Table(
    "visits",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("key", String(400), primary_key=True),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("due_at", BigInteger),
    Column("tried_at", BigInteger),
    Index(None, "provider", "due_at"),
    comment="Records to be fetched; without due_at one that was tried in vain.",
)

lookups = Table(
    "lookups",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("show_id", Id, ForeignKey("shows.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index(None, "show_id"),
    comment="Shows that a provider was asked for by their ids, in vain.",
)

cursors = Table(
    "cursors",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    comment="Up to when each provider's list of updates was taken over.",
)
