# SPDX-License-Identifier: Apache-2.0
"""On a page: how often which reader was stopped on it, so that it is not tried for ever."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0011"
down_revision = "r0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("page") as table:
        table.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("tried_by", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("page") as table:
        table.drop_column("tried_by")
        table.drop_column("tries")
