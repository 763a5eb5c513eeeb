# SPDX-License-Identifier: Apache-2.0
"""Where a dossier's folder lies, where in it each paper lies, which paper a newer one stands for, and what
lay in its folder.

Until now a dossier knew only its folder's name. Its place is told by the last run that met it, if that was
given an absolute path; else it is learnt when the same papers are met again.
"""

from __future__ import annotations

import hashlib
import posixpath
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"
branch_labels = None
depends_on = None

_dossier = sa.table("dossier", sa.column("id"), sa.column("folder"), sa.column("place"))
_run = sa.table("run", sa.column("id"), sa.column("folder"))
_folder_content = sa.table("folder_content", sa.column("content"), sa.column("dossier_id"))
_document = sa.table(
    "document", *map(sa.column, ("dossier_id", "sha256", "name", "size", "page_count", "refusal_code"))
)
_met = sa.table("run_dossier", sa.column("run_id"), sa.column("dossier_id"))


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("place", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("stands_for", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_document_stands_for_document"), "document", ["stands_for"], ["id"])
    with op.batch_alter_table("dossier") as table:
        table.add_column(sa.Column("place", sa.Text(), nullable=False, server_default=""))
        table.drop_constraint("uq_dossier_source_key", type_="unique")
        table.drop_column("source_key")
        table.create_index(op.f("ix_dossier_place"), ["place"])
    op.create_table(
        "folder_content",
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_folder_content_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("content", name=op.f("pk_folder_content")),
    )
    for row in op.get_bind().execute(_last_met()).all():
        where = row.where if posixpath.basename(row.where) == row.name else f"{row.where}/{row.name}"
        op.execute(_dossier.update().where(_dossier.c.id == row.id).values(place=where))
    if contents := _contents(op.get_bind()):
        op.bulk_insert(_folder_content, [{"content": c, "dossier_id": d} for c, d in contents.items()])


def _last_met() -> sa.Select[tuple[str, str, str]]:
    """Dossiers that came from folders, with the folder of the last run that met them, if that is absolute."""
    last = (
        sa.select(_met.c.dossier_id, sa.func.max(_met.c.run_id).label("run"))
        .group_by(_met.c.dossier_id)
        .subquery()
    )
    return (
        sa.select(_dossier.c.id, _dossier.c.folder.label("name"), _run.c.folder.label("where"))
        .join_from(_dossier, last, last.c.dossier_id == _dossier.c.id)
        .join(_run, _run.c.id == last.c.run)
        .where(_dossier.c.folder != "", _run.c.folder.startswith("/"))
    )


def _contents(connection: sa.Connection) -> dict[str, str]:
    """The first dossier that holds just this, by what it holds, hashed as
    ``intake.services.receive.origin`` does.
    """
    found: dict[str, str] = {}
    query = sa.select(_document).order_by(_document.c.dossier_id)
    for dossier, rows in groupby(connection.execute(query).all(), key=lambda row: row.dossier_id):
        papers = list(rows)
        if any(paper.page_count for paper in papers):
            marks = {paper.sha256 if paper.sha256 and paper.size else paper.name for paper in papers}
            content = hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest()
            found.setdefault(content, dossier)
    return found


def downgrade() -> None:
    op.drop_table("folder_content")
    with op.batch_alter_table("dossier") as table:
        table.drop_index(op.f("ix_dossier_place"))
        table.drop_column("place")
        table.add_column(sa.Column("source_key", sa.String(length=64), nullable=True))
        table.create_unique_constraint("uq_dossier_source_key", ["source_key"])
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("fk_document_stands_for_document"), type_="foreignkey")
        table.drop_column("stands_for")
        table.drop_column("place")
