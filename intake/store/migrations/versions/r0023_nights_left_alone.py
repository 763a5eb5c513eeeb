# SPDX-License-Identifier: Apache-2.0
"""How often a step of the night failed on a dossier, and at which version of it and of the program."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0023"
down_revision = "r0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("failures", "seen"):
        op.add_column("night_work", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("night_work", sa.Column("by", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("failures", "seen", "by"):
        op.drop_column("night_work", name)
