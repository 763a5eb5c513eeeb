# SPDX-License-Identifier: Apache-2.0
"""By what a dossier of the same matter is found."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.model import TableBase


class MatterKeyRow(TableBase):
    """One key (``intake.dossier.matter.keys``) of a dossier, as its form's values are now. ``unit`` is the
    dossier's: an office looks through its own alone.
    """

    __tablename__ = "matter_key"
    __table_args__ = (
        Index("ix_matter_key_unit_key_dossier_id", "unit", "key", "dossier_id"),
        {"sqlite_with_rowid": False},
    )

    dossier_id: Mapped[str] = mapped_column(String(16), ForeignKey("dossier.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), default="", server_default="")
