# SPDX-License-Identifier: Apache-2.0
"""The tables of the dossier: papers, pages, readings, form values, findings, packages, journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None


TABLES = ["reading", "page", "form_value", "component", "package", "finding", "event", "document", "dossier"]


def upgrade() -> None:
    _dossier()
    _document()
    _event()
    _finding()
    _package()
    _component()
    _form_value()
    _page()
    _reading()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _dossier() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("procedure", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("official_number", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
        sa.UniqueConstraint("source_key", name="uq_dossier_source_key"),
    )
    op.create_index("ix_dossier_folder", "dossier", ["folder"], unique=False)
    op.create_index("ix_dossier_official_number", "dossier", ["official_number"], unique=False)
    op.create_index("ix_dossier_received_at", "dossier", ["received_at"], unique=False)
    op.create_index("ix_dossier_state", "dossier", ["state"], unique=False)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("refusal_code", sa.String(length=64), nullable=False),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_document_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("dossier_id", "sha256", name="uq_document_dossier_id_sha256"),
    )
    op.create_index("ix_document_dossier_id", "document", ["dossier_id"], unique=False)
    op.create_index("ix_document_sha256", "document", ["sha256"], unique=False)


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=128), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_event_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("client_id", name="uq_event_client_id"),
    )
    op.create_index("ix_event_dossier_id_id", "event", ["dossier_id", "id"], unique=False)
    op.create_index("ix_event_what", "event", ["what"], unique=False)


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_finding_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_dossier_id", "finding", ["dossier_id"], unique=False)


def _package() -> None:
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_package_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
        sa.UniqueConstraint("dossier_id", "number", name="uq_package_dossier_id_number"),
    )
    op.create_index("ix_package_dossier_id", "package", ["dossier_id"], unique=False)


def _component() -> None:
    op.create_table(
        "component",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("master_path", sa.Text(), nullable=False),
        sa.Column("master_sha256", sa.String(length=64), nullable=False),
        sa.Column("master_bytes", sa.Integer(), nullable=False),
        sa.Column("portal_path", sa.Text(), nullable=False),
        sa.Column("portal_sha256", sa.String(length=64), nullable=False),
        sa.Column("portal_bytes", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_component_package_id_package"),
        sa.PrimaryKeyConstraint("id", name="pk_component"),
        sa.UniqueConstraint("package_id", "master_path", name="uq_component_package_id_master_path"),
    )
    op.create_index("ix_component_package_id", "component", ["package_id"], unique=False)


def _form_value() -> None:
    op.create_table(
        "form_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("paper_key", sa.String(length=64), nullable=False),
        sa.Column("box", sa.JSON(), nullable=False),
        sa.Column("agreement", sa.String(length=16), nullable=False),
        sa.Column("alternatives", sa.JSON(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_form_value_document_id_document"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_form_value_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_form_value"),
        sa.UniqueConstraint("dossier_id", "key", name="uq_form_value_dossier_id_key"),
    )
    op.create_index("ix_form_value_dossier_id", "form_value", ["dossier_id"], unique=False)


def _page() -> None:
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_page_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.UniqueConstraint("document_id", "number", name="uq_page_document_id_number"),
    )
    op.create_index("ix_page_document_id", "page", ["document_id"], unique=False)


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("w", sa.Integer(), nullable=False),
        sa.Column("h", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_reading_page_id_page"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
    )
    op.create_index("ix_reading_page_id", "reading", ["page_id"], unique=False)
