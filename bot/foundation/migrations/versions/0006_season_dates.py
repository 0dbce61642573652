"""The dates of seasons, in the place of the exact premieres alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "season_dates",
        sa.Column("scope", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("season", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("airs", sa.String(length=24), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_season_dates_show_id")),
        sa.PrimaryKeyConstraint(
            "scope", "show_id", "season", "kind", "part", name=op.f("pk_season_dates")
        ),
        comment="A projection of the dates that resolve, for reminders and for what is coming up.",
    )
    for column in ("last_day", "show_id"):
        op.create_index(op.f(f"ix_season_dates_{column}"), "season_dates", [column], unique=False)
    # Since when a date is known decides which of its reminders are still due.
    op.execute(
        "INSERT INTO season_dates (scope, show_id, season, kind, part, airs, first_day, last_day,"
        " by, link, as_of, changed_at, sequence, gone)"
        " SELECT scope, show_id, season, 'premiere', '', airs, day, day, '', '', day, known_at, 0,"
        " false FROM premieres"
    )
    op.drop_table("premieres")
    op.execute("DELETE FROM meta WHERE name = 'premieres_revision'")
    op.create_index(op.f("ix_news_at"), "news", ["at"], unique=False)
