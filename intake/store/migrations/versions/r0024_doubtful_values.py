# SPDX-License-Identifier: Apache-2.0
"""An index of the values that wait for a person's look, by field: the few among all that were ever read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0024"
down_revision = "r0023"
branch_labels = None
depends_on = None

NAME = "ix_form_value_doubtful"


def upgrade() -> None:
    op.create_index(
        NAME,
        "form_value",
        ["key", "id"],
        sqlite_where=sa.text("needs_review = 1"),
        postgresql_where=sa.text("needs_review"),
    )


def downgrade() -> None:
    op.drop_index(NAME, "form_value")
