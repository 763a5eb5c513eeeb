# SPDX-License-Identifier: Apache-2.0
"""Beside a form's value: what it may mean instead, and which other paper confirmed it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"
branch_labels = None
depends_on = None

COLUMNS = ("proposals", "confirmed")


def upgrade() -> None:
    with op.batch_alter_table("form_value") as table:
        for name in COLUMNS:
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("form_value") as table:
        for name in COLUMNS:
            table.drop_column(name)
