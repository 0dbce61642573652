"""What is asked for, what of it is to be fetched, and which process fetches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "asks",
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_asks_show_id")),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_asks")),
        comment="When somebody last asked about a show.",
    )
    op.create_index(op.f("ix_asks_asked_at"), "asks", ["asked_at"], unique=False)
    op.create_table(
        "visits",
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_visits_show_id")),
        sa.PrimaryKeyConstraint("provider", "key", name=op.f("pk_visits")),
        comment="Records to be fetched; without due_at one that was tried in vain.",
    )
    op.create_index(
        op.f("ix_visits_provider_due_at"), "visits", ["provider", "due_at"], unique=False
    )
    op.create_table(
        "lookups",
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_lookups_show_id")),
        sa.PrimaryKeyConstraint("provider", "show_id", name=op.f("pk_lookups")),
        comment="Shows that a provider was asked for by their ids, in vain.",
    )
    op.create_index(op.f("ix_lookups_show_id"), "lookups", ["show_id"], unique=False)
    op.create_table(
        "externals",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", "provider", name=op.f("pk_externals")),
        comment="The ids of other providers on a source's record, by which records are joined.",
    )
    op.create_index(
        op.f("ix_externals_provider_value"), "externals", ["provider", "value"], unique=False
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
        comment="What one process does at a time, which one, and until when it may.",
    )
    op.create_table(
        "cursors",
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_cursors")),
        comment="Up to when each provider's list of updates was taken over.",
    )
