"""A server may hide the estimates of when a season could come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "guilds",
        sa.Column("estimates", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
