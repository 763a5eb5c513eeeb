# SPDX-License-Identifier: Apache-2.0
"""An index of the outbox's rows behind a leading one: the few that wait among all that were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0027"
down_revision = "r0026"
branch_labels = None
depends_on = None

NAME = "ix_outbox_behind"


def upgrade() -> None:
    op.create_index(
        NAME,
        "outbox",
        ["state"],
        sqlite_where=sa.text("leads = 0"),
        postgresql_where=sa.text("NOT leads"),
    )


def downgrade() -> None:
    op.drop_index(NAME, "outbox")
