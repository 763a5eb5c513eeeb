# SPDX-License-Identifier: Apache-2.0
"""How the day on which a dossier ended is known; all figures are folded anew, because days and acceptance are
told by other rules.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0031"
down_revision = "r0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("figure", sa.Column("end_told", sa.String(8), nullable=True))
    op.execute(sa.text("UPDATE dossier SET figures_unknown = true"))


def downgrade() -> None:
    op.drop_column("figure", "end_told")
