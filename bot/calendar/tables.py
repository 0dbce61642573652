"""The tables of calendars; instants are seconds, UTC, and days are the calendar's."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from ..foundation.tables import Id, metadata

digests = Table(
    "digests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("every", String(8), nullable=False),
    Column("day", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("what", String(8), nullable=False),
    Column("network", Text),
    Column("mine", Boolean, nullable=False),
    Column("zone", String(64)),
    Column("next_day", String(10), nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("told_until", BigInteger, nullable=False),
    UniqueConstraint("channel_id"),
    Index(None, "guild_id"),
    Index(None, "next_at"),
    sqlite_autoincrement=True,
    comment="What a channel is told regularly; its next day, and that in the server's zone.",
)
