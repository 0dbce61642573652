"""What an article states beside its drafts stands with them, as long as they are decided on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "draft_sets", sa.Column("unknown", sa.Text(), nullable=False, server_default="[]")
    )
    op.add_column(
        "draft_sets", sa.Column("standing", sa.Integer(), nullable=False, server_default="0")
    )
