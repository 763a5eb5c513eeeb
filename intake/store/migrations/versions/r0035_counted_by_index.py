# SPDX-License-Identifier: Apache-2.0
"""What is counted of all dossiers is read from indexes: by state, what the gateway took, what came or ended
in a period, what is open, what is due, and of which this is to be worked out anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0035"
down_revision = "r0034"
branch_labels = None
depends_on = None

_NOW, _OPEN = "until IS NULL", "until IS NULL AND ended = ''"
_OF_FIGURES: tuple[tuple[str, str, str, str], ...] = (
    ("ix_figure_received_on", "received_on", _NOW, _NOW),
    ("ix_figure_ended_on", "ended_on", _NOW, _NOW),
    ("ix_figure_open", "received_on", _OPEN, _OPEN),
    ("ix_figure_accepted", "dossier_id", f"{_NOW} AND accepted = 1", f"{_NOW} AND accepted"),
)
"""Of which rows, in the words of SQLite and of PostgreSQL."""
_ASKED_SO = ("due_unknown", "figures_unknown")
"""SQLite takes an index of some rows for a question in the very words of the index alone."""


def upgrade() -> None:
    op.create_index("ix_dossier_state_unit", "dossier", ["state", "unit", "figures_unknown", "id"])
    op.drop_index("ix_dossier_state", "dossier")
    op.create_index("ix_dossier_due_on", "dossier", ["due_on", "id"])
    for name, column, on_sqlite, on_server in _OF_FIGURES:
        where = sa.text(on_sqlite), sa.text(on_server)
        op.create_index(name, "figure", [column], sqlite_where=where[0], postgresql_where=where[1])
    for column in _ASKED_SO:
        _index_anew(column, f"{column} IS 1")


def downgrade() -> None:
    for column in _ASKED_SO:
        _index_anew(column, column)
    for name, *_how in _OF_FIGURES:
        op.drop_index(name, "figure")
    op.drop_index("ix_dossier_due_on", "dossier")
    op.create_index("ix_dossier_state", "dossier", ["state"])
    op.drop_index("ix_dossier_state_unit", "dossier")


def _index_anew(column: str, where: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(f"ix_dossier_{column}", "dossier")
        op.create_index(f"ix_dossier_{column}", "dossier", [column], sqlite_where=sa.text(where))
