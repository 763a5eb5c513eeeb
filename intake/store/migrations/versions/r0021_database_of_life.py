# SPDX-License-Identifier: Apache-2.0
"""In which database a life began: a server's tables that lie in another one are a copy of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0021"
down_revision = "r0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "store_life", sa.Column("began_in", sa.String(length=80), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("store_life", "began_in")
