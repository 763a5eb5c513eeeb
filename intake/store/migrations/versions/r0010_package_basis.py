# SPDX-License-Identifier: Apache-2.0
"""What a package was made of; "" for packages of earlier versions, of which that is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0010"
down_revision = "r0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("package", sa.Column("basis", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("package") as batch:
        batch.drop_column("basis")
