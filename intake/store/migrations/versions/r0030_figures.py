# SPDX-License-Identifier: Apache-2.0
"""What reports count of each dossier, from when to when it was so; of which dossiers that is to be folded
anew; and whether a result is signed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.tables.column_types import UtcDateTime

revision = "r0030"
down_revision = "r0029"
branch_labels = None
depends_on = None

_FLAGS = ("waiting", "complete", "components", "sent", "accepted", "result")
_MAYBE = ("signed", "reused", "from_store", "population")


def upgrade() -> None:
    op.add_column(
        "dossier", sa.Column("figures_unknown", sa.Boolean(), nullable=False, server_default=sa.text("true"))
    )
    op.create_index(
        "ix_dossier_figures_unknown",
        "dossier",
        ["figures_unknown"],
        sqlite_where=sa.text("figures_unknown"),
        postgresql_where=sa.text("figures_unknown"),
    )
    op.add_column("result", sa.Column("signed", sa.Boolean(), nullable=True))
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(16), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("procedure", sa.String(32), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.String(16), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.Column("supplements", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("payment", sa.String(8), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in _FLAGS),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in _MAYBE),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_figure_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_figure"),
    )
    op.create_index("ix_figure_dossier_id", "figure", ["dossier_id"])
    op.create_index("ix_figure_since", "figure", ["since"])
    op.create_index(
        "ix_figure_now",
        "figure",
        ["unit", "received_on"],
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("figure")
    op.drop_column("result", "signed")
    op.drop_index("ix_dossier_figures_unknown", "dossier")
    op.drop_column("dossier", "figures_unknown")
