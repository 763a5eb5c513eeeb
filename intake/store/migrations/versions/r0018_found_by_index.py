# SPDX-License-Identifier: Apache-2.0
"""Columns with an index for what single commands looked for through a whole table: what people call a dossier
by, and the mã hồ sơ under which one is being sent.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0018"
down_revision = "r0017"
branch_labels = None
depends_on = None

_outbox = sa.table("outbox", sa.column("number"), sa.column("progress", sa.JSON()))


def upgrade() -> None:
    op.add_column("dossier", sa.Column("short_id", sa.String(length=16), nullable=False, server_default=""))
    op.execute("UPDATE dossier SET short_id = substr(id, 8)")  # yymmdd-…
    op.create_index("ix_dossier_short_id", "dossier", ["short_id"])
    op.add_column("outbox", sa.Column("number", sa.String(length=64), nullable=False, server_default=""))
    number = sa.func.coalesce(_outbox.c.progress["number"].as_string(), "")
    op.execute(_outbox.update().values(number=number))
    op.create_index("ix_outbox_number", "outbox", ["number"])


def downgrade() -> None:
    op.drop_index("ix_outbox_number", "outbox")
    op.drop_column("outbox", "number")
    op.drop_index("ix_dossier_short_id", "dossier")
    op.drop_column("dossier", "short_id")
