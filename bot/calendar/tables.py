"""The tables of calendars. Instants are seconds since 1970 in UTC; days are calendar days."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from ..foundation.sql import Id, metadata

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

event_servers = Table(
    "event_servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("enabled", Boolean, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("error", Text),
    Index(None, "next_at"),
    comment="Servers that have, or had, scheduled events; when to look at each again.",
)

scheduled_events = Table(
    "scheduled_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("season", Integer, nullable=False),
    Column("marker", String(20), nullable=False, unique=True),
    Column("event_id", BigInteger),
    Column("attempted_at", BigInteger),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("told", String(64), nullable=False),
    UniqueConstraint("guild_id", "show_id", "season"),
    Index(None, "show_id"),
    comment="One scheduled event of a server at Discord; its marker stands in its description.",
)

feed_tokens = Table(
    "feed_tokens",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("guild_id", "user_id"),
    Index(None, "user_id"),
    comment="Whose calendar feed an address is: a server's or a member's; the other id is 0.",
)
