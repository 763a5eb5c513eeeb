# SPDX-License-Identifier: Apache-2.0
"""What persons said of single pages: out of the dossier, another paper, turned, in another place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0022"
down_revision = "r0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("page", sa.Column("told", sa.String(length=80), nullable=False, server_default=""))
    op.create_table(
        "page_said",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("out", sa.Boolean(), nullable=False),
        sa.Column("told", sa.String(length=80), nullable=False),
        sa.Column("begins", sa.Boolean(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_page_said_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_page_said")),
    )


def downgrade() -> None:
    op.drop_table("page_said")
    op.drop_column("page", "told")
