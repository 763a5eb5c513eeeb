# SPDX-License-Identifier: Apache-2.0
"""The dossiers that runs have in hand, a row each, where locks on a file of one computer stood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0015"
down_revision = "r0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "night_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_night_work_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night_work")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_night_work_dossier_id")),
    )
    op.create_index("ix_night_work_state", "night_work", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("night_work")
