# SPDX-License-Identifier: Apache-2.0
"""What was read on a page before a person said otherwise of it is kept; indexes that lead from the dossiers
that wait for a person to their values that do.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0028"
down_revision = "r0027"
branch_labels = None
depends_on = None

PROCEDURES, WAITING = "ix_dossier_state_procedure_id", "ix_form_value_waiting"


def upgrade() -> None:
    op.create_table(
        "former_reading",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told", sa.String(length=80), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_former_reading_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "number", "told", name=op.f("pk_former_reading")),
    )
    op.create_index(PROCEDURES, "dossier", ["state", "procedure", "id"])
    op.create_index(
        WAITING,
        "form_value",
        # What never differs is named for SQLite, which only then looks nowhere else.
        ["dossier_id", "key", "needs_review", "corrected"],
        sqlite_where=sa.text("needs_review = 1 AND corrected = 0"),
        postgresql_where=sa.text("needs_review AND NOT corrected"),
    )


def downgrade() -> None:
    op.drop_index(WAITING, "form_value")
    op.drop_index(PROCEDURES, "dossier")
    op.drop_table("former_reading")
