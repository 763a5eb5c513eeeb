# SPDX-License-Identifier: Apache-2.0
"""Lists that a one-stop system exported, and which regular reports were written by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.tables.column_types import UtcDateTime

revision = "r0034"
down_revision = "r0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "one_stop_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["one_stop_list.id"], name="fk_one_stop_list_replaced_by_one_stop_list"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_one_stop_list"),
    )
    op.create_index("ix_one_stop_list_unit_since", "one_stop_list", ["unit", "since"])
    op.create_table(
        "one_stop_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("procedure", sa.String(32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.String(16), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("payment", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["one_stop_list.id"], name="fk_one_stop_line_list_id_one_stop_list"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_one_stop_line"),
    )
    op.create_index("ix_one_stop_line_list_id_number", "one_stop_line", ["list_id", "number"], unique=True)
    op.create_table(
        "regular_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("lease_owner", sa.String(64), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("trouble", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("period", sa.String(32), nullable=False),
        sa.Column("computer", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=True),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_regular_report"),
        sa.UniqueConstraint("unit", "period", name="uq_regular_report_unit_period"),
    )


def downgrade() -> None:
    for name in ("regular_report", "one_stop_line", "one_stop_list"):
        op.drop_table(name)
