"""Shows, the records and claims about them, their log, and the settings of servers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "guilds",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("editor_role", sa.BigInteger(), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("region", sa.String(length=2), nullable=True),
        sa.Column("log_channel", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("id > 0", name=op.f("ck_guilds_real")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guilds")),
        comment="What a server's managers set with /settings.",
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        comment="Single values: "
        "the revision that every write bumps, the command tree's hash, paces.",
    )
    op.create_table(
        "shows",
        sa.Column("id", _ID, nullable=False),
        sa.Column("scope", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("merged_into", _ID, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["shows.id"], name=op.f("fk_shows_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shows")),
        comment="Identity alone: everything known of a show is a claim.",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_shows_revision"), "shows", ["revision"], unique=False)
    op.create_table(
        "edits",
        sa.Column("id", _ID, nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("retracted_at", sa.BigInteger(), nullable=True),
        sa.Column("retracted_by", sa.BigInteger(), nullable=True),
        sa.Column("retraction_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_edits_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
        sa.UniqueConstraint(
            "interaction_id", "show_id", name=op.f("uq_edits_interaction_id_show_id")
        ),
        comment="One act of one person on one show: the claims it made stand or fall together.",
    )
    op.create_index(op.f("ix_edits_show_id_scope"), "edits", ["show_id", "scope"], unique=False)
    op.create_table(
        "identifiers",
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_identifiers_show_id")),
        sa.PrimaryKeyConstraint("provider", "value", "show_id", name=op.f("pk_identifiers")),
        comment="A projection of the `ids` that resolve, by which records of one show are joined.",
    )
    op.create_index(op.f("ix_identifiers_show_id"), "identifiers", ["show_id"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("season", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_proposals_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_proposals_fingerprint")),
        sa.UniqueConstraint("token", name=op.f("uq_proposals_token")),
        comment="What waits for an editor: members' suggestions, and sources that say otherwise.",
    )
    op.create_index(op.f("ix_proposals_scope_state"), "proposals", ["scope", "state"], unique=False)
    op.create_index(op.f("ix_proposals_show_id"), "proposals", ["show_id"], unique=False)
    op.create_table(
        "records",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_records_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("source", "key", name=op.f("uq_records_source_key")),
        comment="What one source says of one show, whole: its claims are replaced together.",
    )
    op.create_index(op.f("ix_records_show_id"), "records", ["show_id"], unique=False)
    op.create_table(
        "titles",
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("popularity", sa.Float(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_titles_show_id")),
        sa.PrimaryKeyConstraint("scope", "show_id", name=op.f("pk_titles")),
        comment="A projection of what resolves, for the index of titles in memory.",
    )
    op.create_index(op.f("ix_titles_show_id"), "titles", ["show_id"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("edit_id", _ID, nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["edits.id"], name=op.f("fk_changes_edit_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_changes_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        comment="The log: what each write changed in what resolves, and what it replaced.",
    )
    op.create_index(op.f("ix_changes_edit_id"), "changes", ["edit_id"], unique=False)
    op.create_index(op.f("ix_changes_show_id_scope"), "changes", ["show_id", "scope"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", _ID, nullable=False),
        sa.Column("edit_id", _ID, nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("season", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["edits.id"], name=op.f("fk_claims_edit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_claims_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        comment="What people say; a value of NULL takes a member of a collection away.",
    )
    op.create_index(op.f("ix_claims_edit_id"), "claims", ["edit_id"], unique=False)
    op.create_index(op.f("ix_claims_show_id"), "claims", ["show_id"], unique=False)
    op.create_table(
        "proposers",
        sa.Column("proposal_id", _ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
            name=op.f("fk_proposers_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", "user_id", name=op.f("pk_proposers")),
        comment="Who proposed it: each learns the outcome.",
    )
    op.create_index(op.f("ix_proposers_user_id"), "proposers", ["user_id"], unique=False)
