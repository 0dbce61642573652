"""The row that whoever writes to PostgreSQL has locked meanwhile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_META = sa.table("meta", sa.column("name", sa.String), sa.column("value", sa.Text))


def upgrade() -> None:
    op.bulk_insert(_META, [{"name": "writer", "value": ""}])
