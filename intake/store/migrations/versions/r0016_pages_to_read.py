# SPDX-License-Identifier: Apache-2.0
"""Pages in the hands of readers are rows with leases, and so are those that stopped a reader, which were told
by two columns of the page.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0016"
down_revision = "r0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_to_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_page_to_read_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_to_read")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_page_to_read_document_id_number")),
    )
    op.create_index("ix_page_to_read_state", "page_to_read", ["state"], unique=False)
    op.execute(
        "INSERT INTO page_to_read"
        " (document_id, number, reader, state, attempts, next_at, lease_owner, trouble)"
        " SELECT document_id, number, tried_by, CASE WHEN tries >= 2 THEN 'refused' ELSE 'failed-retry' END,"
        " tries, read_at, '', CASE WHEN status = 'failed' THEN substr(reason, 1, 64) ELSE '' END"
        " FROM page WHERE tries > 0"
    )
    op.drop_column("page", "tries")
    op.drop_column("page", "tried_by")


def downgrade() -> None:
    op.add_column("page", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("page", sa.Column("tried_by", sa.String(64), nullable=False, server_default=""))
    op.drop_table("page_to_read")
