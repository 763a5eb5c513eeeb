# SPDX-License-Identifier: Apache-2.0
"""A dossier may leave by several doors: a row of the outbox for each, of which one leads.

What began to be sent before there were doors went to the only gateway there was.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0025"
down_revision = "r0024"
branch_labels = None
depends_on = None

LEADING = "uq_outbox_leading"
BY_DOOR = "uq_outbox_dossier_id_door"
ONLY_GATEWAY = "ministry"
_BEGUN = ("sending", "sent", "lost")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("door", sa.String(length=32), nullable=False, server_default=""))
        table.add_column(sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.drop_constraint("uq_outbox_dossier_id", type_="unique")
        table.create_unique_constraint(BY_DOOR, ["dossier_id", "door"])
    op.create_index(
        LEADING,
        "outbox",
        ["dossier_id"],
        unique=True,
        sqlite_where=sa.text("leads = 1"),
        postgresql_where=sa.text("leads"),
    )
    outbox = sa.table("outbox", *map(sa.column, ("door", "state", "progress")))
    known = sa.cast(outbox.c.progress, sa.Text()).not_in(("{}", "null"))
    begun = sa.or_(outbox.c.state.in_(_BEGUN), known)
    op.execute(outbox.update().where(begun).values(door=ONLY_GATEWAY))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM outbox WHERE NOT leads"))
    op.drop_index(LEADING, "outbox")
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(BY_DOOR, type_="unique")
        table.create_unique_constraint("uq_outbox_dossier_id", ["dossier_id"])
        table.drop_column("leads")
        table.drop_column("door")
