"""The table of drafts that wait for their editor; instants are whole seconds since 1970 in UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from ..foundation.sql import metadata

draft_sets = Table(
    "draft_sets",
    metadata,
    Column("token", String(16), primary_key=True),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("suggests", Boolean, nullable=False),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("drafts", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("unknown", Text, nullable=False, server_default="[]"),
    Column("standing", Integer, nullable=False, server_default="0"),
    Index(None, "guild_id"),
    comment="What an article states, until somebody approves it or discards it.",
)
