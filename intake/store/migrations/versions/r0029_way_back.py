# SPDX-License-Identifier: Apache-2.0
"""The way back: which state a gateway's code means, until when it wants a supplement, whether its refusal is
settled; and the results of dossiers.

Only the ministry's gateway answered until then, so its codes say which states they meant. Nobody was asked to
settle a refusal either: those that the office has known for long count as settled, or years of them would
stand in the lists and hide the one that a citizen still waits for.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from intake.store.tables.column_types import LONG, Json, UtcDateTime

revision = "r0029"
down_revision = "r0028"
branch_labels = None
depends_on = None

_STATES = {
    "1": "registered",
    "2": "accepted",
    "3": "refused",
    "4": "in-progress",
    "5": "supplement-wanted",
    "6": "payment-wanted",
    "7": "withdrawn",
    "8": "stopped",
    "9": "finished",
    "10": "handed-over",
}

KNOWN_FOR = timedelta(days=30)
"""After that a citizen was told, or will not be told by a list; where no day is known, it is as old."""


def upgrade() -> None:
    op.add_column("outbox", sa.Column("remote_state", sa.String(32), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("supplement_by", sa.Date(), nullable=True))
    op.add_column("outbox", sa.Column("settled_at", UtcDateTime(), nullable=True))
    outbox = sa.table("outbox", sa.column("remote_status"), sa.column("remote_state"))
    known = outbox.c.remote_status.in_(list(_STATES))
    meant = sa.case(_STATES, value=outbox.c.remote_status)
    op.execute(outbox.update().where(known).values(remote_state=meant))
    _settle_what_is_long_known(datetime.now(UTC))
    op.create_index("ix_outbox_remote_state", "outbox", ["remote_state"])
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dossier_id", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", LONG, nullable=False),
        sa.Column("media_type", sa.String(127), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("doubts", Json(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("door", sa.String(32), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_result_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
        sa.UniqueConstraint("dossier_id", "sha256", name="uq_result_dossier_id_sha256"),
    )
    op.create_index("ix_result_sha256", "result", ["sha256"])
    op.create_index("ix_result_standing_dossier_id", "result", ["standing", "dossier_id"])


def _settle_what_is_long_known(now: datetime) -> None:
    names = ("dossier_id", "remote_status")
    moments = (sa.column("remote_at", UtcDateTime()), sa.column("settled_at", UtcDateTime()))
    outbox = sa.table("outbox", *map(sa.column, names), *moments)
    dossier = sa.table("dossier", sa.column("id"), sa.column("state"))
    refused = sa.select(dossier.c.id).where(dossier.c.state == "rejected")
    long_known = sa.or_(outbox.c.remote_at.is_(None), outbox.c.remote_at < now - KNOWN_FOR)
    told = (outbox.c.dossier_id.in_(refused), outbox.c.remote_status != "", long_known)
    op.execute(outbox.update().where(*told).values(settled_at=now))


def downgrade() -> None:
    op.drop_table("result")
    op.drop_index("ix_outbox_remote_state", "outbox")
    for name in ("settled_at", "supplement_by", "remote_state"):
        op.drop_column("outbox", name)
