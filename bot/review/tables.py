"""The tables of the review queue; instants are whole seconds since 1970 in UTC."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from ..foundation.sql import Id, metadata

proposals = Table(
    "proposals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("season", Integer),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("value", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("said_by", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", BigInteger),
    Column("reason", Text),
    Index(None, "scope", "state"),
    Index(None, "show_id"),
    comment="What waits for an editor: members' suggestions, and sources that say otherwise.",
)

proposers = Table(
    "proposers",
    metadata,
    Column("proposal_id", Id, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "user_id"),
    comment="Who proposed it: each learns the outcome.",
)
