"""The tables of the sync, in the same metadata as the catalogue's; instants are seconds, UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from ..alerts.tables import metadata as metadata

_Id = BigInteger().with_variant(Integer, "sqlite")

asks = Table(
    "asks",
    metadata,
    Column("show_id", _Id, ForeignKey("shows.id"), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Index(None, "asked_at"),
    comment="When somebody last asked about a show.",
)

visits = Table(
    "visits",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("key", String(400), primary_key=True),
    Column("show_id", _Id, ForeignKey("shows.id"), nullable=False),
    Column("due_at", BigInteger),
    Column("tried_at", BigInteger),
    Index(None, "provider", "due_at"),
    comment="Records to be fetched; without due_at one that was tried in vain.",
)

lookups = Table(
    "lookups",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("show_id", _Id, ForeignKey("shows.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index(None, "show_id"),
    comment="Shows that a provider was asked for by their ids, in vain.",
)

externals = Table(
    "externals",
    metadata,
    Column("source", String(32), primary_key=True),
    Column("key", String(400), primary_key=True),
    Column("provider", String(32), primary_key=True),
    Column("value", String(100), nullable=False),
    Index(None, "provider", "value"),
    comment="The ids of other providers on a source's record, by which records are joined.",
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", BigInteger, nullable=False),
    comment="What one process does at a time, which one, and until when it may.",
)

cursors = Table(
    "cursors",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    comment="Up to when each provider's list of updates was taken over.",
)
