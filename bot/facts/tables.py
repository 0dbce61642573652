"""The tables of facts. Instants are whole seconds since 1970 in UTC; dates and values are text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from ..foundation.sql import Id, metadata

shows = Table(
    "shows",
    metadata,
    Column("id", Id, primary_key=True),
    Column("scope", BigInteger, nullable=False, server_default="0"),
    Column("merged_into", Id, ForeignKey("shows.id")),
    Column("revision", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index(None, "revision"),
    sqlite_autoincrement=True,
    comment="Identity alone: everything known of a show is a claim.",
)

records = Table(
    "records",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(32), nullable=False),
    Column("key", String(400), nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("checked_at", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("statement", Text, nullable=False),
    UniqueConstraint("source", "key"),
    Index(None, "show_id"),
    comment="What one source says of one show, whole: its claims are replaced together.",
)

pending_records = Table(
    "pending_records",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("source", String(32), nullable=False),
    Column("key", String(400), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("statement", Text, nullable=False),
    comment="What is left to write of an import that is under way, or was when it was killed.",
)

edits = Table(
    "edits",
    metadata,
    Column("id", Id, primary_key=True),
    Column("interaction_id", BigInteger, nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("author_id", BigInteger),
    Column("action", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("retracted_at", BigInteger),
    Column("retracted_by", BigInteger),
    Column("retraction_id", BigInteger),
    UniqueConstraint("interaction_id", "show_id"),
    Index(None, "show_id", "scope"),
    comment="One act of one person on one show: the claims it made stand or fall together.",
)

claims = Table(
    "claims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("edit_id", Id, ForeignKey("edits.id", ondelete="CASCADE"), nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("season", Integer),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("value", Text),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Index(None, "show_id"),
    Index(None, "edit_id"),
    comment="What people say; a value of NULL takes a member of a collection away.",
)

changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("season", Integer),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("before", Text),
    Column("after", Text),
    Column("at", BigInteger, nullable=False),
    Column("edit_id", Id, ForeignKey("edits.id", ondelete="SET NULL")),
    Column("source", String(32)),
    Column("link", Text),
    Index(None, "show_id", "scope"),
    Index(None, "edit_id"),
    comment="The log: what each write changed in what resolves, and what it replaced.",
)

titles = Table(
    "titles",
    metadata,
    Column("scope", BigInteger, primary_key=True),
    Column("show_id", Id, ForeignKey("shows.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("year", Integer),
    Column("country", String(2)),
    Column("network", Text),
    Column("kind", String(16)),
    Column("popularity", Float, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Index(None, "show_id"),
    comment="A projection of what resolves, for the index of titles in memory.",
)

network_names = Table(
    "network_names",
    metadata,
    Column("source", String(32), primary_key=True),
    Column("network", String(40), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Index(None, "key"),
    comment="The names that a source's network had, by its id there, and since when.",
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("value", String(100), primary_key=True),
    Column("show_id", Id, ForeignKey("shows.id"), primary_key=True),
    Index(None, "show_id"),
    comment="A projection of the `ids` that resolve, by which records of one show are joined.",
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

index_rows = Table(
    "index_rows",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("show_id", BigInteger, nullable=False),
    Column("imdb", String(16)),
    Column("tvdb", String(16)),
    Column("updated", BigInteger, nullable=False),
    Column("checked_at", BigInteger, nullable=False),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("statement", Text, nullable=False),
    Index(None, "show_id"),
    Index(None, "checked_at"),
    Index(None, "imdb"),
    Index(None, "tvdb"),
    comment="TVmaze's index: what is known of a show that nobody asked about yet, a row each.",
)

season_dates = Table(
    "season_dates",
    metadata,
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("show_id", Id, ForeignKey("shows.id"), primary_key=True),
    Column("season", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(8), primary_key=True),
    Column("part", Text, primary_key=True),
    Column("airs", String(24), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("by", String(32), nullable=False),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("last_exact", String(24)),
    Column("country", String(2)),
    Index(None, "last_day"),
    Index(None, "show_id"),
    comment="A projection of the dates that resolve, for reminders and for what is coming up.",
)
