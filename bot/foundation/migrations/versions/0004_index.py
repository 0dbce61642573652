"""TVmaze's index of all shows: one row each, ranked below every record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "index_rows",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("show_id", sa.BigInteger(), nullable=False),
        sa.Column("imdb", sa.String(length=16), nullable=True),
        sa.Column("tvdb", sa.String(length=16), nullable=True),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_index_rows")),
        comment="TVmaze's index: what is known of a show that nobody asked about yet, a row each.",
    )
    for column in ("show_id", "checked_at", "imdb", "tvdb"):
        op.create_index(op.f(f"ix_index_rows_{column}"), "index_rows", [column], unique=False)
