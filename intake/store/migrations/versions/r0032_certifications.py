# SPDX-License-Identifier: Apache-2.0
"""The registers of what is certified (sổ chứng thực), and what was changed in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.tables.column_types import UtcDateTime

revision = "r0032"
down_revision = "r0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("book", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(32), nullable=False),
        sa.Column("visit", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(32), nullable=False),
        sa.Column("dossier_id", sa.String(16), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("requester", "id_paper", "paper")),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("fee_vnd", sa.Integer(), nullable=True),
        sa.Column("waived", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Integer(), nullable=True),
        sa.Column("certified_at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_certification_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_certification"),
        sa.UniqueConstraint("unit", "book", "year", "number", name="uq_certification_unit_book_year_number"),
        sa.UniqueConstraint("unit", "visit", "place", name="uq_certification_unit_visit_place"),
    )
    op.create_index(
        "ix_certification_unit_book_certified_at", "certification", ["unit", "book", "certified_at"]
    )
    op.create_index("ix_certification_dossier_id", "certification", ["dossier_id"])
    op.create_table(
        "certification_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certification_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certification.id"],
            name="fk_certification_change_certification_id_certification",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certification_change"),
    )
    op.create_index("ix_certification_change_certification_id", "certification_change", ["certification_id"])


def downgrade() -> None:
    op.drop_table("certification_change")
    op.drop_table("certification")
