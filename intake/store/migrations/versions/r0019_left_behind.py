# SPDX-License-Identifier: Apache-2.0
"""How often a program ended with a page in hand, apart from how often the page stopped its reader."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0019"
down_revision = "r0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("page_to_read", sa.Column("left_behind", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("page_to_read", "left_behind")
